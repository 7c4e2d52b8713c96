namespace Globus.Automate.HelpBuilder.Topics;

/// <summary>Breaks lines between words. What continues a line is indented as the line is, and below a list's mark behind it.</summary>
internal static class WordWrap
{
    public static IEnumerable<string> Lines(string text, int columns)
    {
        foreach (string line in text.Split('\n'))
        {
            int indent = IndentOf(line);
            string rest = line.TrimEnd();
            string start = "";
            while (start.Length + rest.Length > columns)
            {
                int room = columns - start.Length;
                int firstWord = start.Length == 0 ? indent : 0;
                int at = rest.LastIndexOf(' ', Math.Min(room, rest.Length - 1));
                if (at <= firstWord)
                {
                    // A word longer than the line stays whole.
                    at = rest.IndexOf(' ', Math.Min(firstWord, rest.Length));
                    if (at < 0)
                    {
                        break;
                    }
                }

                yield return start + rest[..at].TrimEnd();
                rest = rest[(at + 1)..].TrimStart();
                start = new string(' ', indent);
            }

            yield return start + rest;
        }
    }

    private static int IndentOf(string line)
    {
        int spaces = line.Length - line.TrimStart(' ').Length;
        string body = line[spaces..];
        int mark = body.StartsWith("- ", StringComparison.Ordinal) ? 2 : 0;
        int digits = body.Length - body.TrimStart("0123456789").Length;
        if (digits > 0 && body.AsSpan(digits).StartsWith(". "))
        {
            mark = digits + 2;
        }

        return spaces + mark;
    }
}
