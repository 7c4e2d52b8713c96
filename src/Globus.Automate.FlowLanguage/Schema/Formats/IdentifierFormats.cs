namespace Globus.Automate.FlowLanguage.Schema.Formats;

/// <summary>UUIDs (RFC 4122), JSON Pointers (RFC 6901) and paths on collections.</summary>
internal static class IdentifierFormats
{
    public static bool IsUuid(string text)
    {
        if (text.Length != 36)
        {
            return false;
        }

        for (int i = 0; i < text.Length; i++)
        {
            if (i is 8 or 13 or 18 or 23 ? text[i] != '-' : !char.IsAsciiHexDigit(text[i]))
            {
                return false;
            }
        }

        return true;
    }

    public static bool IsJsonPointer(ReadOnlySpan<char> text)
    {
        if (!text.IsEmpty && text[0] != '/')
        {
            return false;
        }

        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '~' && !(i + 1 < text.Length && text[i + 1] is '0' or '1'))
            {
                return false;
            }
        }

        return true;
    }

    public static bool IsRelativeJsonPointer(string text)
    {
        int digits = 0;
        while (digits < text.Length && char.IsAsciiDigit(text[digits]))
        {
            digits++;
        }

        if (digits == 0 || (digits > 1 && text[0] == '0'))
        {
            return false;
        }

        ReadOnlySpan<char> rest = text.AsSpan(digits);
        return rest is "#" || IsJsonPointer(rest);
    }

    /// <summary>A path on a collection: some text on one line. Collections differ in what else they allow.</summary>
    public static bool IsCollectionPath(string text) => text.Length > 0 && text.AsSpan().IndexOfAny('\0', '\n', '\r') < 0;
}
