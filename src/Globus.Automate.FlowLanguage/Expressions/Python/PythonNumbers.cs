using System.Numerics;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python;

/// <summary>Arithmetic by Python's rules: unbounded integers, true and floor division, booleans as 0 and 1.</summary>
internal static class PythonNumbers
{
    /// <summary>simpleeval's limit on both sides of <c>**</c>.</summary>
    private const long MaxPower = 4_000_000;

    /// <summary>simpleeval's limits for shifts.</summary>
    private const int MaxShift = 10_000;

    /// <summary>No integer grows beyond this many bits: what takes longer than a moment to compute is refused.</summary>
    private const long MaxBits = 4_000_000;

    public static bool IsNumber(FlowValue value) => value is FlowInteger or FlowReal or FlowBoolean;

    public static bool IsWhole(FlowValue value) => value is FlowInteger or FlowBoolean;

    public static BigInteger Whole(FlowValue value) => value is FlowBoolean truth ? (truth.Value ? BigInteger.One : BigInteger.Zero) : ((FlowInteger)value).Value;

    public static double Real(FlowValue value) => value switch
    {
        FlowReal real => real.Value,
        FlowBoolean truth => truth.Value ? 1 : 0,
        FlowInteger whole when whole.TryGetInt64(out long small) => small,
        FlowInteger whole => ToReal(whole.Value),
        _ => throw new PythonException("TypeError", $"a {PythonText.TypeName(value)} is no number"),
    };

    public static bool TryInt64(FlowValue value, out long small)
    {
        if (value is FlowBoolean truth)
        {
            small = truth.Value ? 1 : 0;
            return true;
        }

        small = 0;
        return value is FlowInteger whole && whole.TryGetInt64(out small);
    }

    /// <summary>The order of two numbers, exact where one is an integer of any size; null where one is not a number (NaN).</summary>
    public static int? Compare(FlowValue left, FlowValue right)
    {
        if (TryInt64(left, out long a) && TryInt64(right, out long b))
        {
            return a.CompareTo(b);
        }

        if (IsWhole(left) && IsWhole(right))
        {
            return Whole(left).CompareTo(Whole(right));
        }

        if (left is FlowReal x && right is FlowReal y)
        {
            return double.IsNaN(x.Value) || double.IsNaN(y.Value) ? null : x.Value.CompareTo(y.Value);
        }

        return left is FlowReal real
            ? CompareMixed(real.Value, Whole(right))
            : -CompareMixed(((FlowReal)right).Value, Whole(left));
    }

    public static FlowValue Add(FlowValue left, FlowValue right)
        => TryInt64(left, out long a) && TryInt64(right, out long b)
            ? !Overflows(a, b, out long sum) ? FlowValue.From(sum) : FlowValue.From((BigInteger)a + b)
            : IsWhole(left) && IsWhole(right) ? FlowValue.From(Whole(left) + Whole(right)) : FlowValue.From(Real(left) + Real(right));

    public static FlowValue Subtract(FlowValue left, FlowValue right)
        => IsWhole(left) && IsWhole(right)
            ? TryInt64(left, out long a) && TryInt64(right, out long b) && b != long.MinValue && !Overflows(a, -b, out long difference)
                ? FlowValue.From(difference)
                : FlowValue.From(Whole(left) - Whole(right))
            : FlowValue.From(Real(left) - Real(right));

    public static FlowValue Multiply(FlowValue left, FlowValue right)
    {
        if (!IsWhole(left) || !IsWhole(right))
        {
            return FlowValue.From(Real(left) * Real(right));
        }

        if (TryInt64(left, out long a) && TryInt64(right, out long b))
        {
            long high = Math.BigMul(a, b, out long low);
            if ((high == 0 && low >= 0) || (high == -1 && low < 0))
            {
                return FlowValue.From(low);
            }
        }

        BigInteger x = Whole(left);
        BigInteger y = Whole(right);
        RequireBits(x.GetBitLength() + y.GetBitLength());
        return FlowValue.From(x * y);
    }

    public static FlowValue Divide(FlowValue left, FlowValue right)
    {
        if (IsWhole(left) && IsWhole(right) && !(TryInt64(left, out long a) && TryInt64(right, out long b) && Math.Abs((double)a) < 9e15 && Math.Abs((double)b) < 9e15))
        {
            return FlowValue.From(DivideWhole(Whole(left), RequireNotZero(Whole(right), "division by zero")));
        }

        double divisor = Real(right);
        return divisor == 0 ? throw DivisionByZero("division by zero") : FlowValue.From(Real(left) / divisor);
    }

    public static FlowValue FloorDivide(FlowValue left, FlowValue right)
    {
        if (IsWhole(left) && IsWhole(right))
        {
            BigInteger quotient = BigInteger.DivRem(Whole(left), RequireNotZero(Whole(right), "integer division by zero"), out BigInteger remainder);
            return FlowValue.From(!remainder.IsZero && (remainder.Sign < 0) != (Whole(right).Sign < 0) ? quotient - 1 : quotient);
        }

        double divisor = Real(right);
        return divisor == 0 ? throw DivisionByZero("division by zero") : FlowValue.From(FloorDivide(Real(left), divisor).Quotient);
    }

    public static FlowValue Modulo(FlowValue left, FlowValue right)
    {
        if (IsWhole(left) && IsWhole(right))
        {
            BigInteger divisor = RequireNotZero(Whole(right), "modulo by zero");
            BigInteger remainder = BigInteger.Remainder(Whole(left), divisor);
            return FlowValue.From(!remainder.IsZero && (remainder.Sign < 0) != (divisor.Sign < 0) ? remainder + divisor : remainder);
        }

        double real = Real(right);
        return real == 0 ? throw DivisionByZero("modulo by zero") : FlowValue.From(FloorDivide(Real(left), real).Remainder);
    }

    public static FlowValue Power(FlowValue left, FlowValue right)
    {
        if (Math.Abs(Real(left)) > MaxPower || Math.Abs(Real(right)) > MaxPower)
        {
            throw new PythonException("NumberTooHigh", $"the power is too high to compute; base and exponent go up to {MaxPower:N0}");
        }

        if (IsWhole(left) && IsWhole(right))
        {
            BigInteger number = Whole(left);
            int exponent = (int)Whole(right);
            if (exponent >= 0)
            {
                RequireBits(number.GetBitLength() * exponent);
                return FlowValue.From(BigInteger.Pow(number, exponent));
            }

            if (number.IsZero)
            {
                throw DivisionByZero("0 cannot be raised to a negative power");
            }
        }

        double power = Real(right);
        double root = Real(left);
        if (root == 0 && power < 0)
        {
            throw DivisionByZero("0 cannot be raised to a negative power");
        }

        if (root < 0 && Math.Floor(power) != power)
        {
            throw new PythonException("ValueError", "a negative number raised to a fraction is a complex number, which JSON does not have");
        }

        double result = Math.Pow(root, power);
        return double.IsInfinity(result) && double.IsFinite(root) && double.IsFinite(power)
            ? throw new PythonException("OverflowError", "the power is too large for a real number")
            : FlowValue.From(result);
    }

    public static FlowValue Negate(FlowValue value)
        => value is FlowReal real ? FlowValue.From(-real.Value) : FlowValue.From(-Whole(value));

    public static FlowValue Shift(FlowValue left, FlowValue right, bool isLeft)
    {
        BigInteger places = Whole(right);
        if (places.Sign < 0)
        {
            throw new PythonException("ValueError", "a shift goes by a number that is not negative");
        }

        if (places > MaxShift || Whole(left).GetBitLength() > MaxShift)
        {
            throw new PythonException("NumberTooHigh", $"the shift is too wide to compute; shifts go up to {MaxShift:N0} places");
        }

        return FlowValue.From(isLeft ? Whole(left) << (int)places : Whole(left) >> (int)places);
    }

    /// <summary>An integer of any size as the nearest double, halves to even; the framework's own conversion cuts off.</summary>
    private static double ToReal(BigInteger whole)
    {
        double result = ScaleToDouble(BigInteger.Abs(whole), 0);
        return double.IsInfinity(result)
            ? throw new PythonException("OverflowError", "the integer is too large for a real number")
            : whole.Sign < 0 ? -result : result;
    }

    private static bool Overflows(long a, long b, out long sum)
    {
        sum = unchecked(a + b);
        return ((a ^ sum) & (b ^ sum)) < 0;
    }

    /// <summary>A quotient of integers of any size, rounded once (as Python's long_true_divide): scaled until 64 significant bits are there.</summary>
    private static double DivideWhole(BigInteger left, BigInteger right)
    {
        if (left.IsZero)
        {
            return 0;
        }

        bool negative = left.Sign < 0 != right.Sign < 0;
        BigInteger a = BigInteger.Abs(left);
        BigInteger b = BigInteger.Abs(right);
        long shift = 66 - (a.GetBitLength() - b.GetBitLength());
        BigInteger quotient = shift >= 0
            ? BigInteger.DivRem(a << (int)shift, b, out BigInteger remainder)
            : BigInteger.DivRem(a, b << (int)-shift, out remainder);
        if (!remainder.IsZero)
        {
            // What is cut off must still tip the scale when the last bit is rounded.
            quotient |= BigInteger.One;
        }

        double result = ScaleToDouble(quotient, -shift);
        return double.IsInfinity(result) ? throw new PythonException("OverflowError", "the quotient is too large for a real number") : negative ? -result : result;
    }

    /// <summary><c>value * 2^exponent</c>, rounded half to even once.</summary>
    private static double ScaleToDouble(BigInteger value, long exponent)
    {
        long bits = value.GetBitLength();
        long keep = Math.Min(53, bits + exponent + 1074);
        if (keep <= 0)
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

    private static int? CompareMixed(double real, BigInteger whole)
    {
        if (double.IsNaN(real))
        {
            return null;
        }

        if (double.IsInfinity(real))
        {
            return real > 0 ? 1 : -1;
        }

        double floor = Math.Floor(real);
        int order = new BigInteger(floor).CompareTo(whole);
        return order != 0 ? order : real > floor ? 1 : 0;
    }

    private static BigInteger RequireNotZero(BigInteger value, string problem) => value.IsZero ? throw DivisionByZero(problem) : value;

    private static void RequireBits(long bits)
    {
        if (bits > MaxBits)
        {
            throw new PythonException("NumberTooHigh", $"the number would have more than {MaxBits:N0} bits");
        }
    }

    private static PythonException DivisionByZero(string problem) => new("ZeroDivisionError", problem);
}
