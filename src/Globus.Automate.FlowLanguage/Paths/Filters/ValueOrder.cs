using System.Numerics;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Paths.Filters;

/// <summary>The order of numbers and of strings, as RFC 9535 (section 2.3.5.2.2) has it; nothing else is ordered.</summary>
internal static class ValueOrder
{
    public static bool IsLess(FlowValue? a, FlowValue? b) => (a, b) switch
    {
        (FlowString left, FlowString right) => CompareCodePoints(left.Value, right.Value) < 0,
        ({ IsNumber: true }, { IsNumber: true }) => CompareNumbers(a, b) < 0,
        _ => false,
    };

    /// <summary>Compares two numbers exactly, whatever their sizes. Not-a-number is below everything.</summary>
    public static int CompareNumbers(FlowValue a, FlowValue b) => (a, b) switch
    {
        (FlowInteger left, FlowInteger right) => left.TryGetInt64(out long x) && right.TryGetInt64(out long y) ? x.CompareTo(y) : left.Value.CompareTo(right.Value),
        (FlowReal left, FlowReal right) => left.Value.CompareTo(right.Value),
        (FlowInteger left, FlowReal right) => CompareExactly(left.Value, right.Value),
        (FlowReal left, FlowInteger right) => -CompareExactly(right.Value, left.Value),
        _ => throw new ArgumentException("Both values must be numbers.", nameof(a)),
    };

    private static int CompareExactly(BigInteger integer, double real)
    {
        if (!double.IsFinite(real))
        {
            return real > 0 ? -1 : 1;
        }

        double floor = Math.Floor(real);
        int order = integer.CompareTo(new BigInteger(floor));
        return order == 0 && real > floor ? -1 : order;
    }

    /// <summary>By Unicode scalar values: UTF-16 units sort surrogates before U+E000.</summary>
    private static int CompareCodePoints(string a, string b)
    {
        int common = Math.Min(a.Length, b.Length);
        for (int i = 0; i < common; i++)
        {
            if (a[i] != b[i])
            {
                bool leftIsAstral = char.IsSurrogate(a[i]);
                bool rightIsAstral = char.IsSurrogate(b[i]);
                return leftIsAstral == rightIsAstral ? a[i].CompareTo(b[i]) : leftIsAstral.CompareTo(rightIsAstral);
            }
        }

        return a.Length.CompareTo(b.Length);
    }
}
