using System.Numerics;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Definitions;

/// <summary>Numbers of a document, compared by what they are worth: integers have no bound, and 9007199254740993 is not 9007199254740992.0.</summary>
internal static class Numbers
{
    /// <summary>The number as a double; null for anything but a number.</summary>
    public static double? ToDouble(FlowValue value) => value switch
    {
        FlowInteger integer => integer.TryGetInt64(out long small) ? small : (double)integer.Value,
        FlowReal real => real.Value,
        _ => null,
    };

    /// <summary>Less than 0, 0 or more than 0; null where one is no number (NaN included).</summary>
    public static int? Compare(FlowValue left, FlowValue right) => (left, right) switch
    {
        (FlowInteger a, FlowInteger b) => a.TryGetInt64(out long x) && b.TryGetInt64(out long y) ? x.CompareTo(y) : a.Value.CompareTo(b.Value),
        (FlowReal a, FlowReal b) => double.IsNaN(a.Value) || double.IsNaN(b.Value) ? null : a.Value.CompareTo(b.Value),
        (FlowInteger a, FlowReal b) => Compare(a, b.Value),
        (FlowReal a, FlowInteger b) => -Compare(b, a.Value),
        _ => null,
    };

    private static int? Compare(FlowInteger left, double right)
    {
        if (double.IsNaN(right))
        {
            return null;
        }

        if (double.IsInfinity(right))
        {
            return right > 0 ? -1 : 1;
        }

        double floor = Math.Floor(right);
        int whole = left.Value.CompareTo(new BigInteger(floor));
        return whole == 0 && floor < right ? -1 : whole;
    }
}
