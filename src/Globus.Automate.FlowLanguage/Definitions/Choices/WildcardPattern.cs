namespace Globus.Automate.FlowLanguage.Definitions.Choices;

/// <summary>
/// The pattern of StringMatches (States Language): <c>*</c> stands for zero or more characters; <c>\*</c> (in JSON <c>"\\*"</c>) for an asterisk and
/// <c>\\</c> for a backslash. Matching takes at most time in proportion to the product of both lengths, whatever the pattern.
/// </summary>
internal sealed class WildcardPattern
{
    /// <summary>The literal texts between the asterisks; at least one, empty at an end where an asterisk stands.</summary>
    private readonly string[] _literals;

    public WildcardPattern(string pattern)
    {
        var literals = new List<string>();
        var literal = new System.Text.StringBuilder();
        for (int i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '\\' when i + 1 < pattern.Length && pattern[i + 1] is '*' or '\\':
                    literal.Append(pattern[++i]);
                    break;
                case '*':
                    literals.Add(literal.ToString());
                    literal.Clear();
                    break;
                default:
                    literal.Append(pattern[i]);
                    break;
            }
        }

        literals.Add(literal.ToString());
        _literals = [.. literals];
    }

    public bool IsMatch(string text)
    {
        string first = _literals[0];
        if (_literals.Length == 1)
        {
            return string.Equals(text, first, StringComparison.Ordinal);
        }

        string last = _literals[^1];
        if (text.Length < first.Length + last.Length
            || !text.StartsWith(first, StringComparison.Ordinal)
            || !text.EndsWith(last, StringComparison.Ordinal))
        {
            return false;
        }

        ReadOnlySpan<char> middle = text.AsSpan(first.Length, text.Length - first.Length - last.Length);
        foreach (string literal in _literals.AsSpan(1, _literals.Length - 2))
        {
            int at = middle.IndexOf(literal, StringComparison.Ordinal);
            if (at < 0)
            {
                return false;
            }

            middle = middle[(at + literal.Length)..];
        }

        return true;
    }
}
