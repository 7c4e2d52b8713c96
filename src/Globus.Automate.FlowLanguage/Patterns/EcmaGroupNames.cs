namespace Globus.Automate.FlowLanguage.Patterns;

/// <summary>The named groups of a pattern.</summary>
internal static class EcmaGroupNames
{
    /// <summary>Finds the numbers of named groups beforehand: a pattern may refer to a group that comes later.</summary>
    public static Dictionary<string, int> Find(EcmaCursor cursor)
    {
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        string text = cursor.Text;
        bool isInClass = false;
        int groups = 0;
        for (int i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\':
                    i++;
                    break;
                case '[':
                    isInClass = true;
                    break;
                case ']':
                    isInClass = false;
                    break;
                case '(' when !isInClass:
                    groups += Count(cursor, i, groups + 1, names);
                    break;
                default:
                    break;
            }
        }

        return names;
    }

    private static int Count(EcmaCursor cursor, int open, int number, Dictionary<string, int> names)
    {
        ReadOnlySpan<char> rest = cursor.Text.AsSpan(open + 1);
        if (rest.IsEmpty || rest[0] != '?')
        {
            return 1;
        }

        int start = rest.StartsWith("?<") ? 2 : rest.StartsWith("?P<") ? 3 : 0;
        if (start == 0 || start >= rest.Length || rest[start] is '=' or '!')
        {
            return 0;
        }

        int end = rest.IndexOf('>');
        if (end > start && !names.TryAdd(rest[start..end].ToString(), number))
        {
            throw cursor.Error($"two groups are called '{rest[start..end]}'");
        }

        return 1;
    }
}
