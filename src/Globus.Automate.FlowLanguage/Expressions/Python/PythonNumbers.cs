using System.Numerics;
using System.Runtime.CompilerServices;
using Globus.Automate.FlowLanguage.Expressions.Evaluation;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python;

/// <summary>What Python takes for a number (booleans count as 0 and 1), its order, and its conversions.</summary>
internal static class PythonNumbers
{
    public static bool IsNumber(FlowValue value) => value is FlowInteger or FlowReal or FlowBoolean;

    public static bool IsWhole(FlowValue value) => value is FlowInteger or FlowBoolean;

    /// <summary>An integer or boolean that fits into 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryInt64(FlowValue value, out long small)
    {
        if (value is FlowInteger whole)
        {
            return whole.TryGetInt64(out small);
        }

        small = value is FlowBoolean { Value: true } ? 1 : 0;
        return value is FlowBoolean;
    }

    public static BigInteger Whole(FlowValue value) => value is FlowBoolean truth ? (truth.Value ? BigInteger.One : BigInteger.Zero) : ((FlowInteger)value).Value;

    /// <summary>The number as a double, rounded to the nearest.</summary>
    public static double Real(Site site, FlowValue value)
    {
        if (value is FlowReal real)
        {
            return real.Value;
        }

        if (TryInt64(value, out long small))
        {
            return small;
        }

        double nearest = BigReal.Nearest(Whole(value));
        return double.IsInfinity(nearest)
            ? throw site.Fault("OverflowError", "The integer is too large for a real number.")
            : nearest;
    }

    /// <summary>The order of two numbers, exact where one is an integer of any size; null where one is not a number (NaN).</summary>
    public static int? Compare(FlowValue left, FlowValue right)
    {
        if (TryInt64(left, out long a) && TryInt64(right, out long b))
        {
            return a.CompareTo(b);
        }

        if (left is FlowReal x && right is FlowReal y)
        {
            return double.IsNaN(x.Value) || double.IsNaN(y.Value) ? null : x.Value.CompareTo(y.Value);
        }

        return (left, right) switch
        {
            (FlowReal real, _) => CompareMixed(real.Value, right),
            (_, FlowReal real) => -CompareMixed(real.Value, left),
            _ => Whole(left).CompareTo(Whole(right)),
        };
    }

    private static int? CompareMixed(double real, FlowValue whole)
    {
        if (double.IsNaN(real))
        {
            return null;
        }

        if (TryInt64(whole, out long small) && Math.Abs(real) < 9e15 && small is > -9_000_000_000_000_000 and < 9_000_000_000_000_000)
        {
            return real.CompareTo(small);
        }

        if (double.IsInfinity(real))
        {
            return real > 0 ? 1 : -1;
        }

        double floor = Math.Floor(real);
        int order = new BigInteger(floor).CompareTo(Whole(whole));
        return order != 0 ? order : real > floor ? 1 : 0;
    }
}
