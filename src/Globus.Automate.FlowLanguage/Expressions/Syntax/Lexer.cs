using System.Globalization;
using System.Text;

namespace Globus.Automate.FlowLanguage.Expressions.Syntax;

/// <summary>Cuts an expression into words, by Python's lexical rules (language reference, chapter 2) and the flow language's back ticks.</summary>
internal sealed class Lexer(string text, int offset)
{
    private static readonly HashSet<string> s_keywords = new(StringComparer.Ordinal)
    {
        "and", "or", "not", "in", "is", "if", "else", "for", "lambda", "None", "True", "False",
        "await", "async", "yield", "assert", "break", "class", "continue", "def", "del", "elif", "except", "finally", "from", "global",
        "import", "nonlocal", "pass", "raise", "return", "try", "while", "with", "as",
    };

    private static readonly string[] s_symbols =
    [
        "**=", "//=", ">>=", "<<=", "...", "**", "//", "<<", ">>", "<=", ">=", "==", "!=", ":=", "->", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "@=",
        "+", "-", "*", "/", "%", "<", ">", "=", "(", ")", "[", "]", "{", "}", ",", ":", ".", "&", "|", "^", "~", "@", ";",
    ];

    private int _at;

    public List<Token> Read()
    {
        var tokens = new List<Token>();
        while (true)
        {
            SkipSpace();
            if (_at >= text.Length)
            {
                tokens.Add(new Token(TokenKind.End, string.Empty, offset + text.Length, 0));
                return tokens;
            }

            tokens.Add(ReadToken());
        }
    }

    private Token ReadToken()
    {
        char c = text[_at];
        int start = _at;
        if (StringPrefixLength() is int prefix and >= 0)
        {
            return ReadString(prefix);
        }

        if (char.IsLetter(c) || c == '_')
        {
            while (_at < text.Length && (char.IsLetterOrDigit(text[_at]) || text[_at] == '_'))
            {
                _at++;
            }

            string word = text[start.._at];
            return new Token(s_keywords.Contains(word) ? TokenKind.Symbol : TokenKind.Name, word, offset + start, word.Length);
        }

        if (char.IsAsciiDigit(c) || (c == '.' && _at + 1 < text.Length && char.IsAsciiDigit(text[_at + 1])))
        {
            return ReadNumber();
        }

        if (c == '`')
        {
            int end = text.IndexOf('`', _at + 1);
            if (end < 0)
            {
                throw Fault("the path in back ticks that begins here has no closing `.", start, 1);
            }

            _at = end + 1;
            return new Token(TokenKind.Path, text[(start + 1)..end], offset + start, _at - start);
        }

        foreach (string symbol in s_symbols)
        {
            if (string.CompareOrdinal(text, _at, symbol, 0, symbol.Length) == 0)
            {
                _at += symbol.Length;
                return new Token(TokenKind.Symbol, symbol, offset + start, symbol.Length);
            }
        }

        throw Fault(c is '$' ? "'$' stands outside back ticks; a path in an expression is written `$.a.b`." : $"the character '{c}' does not belong in an expression.", start, 1);
    }

    private void SkipSpace()
    {
        while (_at < text.Length)
        {
            char c = text[_at];
            if (c is ' ' or '\t' or '\n' or '\r' or '\f')
            {
                _at++;
            }
            else if (c == '\\' && _at + 1 < text.Length && text[_at + 1] == '\n')
            {
                _at += 2;
            }
            else if (c == '#')
            {
                while (_at < text.Length && text[_at] != '\n')
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

    /// <summary>How long the prefix of a string is that begins here; -1 where none begins.</summary>
    private int StringPrefixLength()
    {
        int i = _at;
        while (i < text.Length && i - _at < 2 && char.ToLowerInvariant(text[i]) is 'r' or 'f' or 'u' or 'b')
        {
            i++;
        }

        return i < text.Length && text[i] is '\'' or '"' ? i - _at : -1;
    }

    private Token ReadString(int prefixLength)
    {
        int start = _at;
        string prefix = text.Substring(start, prefixLength).ToLowerInvariant();
        if (prefix.Contains('b', StringComparison.Ordinal))
        {
            throw Fault("bytes have no place in JSON; leave the b before the string out.", start, prefixLength);
        }

        if (prefix is "uf" or "fu" or "ur" or "ru" or "rr" or "ff" or "uu")
        {
            throw Fault($"'{prefix}' is no prefix of a string.", start, prefixLength);
        }

        bool raw = prefix.Contains('r', StringComparison.Ordinal);
        bool formatted = prefix.Contains('f', StringComparison.Ordinal);
        _at += prefixLength;
        char quote = text[_at];
        bool triple = string.CompareOrdinal(text, _at, new string(quote, 3), 0, 3) == 0;
        _at += triple ? 3 : 1;
        int contentStart = _at;
        while (true)
        {
            if (_at >= text.Length || (!triple && text[_at] == '\n'))
            {
                throw Fault("the string that begins here has no closing quote.", start, 1);
            }

            if (text[_at] == '\\' && _at + 1 < text.Length)
            {
                _at += 2;
                continue;
            }

            if (text[_at] == quote && (!triple || string.CompareOrdinal(text, _at, new string(quote, 3), 0, 3) == 0))
            {
                break;
            }

            _at++;
        }

        string content = text[contentStart.._at];
        _at += triple ? 3 : 1;
        if (formatted)
        {
            return new Token(TokenKind.FormattedString, content, offset + start, _at - start, offset + contentStart, raw);
        }

        return new Token(TokenKind.String, raw ? content : Unescape(content, offset + contentStart), offset + start, _at - start);
    }

    /// <summary>Python's escapes in strings (language reference 2.4.1); an unknown one stands for itself.</summary>
    internal static string Unescape(string content, int position)
    {
        if (!content.Contains('\\', StringComparison.Ordinal))
        {
            return content;
        }

        var value = new StringBuilder(content.Length);
        for (int i = 0; i < content.Length; i++)
        {
            if (content[i] != '\\' || i + 1 >= content.Length)
            {
                value.Append(content[i]);
                continue;
            }

            char c = content[++i];
            int simple = "\\'\"abfnrtv".IndexOf(c, StringComparison.Ordinal);
            if (simple >= 0)
            {
                value.Append("\\'\"\a\b\f\n\r\t\v"[simple]);
            }
            else if (c == '\n')
            {
                // A backslash at the end of a line joins it with the next.
            }
            else if (c is >= '0' and <= '7')
            {
                int digits = 1;
                while (digits < 3 && i + digits < content.Length && content[i + digits] is >= '0' and <= '7')
                {
                    digits++;
                }

                value.Append((char)Convert.ToInt32(content.Substring(i, digits), 8));
                i += digits - 1;
            }
            else if (c is 'x' or 'u' or 'U')
            {
                int digits = c switch { 'x' => 2, 'u' => 4, _ => 8 };
                if (i + digits >= content.Length
                    || !uint.TryParse(content.AsSpan(i + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint unit)
                    || unit > 0x10FFFF)
                {
                    throw new FlowSyntaxException($"The escape \\{c} takes {digits} hexadecimal digits.", position + i - 1, 2);
                }

                value.Append(unit > 0xFFFF ? char.ConvertFromUtf32((int)unit) : ((char)unit).ToString());
                i += digits;
            }
            else
            {
                value.Append('\\').Append(c);
            }
        }

        return value.ToString();
    }

    private Token ReadNumber()
    {
        int start = _at;
        if (text[_at] == '0' && _at + 1 < text.Length && char.ToLowerInvariant(text[_at + 1]) is 'x' or 'o' or 'b')
        {
            _at += 2;
            while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] == '_'))
            {
                _at++;
            }

            return new Token(TokenKind.Integer, text[start.._at], offset + start, _at - start);
        }

        bool real = false;
        Digits();
        if (_at < text.Length && text[_at] == '.')
        {
            real = true;
            _at++;
            Digits();
        }

        if (_at < text.Length && text[_at] is 'e' or 'E')
        {
            int mark = _at++;
            if (_at < text.Length && text[_at] is '+' or '-')
            {
                _at++;
            }

            if (_at < text.Length && char.IsAsciiDigit(text[_at]))
            {
                real = true;
                Digits();
            }
            else
            {
                _at = mark;
            }
        }

        if (_at < text.Length && (char.IsLetter(text[_at]) || text[_at] == '_'))
        {
            throw Fault($"'{text[start..(_at + 1)]}' is no number and no name; a name begins with a letter.", start, _at + 1 - start);
        }

        return new Token(real ? TokenKind.Real : TokenKind.Integer, text[start.._at], offset + start, _at - start);
    }

    private void Digits()
    {
        while (_at < text.Length && (char.IsAsciiDigit(text[_at]) || (text[_at] == '_' && _at > 0 && char.IsAsciiDigit(text[_at - 1]) && _at + 1 < text.Length && char.IsAsciiDigit(text[_at + 1]))))
        {
            _at++;
        }
    }

    private FlowSyntaxException Fault(string problem, int start, int length)
        => new(char.ToUpperInvariant(problem[0]) + problem[1..], offset + start, length);
}
