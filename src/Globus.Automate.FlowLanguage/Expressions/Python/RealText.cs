using System.Globalization;
using System.Numerics;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python;

/// <summary>How Python writes real numbers: the shortest digits that give the number back, or as many as are asked for, rounded half to even.</summary>
internal static class RealText
{
    /// <summary>A double has no digits that count beyond so many after the point: the rest are zeros.</summary>
    private const int MaxFraction = 1074;

    /// <summary>A double has no more significant digits than these.</summary>
    private const int MaxSignificant = 767;

    /// <summary><c>repr</c>: exponents below -4 and from 16 on are written as such, with a point before them where one is asked for.</summary>
    public static string Repr(double value, bool keepPoint = false)
    {
        if (!double.IsFinite(value))
        {
            return Special(value);
        }

        string sign = double.IsNegative(value) ? "-" : string.Empty;
        (string digits, int exponent) = Shortest(Math.Abs(value));
        return sign + (exponent is < -4 or >= 16 ? Scientific(digits, exponent, keepPoint) : WithPoint(Plain(digits, exponent)));
    }

    public static string Special(double value) => double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";

    /// <summary>A number that is not negative with so many digits after the point.</summary>
    public static string Fixed(double value, int precision, bool keepPoint)
    {
        (BigInteger numerator, BigInteger denominator) = Ratio(value);
        int exact = Math.Min(precision, MaxFraction);
        string digits = RoundedQuotient(numerator * BigInteger.Pow(10, exact), denominator).ToString(CultureInfo.InvariantCulture).PadLeft(exact + 1, '0');
        string whole = digits[..^exact];
        return precision > 0 ? whole + "." + digits[^exact..].PadRight(precision, '0') : keepPoint ? whole + "." : whole;
    }

    /// <summary>A number that is not negative as so many significant digits and the decimal exponent of the first.</summary>
    public static (string Digits, int Exponent) Significant(double value, int count)
    {
        if (value == 0)
        {
            return (new string('0', count), 0);
        }

        if (count > MaxSignificant)
        {
            (string all, int first) = Significant(value, MaxSignificant);
            return (all.PadRight(count, '0'), first);
        }

        (BigInteger numerator, BigInteger denominator) = Ratio(value);
        int exponent = Shortest(value).Exponent;
        while (true)
        {
            int scale = count - 1 - exponent;
            BigInteger rounded = scale >= 0
                ? RoundedQuotient(numerator * BigInteger.Pow(10, scale), denominator)
                : RoundedQuotient(numerator, denominator * BigInteger.Pow(10, -scale));
            string digits = rounded.ToString(CultureInfo.InvariantCulture);
            if (digits.Length == count)
            {
                return (digits, exponent);
            }

            // Rounded up to the next power of ten (or the shortest digits were).
            exponent += digits.Length > count ? 1 : -1;
        }
    }

    public static string Scientific(string digits, int exponent, bool keepPoint)
    {
        string fraction = digits.Length > 1 ? "." + digits[1..] : keepPoint ? "." : string.Empty;
        return string.Create(CultureInfo.InvariantCulture, $"{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
    }

    /// <summary>Digits without an exponent.</summary>
    public static string Plain(string digits, int exponent)
    {
        if (exponent < 0)
        {
            return "0." + new string('0', -exponent - 1) + digits;
        }

        return digits.Length <= exponent + 1
            ? digits.PadRight(exponent + 1, '0')
            : string.Concat(digits.AsSpan(0, exponent + 1), ".", digits.AsSpan(exponent + 1));
    }

    public static string WithPoint(string text) => text.Contains('.', StringComparison.Ordinal) ? text : text + ".0";

    /// <summary>The shortest digits that give the same double back, and the decimal exponent of the first.</summary>
    public static (string Digits, int Exponent) Shortest(double value)
    {
        if (value == 0)
        {
            return ("0", 0);
        }

        ReadOnlySpan<char> text = ShortestReal.Of(value);
        int exponent = 0;
        int mark = text.IndexOf('E');
        if (mark >= 0)
        {
            exponent = int.Parse(text[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..mark];
        }

        int point = text.IndexOf('.');
        point = point < 0 ? text.Length : point;
        int first = text.IndexOfAnyInRange('1', '9');
        exponent += first < point ? point - 1 - first : point - first;
        string digits = first < point && point < text.Length ? string.Concat(text[first..point], text[(point + 1)..]) : text[first..].ToString();
        return (digits.TrimEnd('0'), exponent);
    }

    /// <summary>The exact value as a fraction.</summary>
    public static (BigInteger Numerator, BigInteger Denominator) Ratio(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)((bits >> 52) & 0x7FF);
        long mantissa = bits & 0xFFFFFFFFFFFFF;
        mantissa = exponent == 0 ? mantissa : mantissa | (1L << 52);
        int scale = Math.Max(exponent, 1) - 1075;
        return scale >= 0 ? (new BigInteger(mantissa) << scale, BigInteger.One) : (mantissa, BigInteger.One << -scale);
    }

    private static BigInteger RoundedQuotient(BigInteger numerator, BigInteger denominator)
    {
        BigInteger quotient = BigInteger.DivRem(numerator, denominator, out BigInteger remainder);
        int half = (remainder << 1).CompareTo(denominator);
        return half > 0 || (half == 0 && !quotient.IsEven) ? quotient + 1 : quotient;
    }
}
