using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Globus.Automate.FlowLanguage.Patterns;

/// <summary>Reads an ECMA-262 pattern and writes the .NET one.</summary>
internal sealed class EcmaPatternReader
{
    private const int MaxNesting = 200;
    private const int MaxLength = 20_000;

    private const string WordBehind = "(?<=[A-Za-z0-9_])";
    private const string NoWordBehind = "(?<![A-Za-z0-9_])";
    private const string WordAhead = "(?=[A-Za-z0-9_])";
    private const string NoWordAhead = "(?![A-Za-z0-9_])";

    private static readonly CodePointSet s_dot = CodePointSet.OfChars("\n\r\u2028\u2029").Complement();

    private readonly EcmaPatternForm _form;
    private readonly EcmaEscapes _escapes;
    private readonly StringBuilder _pattern = new();
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
    private readonly List<int> _numberReferences = [];
    private readonly List<string> _nameReferences = [];
    private readonly string _text;
    private int _position;
    private int _nesting;
    private int _groups;

    public EcmaPatternReader(string text, EcmaPatternForm form)
    {
        _text = text;
        _form = form;
        _escapes = new EcmaEscapes(text);
        CollectNames();
    }

    /// <summary>What the flags of a Python pattern turn on.</summary>
    public RegexOptions Options { get; private set; }

    private bool AtEnd => _position >= _text.Length;

    private char Next => AtEnd ? '\0' : _text[_position];

    /// <exception cref="EcmaPatternException">The text is no pattern.</exception>
    public string Read()
    {
        if (_text.Length > MaxLength)
        {
            throw Error($"it is longer than {MaxLength} characters");
        }

        ReadFlags();
        ReadAlternatives();
        if (!AtEnd)
        {
            throw Error("there is a ')' without its '('");
        }

        if (_numberReferences.Exists(number => number > _groups))
        {
            throw Error("it refers back to a group that is not there");
        }

        string? unknown = _nameReferences.Find(name => !_names.ContainsKey(name));
        return unknown is null ? _pattern.ToString() : throw Error($"it refers back to a group '{unknown}' that is not there");
    }

    /// <summary>Python's <c>(?im)</c> at the start.</summary>
    private void ReadFlags()
    {
        if (_form != EcmaPatternForm.Lenient)
        {
            return;
        }

        int end = 2;
        while (_text.StartsWith("(?", StringComparison.Ordinal) && end < _text.Length && char.IsAsciiLetterLower(_text[end]))
        {
            end++;
        }

        if (end == 2 || end >= _text.Length || _text[end] != ')')
        {
            return;
        }

        foreach (char flag in _text[2..end])
        {
            Options |= flag switch
            {
                'i' => RegexOptions.IgnoreCase,
                'm' => RegexOptions.Multiline,
                's' => RegexOptions.Singleline,
                'u' or 'a' => RegexOptions.None,
                _ => throw Error($"there is no flag '{flag}'"),
            };
        }

        _position = end + 1;
    }

    private void ReadAlternatives()
    {
        if (++_nesting > MaxNesting)
        {
            throw Error($"its groups nest deeper than {MaxNesting} levels");
        }

        while (!AtEnd && Next != ')')
        {
            if (Next == '|')
            {
                _position++;
                _pattern.Append('|');
            }
            else
            {
                ReadTerm();
            }
        }

        _nesting--;
    }

    private void ReadTerm()
    {
        int start = _pattern.Length;
        bool canRepeat = true;
        switch (Next)
        {
            case '^':
                _position++;
                _pattern.Append('^');
                canRepeat = false;
                break;
            case '$':
                _position++;
                _pattern.Append(Options.HasFlag(RegexOptions.Multiline) ? "$" : @"\z");
                canRepeat = false;
                break;
            case '(':
                canRepeat = ReadGroup();
                break;
            case '.':
                _position++;
                (Options.HasFlag(RegexOptions.Singleline) ? CodePointSet.All : s_dot).AppendTo(_pattern);
                break;
            case '[':
                ReadClass().AppendTo(_pattern);
                break;
            case '\\':
                canRepeat = ReadEscape();
                break;
            case '*' or '+' or '?':
                throw Error($"there is nothing to repeat before '{Next}'");
            case '{' when TryReadCounts(out _):
                throw Error("there is nothing to repeat before '{'");
            default:
                AppendLiteral(ReadCodePoint());
                break;
        }

        ReadQuantifier(start, canRepeat);
    }

    private void ReadQuantifier(int start, bool canRepeat)
    {
        int before = _position;
        string? quantifier = null;
        if (Next is '*' or '+' or '?')
        {
            quantifier = Next.ToString();
            _position++;
        }
        else if (Next == '{')
        {
            TryReadCounts(out quantifier);
        }

        if (quantifier is null)
        {
            return;
        }

        if (!canRepeat)
        {
            _position = before;
            throw Error("what stands for a place cannot be repeated");
        }

        // What was written before may be several units for one thing of the pattern (a pair of surrogates).
        _pattern.Insert(start, "(?:").Append(')').Append(quantifier);
        if (Next == '?')
        {
            _position++;
            _pattern.Append('?');
        }

        if (Next is '*' or '+' or '?')
        {
            throw Error($"there is nothing to repeat before '{Next}'");
        }
    }

    /// <summary>Reads <c>{n}</c>, <c>{n,}</c>, <c>{n,m}</c>; a brace that starts none of them is a brace, and stays.</summary>
    private bool TryReadCounts(out string? quantifier)
    {
        quantifier = null;
        int position = _position + 1;
        int? least = ReadCount(ref position);
        if (least is null)
        {
            return false;
        }

        int? most = least;
        bool hasComma = position < _text.Length && _text[position] == ',';
        if (hasComma)
        {
            position++;
            most = ReadCount(ref position);
        }

        if (position >= _text.Length || _text[position] != '}')
        {
            return false;
        }

        if (most < least)
        {
            throw Error("the numbers of a repetition are out of order");
        }

        _position = position + 1;
        quantifier = string.Create(CultureInfo.InvariantCulture, $"{{{least}{(hasComma ? "," : string.Empty)}{(hasComma ? most : null)}}}");
        return true;
    }

    private int? ReadCount(ref int position)
    {
        int start = position;
        long count = 0;
        while (position < _text.Length && char.IsAsciiDigit(_text[position]))
        {
            count = Math.Min((count * 10) + (_text[position] - '0'), int.MaxValue);
            position++;
        }

        return position == start ? null : (int)count;
    }

    /// <returns>Whether a quantifier may follow.</returns>
    private bool ReadGroup()
    {
        _position++;
        bool isLookaround = false;
        if (Take("?:"))
        {
            _pattern.Append("(?:");
        }
        else if (Take("?=") || Take("?!") || Take("?<=") || Take("?<!"))
        {
            isLookaround = true;
            int length = _text[_position - 2] == '<' ? 3 : 2;
            _pattern.Append('(').Append(_text, _position - length, length);
        }
        else if (Take("?<") || (_form == EcmaPatternForm.Lenient && Take("?P<")))
        {
            ReadName('>');
            _pattern.Append(CultureInfo.InvariantCulture, $"(?<{++_groups}>");
        }
        else if (_form == EcmaPatternForm.Lenient && Take("?P="))
        {
            AppendNameReference(ReadName(')'));
            return true;
        }
        else if (Next == '?')
        {
            throw Error($"there is no group that starts with '(?{(_position + 1 < _text.Length ? _text[_position + 1] : string.Empty)}'");
        }
        else
        {
            _pattern.Append(CultureInfo.InvariantCulture, $"(?<{++_groups}>");
        }

        ReadAlternatives();
        if (AtEnd)
        {
            throw Error("a '(' has no ')'");
        }

        _position++;
        _pattern.Append(')');
        return !isLookaround;
    }

    private string ReadName(char closing)
    {
        int end = _text.IndexOf(closing, _position);
        string name = end < 0 ? string.Empty : _text[_position..end];
        if (name.Length == 0 || char.IsAsciiDigit(name[0]) || !name.All(static c => char.IsLetterOrDigit(c) || c is '_' or '$'))
        {
            throw Error("a group has no proper name");
        }

        _position = end + 1;
        return name;
    }

    /// <summary>Finds the numbers of named groups beforehand: a pattern may refer to a group that comes later.</summary>
    private void CollectNames()
    {
        bool isInClass = false;
        int groups = 0;
        for (int i = 0; i < _text.Length; i++)
        {
            switch (_text[i])
            {
                case '\\':
                    i++;
                    break;
                case '[':
                    isInClass = true;
                    break;
                case ']':
                    isInClass = false;
                    break;
                case '(' when !isInClass:
                    groups += CountGroup(i, groups + 1);
                    break;
                default:
                    break;
            }
        }
    }

    private int CountGroup(int open, int number)
    {
        ReadOnlySpan<char> rest = _text.AsSpan(open + 1);
        if (rest.IsEmpty || rest[0] != '?')
        {
            return 1;
        }

        int start = rest.StartsWith("?<") ? 2 : rest.StartsWith("?P<") ? 3 : 0;
        if (start == 0 || start >= rest.Length || rest[start] is '=' or '!')
        {
            return 0;
        }

        int end = rest.IndexOf('>');
        if (end > start && !_names.TryAdd(rest[start..end].ToString(), number))
        {
            throw Error($"two groups are called '{rest[start..end]}'");
        }

        return 1;
    }

    /// <returns>Whether a quantifier may follow.</returns>
    private bool ReadEscape()
    {
        char c = _position + 1 < _text.Length ? _text[_position + 1] : throw Error("it ends with a backslash");
        switch (c)
        {
            case 'b':
                _position += 2;
                _pattern.Append($"(?:{WordBehind}{NoWordAhead}|{NoWordBehind}{WordAhead})");
                return false;
            case 'B':
                _position += 2;
                _pattern.Append($"(?:{WordBehind}{WordAhead}|{NoWordBehind}{NoWordAhead})");
                return false;
            case 'A' or 'Z' when _form == EcmaPatternForm.Lenient:
                _position += 2;
                _pattern.Append(c == 'A' ? @"\A" : @"\z");
                return false;
            case 'k':
                _position += 2;
                AppendNameReference(Take("<") ? ReadName('>') : throw Error("'\\k' needs the name of a group, as in \\k<name>"));
                return true;
            case >= '1' and <= '9':
                AppendNumberReference();
                return true;
            default:
                if (_escapes.TryReadSet(ref _position, out CodePointSet? set))
                {
                    set.AppendTo(_pattern);
                }
                else
                {
                    AppendLiteral(_escapes.ReadCodePoint(ref _position, isInClass: false));
                }

                return true;
        }
    }

    private void AppendNumberReference()
    {
        _position++;
        int number = ReadCount(ref _position) ?? 0;
        _numberReferences.Add(number);
        AppendReference(number);
    }

    private void AppendNameReference(string name)
    {
        _nameReferences.Add(name);
        AppendReference(_names.GetValueOrDefault(name));
    }

    /// <summary>In ECMA-262, a group that has not matched is matched by nothing at all; in .NET, never.</summary>
    private void AppendReference(int number) => _pattern.Append(CultureInfo.InvariantCulture, $"(?({number})\\k<{number}>|)");

    private CodePointSet ReadClass()
    {
        _position++;
        bool isNegated = Take("^");
        var parts = new List<CodePointSet>();
        while (Next != ']')
        {
            if (AtEnd)
            {
                throw Error("a '[' has no ']'");
            }

            CodePointSet first = ReadClassAtom(out int? from);
            if (Next == '-' && _position + 1 < _text.Length && _text[_position + 1] != ']')
            {
                _position++;
                CodePointSet last = ReadClassAtom(out int? to);
                if (from is null || to is null)
                {
                    // Between classes a dash is a dash (ECMA-262, annex B).
                    parts.AddRange([first, last, CodePointSet.Of(('-', '-'))]);
                    continue;
                }

                parts.Add(from <= to ? CodePointSet.Of((from.Value, to.Value)) : throw Error("the ends of a range are out of order"));
                continue;
            }

            parts.Add(first);
        }

        _position++;
        var set = CodePointSet.Union(parts);
        return isNegated ? set.Complement() : set;
    }

    private CodePointSet ReadClassAtom(out int? codePoint)
    {
        codePoint = null;
        if (Next == '\\')
        {
            if (_escapes.TryReadSet(ref _position, out CodePointSet? set))
            {
                return set;
            }

            codePoint = _escapes.ReadCodePoint(ref _position, isInClass: true);
        }
        else
        {
            codePoint = ReadCodePoint();
        }

        return CodePointSet.Of((codePoint.Value, codePoint.Value));
    }

    private int ReadCodePoint()
    {
        if (!Rune.TryGetRuneAt(_text, _position, out Rune rune))
        {
            throw Error("it holds half of a surrogate pair");
        }

        _position += rune.Utf16SequenceLength;
        return rune.Value;
    }

    private void AppendLiteral(int codePoint)
    {
        if (codePoint < 0x80 && char.IsAsciiLetterOrDigit((char)codePoint))
        {
            _pattern.Append((char)codePoint);
        }
        else
        {
            CodePointSet.Of((codePoint, codePoint)).AppendTo(_pattern);
        }
    }

    private bool Take(string expected)
    {
        if (string.CompareOrdinal(_text, _position, expected, 0, expected.Length) != 0)
        {
            return false;
        }

        _position += expected.Length;
        return true;
    }

    private EcmaPatternException Error(string what) => new(string.Create(CultureInfo.InvariantCulture, $"{what}, at character {_position + 1}."));
}
