using System.Numerics;
using Globus.Automate.FlowLanguage.Expressions.Evaluation;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python;

/// <summary>Arithmetic on numbers by Python's rules: unbounded integers, true and floor division, the remainder with the divisor's sign.</summary>
internal static class Arithmetic
{
    /// <summary>No integer grows beyond this many bits, the most that simpleeval's limit on powers lets 2 become, and somewhat more.</summary>
    private const long MaxBits = 8_000_000;

    /// <summary>simpleeval's MAX_SHIFT.</summary>
    private const int MaxShift = 10_000;

    /// <summary>simpleeval's MAX_SHIFT_BASE, the largest double, has this many bits.</summary>
    private const int MaxShiftBits = 1024;

    public static FlowValue Add(Site site, FlowValue left, FlowValue right)
    {
        if (PythonNumbers.TryInt64(left, out long a) && PythonNumbers.TryInt64(right, out long b))
        {
            long sum = unchecked(a + b);
            return ((a ^ sum) & (b ^ sum)) < 0 ? FlowValue.From((BigInteger)a + b) : FlowValue.From(sum);
        }

        return PythonNumbers.IsWhole(left) && PythonNumbers.IsWhole(right)
            ? FlowValue.From(Charged(site, left, right, PythonNumbers.Whole(left) + PythonNumbers.Whole(right)))
            : FlowValue.From(PythonNumbers.Real(site, left) + PythonNumbers.Real(site, right));
    }

    public static FlowValue Subtract(Site site, FlowValue left, FlowValue right)
    {
        if (PythonNumbers.TryInt64(left, out long a) && PythonNumbers.TryInt64(right, out long b))
        {
            long difference = unchecked(a - b);
            return ((a ^ b) & (a ^ difference)) < 0 ? FlowValue.From((BigInteger)a - b) : FlowValue.From(difference);
        }

        return PythonNumbers.IsWhole(left) && PythonNumbers.IsWhole(right)
            ? FlowValue.From(Charged(site, left, right, PythonNumbers.Whole(left) - PythonNumbers.Whole(right)))
            : FlowValue.From(PythonNumbers.Real(site, left) - PythonNumbers.Real(site, right));
    }

    public static FlowValue Multiply(Site site, FlowValue left, FlowValue right)
    {
        if (PythonNumbers.TryInt64(left, out long a) && PythonNumbers.TryInt64(right, out long b))
        {
            long high = Math.BigMul(a, b, out long low);
            return (high == 0 && low >= 0) || (high == -1 && low < 0) ? FlowValue.From(low) : FlowValue.From((BigInteger)a * b);
        }

        if (!PythonNumbers.IsWhole(left) || !PythonNumbers.IsWhole(right))
        {
            return FlowValue.From(PythonNumbers.Real(site, left) * PythonNumbers.Real(site, right));
        }

        BigInteger x = PythonNumbers.Whole(left);
        BigInteger y = PythonNumbers.Whole(right);
        RequireBits(site, x.GetBitLength() + y.GetBitLength());
        ChargeProduct(site, x.GetBitLength(), y.GetBitLength());
        return FlowValue.From(x * y);
    }

    public static FlowValue Divide(Site site, FlowValue left, FlowValue right)
    {
        if (PythonNumbers.IsWhole(left) && PythonNumbers.IsWhole(right))
        {
            // Up to 2^53 the operands are exact as doubles, and one division rounds once.
            if (PythonNumbers.TryInt64(left, out long a) && PythonNumbers.TryInt64(right, out long b) && b != 0
                && a is > -(1L << 53) and < 1L << 53 && b is > -(1L << 53) and < 1L << 53)
            {
                return FlowValue.From((double)a / b);
            }

            BigInteger x = PythonNumbers.Whole(left);
            BigInteger y = RequireNotZero(site, right);
            ChargeQuotient(site, x, y);
            double quotient = BigReal.Divide(x, y);
            return double.IsInfinity(quotient)
                ? throw site.Fault("OverflowError", "The quotient is too large for a real number.")
                : FlowValue.From(quotient);
        }

        double dividend = PythonNumbers.Real(site, left);
        double divisor = PythonNumbers.Real(site, right);
        return divisor == 0 ? throw DivisionByZero(site) : FlowValue.From(dividend / divisor);
    }

    public static FlowValue FloorDivide(Site site, FlowValue left, FlowValue right)
    {
        if (PythonNumbers.TryInt64(left, out long a) && PythonNumbers.TryInt64(right, out long b) && b is not (0 or -1))
        {
            long quotient = a / b;
            return FlowValue.From((a % b != 0) && ((a < 0) != (b < 0)) ? quotient - 1 : quotient);
        }

        if (PythonNumbers.IsWhole(left) && PythonNumbers.IsWhole(right))
        {
            BigInteger x = PythonNumbers.Whole(left);
            BigInteger y = RequireNotZero(site, right);
            ChargeQuotient(site, x, y);
            BigInteger quotient = BigInteger.DivRem(x, y, out BigInteger remainder);
            return FlowValue.From(!remainder.IsZero && (remainder.Sign < 0) != (y.Sign < 0) ? quotient - 1 : quotient);
        }

        double dividend = PythonNumbers.Real(site, left);
        double divisor = PythonNumbers.Real(site, right);
        return divisor == 0 ? throw DivisionByZero(site) : FlowValue.From(FloorDivide(dividend, divisor).Quotient);
    }

    public static FlowValue Modulo(Site site, FlowValue left, FlowValue right)
    {
        if (PythonNumbers.TryInt64(left, out long a) && PythonNumbers.TryInt64(right, out long b) && b is not (0 or -1))
        {
            long remainder = a % b;
            return FlowValue.From(remainder != 0 && ((remainder < 0) != (b < 0)) ? remainder + b : remainder);
        }

        if (PythonNumbers.IsWhole(left) && PythonNumbers.IsWhole(right))
        {
            BigInteger x = PythonNumbers.Whole(left);
            BigInteger y = RequireNotZero(site, right);
            ChargeQuotient(site, x, y);
            BigInteger remainder = BigInteger.Remainder(x, y);
            return FlowValue.From(!remainder.IsZero && (remainder.Sign < 0) != (y.Sign < 0) ? remainder + y : remainder);
        }

        double dividend = PythonNumbers.Real(site, left);
        double divisor = PythonNumbers.Real(site, right);
        return divisor == 0 ? throw DivisionByZero(site) : FlowValue.From(FloorDivide(dividend, divisor).Remainder);
    }

    public static FlowValue Negate(Site site, FlowValue value) => value switch
    {
        FlowReal real => FlowValue.From(-real.Value),
        FlowInteger or FlowBoolean => PythonNumbers.TryInt64(value, out long small) && small != long.MinValue
            ? FlowValue.From(-small)
            : FlowValue.From(-PythonNumbers.Whole(value)),
        _ => throw Unsupported(site, "-", value),
    };

    public static FlowValue Plus(Site site, FlowValue value) => value switch
    {
        FlowReal or FlowInteger => value,
        FlowBoolean truth => FlowValue.From(truth.Value ? 1 : 0),
        _ => throw Unsupported(site, "+", value),
    };

    public static FlowValue Invert(Site site, FlowValue value)
        => PythonNumbers.TryInt64(value, out long small) ? FlowValue.From(~small)
            : PythonNumbers.IsWhole(value) ? FlowValue.From(-PythonNumbers.Whole(value) - 1)
            : throw Unsupported(site, "~", value);

    public static FlowValue Shift(Site site, FlowValue left, FlowValue right, bool isLeft)
    {
        BigInteger number = PythonNumbers.Whole(left);
        BigInteger places = PythonNumbers.Whole(right);
        if (BigInteger.Abs(places) > MaxShift || BigInteger.Abs(number).GetBitLength() > MaxShiftBits)
        {
            throw site.Fault("NumberTooHigh", $"The shift is too wide to compute; shifts go up to {MaxShift:N0} places.");
        }

        if (places.Sign < 0)
        {
            throw site.ValueError("A shift goes by a number that is not negative.");
        }

        site.Charge((long)places / 16);
        return FlowValue.From(isLeft ? number << (int)places : number >> (int)places);
    }

    public static void RequireBits(Site site, long bits)
    {
        if (bits > MaxBits)
        {
            throw site.Fault("NumberTooHigh", $"The number would have more than {MaxBits:N0} bits.");
        }
    }

    /// <summary>Counts the work of multiplying large numbers, which grows faster than they do (Karatsuba's method).</summary>
    public static void ChargeProduct(Site site, long leftBits, long rightBits)
    {
        double least = Math.Min(leftBits, rightBits) / 32.0;
        double most = Math.Max(leftBits, rightBits) / 32.0;
        site.Charge((long)(most * Math.Pow(least, 0.585) / 12));
    }

    public static ExpressionException DivisionByZero(Site site) => site.Fault("ZeroDivisionError", "A number cannot be divided by zero.");

    private static ExpressionException Unsupported(Site site, string sign, FlowValue value)
        => site.TypeError($"'{sign}' does not work on {PythonNames.Of(value)}.");

    private static BigInteger Charged(Site site, FlowValue left, FlowValue right, BigInteger result)
    {
        site.Charge((PythonNumbers.Whole(left).GetBitLength() + PythonNumbers.Whole(right).GetBitLength()) / 256);
        return result;
    }

    /// <summary>Counts the work of a division, which is done digit by digit.</summary>
    private static void ChargeQuotient(Site site, BigInteger left, BigInteger right)
    {
        double digits = Math.Max(0, left.GetBitLength() - right.GetBitLength()) / 32.0;
        site.Charge((long)(digits * (right.GetBitLength() / 32.0) / 12));
    }

    private static BigInteger RequireNotZero(Site site, FlowValue value)
    {
        BigInteger whole = PythonNumbers.Whole(value);
        return whole.IsZero ? throw DivisionByZero(site) : whole;
    }

    /// <summary>Python's float_divmod: the remainder has the sign of the divisor.</summary>
    private static (double Quotient, double Remainder) FloorDivide(double left, double right)
    {
        double remainder = left % right;
        double quotient = (left - remainder) / right;
        if (remainder != 0)
        {
            if (right < 0 != remainder < 0)
            {
                remainder += right;
                quotient -= 1;
            }
        }
        else
        {
            remainder = Math.CopySign(0, right);
        }

        if (quotient == 0)
        {
            return (Math.CopySign(0, left / right), remainder);
        }

        double floor = Math.Floor(quotient);
        return (quotient - floor > 0.5 ? floor + 1 : floor, remainder);
    }
}
