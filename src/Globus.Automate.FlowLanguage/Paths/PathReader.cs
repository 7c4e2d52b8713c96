using System.Globalization;
using System.Text;

namespace Globus.Automate.FlowLanguage.Paths;

/// <summary>Reads the tokens of a JSONPath, with the place of whatever is wrong.</summary>
internal sealed class PathReader(string text)
{
    /// <summary>The greatest index of I-JSON (RFC 9535, section 2.1): 2^53 - 1.</summary>
    private const long MaxIndex = 9_007_199_254_740_991;

    public string Text { get; } = text;

    public int Position { get; set; }

    public bool AtEnd => Position >= Text.Length;

    /// <summary>The next character, or NUL at the end.</summary>
    public char Next => AtEnd ? '\0' : Text[Position];

    public void SkipBlank()
    {
        while (!AtEnd && Next is ' ' or '\t' or '\n' or '\r')
        {
            Position++;
        }
    }

    public bool Take(char expected)
    {
        if (AtEnd || Next != expected)
        {
            return false;
        }

        Position++;
        return true;
    }

    public bool Take(string expected)
    {
        if (string.CompareOrdinal(Text, Position, expected, 0, expected.Length) != 0)
        {
            return false;
        }

        Position += expected.Length;
        return true;
    }

    public FlowSyntaxException Error(string message, int? position = null, int length = 0) => new(message, position ?? Position, length);

    /// <summary>What stands at the current place, for a message.</summary>
    public string Found()
    {
        if (AtEnd)
        {
            return "the end of the path";
        }

        return Rune.TryGetRuneAt(Text, Position, out Rune rune) && !Rune.IsControl(rune) ? $"'{rune}'" : "a control character";
    }

    public static bool IsNameFirst(char c) => char.IsAsciiLetter(c) || c == '_' || c >= 0x80;

    /// <summary>
    /// Reads a name after a dot (RFC 9535, section 2.5.1.1: member-name-shorthand). Hyphens inside a name are taken too: the service takes them, and published
    /// flows have them. Nothing else could stand there.
    /// </summary>
    /// <param name="bracket">Where a bracket would stand instead of the dot, for the suggestion in an error.</param>
    public string ReadDotName(int bracket)
    {
        int start = Position;
        while (!AtEnd && (IsNameFirst(Next) || (Position > start && (char.IsAsciiDigit(Next) || IsInnerHyphen(Position)))))
        {
            if (char.IsSurrogate(Next) && !Rune.TryGetRuneAt(Text, Position, out _))
            {
                throw Error("A name in a path cannot hold half of a surrogate pair.");
            }

            Position += char.IsHighSurrogate(Next) ? 2 : 1;
        }

        // What follows has to start something new. Names like 3d or a/b are fine as members but need brackets and quotes.
        int end = Position;
        while (end < Text.Length && (IsNameFirst(Text[end]) || char.IsAsciiDigit(Text[end]) || Text[end] is '-' or '$' or '@' or '%' or '#' or '/' or ':'))
        {
            end++;
        }

        if (end > Position)
        {
            string name = Text[start..end];
            throw Error(
                $"The name '{name}' cannot stand after a dot, where only letters, digits, '_' and inner '-' may, the first no digit: write {Text[..bracket]}[{PathText.Quote(name)}] instead.",
                start,
                end - start);
        }

        if (Position == start)
        {
            throw Error(Next == '['
                ? "There is no name between '.' and '[': leave the dot out."
                : $"A name or '*' was expected after '.', not {Found()}.");
        }

        return Text[start..Position];
    }

    private bool IsInnerHyphen(int position)
        => Text[position] == '-' && position + 1 < Text.Length && (IsNameFirst(Text[position + 1]) || char.IsAsciiDigit(Text[position + 1]) || IsInnerHyphen(position + 1));

    /// <summary>Reads a whole number of an index or slice: no leading zeros, no -0.</summary>
    public long ReadInteger()
    {
        int start = Position;
        Take('-');
        int digits = Position;
        while (char.IsAsciiDigit(Next))
        {
            Position++;
        }

        ReadOnlySpan<char> number = Text.AsSpan(start, Position - start);
        if (Position == digits)
        {
            throw Error($"Digits were expected after '-', not {Found()}.");
        }

        if (number is "-0" || (Position - digits > 1 && Text[digits] == '0'))
        {
            throw Error($"An index is written without leading zeros and never as -0: '{number}' is not one.", start, number.Length);
        }

        if (!long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) || value is < -MaxIndex or > MaxIndex)
        {
            throw Error($"The index {number} is out of range: at most 2^53 - 1 is allowed.", start, number.Length);
        }

        return value;
    }

    /// <summary>Reads a quoted string (RFC 9535, section 2.3.1.1); the current character is the quote.</summary>
    public string ReadQuoted()
    {
        int start = Position;
        char quote = Next;
        Position++;
        var value = new StringBuilder();
        while (true)
        {
            if (AtEnd)
            {
                throw Error($"The string that starts here has no closing {quote}.", start, Text.Length - start);
            }

            char c = Next;
            if (c == quote)
            {
                Position++;
                return value.ToString();
            }

            if (c == '\\')
            {
                ReadEscape(quote, value);
            }
            else if (c < ' ')
            {
                throw Error(string.Create(CultureInfo.InvariantCulture, $"A string in a path cannot hold a control character as it is: write \\u{(int)c:x4}."));
            }
            else if (Rune.TryGetRuneAt(Text, Position, out Rune rune))
            {
                value.Append(rune.ToString());
                Position += rune.Utf16SequenceLength;
            }
            else
            {
                throw Error("A string in a path cannot hold half of a surrogate pair.");
            }
        }
    }

    private void ReadEscape(char quote, StringBuilder value)
    {
        int start = Position;
        Position++;
        char c = Next;
        Position++;
        switch (c)
        {
            case 'b':
                value.Append('\b');
                break;
            case 'f':
                value.Append('\f');
                break;
            case 'n':
                value.Append('\n');
                break;
            case 'r':
                value.Append('\r');
                break;
            case 't':
                value.Append('\t');
                break;
            case '/' or '\\':
                value.Append(c);
                break;
            case 'u':
                ReadUnicodeEscape(start, value);
                break;
            case '\'' or '"' when c == quote:
                value.Append(c);
                break;
            default:
                throw Error(
                    $@"There is no such escape here: a path knows \b \f \n \r \t \/ \\ \{quote} and \uXXXX.", start, Math.Min(2, Text.Length - start));
        }
    }

    private void ReadUnicodeEscape(int start, StringBuilder value)
    {
        char first = ReadHex(start);
        if (char.IsHighSurrogate(first) && Take(@"\u"))
        {
            char second = ReadHex(start);
            if (char.IsLowSurrogate(second))
            {
                value.Append(first).Append(second);
                return;
            }
        }

        if (char.IsSurrogate(first))
        {
            throw Error("This escape is half of a surrogate pair: both halves are needed, high before low.", start, 6);
        }

        value.Append(first);
    }

    private char ReadHex(int start)
    {
        if (Position + 4 > Text.Length
            || !ushort.TryParse(Text.AsSpan(Position, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort unit))
        {
            throw Error(@"Four hexadecimal digits were expected after \u.", start, Math.Min(6, Text.Length - start));
        }

        Position += 4;
        return (char)unit;
    }
}
