using System.Globalization;
using System.Numerics;
using System.Text;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Reading;

/// <summary>Reads JSON (RFC 8259) and says for each mistake where it is and what was probably meant.</summary>
internal sealed class JsonDocumentReader(string text, string? file, bool positions)
{
    private const int MaxDepth = 256;
    private const int MaxKept = 64;

    private readonly string?[] _kept = new string?[256];
    private int _at;
    private int _line = 1;
    private int _lineStart;

    public (FlowValue Value, LocatedNode? Node) Read()
    {
        (FlowValue Value, LocatedNode? Node) root = ReadValue(0);
        SkipSpace();
        return _at < text.Length ? throw Fault($"there is more text after the end of the document, beginning with {DocumentText.Show(text[_at])}.") : root;
    }

    private SourcePosition Here => new(_line, _at - _lineStart + 1);

    private (FlowValue Value, LocatedNode? Node) ReadValue(int depth)
    {
        SkipSpace();
        if (_at >= text.Length)
        {
            throw Fault("the document ends where a value was expected.");
        }

        if (depth > MaxDepth)
        {
            throw Fault($"the document is nested more than {MaxDepth} levels deep.");
        }

        LocatedNode? node = positions ? new LocatedNode(Here) : null;
        char c = text[_at];
        FlowValue value = c switch
        {
            '{' => ReadObject(node, depth),
            '[' => ReadArray(node, depth),
            '"' => FlowValue.From(ReadString()),
            '-' or (>= '0' and <= '9') => ReadNumber(),
            '\'' => throw Fault("strings are written in double quotes in JSON, not in single ones."),
            '}' or ']' or ',' or ':' => throw Fault($"a value was expected before '{c}'."),
            _ => ReadWord(),
        };
        return (value, node);
    }

    private FlowObject ReadObject(LocatedNode? node, int depth)
    {
        SourcePosition opened = Here;
        int start = _at++;
        var members = new FlowObject.Builder();
        SkipSpace();
        if (Take('}'))
        {
            return FlowObject.Empty;
        }

        while (true)
        {
            SkipSpace();
            SourcePosition keyPosition = Here;
            string key = ReadKey(opened);
            SkipSpace();
            if (!Take(':'))
            {
                throw AtEnd ? Unclosed('{', '}', opened) : Fault($"a ':' was expected after the key \"{Excerpt(key)}\".");
            }

            (FlowValue value, LocatedNode? member) = ReadValue(depth + 1);
            if (!members.Set(key, value))
            {
                throw DocumentException.At($"the key \"{Excerpt(key)}\" stands here again; it stands in line {JsonPlaces.FindKey(text, start, key)!.Value.Line} already.", file, keyPosition);
            }

            node?.Add(key, keyPosition, member!);
            SkipSpace();
            if (Take('}'))
            {
                return members.Build();
            }

            ExpectComma('}', '{', opened);
        }
    }

    private string ReadKey(SourcePosition opened)
    {
        if (AtEnd)
        {
            throw Unclosed('{', '}', opened);
        }

        return text[_at] switch
        {
            '"' => ReadString(),
            '}' => throw Fault("there is a comma before this '}'; JSON has none after the last member."),
            '\'' => throw Fault("keys are written in double quotes in JSON, not in single ones."),
            '\u201c' or '\u201d' or '\u201e' => throw Fault("keys are written in straight double quotes in JSON, not in typographic ones."),
            '/' or '#' => throw Fault("JSON has no comments; YAML has."),
            char c when char.IsLetter(c) || c is '_' or '$' => throw Fault("keys are written in double quotes in JSON."),
            char c => throw Fault($"a key in double quotes was expected, not {DocumentText.Show(c)}."),
        };
    }

    private FlowArray ReadArray(LocatedNode? node, int depth)
    {
        SourcePosition opened = Here;
        _at++;
        var items = new List<FlowValue>();
        SkipSpace();
        if (Take(']'))
        {
            return FlowArray.Empty;
        }

        while (true)
        {
            SkipSpace();
            if (AtEnd)
            {
                throw Unclosed('[', ']', opened);
            }

            if (text[_at] == ']')
            {
                throw Fault("there is a comma before this ']'; JSON has none after the last item.");
            }

            (FlowValue value, LocatedNode? item) = ReadValue(depth + 1);
            items.Add(value);
            node?.Add(item!);
            SkipSpace();
            if (Take(']'))
            {
                return FlowArray.Create(items);
            }

            ExpectComma(']', '[', opened);
        }
    }

    private void ExpectComma(char close, char open, SourcePosition opened)
    {
        if (AtEnd)
        {
            throw Unclosed(open, close, opened);
        }

        if (!Take(','))
        {
            throw text[_at] is '/' or '#'
                ? Fault("JSON has no comments; YAML has.")
                : Fault($"a ',' or '{close}' was expected, not {DocumentText.Show(text[_at])}; is a comma missing before it?");
        }
    }

    private string ReadString()
    {
        SourcePosition opened = Here;
        int start = ++_at;
        while (_at < text.Length && text[_at] is not ('"' or '\\' or < ' '))
        {
            _at++;
        }

        if (_at < text.Length && text[_at] == '"')
        {
            return Kept(text.AsSpan(start, _at++ - start));
        }

        var value = new StringBuilder().Append(text, start, _at - start);
        while (true)
        {
            if (AtEnd)
            {
                throw DocumentException.At("the string that begins here has no closing '\"'.", file, opened);
            }

            char c = text[_at];
            switch (c)
            {
                case '"':
                    _at++;
                    return value.ToString();
                case '\\':
                    ReadEscape(value);
                    break;
                case '\n' or '\r':
                    throw DocumentException.At("the string that begins here does not end in its line; a line break in a string is written as \\n.", file, opened);
                case < ' ':
                    throw Fault($"a control character (U+{(int)c:X4}) stands in a string; write it as \\u{(int)c:x4}.");
                default:
                    value.Append(c);
                    _at++;
                    break;
            }
        }
    }

    /// <summary>The text as a string: one and the same for the field names and other short texts that definitions are full of.</summary>
    private string Kept(ReadOnlySpan<char> span)
    {
        if (span.Length is 0 or > MaxKept)
        {
            return span.ToString();
        }

        ref string? kept = ref _kept[((span[0] * 31) + (span[^1] * 7) + (span[span.Length / 2] * 3) + span.Length) & (_kept.Length - 1)];
        return kept is not null && span.SequenceEqual(kept) ? kept : kept = span.ToString();
    }

    private void ReadEscape(StringBuilder value)
    {
        char c = _at + 1 < text.Length ? text[_at + 1] : '\0';
        int simple = "\"\\/bfnrt".IndexOf(c, StringComparison.Ordinal);
        if (simple >= 0)
        {
            value.Append("\"\\/\b\f\n\r\t"[simple]);
            _at += 2;
            return;
        }

        if (c != 'u')
        {
            throw Fault($"'\\{c}' is no escape of JSON; a backslash itself is written as \\\\.");
        }

        char unit = ReadUnit();
        if (char.IsHighSurrogate(unit) && _at + 1 < text.Length && text[_at] == '\\' && text[_at + 1] == 'u')
        {
            char low = ReadUnit();
            value.Append(unit).Append(low);
            if (!char.IsLowSurrogate(low))
            {
                throw Fault("half of a surrogate pair stands alone in a string.");
            }
        }
        else if (char.IsSurrogate(unit))
        {
            throw Fault("half of a surrogate pair stands alone in a string.");
        }
        else
        {
            value.Append(unit);
        }
    }

    private char ReadUnit()
    {
        if (_at + 6 <= text.Length && ushort.TryParse(text.AsSpan(_at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort unit))
        {
            _at += 6;
            return (char)unit;
        }

        throw Fault("four hexadecimal digits were expected after \\u.");
    }

    private FlowValue ReadNumber()
    {
        int start = _at;
        SourcePosition position = Here;
        bool real = false;
        _at++;
        while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] is '.' or '+' or '-' or '_'))
        {
            real |= text[_at] is '.' or 'e' or 'E';
            _at++;
        }

        ReadOnlySpan<char> digits = text.AsSpan(start, _at - start);
        if (!IsNumber(digits))
        {
            throw DocumentException.At($"'{Excerpt(digits.ToString())}' is no number of JSON.", file, position);
        }

        if (real)
        {
            double number = double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture);
            return double.IsFinite(number)
                ? FlowValue.From(number)
                : throw DocumentException.At($"the number {Excerpt(digits.ToString())} is too large: numbers with a point or an exponent go up to 1.8e308.", file, position);
        }

        return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long small)
            ? FlowValue.From(small)
            : digits.Length > 4000
                ? throw DocumentException.At($"the number has {digits.Length} digits; up to 4000 are read.", file, position)
                : FlowValue.From(BigInteger.Parse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
    }

    /// <summary>RFC 8259, section 6: no leading zeros, digits on both sides of the point, an exponent with digits.</summary>
    private static bool IsNumber(ReadOnlySpan<char> text)
    {
        int i = text[0] == '-' ? 1 : 0;
        int digits = Digits(text, ref i);
        if (digits == 0 || (digits > 1 && text[i - digits] == '0'))
        {
            return false;
        }

        if (i < text.Length && text[i] == '.')
        {
            i++;
            if (Digits(text, ref i) == 0)
            {
                return false;
            }
        }

        if (i < text.Length && text[i] is 'e' or 'E')
        {
            i++;
            if (i < text.Length && text[i] is '+' or '-')
            {
                i++;
            }

            if (Digits(text, ref i) == 0)
            {
                return false;
            }
        }

        return i == text.Length;

        static int Digits(ReadOnlySpan<char> text, ref int i)
        {
            int start = i;
            while (i < text.Length && char.IsAsciiDigit(text[i]))
            {
                i++;
            }

            return i - start;
        }
    }

    private FlowValue ReadWord()
    {
        int end = _at;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '_' or '.' or '$'))
        {
            end++;
        }

        string word = text[_at..end];
        FlowValue? value = word switch
        {
            "true" => FlowValue.True,
            "false" => FlowValue.False,
            "null" => FlowValue.Null,
            _ => null,
        };
        if (value is null)
        {
            throw word switch
            {
                "True" or "False" or "TRUE" or "FALSE" => Fault($"'{word}' is written {word.ToLowerInvariant()} in JSON."),
                "None" or "Null" or "NULL" or "undefined" => Fault($"'{word}' is written null in JSON."),
                "NaN" or "Infinity" => Fault($"'{word}' is no value of JSON."),
                "" when text[_at] is '/' or '#' => Fault("JSON has no comments; YAML has."),
                "" when text[_at] is '\u201c' or '\u201d' or '\u201e' => Fault("strings are written in straight double quotes in JSON, not in typographic ones."),
                "" when text[_at] == '+' => Fault("a number has no '+' before it in JSON."),
                "" => Fault($"a value was expected, not {DocumentText.Show(text[_at])}."),
                _ => Fault($"'{Excerpt(word)}' is no value of JSON; strings are written in double quotes."),
            };
        }

        _at = end;
        return value;
    }

    private bool AtEnd => _at >= text.Length;

    private bool Take(char c)
    {
        if (_at < text.Length && text[_at] == c)
        {
            _at++;
            return true;
        }

        return false;
    }

    private void SkipSpace()
    {
        while (_at < text.Length && text[_at] is ' ' or '\t' or '\n' or '\r')
        {
            if (DocumentText.IsLineEnd(text, _at))
            {
                _line++;
                _lineStart = _at + 1;
            }

            _at++;
        }
    }

    private static string Excerpt(string text) => text.Length <= 40 ? text : text[..39] + "…";

    private DocumentException Fault(string problem) => DocumentException.At(problem, file, Here);

    private DocumentException Unclosed(char open, char close, SourcePosition opened)
        => DocumentException.At($"the '{open}' here has no closing '{close}'.", file, opened);
}
