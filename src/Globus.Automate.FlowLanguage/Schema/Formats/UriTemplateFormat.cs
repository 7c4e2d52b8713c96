namespace Globus.Automate.FlowLanguage.Schema.Formats;

/// <summary>URI templates (RFC 6570).</summary>
internal static class UriTemplateFormat
{
    public static bool IsUriTemplate(string text)
    {
        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            if (rest[0] == '{')
            {
                int end = rest.IndexOf('}');
                if (end < 0 || !IsExpression(rest[1..end]))
                {
                    return false;
                }

                rest = rest[(end + 1)..];
            }
            else if (rest[0] == '%')
            {
                if (!IsEscape(rest))
                {
                    return false;
                }

                rest = rest[3..];
            }
            else if (rest[0] <= ' ' || rest[0] is (>= '\u007F' and < '\u00A0') or '"' or '<' or '>' or '\\' or '^' or '`' or '|' or '}')
            {
                return false;
            }
            else
            {
                rest = rest[1..];
            }
        }

        return true;
    }

    private static bool IsExpression(ReadOnlySpan<char> text)
    {
        if (!text.IsEmpty && text[0] is '+' or '#' or '.' or '/' or ';' or '?' or '&' or '=' or ',' or '!' or '@' or '|')
        {
            text = text[1..];
        }

        while (true)
        {
            int comma = text.IndexOf(',');
            if (!IsVariable(comma < 0 ? text : text[..comma]))
            {
                return false;
            }

            if (comma < 0)
            {
                return true;
            }

            text = text[(comma + 1)..];
        }
    }

    /// <summary>A name, perhaps with <c>*</c> or with <c>:</c> and a length from 1 to 9999.</summary>
    private static bool IsVariable(ReadOnlySpan<char> text)
    {
        if (text.EndsWith("*"))
        {
            text = text[..^1];
        }
        else if (text.IndexOf(':') is >= 0 and var colon)
        {
            ReadOnlySpan<char> length = text[(colon + 1)..];
            if (length.Length is 0 or > 4 || length[0] == '0' || length.ContainsAnyExceptInRange('0', '9'))
            {
                return false;
            }

            text = text[..colon];
        }

        bool mayDot = false;
        while (!text.IsEmpty)
        {
            if (text[0] == '.')
            {
                if (!mayDot || text.Length == 1)
                {
                    return false;
                }

                mayDot = false;
                text = text[1..];
                continue;
            }

            bool isEscape = IsEscape(text);
            if (!isEscape && !char.IsAsciiLetterOrDigit(text[0]) && text[0] != '_')
            {
                return false;
            }

            mayDot = true;
            text = text[(isEscape ? 3 : 1)..];
        }

        return mayDot;
    }

    private static bool IsEscape(ReadOnlySpan<char> text)
        => text.Length >= 3 && text[0] == '%' && char.IsAsciiHexDigit(text[1]) && char.IsAsciiHexDigit(text[2]);
}
