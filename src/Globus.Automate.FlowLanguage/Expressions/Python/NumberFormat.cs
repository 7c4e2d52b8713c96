using System.Globalization;
using System.Numerics;
using System.Text;
using Globus.Automate.FlowLanguage.Expressions.Evaluation;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python;

/// <summary>Texts and numbers by a <see cref="FormatSpecification"/>.</summary>
internal static class NumberFormat
{
    private const int DefaultPrecision = 6;

    public static string Text(Site site, string text, FormatSpecification spec)
    {
        if (spec.Type is not ('\0' or 's'))
        {
            throw site.ValueError($"The format '{spec.Type}' does not go with a string.");
        }

        if (spec.Sign != '\0' || spec.NoNegativeZero || spec.Alternate || spec.Grouping != '\0' || spec.Align == '=')
        {
            throw site.ValueError("The format is for numbers, and the value is a string.");
        }

        string shown = spec.Precision >= 0 ? text[..CodePoints.Offset(text, spec.Precision)] : text;
        return Pad(shown, string.Empty, spec, '<', zeroAlign: '<');
    }

    public static string Whole(Site site, FlowValue value, FormatSpecification spec)
    {
        if (spec.Precision >= 0)
        {
            throw site.ValueError("An integer is formatted without a precision; with 'f' it becomes a real number.");
        }

        if (spec.NoNegativeZero)
        {
            throw site.ValueError("'z' goes with real numbers only.");
        }

        BigInteger whole = PythonNumbers.Whole(value);
        BigInteger magnitude = BigInteger.Abs(whole);
        switch (spec.Type)
        {
            case 'c':
                return Character(site, whole, spec);
            case '\0' or 'd' or 'n':
                PythonText.RequireDigits(site, FlowValue.From(whole));
                return Grouped(site, magnitude.ToString(CultureInfo.InvariantCulture), whole.Sign < 0, string.Empty, spec, 3);
            case 'b':
                return Grouped(site, InBase(site, magnitude, 1), whole.Sign < 0, "0b", spec, 4);
            case 'o':
                return Grouped(site, InBase(site, magnitude, 3), whole.Sign < 0, "0o", spec, 4);
            case 'x':
                return Grouped(site, InBase(site, magnitude, 4), whole.Sign < 0, "0x", spec, 4);
            case 'X':
                return Grouped(site, InBase(site, magnitude, 4).ToUpperInvariant(), whole.Sign < 0, "0X", spec, 4);
            default:
                throw site.ValueError($"The format '{spec.Type}' does not go with {PythonNames.Of(value)}.");
        }
    }

    public static string Real(Site site, double value, FormatSpecification spec)
    {
        if (spec.Type is not ('\0' or 'e' or 'E' or 'f' or 'F' or 'g' or 'G' or 'n' or '%'))
        {
            throw site.ValueError($"The format '{spec.Type}' does not go with a real number.");
        }

        if (spec.Type == 'n' && spec.Grouping != '\0')
        {
            throw site.ValueError($"'{spec.Grouping}' does not go with the format 'n'.");
        }

        string body = Body(Math.Abs(value), spec.Type, spec.Precision, spec.Alternate);
        bool negative = double.IsNegative(value) && !double.IsNaN(value) && !(spec.NoNegativeZero && double.IsFinite(value) && body.AsSpan().IndexOfAnyInRange('1', '9') < 0);
        return Group(body, negative, string.Empty, spec, 3);
    }

    /// <summary>The digits of a number that is not negative, in one of the forms of real numbers.</summary>
    public static string Body(double value, char type, int precision, bool alternate)
    {
        bool upper = type is 'E' or 'F' or 'G';
        if (!double.IsFinite(value))
        {
            string name = RealText.Special(value);
            return upper ? name.ToUpperInvariant() : type == '%' ? name + "%" : name;
        }

        int digits = precision < 0 ? DefaultPrecision : precision;
        switch (type)
        {
            case 'f' or 'F':
                return RealText.Fixed(value, digits, alternate);
            case '%':
                double hundredfold = value * 100;
                return (double.IsFinite(hundredfold) ? RealText.Fixed(hundredfold, digits, alternate) : RealText.Special(hundredfold)) + "%";
            case 'e' or 'E':
                (string significant, int exponent) = RealText.Significant(value, digits + 1);
                string text = RealText.Scientific(significant, exponent, alternate);
                return upper ? text.ToUpperInvariant() : text;
            case '\0' when precision < 0:
                return RealText.Repr(value, alternate);
            default:
                string general = General(value, Math.Max(digits, 1), alternate, keepPoint: type == '\0');
                return upper ? general.ToUpperInvariant() : general;
        }
    }

    /// <summary>The digits of an integer in base 2, 8 or 16.</summary>
    public static string InBase(Site site, BigInteger value, int bitsPerDigit)
    {
        if (value.IsZero)
        {
            return "0";
        }

        int count = (int)((value.GetBitLength() + bitsPerDigit - 1) / bitsPerDigit);
        site.Charge(count);
        byte[] bytes = value.ToByteArray();
        return string.Create(count, (bytes, bitsPerDigit), static (digits, source) =>
        {
            for (int i = 0; i < digits.Length; i++)
            {
                int digit = 0;
                for (int bit = source.bitsPerDigit - 1; bit >= 0; bit--)
                {
                    int at = (i * source.bitsPerDigit) + bit;
                    digit = (digit << 1) | (at / 8 < source.bytes.Length ? (source.bytes[at / 8] >> (at % 8)) & 1 : 0);
                }

                digits[digits.Length - 1 - i] = "0123456789abcdef"[digit];
            }
        });
    }

    private static string Character(Site site, BigInteger code, FormatSpecification spec)
    {
        if (spec.Sign != '\0' || spec.Alternate || spec.Grouping != '\0')
        {
            throw site.ValueError("Signs, '#' and groups do not go with the format 'c'.");
        }

        return code.Sign < 0 || code > 0x10FFFF
            ? throw site.Fault("OverflowError", "The number is no character.")
            : Pad(CodePoints.Text((int)code), string.Empty, spec, '>');
    }

    private static string General(double value, int precision, bool alternate, bool keepPoint)
    {
        (string digits, int exponent) = RealText.Significant(value, precision);
        digits = alternate ? digits : digits.TrimEnd('0') is { Length: > 0 } trimmed ? trimmed : "0";

        // Without a type the number stays one with a point, so the last place goes to the digit after it.
        if (exponent < -4 || exponent >= (keepPoint ? precision - 1 : precision))
        {
            return RealText.Scientific(digits, exponent, alternate);
        }

        string plain = RealText.Plain(digits, exponent);
        return alternate && !plain.Contains('.', StringComparison.Ordinal) ? plain + "." : keepPoint ? RealText.WithPoint(plain) : plain;
    }

    private static string Grouped(Site site, string digits, bool negative, string prefix, FormatSpecification spec, int size)
    {
        if ((spec.Grouping == ',' && size != 3) || (spec.Grouping != '\0' && spec.Type == 'n'))
        {
            throw site.ValueError($"'{spec.Grouping}' does not go with the format '{spec.Type}'.");
        }

        return Group(digits, negative, spec.Alternate ? prefix : string.Empty, spec, size);
    }

    /// <summary>Puts separators between groups of digits; zeros that fill the width are grouped too.</summary>
    private static string Group(string body, bool negative, string prefix, FormatSpecification spec, int size)
    {
        string lead = (negative ? "-" : spec.Sign is '+' or ' ' ? spec.Sign.ToString() : string.Empty) + prefix;
        if (spec.Grouping == '\0')
        {
            return Pad(body, lead, spec, '>');
        }

        int end = 0;
        while (end < body.Length && (size == 4 ? char.IsAsciiHexDigit(body[end]) : char.IsAsciiDigit(body[end])))
        {
            end++;
        }

        if (end == 0)
        {
            // What is infinite or no number has no digits to group.
            return Pad(body, lead, spec, '>');
        }

        // Zeros that are filled in between the sign and the number count as its digits.
        bool fillsWithZeros = (spec.Align == '\0' && spec.ZeroFill) || (spec.Align == '=' && (spec.Fill == "0" || spec.ZeroFill));
        int room = fillsWithZeros ? spec.Width - lead.Length - (body.Length - end) : 0;
        var reversed = new StringBuilder();
        for (int i = 0; i < end || reversed.Length < room; i++)
        {
            if (i > 0 && i % size == 0)
            {
                reversed.Append(spec.Grouping);
            }

            reversed.Append(i < end ? body[end - 1 - i] : '0');
        }

        char[] grouped = reversed.ToString().ToCharArray();
        Array.Reverse(grouped);
        return Pad(string.Concat(grouped, body.AsSpan(end)), lead, spec, '>');
    }

    private static string Pad(string body, string lead, FormatSpecification spec, char align, char zeroAlign = '=')
    {
        int room = spec.Width - lead.Length - CodePoints.Length(body);
        if (room <= 0)
        {
            return lead + body;
        }

        string fill = spec.Fill ?? (spec.ZeroFill ? "0" : " ");
        return (spec.Align != '\0' ? spec.Align : spec.ZeroFill ? zeroAlign : align) switch
        {
            '<' => lead + body + Fill(room),
            '^' => Fill(room / 2) + lead + body + Fill(room - (room / 2)),
            '=' => lead + Fill(room) + body,
            _ => Fill(room) + lead + body,
        };

        string Fill(int count) => fill.Length == 1 ? new string(fill[0], count) : string.Concat(Enumerable.Repeat(fill, count));
    }
}
