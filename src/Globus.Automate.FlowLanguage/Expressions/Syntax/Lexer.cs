using System.Globalization;
using Globus.Automate.FlowLanguage.Expressions.Python;

namespace Globus.Automate.FlowLanguage.Expressions.Syntax;

/// <summary>Cuts an expression into words, by Python's lexical rules (language reference, chapter 2) and the flow language's back ticks.</summary>
/// <param name="text">The whole expression.</param>
/// <param name="start">Where to begin.</param>
/// <param name="end">Where to stop.</param>
/// <param name="brackets">How many brackets are open: in them a new line is only space.</param>
internal struct Lexer(string text, int start, int end, int brackets)
{
    private int _at = start;
    private int _brackets = brackets;

    /// <summary>All words, the last one <see cref="TokenKind.End"/>.</summary>
    public static Token[] Read(string text, int start, int end, int brackets)
    {
        var lexer = new Lexer(text, start, end, brackets);
        Token[] tokens = new Token[Math.Min(16, end - start + 1)];
        int count = 0;
        Token token;
        do
        {
            token = lexer.Next();
            if (count == tokens.Length)
            {
                Array.Resize(ref tokens, count * 2);
            }

            tokens[count++] = token;
        }
        while (token.Kind != TokenKind.End);
        return tokens;
    }

    private Token Next()
    {
        SkipSpace();
        int from = _at;
        if (from >= end)
        {
            return new Token(TokenKind.End, end, end);
        }

        char c = text[from];
        if (char.IsAsciiLetter(c) || c == '_' || c > 0x7F)
        {
            return ReadWord();
        }

        if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(Peek(1))))
        {
            return new Token(TokenKind.Number, from, _at = NumberLiteral.End(text, from, end));
        }

        if (c is '\'' or '"')
        {
            return ReadString(from);
        }

        if (c == '`')
        {
            int close = text.IndexOf('`', from + 1, end - from - 1);
            return close < 0
                ? throw Fault("The path in back ticks that begins here has no closing `.", from, 1)
                : new Token(TokenKind.Path, from, _at = close + 1);
        }

        return ReadSign(c);
    }

    private readonly char Peek(int ahead) => _at + ahead < end ? text[_at + ahead] : '\0';

    private void SkipSpace()
    {
        while (_at < end)
        {
            char c = text[_at];
            if (c is ' ' or '\t' or '\f' || (c is '\n' or '\r' && _brackets > 0))
            {
                _at++;
            }
            else if (c == '\\' && Peek(1) is '\n' or '\r')
            {
                _at += Peek(1) == '\r' && Peek(2) == '\n' ? 3 : 2;
            }
            else if (c == '#')
            {
                while (_at < end && text[_at] is not ('\n' or '\r'))
                {
                    _at++;
                }
            }
            else
            {
                return;
            }
        }
    }

    private Token ReadWord()
    {
        int from = _at;
        while (_at < end && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] == '_'))
        {
            _at++;
        }

        if (_at < end && text[_at] > 0x7F)
        {
            return ReadUnicodeWord(from);
        }

        if (_at < end && text[_at] is '\'' or '"' && StringLiteral.IsPrefix(text.AsSpan(from, _at - from)))
        {
            return ReadString(from);
        }

        return new Token(Keywords.KindOf(text.AsSpan(from, _at - from)), from, _at);
    }

    private Token ReadUnicodeWord(int from)
    {
        _at = from;
        while (_at < end)
        {
            int c = CodePoints.ValueAt(text, _at);
            if (!(_at == from ? Characters.BeginsName(c) : Characters.ContinuesName(c)))
            {
                break;
            }

            _at += c > 0xFFFF ? 2 : 1;
        }

        if (_at == from || (_at < end && text[_at] > 0x7F))
        {
            int c = CodePoints.ValueAt(text, _at);
            throw Fault($"The character {(Characters.IsPrintable(c) ? $"'{CodePoints.Text(c)}'" : string.Create(CultureInfo.InvariantCulture, $"U+{c:X4}"))} does not belong in an expression.", _at, c > 0xFFFF ? 2 : 1);
        }

        return new Token(TokenKind.Name, from, _at);
    }

    private Token ReadString(int from) => new(TokenKind.String, from, _at = StringLiteral.End(text, from, end));

    private Token ReadSign(char c)
    {
        int from = _at;
        (TokenKind kind, int length) = c switch
        {
            '(' => (TokenKind.OpenParenthesis, 1),
            ')' => (TokenKind.CloseParenthesis, 1),
            '[' => (TokenKind.OpenBracket, 1),
            ']' => (TokenKind.CloseBracket, 1),
            '{' => (TokenKind.OpenBrace, 1),
            '}' => (TokenKind.CloseBrace, 1),
            ',' => (TokenKind.Comma, 1),
            ';' => (TokenKind.Semicolon, 1),
            '\n' or '\r' => (TokenKind.NewLine, 1),
            '~' => (TokenKind.Tilde, 1),
            ':' => Peek(1) == '=' ? (TokenKind.ColonAssign, 2) : (TokenKind.Colon, 1),
            '.' => Peek(1) == '.' && Peek(2) == '.' ? (TokenKind.Ellipsis, 3) : (TokenKind.Dot, 1),
            '=' => Peek(1) == '=' ? (TokenKind.Equal, 2) : (TokenKind.Assign, 1),
            '!' when Peek(1) == '=' => (TokenKind.NotEqual, 2),
            '<' => Peek(1) switch { '=' => (TokenKind.LessOrEqual, 2), '<' => (TokenKind.LeftShift, 2), _ => (TokenKind.Less, 1) },
            '>' => Peek(1) switch { '=' => (TokenKind.GreaterOrEqual, 2), '>' => (TokenKind.RightShift, 2), _ => (TokenKind.Greater, 1) },
            '+' => (TokenKind.Plus, 1),
            '-' => Peek(1) == '>' ? (TokenKind.Arrow, 2) : (TokenKind.Minus, 1),
            '*' => Peek(1) == '*' ? (TokenKind.DoubleStar, 2) : (TokenKind.Star, 1),
            '/' => Peek(1) == '/' ? (TokenKind.DoubleSlash, 2) : (TokenKind.Slash, 1),
            '%' => (TokenKind.Percent, 1),
            '@' => (TokenKind.At, 1),
            '&' => (TokenKind.Ampersand, 1),
            '|' => (TokenKind.Bar, 1),
            '^' => (TokenKind.Caret, 1),
            _ => throw Unknown(c),
        };

        // Every operator between values can be followed by '='.
        if (kind is (>= TokenKind.Plus and <= TokenKind.RightShift) and not TokenKind.Tilde && Peek(length) == '=')
        {
            (kind, length) = (TokenKind.AugmentedAssign, length + 1);
        }

        _brackets += kind switch
        {
            TokenKind.OpenParenthesis or TokenKind.OpenBracket or TokenKind.OpenBrace => 1,
            TokenKind.CloseParenthesis or TokenKind.CloseBracket or TokenKind.CloseBrace => -1,
            _ => 0,
        };
        return new Token(kind, from, _at = from + length);
    }

    private readonly FlowSyntaxException Unknown(char c) => Fault(
        c switch
        {
            '$' => "'$' stands outside back ticks; a path in an expression is written `$.a.b`.",
            '!' => "'!' is no operator; 'not' negates a value.",
            '?' => "'?' is no operator; a condition is written: a if condition else b.",
            '\\' => "A backslash stands outside a string.",
            _ when char.IsControl(c) => string.Create(CultureInfo.InvariantCulture, $"The character U+{(int)c:X4} does not belong in an expression."),
            _ => $"The character '{c}' does not belong in an expression.",
        },
        _at,
        1);

    private static FlowSyntaxException Fault(string sentence, int at, int length) => new(sentence, at, length);
}
