using System.Globalization;
using System.Text;
using Globus.Automate.FlowLanguage.Expressions.Python;

namespace Globus.Automate.FlowLanguage.Expressions.Syntax;

/// <summary>Python's strings (language reference 2.4.1): their prefixes, quotes and escapes.</summary>
internal readonly struct StringLiteral
{
    private const string Escaped = "\\'\"abfnrtv";
    private const string Meaning = "\\'\"\a\b\f\n\r\t\v";

    private StringLiteral(bool isRaw, bool isFormatted, bool isBytes, bool isTriple, int contentStart, int contentEnd)
    {
        IsRaw = isRaw;
        IsFormatted = isFormatted;
        IsBytes = isBytes;
        IsTriple = isTriple;
        ContentStart = contentStart;
        ContentEnd = contentEnd;
    }

    public bool IsRaw { get; }

    public bool IsFormatted { get; }

    public bool IsBytes { get; }

    public bool IsTriple { get; }

    /// <summary>Where the text between the quotes begins.</summary>
    public int ContentStart { get; }

    /// <summary>Where the text between the quotes ends.</summary>
    public int ContentEnd { get; }

    public static bool IsPrefix(ReadOnlySpan<char> word)
    {
        if (word.Length > 2)
        {
            return false;
        }

        char first = char.ToLowerInvariant(word[0]);
        char second = word.Length == 2 ? char.ToLowerInvariant(word[1]) : '\0';
        return (first, second) is ('r' or 'u' or 'b' or 'f', '\0') or ('r', 'b' or 'f') or ('b' or 'f', 'r');
    }

    /// <summary>Where the string that begins at a place, with its prefix if any, ends.</summary>
    public static int End(string text, int start, int limit)
    {
        int at = start;
        while (text[at] is not ('\'' or '"'))
        {
            at++;
        }

        char quote = text[at];
        bool triple = IsTripleQuote(text, at, limit);
        at += triple ? 3 : 1;
        while (at < limit && (triple || text[at] is not ('\n' or '\r')))
        {
            if (text[at] == '\\')
            {
                at += at + 2 < limit && text[at + 1] == '\r' && text[at + 2] == '\n' ? 3 : 2;
            }
            else if (text[at] == quote && (!triple || IsTripleQuote(text, at, limit)))
            {
                return at + (triple ? 3 : 1);
            }
            else
            {
                at++;
            }
        }

        throw new FlowSyntaxException("The string that begins here has no closing quote.", start, 1);
    }

    public static StringLiteral Of(string text, Token token)
    {
        bool raw = false;
        bool formatted = false;
        bool bytes = false;
        int at = token.Start;
        for (; text[at] is not ('\'' or '"'); at++)
        {
            char letter = char.ToLowerInvariant(text[at]);
            raw |= letter == 'r';
            formatted |= letter == 'f';
            bytes |= letter == 'b';
        }

        bool triple = IsTripleQuote(text, at, token.End) && token.End - at >= 6;
        int quotes = triple ? 3 : 1;
        return new StringLiteral(raw, formatted, bytes, triple, at + quotes, token.End - quotes);
    }

    /// <summary>The text of a part of the string with its escapes replaced; an unknown escape stands for itself.</summary>
    public string Decode(string text, int start, int end)
    {
        ReadOnlySpan<char> content = text.AsSpan(start, end - start);
        if (content.IndexOfAny('\\', '\r') < 0)
        {
            return content.ToString();
        }

        var value = new StringBuilder(content.Length);
        int at = start;
        while (at < end)
        {
            char c = text[at++];
            if (c == '\r')
            {
                // Python reads every end of a line as \n.
                at += at < end && text[at] == '\n' ? 1 : 0;
                value.Append('\n');
            }
            else if (c != '\\' || IsRaw || at == end)
            {
                value.Append(c);
            }
            else
            {
                at = AppendEscape(text, at, end, value);
            }
        }

        return value.ToString();
    }

    private static bool IsTripleQuote(string text, int at, int limit)
        => at + 2 < limit && text[at + 1] == text[at] && text[at + 2] == text[at];

    private int AppendEscape(string text, int at, int end, StringBuilder value)
    {
        char c = text[at];
        int simple = Escaped.IndexOf(c, StringComparison.Ordinal);
        if (simple >= 0)
        {
            value.Append(Meaning[simple]);
            return at + 1;
        }

        switch (c)
        {
            case '\n' or '\r':
                // A backslash at the end of a line joins it with the next.
                return at + (c == '\r' && at + 1 < end && text[at + 1] == '\n' ? 2 : 1);
            case >= '0' and <= '7':
                int code = 0;
                int digits = 0;
                for (; digits < 3 && at < end && text[at] is >= '0' and <= '7'; digits++)
                {
                    code = (code * 8) + (text[at++] - '0');
                }

                value.Append((char)(IsBytes ? code & 0xFF : code));
                return at;
            case 'x':
                return AppendCode(text, at, end, 2, value);
            case 'u' when !IsBytes:
                return AppendCode(text, at, end, 4, value);
            case 'U' when !IsBytes:
                return AppendCode(text, at, end, 8, value);
            case 'N' when !IsBytes:
                throw new FlowSyntaxException("Characters are not known by their names here; write \\u and four hexadecimal digits.", at - 1, 2);
            default:
                value.Append('\\').Append(c);
                return at + 1;
        }
    }

    private static int AppendCode(string text, int at, int end, int digits, StringBuilder value)
    {
        if (at + digits >= end || !uint.TryParse(text.AsSpan(at + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint code))
        {
            throw new FlowSyntaxException($"The escape \\{text[at]} takes {digits} hexadecimal digits.", at - 1, 2);
        }

        if (code > 0x10FFFF)
        {
            throw new FlowSyntaxException("The escape names no character; they go up to 10FFFF.", at - 1, digits + 2);
        }

        value.Append(CodePoints.Text((int)code));
        return at + 1 + digits;
    }
}
