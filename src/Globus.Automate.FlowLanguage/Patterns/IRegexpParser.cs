using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Globus.Automate.FlowLanguage.Patterns;

/// <summary>Reads an I-Regexp (RFC 9485), strictly, to its parts.</summary>
/// <remarks>
/// <c>^</c> and <c>$</c> outside of classes are anchors, as the official JSONPath compliance suite has them.
/// </remarks>
internal sealed class IRegexpParser
{
    private const int MaxNesting = 64;

    private static readonly CodePointSet s_dot = CodePointSet.OfChars("\n\r").Complement();

    private readonly string _text;
    private int _position;
    private int _nesting;
    private bool _failed;

    private IRegexpParser(string text) => _text = text;

    /// <summary>Reads a pattern; false where it is no I-Regexp.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out IRegexpNode? node)
    {
        var parser = new IRegexpParser(text);
        IRegexpNode read = parser.ReadAlternatives();
        node = !parser._failed && parser._position == text.Length ? read : null;
        return node is not null;
    }

    private IRegexpNode ReadAlternatives()
    {
        var branches = new List<IRegexpNode>();
        while (true)
        {
            var pieces = new List<IRegexpNode>();
            while (!_failed && _position < _text.Length && _text[_position] is not ('|' or ')'))
            {
                pieces.Add(ReadPiece());
            }

            branches.Add(pieces.Count == 1 ? pieces[0] : new SequenceNode(pieces));
            if (_failed || !Take('|'))
            {
                return branches.Count == 1 ? branches[0] : new AlternativesNode(branches);
            }
        }
    }

    private IRegexpNode ReadPiece()
    {
        IRegexpNode atom = ReadAtom();
        if (_failed || _position >= _text.Length)
        {
            return atom;
        }

        switch (_text[_position])
        {
            case '*':
                _position++;
                return new RepeatNode(atom, 0, null);
            case '+':
                _position++;
                return new RepeatNode(atom, 1, null);
            case '?':
                _position++;
                return new RepeatNode(atom, 0, 1);
            case '{':
                return ReadRange(atom);
            default:
                return atom;
        }
    }

    private IRegexpNode ReadAtom()
    {
        switch (_text[_position])
        {
            case '(':
                return ReadGroup();
            case '.':
                _position++;
                return new SetNode(s_dot);
            case '[':
                return new SetNode(ReadClass());
            case '^':
                _position++;
                return new AnchorNode(AtStart: true);
            case '$':
                _position++;
                return new AnchorNode(AtStart: false);
            case '*' or '+' or '?' or '{' or '}' or ']':
                return Fail();
            case '\\':
                return new SetNode(ReadCategory() ?? Single(ReadEscape()));
            default:
                return new SetNode(Single(ReadCodePoint()));
        }
    }

    private IRegexpNode ReadGroup()
    {
        if (++_nesting > MaxNesting)
        {
            return Fail();
        }

        _position++;
        IRegexpNode inner = ReadAlternatives();
        _nesting--;
        return Take(')') ? inner : Fail();
    }

    /// <summary>Reads <c>{n}</c>, <c>{n,}</c> or <c>{n,m}</c>.</summary>
    private IRegexpNode ReadRange(IRegexpNode atom)
    {
        _position++;
        if (ReadCount() is not { } from)
        {
            return Fail();
        }

        int? to = from;
        if (Take(','))
        {
            to = ReadCount();
        }

        return Take('}') && !(to < from) ? new RepeatNode(atom, from, to) : Fail();
    }

    private int? ReadCount()
    {
        int start = _position;
        while (_position < _text.Length && char.IsAsciiDigit(_text[_position]))
        {
            _position++;
        }

        if (_position == start)
        {
            return null;
        }

        if (int.TryParse(_text.AsSpan(start, _position - start), NumberStyles.None, CultureInfo.InvariantCulture, out int count))
        {
            return count;
        }

        Fail();
        return null;
    }

    private CodePointSet ReadClass()
    {
        _position++;
        bool negated = Take('^');
        var parts = new List<CodePointSet>();
        if (Take('-'))
        {
            parts.Add(Single('-'));
        }

        while (!_failed && _position < _text.Length && _text[_position] != ']')
        {
            if (_text[_position] == '-')
            {
                // A dash stands for itself as the last one only.
                _position++;
                parts.Add(Single('-'));
                break;
            }

            parts.Add(ReadCategory() ?? ReadClassRange());
        }

        if (!Take(']') || parts.Count == 0)
        {
            Fail();
            return CodePointSet.Empty;
        }

        var set = CodePointSet.Union(parts);
        return negated ? set.Complement() : set;
    }

    private CodePointSet ReadClassRange()
    {
        int from = ReadClassChar();
        if (_position + 1 < _text.Length && _text[_position] == '-' && _text[_position + 1] != ']')
        {
            _position++;
            int to = ReadClassChar();
            if (to < from)
            {
                Fail();
            }

            return CodePointSet.Of((from, Math.Max(from, to)));
        }

        return Single(from);
    }

    private int ReadClassChar()
    {
        switch (_text[_position])
        {
            case '\\':
                return ReadEscape();
            case '[' or ']' or '-':
                Fail();
                return 0;
            default:
                return ReadCodePoint();
        }
    }

    /// <summary>Reads <c>\p{Lu}</c> or <c>\P{Lu}</c>; null where something else follows.</summary>
    private CodePointSet? ReadCategory()
    {
        if (_position + 2 >= _text.Length || _text[_position] != '\\' || _text[_position + 1] is not ('p' or 'P') || _text[_position + 2] != '{')
        {
            return null;
        }

        bool negated = _text[_position + 1] == 'P';
        int end = _text.IndexOf('}', _position);
        if (end < 0 || end - _position > 5 || !UnicodeCategories.TryGet(_text[(_position + 3)..end], out CodePointSet? set))
        {
            Fail();
            return CodePointSet.Empty;
        }

        _position = end + 1;
        return negated ? set.Complement() : set;
    }

    private int ReadEscape()
    {
        _position++;
        if (_position >= _text.Length)
        {
            Fail();
            return 0;
        }

        char c = _text[_position++];
        switch (c)
        {
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case (>= '(' and <= '+') or '-' or '.' or '?' or '$' or (>= '[' and <= '^') or (>= '{' and <= '}'):
                return c;
            default:
                Fail();
                return 0;
        }
    }

    private int ReadCodePoint()
    {
        if (!Rune.TryGetRuneAt(_text, _position, out Rune rune))
        {
            Fail();
            _position++;
            return 0;
        }

        _position += rune.Utf16SequenceLength;
        return rune.Value;
    }

    private bool Take(char expected)
    {
        if (_position < _text.Length && _text[_position] == expected)
        {
            _position++;
            return true;
        }

        return false;
    }

    private SetNode Fail()
    {
        _failed = true;
        return new SetNode(CodePointSet.Empty);
    }

    private static CodePointSet Single(int codePoint) => CodePointSet.Of((codePoint, codePoint));
}
