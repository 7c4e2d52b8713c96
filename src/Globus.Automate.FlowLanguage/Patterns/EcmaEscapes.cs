using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Globus.Automate.FlowLanguage.Patterns;

/// <summary>The escapes of ECMA-262 that mean one character or a class of them.</summary>
internal sealed class EcmaEscapes(string text)
{
    private static readonly CodePointSet s_digits = CodePointSet.Of(('0', '9'));
    private static readonly CodePointSet s_word = CodePointSet.Of(('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z'));

    // White space and line terminators of ECMA-262: the category Zs and these.
    private static readonly CodePointSet s_space = CodePointSet.Of(
        ('\t', '\r'), (' ', ' '), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF));

    /// <summary>Reads <c>\d</c>, <c>\W</c>, <c>\p{Lu}</c> and the like; false where the escape is a single character.</summary>
    public bool TryReadSet(EcmaCursor cursor, [NotNullWhen(true)] out CodePointSet? set)
    {
        int position = cursor.Position;
        char c = position + 1 < text.Length ? text[position + 1] : '\0';
        set = char.ToLowerInvariant(c) switch
        {
            'd' => s_digits,
            'w' => s_word,
            's' => s_space,
            'p' => ReadProperty(ref position),
            _ => null,
        };
        if (set is null)
        {
            return false;
        }

        if (char.IsAsciiLetterUpper(c))
        {
            set = set.Complement();
        }

        cursor.Position = position + 2;
        return true;
    }

    /// <summary>Reads the escape of one character.</summary>
    public int ReadCodePoint(EcmaCursor cursor, bool isInClass)
    {
        int position = cursor.Position;
        int codePoint = ReadCodePoint(ref position, isInClass);
        cursor.Position = position;
        return codePoint;
    }

    private int ReadCodePoint(ref int position, bool isInClass)
    {
        int start = position;
        if (start + 1 >= text.Length)
        {
            throw Error("it ends with a backslash", start);
        }

        char c = text[start + 1];
        position += 2;
        switch (c)
        {
            case 't':
                return '\t';
            case 'n':
                return '\n';
            case 'v':
                return '\v';
            case 'f':
                return '\f';
            case 'r':
                return '\r';
            case 'b' when isInClass:
                return '\b';
            case '0' when position >= text.Length || !char.IsAsciiDigit(text[position]):
                return 0;
            case 'c' when position < text.Length && char.IsAsciiLetter(text[position]):
                return text[position++] % 32;
            case 'x':
                return ReadHex(ref position, 2, start);
            case 'u':
                return ReadUnicode(ref position, start);
            default:
                if (char.IsAsciiLetterOrDigit(c))
                {
                    throw Error($"there is no escape '\\{c}'", start);
                }

                position = start + 1;
                if (!Rune.TryGetRuneAt(text, position, out Rune rune))
                {
                    throw Error("it holds half of a surrogate pair", start);
                }

                position += rune.Utf16SequenceLength;
                return rune.Value;
        }
    }

    private int ReadUnicode(ref int position, int start)
    {
        if (position < text.Length && text[position] == '{')
        {
            int end = text.IndexOf('}', position);
            if (end < 0
                || !int.TryParse(text.AsSpan(position + 1, end - position - 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int codePoint)
                || codePoint is < 0 or > 0x10FFFF)
            {
                throw Error("\\u{...} holds no code point", start);
            }

            position = end + 1;
            return codePoint;
        }

        int high = ReadHex(ref position, 4, start);
        if (char.IsHighSurrogate((char)high) && string.CompareOrdinal(text, position, "\\u", 0, 2) == 0)
        {
            int after = position + 2;
            int low = ReadHex(ref after, 4, start);
            if (char.IsLowSurrogate((char)low))
            {
                position = after;
                return char.ConvertToUtf32((char)high, (char)low);
            }
        }

        return high;
    }

    private int ReadHex(ref int position, int digits, int start)
    {
        if (position + digits > text.Length
            || !int.TryParse(text.AsSpan(position, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int value))
        {
            throw Error($"{digits} hexadecimal digits were expected", start);
        }

        position += digits;
        return value;
    }

    /// <summary>Reads the braces of <c>\p{...}</c>; afterwards the position is two before their end, as the caller goes on by two.</summary>
    private CodePointSet ReadProperty(ref int position)
    {
        int start = position;
        int end = position + 2 < text.Length && text[position + 2] == '{' ? text.IndexOf('}', position) : -1;
        if (end < 0)
        {
            throw Error("\\p needs a property in braces, as in \\p{Lu}", start);
        }

        string name = text[(position + 3)..end];
        string value = name;
        foreach (string prefix in (ReadOnlySpan<string>)["General_Category=", "gc="])
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
            {
                value = name[prefix.Length..];
            }
        }

        position = end - 1;
        if (UnicodeCategories.TryGetByAnyName(value, out CodePointSet? category))
        {
            return category;
        }

        return name switch
        {
            "Any" => CodePointSet.All,
            "ASCII" => CodePointSet.Of((0, 0x7F)),
            "ASCII_Hex_Digit" or "AHex" => CodePointSet.Of(('0', '9'), ('A', 'F'), ('a', 'f')),
            "Assigned" => UnicodeCategories.TryGet("Cn", out CodePointSet? unassigned) ? unassigned.Complement() : CodePointSet.All,
            _ => throw Error($"the property '{name}' is not known: general categories such as L, Lu, Nd or Letter are, and Any, ASCII and Assigned; scripts are not", start),
        };
    }

    private static EcmaPatternException Error(string what, int position)
        => new(string.Create(CultureInfo.InvariantCulture, $"{what}, at character {position + 1}."));
}
