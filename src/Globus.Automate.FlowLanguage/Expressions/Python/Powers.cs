using System.Numerics;
using Globus.Automate.FlowLanguage.Expressions.Evaluation;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python;

/// <summary><c>**</c> with simpleeval's limit.</summary>
internal static class Powers
{
    /// <summary>simpleeval's MAX_POWER, for the base and the exponent alike.</summary>
    private const double MaxPower = 4_000_000;

    public static FlowValue Power(Site site, FlowValue left, FlowValue right)
    {
        if (IsTooHigh(left) || IsTooHigh(right))
        {
            throw site.Fault("NumberTooHigh", $"The power is too high to compute; base and exponent go up to {MaxPower:N0}.");
        }

        if (PythonNumbers.TryInt64(left, out long number) && PythonNumbers.TryInt64(right, out long exponent))
        {
            if (exponent >= 0)
            {
                return Whole(site, number, (int)exponent);
            }

            if (number == 0)
            {
                throw Zero(site);
            }
        }

        return Real(site, PythonNumbers.Real(site, left), PythonNumbers.Real(site, right));
    }

    private static FlowInteger Whole(Site site, long number, int exponent)
    {
        long bits = new BigInteger(Math.Abs(number)).GetBitLength();
        if (bits * exponent < 63)
        {
            long result = 1;
            for (int i = 0; i < exponent && number is not (0 or 1) && bits > 0; i++)
            {
                result *= number;
            }

            return FlowValue.From(exponent == 0 || number == 1 ? 1 : number == 0 ? 0 : result);
        }

        if (number is 0 or 1)
        {
            return FlowValue.From(number);
        }

        Arithmetic.RequireBits(site, (bits - 1) * exponent);
        Arithmetic.ChargeProduct(site, bits * exponent / 2, bits * exponent);
        return number == 2 ? FlowValue.From(BigInteger.One << exponent) : FlowValue.From(BigInteger.Pow(number, exponent));
    }

    private static FlowReal Real(Site site, double number, double exponent)
    {
        if (number == 0 && exponent < 0)
        {
            throw Zero(site);
        }

        if (number < 0 && double.IsFinite(number) && double.IsFinite(exponent) && Math.Floor(exponent) != exponent)
        {
            throw site.TypeError("A negative number raised to a fraction is a complex number, which JSON does not have.");
        }

        double result = Math.Pow(number, exponent);
        return double.IsInfinity(result) && double.IsFinite(number) && double.IsFinite(exponent)
            ? throw site.Fault("OverflowError", "The power is too large for a real number.")
            : FlowValue.From(result);
    }

    private static bool IsTooHigh(FlowValue value) => value switch
    {
        FlowInteger whole => !whole.TryGetInt64(out long small) || small is > (long)MaxPower or < -(long)MaxPower,
        FlowReal real => Math.Abs(real.Value) > MaxPower,
        _ => false,
    };

    private static ExpressionException Zero(Site site) => site.Fault("ZeroDivisionError", "0 cannot be raised to a negative power.");
}
