using System.Text;

namespace Globus.Automate.FlowLanguage.Schema.Formats;

/// <summary>URIs and URI references (RFC 3986), IRIs and IRI references (RFC 3987), by their grammars.</summary>
internal static class UriFormats
{
    private const string SubDelimiters = "!$&'()*+,;=";

    public static bool IsUri(string text, bool isInternational, bool allowsRelative)
    {
        ReadOnlySpan<char> rest = text;
        int hash = rest.IndexOf('#');
        if (hash >= 0)
        {
            if (!Consists(rest[(hash + 1)..], ":@/?", isInternational))
            {
                return false;
            }

            rest = rest[..hash];
        }

        int mark = rest.IndexOf('?');
        if (mark >= 0)
        {
            if (!Consists(rest[(mark + 1)..], ":@/?", isInternational, allowsPrivate: isInternational))
            {
                return false;
            }

            rest = rest[..mark];
        }

        int colon = rest.IndexOfAny(':', '/');
        bool hasScheme = colon > 0 && rest[colon] == ':' && IsScheme(rest[..colon]);
        if (hasScheme)
        {
            rest = rest[(colon + 1)..];
        }
        else if (!allowsRelative || (colon >= 0 && rest[colon] == ':'))
        {
            // Without a scheme, the first segment of a path holds no colon.
            return false;
        }

        if (rest.StartsWith("//"))
        {
            rest = rest[2..];
            int slash = rest.IndexOf('/');
            ReadOnlySpan<char> authority = slash < 0 ? rest : rest[..slash];
            rest = slash < 0 ? [] : rest[slash..];
            if (!IsAuthority(authority, isInternational))
            {
                return false;
            }
        }

        return Consists(rest, ":@/", isInternational);
    }

    private static bool IsScheme(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '-' or '.'))
            {
                return false;
            }
        }

        return char.IsAsciiLetter(text[0]);
    }

    private static bool IsAuthority(ReadOnlySpan<char> text, bool isInternational)
    {
        int at = text.IndexOf('@');
        if (at >= 0)
        {
            if (!Consists(text[..at], ":", isInternational))
            {
                return false;
            }

            text = text[(at + 1)..];
        }

        ReadOnlySpan<char> port = [];
        if (text.StartsWith("["))
        {
            int end = text.IndexOf(']');
            if (end < 0 || !(HostFormats.IsIPv6(text[1..end]) || IsFutureAddress(text[1..end])))
            {
                return false;
            }

            text = text[(end + 1)..];
            if (!text.IsEmpty && text[0] != ':')
            {
                return false;
            }

            port = text.IsEmpty ? [] : text[1..];
        }
        else
        {
            int colon = text.IndexOf(':');
            if (colon >= 0)
            {
                port = text[(colon + 1)..];
                text = text[..colon];
            }

            if (!Consists(text, string.Empty, isInternational))
            {
                return false;
            }
        }

        return !port.ContainsAnyExceptInRange('0', '9');
    }

    /// <summary><c>v1.anything</c>.</summary>
    private static bool IsFutureAddress(ReadOnlySpan<char> text)
    {
        int dot = text.IndexOf('.');
        if (dot < 2 || text[0] is not ('v' or 'V') || dot + 1 == text.Length)
        {
            return false;
        }

        foreach (char c in text[1..dot])
        {
            if (!char.IsAsciiHexDigit(c))
            {
                return false;
            }
        }

        return !text.Contains('%') && Consists(text[(dot + 1)..], ":", isInternational: false);
    }

    /// <summary>Whether there are only unreserved characters, sub-delimiters, escapes and <paramref name="more"/>.</summary>
    private static bool Consists(ReadOnlySpan<char> text, string more, bool isInternational, bool allowsPrivate = false)
    {
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '%')
            {
                if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
                {
                    return false;
                }

                i += 2;
            }
            else if (c >= 0x80)
            {
                if (!isInternational || Rune.DecodeFromUtf16(text[i..], out Rune rune, out int length) != System.Buffers.OperationStatus.Done
                    || !(IsInternational(rune.Value) || (allowsPrivate && IsPrivate(rune.Value))))
                {
                    return false;
                }

                i += length - 1;
            }
            else if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.' or '_' or '~')
                && !SubDelimiters.Contains(c, StringComparison.Ordinal) && !more.Contains(c, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>RFC 3987, section 2.2: ucschar.</summary>
    private static bool IsInternational(int c) => c is (>= 0xA0 and <= 0xD7FF) or (>= 0xF900 and <= 0xFDCF) or (>= 0xFDF0 and <= 0xFFEF)
        || (c is >= 0x10000 and < 0xF0000 && (c & 0xFFFF) < 0xFFFE && c is not (>= 0xE0000 and < 0xE1000));

    /// <summary>RFC 3987, section 2.2: iprivate.</summary>
    private static bool IsPrivate(int c) => c is (>= 0xE000 and <= 0xF8FF) or (>= 0xF0000 and <= 0xFFFFD) or (>= 0x100000 and <= 0x10FFFD);
}
