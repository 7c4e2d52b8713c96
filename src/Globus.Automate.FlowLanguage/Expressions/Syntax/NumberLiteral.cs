using System.Globalization;
using System.Numerics;
using Globus.Automate.FlowLanguage.Expressions.Nodes;
using Globus.Automate.FlowLanguage.Expressions.Python;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Syntax;

/// <summary>Python's numbers (language reference 2.4.4 to 2.4.7).</summary>
internal static class NumberLiteral
{
    /// <summary>The keywords that may follow a number without space: <c>1if x else 2</c>.</summary>
    private static readonly string[] s_followers = ["and", "else", "for", "if", "in", "is", "not", "or"];

    /// <summary>Where the number that begins at a place ends.</summary>
    public static int End(string text, int start, int limit)
    {
        int at = start;
        if (text[at] == '0' && at + 1 < limit && char.ToLowerInvariant(text[at + 1]) is 'x' or 'o' or 'b')
        {
            int radix = Radix(text[at + 1]);
            at = Digits(text, at + 2, limit, radix, afterPrefix: true);
            return Finish(text, start, at, limit);
        }

        if (text[at] != '.')
        {
            at = Digits(text, at, limit, 10, afterPrefix: false);
        }

        if (at < limit && text[at] == '.')
        {
            at++;
            at = at < limit && char.IsAsciiDigit(text[at]) ? Digits(text, at, limit, 10, afterPrefix: false) : at;
        }

        if (at < limit && text[at] is 'e' or 'E')
        {
            int exponent = at + 1 < limit && text[at + 1] is '+' or '-' ? at + 2 : at + 1;
            if (exponent < limit && char.IsAsciiDigit(text[exponent]))
            {
                at = Digits(text, exponent, limit, 10, afterPrefix: false);
            }
        }

        at += at < limit && text[at] is 'j' or 'J' ? 1 : 0;
        return Finish(text, start, at, limit);
    }

    public static ConstantNode Read(string text, Token token)
    {
        ReadOnlySpan<char> digits = text.AsSpan(token.Start, token.Length);
        if (digits.Length < 19 && digits.IndexOfAnyExceptInRange('0', '9') < 0 && (digits[0] != '0' || digits.Length == 1))
        {
            return new ConstantNode(token.Start, token.Length, FlowValue.From(long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture)));
        }

        string plain = digits.ToString().Replace("_", string.Empty, StringComparison.Ordinal);
        if (plain[^1] is 'j' or 'J')
        {
            throw new FlowSyntaxException("Complex numbers are not part of the language.", token.Start, token.Length);
        }

        if (plain.Length > 2 && plain[0] == '0' && char.IsAsciiLetter(plain[1]) && char.ToLowerInvariant(plain[1]) != 'e')
        {
            return new ConstantNode(token.Start, token.Length, FlowValue.From(ReadRadix(plain.AsSpan(2), Radix(plain[1]))));
        }

        return new ConstantNode(token.Start, token.Length, plain.AsSpan().IndexOfAny('.', 'e', 'E') >= 0 ? FlowValue.From(double.Parse(plain, NumberStyles.Float, CultureInfo.InvariantCulture)) : ReadDecimal(plain, token));
    }

    private static FlowInteger ReadDecimal(string plain, Token token)
    {
        if (plain[0] == '0' && plain.AsSpan().IndexOfAnyExcept('0') >= 0)
        {
            throw new FlowSyntaxException("A number does not begin with 0; an octal one is written 0o17.", token.Start, token.Length);
        }

        return plain.Length > PythonText.MaxDigits
            ? throw new FlowSyntaxException($"The number has more than {PythonText.MaxDigits:N0} digits.", token.Start, token.Length)
            : FlowValue.From(BigInteger.Parse(plain, NumberStyles.None, CultureInfo.InvariantCulture));
    }

    private static BigInteger ReadRadix(ReadOnlySpan<char> digits, int radix)
    {
        if (radix == 16)
        {
            return BigInteger.Parse($"0{digits}", NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        }

        if (radix == 2)
        {
            return BigInteger.Parse($"0{digits}", NumberStyles.AllowBinarySpecifier, CultureInfo.InvariantCulture);
        }

        Span<char> bits = new char[(3 * digits.Length) + 1];
        bits[0] = '0';
        for (int i = 0; i < digits.Length; i++)
        {
            int digit = digits[i] - '0';
            bits[(3 * i) + 1] = (char)('0' + ((digit >> 2) & 1));
            bits[(3 * i) + 2] = (char)('0' + ((digit >> 1) & 1));
            bits[(3 * i) + 3] = (char)('0' + (digit & 1));
        }

        return BigInteger.Parse(bits, NumberStyles.AllowBinarySpecifier, CultureInfo.InvariantCulture);
    }

    private static int Radix(char letter) => char.ToLowerInvariant(letter) switch { 'x' => 16, 'o' => 8, _ => 2 };

    /// <summary>The end of a run of digits, between which single underscores may stand.</summary>
    private static int Digits(string text, int start, int limit, int radix, bool afterPrefix)
    {
        int at = start;
        bool lastIsDigit = afterPrefix;
        while (at < limit)
        {
            char c = text[at];
            if (c == '_' && lastIsDigit && at + 1 < limit && IsDigit(text[at + 1], radix))
            {
                lastIsDigit = false;
            }
            else if (IsDigit(c, radix))
            {
                lastIsDigit = true;
            }
            else
            {
                break;
            }

            at++;
        }

        return at == start && afterPrefix
            ? throw new FlowSyntaxException($"'{text[(start - 2)..start]}' begins a number, and no digits follow.", start - 2, 2)
            : at;
    }

    private static bool IsDigit(char c, int radix) => radix == 16 ? char.IsAsciiHexDigit(c) : c >= '0' && c < '0' + radix;

    private static int Finish(string text, int start, int at, int limit)
    {
        if (at >= limit || !(char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_' || text[at] > 0x7F))
        {
            return at;
        }

        foreach (string follower in s_followers)
        {
            if (string.CompareOrdinal(text, at, follower, 0, follower.Length) == 0)
            {
                return at;
            }
        }

        throw new FlowSyntaxException($"'{text[start..(at + 1)]}' is no number and no name; a name begins with a letter.", start, at + 1 - start);
    }
}
