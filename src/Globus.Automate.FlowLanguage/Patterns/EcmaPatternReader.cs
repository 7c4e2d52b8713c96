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
    private readonly Dictionary<string, int> _names;
    private readonly List<int> _numberReferences = [];
    private readonly List<string> _nameReferences = [];
    private readonly EcmaCursor _cursor;
    private int _nesting;
    private int _groups;

    public EcmaPatternReader(string text, EcmaPatternForm form)
    {
        _cursor = new EcmaCursor(text);
        _form = form;
        _escapes = new EcmaEscapes(text);
        _names = EcmaGroupNames.Find(_cursor);
    }

    /// <summary>What the flags of a Python pattern turn on.</summary>
    public RegexOptions Options { get; private set; }

    /// <exception cref="EcmaPatternException">The text is no pattern.</exception>
    public string Read()
    {
        if (_cursor.Text.Length > MaxLength)
        {
            throw _cursor.Error($"it is longer than {MaxLength} characters");
        }

        ReadFlags();
        ReadAlternatives();
        if (!_cursor.AtEnd)
        {
            throw _cursor.Error("there is a ')' without its '('");
        }

        if (_numberReferences.Exists(number => number > _groups))
        {
            throw _cursor.Error("it refers back to a group that is not there");
        }

        string? unknown = _nameReferences.Find(name => !_names.ContainsKey(name));
        return unknown is null ? _pattern.ToString() : throw _cursor.Error($"it refers back to a group '{unknown}' that is not there");
    }

    /// <summary>Python's <c>(?im)</c> at the start.</summary>
    private void ReadFlags()
    {
        if (_form != EcmaPatternForm.Lenient)
        {
            return;
        }

        int end = 2;
        while (_cursor.Text.StartsWith("(?", StringComparison.Ordinal) && end < _cursor.Text.Length && char.IsAsciiLetterLower(_cursor.Text[end]))
        {
            end++;
        }

        if (end == 2 || end >= _cursor.Text.Length || _cursor.Text[end] != ')')
        {
            return;
        }

        foreach (char flag in _cursor.Text[2..end])
        {
            Options |= flag switch
            {
                'i' => RegexOptions.IgnoreCase,
                'm' => RegexOptions.Multiline,
                's' => RegexOptions.Singleline,
                'u' or 'a' => RegexOptions.None,
                _ => throw _cursor.Error($"there is no flag '{flag}'"),
            };
        }

        _cursor.Position = end + 1;
    }

    private void ReadAlternatives()
    {
        if (++_nesting > MaxNesting)
        {
            throw _cursor.Error($"its groups nest deeper than {MaxNesting} levels");
        }

        while (!_cursor.AtEnd && _cursor.Next != ')')
        {
            if (_cursor.Next == '|')
            {
                _cursor.Position++;
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
        switch (_cursor.Next)
        {
            case '^':
                _cursor.Position++;
                _pattern.Append('^');
                canRepeat = false;
                break;
            case '$':
                _cursor.Position++;
                _pattern.Append(Options.HasFlag(RegexOptions.Multiline) ? "$" : @"\z");
                canRepeat = false;
                break;
            case '(':
                canRepeat = ReadGroup();
                break;
            case '.':
                _cursor.Position++;
                (Options.HasFlag(RegexOptions.Singleline) ? CodePointSet.All : s_dot).AppendTo(_pattern);
                break;
            case '[':
                EcmaClass.Read(_cursor, _escapes).AppendTo(_pattern);
                break;
            case '\\':
                canRepeat = ReadEscape();
                break;
            case '*' or '+' or '?':
                throw _cursor.Error($"there is nothing to repeat before '{_cursor.Next}'");
            case '{' when TryReadCounts(out _):
                throw _cursor.Error("there is nothing to repeat before '{'");
            default:
                AppendLiteral(_cursor.ReadCodePoint());
                break;
        }

        ReadQuantifier(start, canRepeat);
    }

    private void ReadQuantifier(int start, bool canRepeat)
    {
        int before = _cursor.Position;
        string? quantifier = null;
        if (_cursor.Next is '*' or '+' or '?')
        {
            quantifier = _cursor.Next.ToString();
            _cursor.Position++;
        }
        else if (_cursor.Next == '{')
        {
            TryReadCounts(out quantifier);
        }

        if (quantifier is null)
        {
            return;
        }

        if (!canRepeat)
        {
            _cursor.Position = before;
            throw _cursor.Error("what stands for a place cannot be repeated");
        }

        // What was written before may be several units for one thing of the pattern (a pair of surrogates).
        _pattern.Insert(start, "(?:").Append(')').Append(quantifier);
        if (_cursor.Next == '?')
        {
            _cursor.Position++;
            _pattern.Append('?');
        }

        if (_cursor.Next is '*' or '+' or '?')
        {
            throw _cursor.Error($"there is nothing to repeat before '{_cursor.Next}'");
        }
    }

    /// <summary>Reads <c>{n}</c>, <c>{n,}</c>, <c>{n,m}</c>; a brace that starts none of them is a brace, and stays.</summary>
    private bool TryReadCounts(out string? quantifier)
    {
        quantifier = null;
        int position = _cursor.Position + 1;
        int? least = _cursor.ReadCount(ref position);
        if (least is null)
        {
            return false;
        }

        int? most = least;
        bool hasComma = position < _cursor.Text.Length && _cursor.Text[position] == ',';
        if (hasComma)
        {
            position++;
            most = _cursor.ReadCount(ref position);
        }

        if (position >= _cursor.Text.Length || _cursor.Text[position] != '}')
        {
            return false;
        }

        if (most < least)
        {
            throw _cursor.Error("the numbers of a repetition are out of order");
        }

        _cursor.Position = position + 1;
        quantifier = string.Create(CultureInfo.InvariantCulture, $"{{{least}{(hasComma ? "," : string.Empty)}{(hasComma ? most : null)}}}");
        return true;
    }

    /// <returns>Whether a quantifier may follow.</returns>
    private bool ReadGroup()
    {
        _cursor.Position++;
        bool isLookaround = false;
        if (_cursor.Take("?:"))
        {
            _pattern.Append("(?:");
        }
        else if (_cursor.Take("?=") || _cursor.Take("?!") || _cursor.Take("?<=") || _cursor.Take("?<!"))
        {
            isLookaround = true;
            int length = _cursor.Text[_cursor.Position - 2] == '<' ? 3 : 2;
            _pattern.Append('(').Append(_cursor.Text, _cursor.Position - length, length);
        }
        else if (_cursor.Take("?<") || (_form == EcmaPatternForm.Lenient && _cursor.Take("?P<")))
        {
            ReadName('>');
            _pattern.Append(CultureInfo.InvariantCulture, $"(?<{++_groups}>");
        }
        else if (_form == EcmaPatternForm.Lenient && _cursor.Take("?P="))
        {
            AppendNameReference(ReadName(')'));
            return true;
        }
        else if (_cursor.Next == '?')
        {
            throw _cursor.Error($"there is no group that starts with '(?{(_cursor.Position + 1 < _cursor.Text.Length ? _cursor.Text[_cursor.Position + 1] : string.Empty)}'");
        }
        else
        {
            _pattern.Append(CultureInfo.InvariantCulture, $"(?<{++_groups}>");
        }

        ReadAlternatives();
        if (_cursor.AtEnd)
        {
            throw _cursor.Error("a '(' has no ')'");
        }

        _cursor.Position++;
        _pattern.Append(')');
        return !isLookaround;
    }

    private string ReadName(char closing)
    {
        int end = _cursor.Text.IndexOf(closing, _cursor.Position);
        string name = end < 0 ? string.Empty : _cursor.Text[_cursor.Position..end];
        if (name.Length == 0 || char.IsAsciiDigit(name[0]) || !name.All(static c => char.IsLetterOrDigit(c) || c is '_' or '$'))
        {
            throw _cursor.Error("a group has no proper name");
        }

        _cursor.Position = end + 1;
        return name;
    }

    /// <returns>Whether a quantifier may follow.</returns>
    private bool ReadEscape()
    {
        char c = _cursor.Position + 1 < _cursor.Text.Length ? _cursor.Text[_cursor.Position + 1] : throw _cursor.Error("it ends with a backslash");
        switch (c)
        {
            case 'b':
                _cursor.Position += 2;
                _pattern.Append($"(?:{WordBehind}{NoWordAhead}|{NoWordBehind}{WordAhead})");
                return false;
            case 'B':
                _cursor.Position += 2;
                _pattern.Append($"(?:{WordBehind}{WordAhead}|{NoWordBehind}{NoWordAhead})");
                return false;
            case 'A' or 'Z' when _form == EcmaPatternForm.Lenient:
                _cursor.Position += 2;
                _pattern.Append(c == 'A' ? @"\A" : @"\z");
                return false;
            case 'k':
                _cursor.Position += 2;
                AppendNameReference(_cursor.Take("<") ? ReadName('>') : throw _cursor.Error("'\\k' needs the name of a group, as in \\k<name>"));
                return true;
            case >= '1' and <= '9':
                AppendNumberReference();
                return true;
            default:
                if (_escapes.TryReadSet(_cursor, out CodePointSet? set))
                {
                    set.AppendTo(_pattern);
                }
                else
                {
                    AppendLiteral(_escapes.ReadCodePoint(_cursor, isInClass: false));
                }

                return true;
        }
    }

    private void AppendNumberReference()
    {
        _cursor.Position++;
        int position = _cursor.Position;
        int number = _cursor.ReadCount(ref position) ?? 0;
        _cursor.Position = position;
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
}
