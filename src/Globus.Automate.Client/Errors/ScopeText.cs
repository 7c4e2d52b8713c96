namespace Globus.Automate.Client.Errors;

/// <summary>The grammar of scope strings: <c>scope[dependency *optional[deeper]] other</c>.</summary>
internal static class ScopeText
{
    /// <summary>The top-level scopes of a text, each with its brackets.</summary>
    public static IEnumerable<string> Split(string text)
    {
        int depth = 0;
        int start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            char c = i < text.Length ? text[i] : ' ';
            if (c == '[')
            {
                depth++;
            }
            else if (c == ']')
            {
                depth--;
            }
            else if ((char.IsWhiteSpace(c) || c == ',') && (depth <= 0 || i == text.Length))
            {
                if (i > start)
                {
                    yield return text[start..i];
                }

                start = i + 1;
            }
        }
    }
}
