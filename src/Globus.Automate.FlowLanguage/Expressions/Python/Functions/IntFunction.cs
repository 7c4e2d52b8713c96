using System.Numerics;
using System.Text;
using Globus.Automate.FlowLanguage.Expressions.Evaluation;
using Globus.Automate.FlowLanguage.Expressions.Python.Types;
using Globus.Automate.FlowLanguage.Expressions.Python.Values;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python.Functions;

/// <summary><c>int(value)</c>, <c>int(text, base)</c>.</summary>
internal sealed class IntFunction() : PythonFunction("int")
{
    public override PythonType Type => PythonType.Integer;

    public override FlowValue Invoke(in Call call)
    {
        call.Require(0, 2, string.Empty, "base");
        if (call.Optional(1, "base") is { } given)
        {
            int radix = call.Whole(given);
            return radix is not 0 and (< 2 or > 36) ? throw call.Site.ValueError("The base of int() is 0 or from 2 to 36.")
                : call.Count > 0 && Text(call[0]) is { } digits ? FlowValue.From(Read(call.Site, digits, radix))
                : throw call.Site.TypeError("int() with a base takes a string.");
        }

        if (call.Count == 0)
        {
            return FlowValue.From(0);
        }

        return call[0] switch
        {
            FlowInteger => call[0],
            FlowBoolean truth => FlowValue.From(truth.Value ? 1 : 0),
            FlowReal real when double.IsFinite(real.Value) => FlowValue.From(new BigInteger(Math.Truncate(real.Value))),
            FlowReal real => throw call.Site.Fault(double.IsNaN(real.Value) ? "ValueError" : "OverflowError", $"{RealText.Special(real.Value)} is no integer."),
            FlowString or PythonBytes => FlowValue.From(Read(call.Site, Text(call[0])!, 10)),
            _ => throw call.Site.TypeError($"int() takes a number or a string, not {PythonNames.Of(call[0])}."),
        };
    }

    private static string? Text(FlowValue value) => value switch
    {
        FlowString text => text.Value,
        PythonBytes bytes => Encoding.Latin1.GetString(bytes.Value),
        _ => null,
    };

    private static BigInteger Read(Site site, string text, int radix)
    {
        site.Charge(text.Length);
        ReadOnlySpan<char> digits = NumberText.Plain(text);
        bool negative = digits.StartsWith("-");
        digits = digits.Length > 0 && digits[0] is '+' or '-' ? digits[1..] : digits;
        bool isDecimal = radix is 10 or 0;
        if (digits.Length > 1 && digits[0] == '0')
        {
            int named = char.ToLowerInvariant(digits[1]) switch { 'x' => 16, 'o' => 8, 'b' => 2, _ => 0 };
            if (named != 0 && (radix == 0 || radix == named))
            {
                radix = named;
                isDecimal = false;
                digits = digits[2..];
                digits = digits.StartsWith("_") ? digits[1..] : digits;
            }
        }

        if (radix == 0)
        {
            radix = 10;
            if (digits.Length > 1 && digits[0] == '0' && digits.IndexOfAnyExcept("0_") >= 0)
            {
                throw Invalid(site, text);
            }
        }

        // Only bases that are powers of two are read without a limit, as they take no more work than they have digits.
        if (digits.Length > PythonText.MaxDigits && (isDecimal || !BitOperations.IsPow2(radix)))
        {
            throw site.ValueError($"The text has more than {PythonText.MaxDigits:N0} digits, which is more than are read.");
        }

        site.Charge((long)digits.Length * (1 + (digits.Length / 256)));
        return ReadDigits(site, text, digits, radix, negative);
    }

    private static BigInteger ReadDigits(Site site, string text, ReadOnlySpan<char> digits, int radix, bool negative)
    {
        BigInteger value = BigInteger.Zero;
        long chunk = 0;
        long scale = 1;
        bool lastIsDigit = false;
        foreach (char c in digits)
        {
            if (c == '_' && lastIsDigit)
            {
                lastIsDigit = false;
                continue;
            }

            int digit = char.IsAsciiDigit(c) ? c - '0'
                : char.IsAsciiLetter(c) ? (c | 0x20) - 'a' + 10
                : int.MaxValue;
            if (digit >= radix)
            {
                throw Invalid(site, text);
            }

            lastIsDigit = true;
            chunk = (chunk * radix) + digit;
            scale *= radix;
            if (scale > int.MaxValue)
            {
                value = (value * scale) + chunk;
                chunk = 0;
                scale = 1;
            }
        }

        if (!lastIsDigit)
        {
            throw Invalid(site, text);
        }

        value = (value * scale) + chunk;
        return negative ? -value : value;
    }

    private static ExpressionException Invalid(Site site, string text) => site.ValueError($"{PythonNames.Quote(text)} is no integer.");
}
