using System.Numerics;

namespace Globus.Automate.FlowLanguage.Expressions.Python;

/// <summary>Integers of any size as doubles, rounded once and halves to even; the framework's own conversion cuts off.</summary>
internal static class BigReal
{
    /// <summary>The nearest double; infinite where there is none.</summary>
    public static double Nearest(BigInteger whole)
    {
        double result = Scale(BigInteger.Abs(whole), 0);
        return whole.Sign < 0 ? -result : result;
    }

    /// <summary>A quotient as Python's long_true_divide gives it; infinite where it is too large.</summary>
    public static double Divide(BigInteger left, BigInteger right)
    {
        bool negative = left.Sign < 0 != right.Sign < 0;
        if (left.IsZero)
        {
            return negative ? -0.0 : 0.0;
        }

        BigInteger a = BigInteger.Abs(left);
        BigInteger b = BigInteger.Abs(right);

        // Scaled until 66 significant bits are there, two more than the result and the rounding need.
        long shift = 66 - (a.GetBitLength() - b.GetBitLength());
        BigInteger quotient = shift >= 0
            ? BigInteger.DivRem(a << (int)shift, b, out BigInteger remainder)
            : BigInteger.DivRem(a, b << (int)-shift, out remainder);
        if (!remainder.IsZero)
        {
            // What is cut off must still tip the scale when the last bit is rounded.
            quotient |= BigInteger.One;
        }

        double result = Scale(quotient, -shift);
        return negative ? -result : result;
    }

    /// <summary><c>value * 2^exponent</c>, rounded once.</summary>
    private static double Scale(BigInteger value, long exponent)
    {
        long bits = value.GetBitLength();
        long keep = Math.Min(53, bits + exponent + 1074);
        if (keep < 0)
        {
            return 0;
        }

        long drop = bits - keep;
        if (drop > 0)
        {
            BigInteger half = BigInteger.One << (int)(drop - 1);
            BigInteger rest = value & ((BigInteger.One << (int)drop) - 1);
            value >>= (int)drop;
            if (rest > half || (rest == half && !value.IsEven))
            {
                value += 1;
            }

            exponent += drop;
        }

        return Math.ScaleB((double)value, (int)Math.Clamp(exponent, int.MinValue, int.MaxValue));
    }
}
