namespace Globus.Automate.FlowLanguage.Schema.Formats;

/// <summary>Mail addresses (RFC 5321, section 4.1.2) and international ones (RFC 6531).</summary>
internal static class EmailFormats
{
    public static bool IsEmail(string text, bool isInternational)
    {
        int at = text.LastIndexOf('@');
        if (at <= 0 || !IsLocalPart(text.AsSpan(0, at), isInternational))
        {
            return false;
        }

        ReadOnlySpan<char> domain = text.AsSpan(at + 1);
        if (domain is ['[', .., ']'])
        {
            ReadOnlySpan<char> literal = domain[1..^1];
            return literal.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase) ? HostFormats.IsIPv6(literal[5..]) : HostFormats.IsIPv4(literal);
        }

        return isInternational ? HostFormats.IsInternationalHostname(domain.ToString()) : HostFormats.IsHostname(domain);
    }

    private static bool IsLocalPart(ReadOnlySpan<char> text, bool isInternational)
    {
        if (text.Length >= 2 && text[0] == '"' && text[^1] == '"')
        {
            return IsQuoted(text[1..^1], isInternational);
        }

        bool afterDot = true;
        foreach (char c in text)
        {
            if (c == '.')
            {
                if (afterDot)
                {
                    return false;
                }

                afterDot = true;
                continue;
            }

            bool isAtom = char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~".Contains(c, StringComparison.Ordinal) || (isInternational && c >= 0x80);
            if (!isAtom)
            {
                return false;
            }

            afterDot = false;
        }

        return !afterDot;
    }

    private static bool IsQuoted(ReadOnlySpan<char> text, bool isInternational)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
                if (i == text.Length)
                {
                    return false;
                }
            }
            else if (text[i] == '"')
            {
                return false;
            }

            if (text[i] < ' ' || text[i] == 0x7F || (text[i] > 0x7F && !isInternational))
            {
                return false;
            }
        }

        return true;
    }
}
