using System.Globalization;

namespace Globus.Automate.FlowLanguage.Schema.Formats;

/// <summary>Host names (RFC 1123, RFC 5890) and addresses (RFC 2673, RFC 4291).</summary>
internal static class HostFormats
{
    private const int MaxName = 253;
    private const int MaxLabel = 63;
    private const string Encoded = "xn--";

    private static readonly char[] s_dots = ['.', '\u3002', '\uFF0E', '\uFF61'];

    /// <summary>A name of ASCII labels. One that starts with <c>xn--</c> has to be what an international label is encoded to.</summary>
    public static bool IsHostname(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > MaxName)
        {
            return false;
        }

        if (text.Contains(Encoded, StringComparison.OrdinalIgnoreCase))
        {
            string[] labels = text.ToString().Split('.');
            return Array.TrueForAll(labels, static label => IsAsciiLabel(label)) && InternationalLabel.AreValid([.. labels.Select(Decode)]);
        }

        ReadOnlySpan<char> rest = text;
        while (true)
        {
            int dot = rest.IndexOf('.');
            if (!IsPlainLabel(dot < 0 ? rest : rest[..dot]))
            {
                return false;
            }

            if (dot < 0)
            {
                return true;
            }

            rest = rest[(dot + 1)..];
        }
    }

    /// <summary>A name of labels in ASCII or any script, separated by any of the four dots of RFC 3490.</summary>
    public static bool IsInternationalHostname(string text)
    {
        string[] labels = text.Split(s_dots);
        int length = labels.Length - 1;
        foreach (string label in labels)
        {
            bool isAscii = label.All(char.IsAscii);
            if (isAscii ? !IsAsciiLabel(label) : !InternationalLabel.IsValid(label))
            {
                return false;
            }

            int encoded = isAscii ? label.Length : 4 + Punycode.Encode(label).Length;
            if (encoded > MaxLabel)
            {
                return false;
            }

            length += encoded;
        }

        return length <= MaxName && InternationalLabel.AreValid([.. labels.Select(Decode)]);
    }

    /// <summary>Four numbers up to 255 without leading zeros.</summary>
    public static bool IsIPv4(ReadOnlySpan<char> text)
    {
        int parts = 0;
        while (true)
        {
            int dot = text.IndexOf('.');
            ReadOnlySpan<char> part = dot < 0 ? text : text[..dot];
            parts++;
            if (part.Length is 0 or > 3 || part.ContainsAnyExceptInRange('0', '9') || (part.Length > 1 && part[0] == '0')
                || int.Parse(part, CultureInfo.InvariantCulture) > 255)
            {
                return false;
            }

            if (dot < 0)
            {
                return parts == 4;
            }

            text = text[(dot + 1)..];
        }
    }

    /// <summary>Eight groups of up to four hexadecimal digits, one run of zeros as <c>::</c>, the last two groups perhaps as an IPv4 address.</summary>
    public static bool IsIPv6(ReadOnlySpan<char> text)
    {
        int gap = text.IndexOf("::", StringComparison.Ordinal);
        if (gap < 0)
        {
            return CountGroups(text, mayEndInIPv4: true) == 8;
        }

        int before = CountGroups(text[..gap], mayEndInIPv4: false);
        int after = CountGroups(text[(gap + 2)..], mayEndInIPv4: true);
        return before >= 0 && after >= 0 && before + after <= 7;
    }

    private static int CountGroups(ReadOnlySpan<char> text, bool mayEndInIPv4)
    {
        if (text.IsEmpty)
        {
            return 0;
        }

        int groups = 0;
        while (true)
        {
            int colon = text.IndexOf(':');
            ReadOnlySpan<char> group = colon < 0 ? text : text[..colon];
            if (colon < 0 && mayEndInIPv4 && group.Contains('.'))
            {
                return IsIPv4(group) ? groups + 2 : -1;
            }

            if (group.Length is 0 or > 4)
            {
                return -1;
            }

            foreach (char c in group)
            {
                if (!char.IsAsciiHexDigit(c))
                {
                    return -1;
                }
            }

            groups++;
            if (colon < 0)
            {
                return groups;
            }

            text = text[(colon + 1)..];
        }
    }

    private static bool IsPlainLabel(ReadOnlySpan<char> label)
    {
        if (label.Length is 0 or > MaxLabel || label[0] == '-' || label[^1] == '-')
        {
            return false;
        }

        foreach (char c in label)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '-')
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsAsciiLabel(string label)
    {
        if (!IsPlainLabel(label))
        {
            return false;
        }

        if (!label.StartsWith(Encoded, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        string? decoded = Punycode.Decode(label[4..]);
        return decoded is not null
            && !decoded.All(char.IsAscii)
            && InternationalLabel.IsValid(decoded)
            && string.Equals(Punycode.Encode(decoded), label[4..], StringComparison.OrdinalIgnoreCase);
    }

    private static string Decode(string label)
        => label.StartsWith(Encoded, StringComparison.OrdinalIgnoreCase) ? Punycode.Decode(label[4..]) ?? label : label;
}
