using System.Globalization;
using System.Numerics;
using Globus.Automate.FlowLanguage.Expressions.Python.Values;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python.Types;

/// <summary>The members of <c>float</c>.</summary>
internal static class RealMembers
{
    private const long HiddenBit = 1L << 52;

    public static IReadOnlyList<PythonMethod> Members { get; } =
    [
        new("as_integer_ratio", AsRatio),
        Method("conjugate", static real => FlowValue.From(real)),
        Method("hex", static real => FlowValue.From(Hex(real))),
        new("imag", static (_, in _) => FlowValue.From(0.0), MemberKind.Attribute),
        Method("is_integer", static real => FlowValue.From(double.IsFinite(real) && Math.Floor(real).Equals(real))),
        new("real", static (self, in _) => self, MemberKind.Attribute),
    ];

    private static PythonMethod Method(string name, Func<double, FlowValue> value) => new(name, (self, in call) =>
    {
        call.Require(0, 0);
        return value(((FlowReal)self).Value);
    });

    private static FlowValue AsRatio(FlowValue self, in Call call)
    {
        call.Require(0, 0);
        double real = ((FlowReal)self).Value;
        if (!double.IsFinite(real))
        {
            throw call.Site.Fault(double.IsNaN(real) ? "ValueError" : "OverflowError", $"{RealText.Special(real)} is no ratio of integers.");
        }

        (BigInteger numerator, BigInteger denominator) = RealText.Ratio(Math.Abs(real));
        BigInteger common = BigInteger.GreatestCommonDivisor(numerator, denominator);
        return new PythonTuple(FlowValue.From((real < 0 ? -numerator : numerator) / common), FlowValue.From(denominator / common));
    }

    private static string Hex(double real)
    {
        if (!double.IsFinite(real))
        {
            return RealText.Special(real);
        }

        long bits = BitConverter.DoubleToInt64Bits(real);
        int exponent = (int)((bits >> 52) & 0x7FF);
        long mantissa = bits & (HiddenBit - 1);
        string sign = bits < 0 ? "-" : string.Empty;
        int shown = real == 0 ? 0 : Math.Max(exponent, 1) - 1023;
        return real == 0
            ? sign + "0x0.0p+0"
            : string.Create(CultureInfo.InvariantCulture, $"{sign}0x{(exponent == 0 ? 0 : 1)}.{mantissa:x13}p{(shown < 0 ? '-' : '+')}{Math.Abs(shown)}");
    }
}
