using Globus.Automate.FlowLanguage.Expressions.Evaluation;
using Globus.Automate.FlowLanguage.Expressions.Python.Values;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python;

/// <summary>The order of values: numbers, texts by code points, lists and tuples item by item, sets by what they hold.</summary>
internal static class PythonOrder
{
    /// <summary>Whether <c>left sign right</c> holds, for <c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c> and <c>&gt;=</c>.</summary>
    public static bool Holds(Site site, OrderSign sign, FlowValue left, FlowValue right)
    {
        if (PythonNumbers.IsNumber(left) && PythonNumbers.IsNumber(right))
        {
            return PythonNumbers.Compare(left, right) is { } order && Fits(sign, order);
        }

        if (left is FlowString a && right is FlowString b)
        {
            site.Charge(Math.Min(a.Value.Length, b.Value.Length) >> 4);
            return Fits(sign, CodePoints.Compare(a.Value, b.Value));
        }

        if (Lists.TryItems(left, out ReadOnlySpan<FlowValue> items) && Lists.TryItems(right, out ReadOnlySpan<FlowValue> others))
        {
            return SequenceHolds(site, sign, items, others, 0);
        }

        return (left, right) switch
        {
            (PythonTuple x, PythonTuple y) => SequenceHolds(site, sign, x.Items, y.Items, 0),
            (PythonBytes x, PythonBytes y) => Fits(sign, x.Value.AsSpan().SequenceCompareTo(y.Value)),
            (PythonSet or PythonView { ViewKind: not ViewKind.Values }, PythonSet or PythonView { ViewKind: not ViewKind.Values }) => SetHolds(site, sign, left, right),
            _ => throw site.TypeError($"'{Text(sign)}' does not work between {PythonNames.Of(left)} and {PythonNames.Of(right)}."),
        };
    }

    private static bool Fits(OrderSign sign, int order) => sign switch
    {
        OrderSign.Less => order < 0,
        OrderSign.LessOrEqual => order <= 0,
        OrderSign.Greater => order > 0,
        _ => order >= 0,
    };

    /// <summary>The first items that differ decide; where there are none, the shorter sequence comes first.</summary>
    private static bool SequenceHolds(Site site, OrderSign sign, ReadOnlySpan<FlowValue> left, ReadOnlySpan<FlowValue> right, int depth)
    {
        PythonEquality.RequireDepth(site, depth);
        int length = Math.Min(left.Length, right.Length);
        for (int i = 0; i < length; i++)
        {
            site.Charge(1);
            if (PythonEquality.ItemsEqual(site, left[i], right[i]))
            {
                continue;
            }

            if (Lists.TryItems(left[i], out ReadOnlySpan<FlowValue> inner) && Lists.TryItems(right[i], out ReadOnlySpan<FlowValue> others))
            {
                return SequenceHolds(site, sign, inner, others, depth + 1);
            }

            return left[i] is PythonTuple a && right[i] is PythonTuple b
                ? SequenceHolds(site, sign, a.Items, b.Items, depth + 1)
                : Holds(site, sign, left[i], right[i]);
        }

        return Fits(sign, left.Length.CompareTo(right.Length));
    }

    /// <summary>A set is less than another where it is a part of it.</summary>
    private static bool SetHolds(Site site, OrderSign sign, FlowValue left, FlowValue right)
    {
        Sets.TryFrom(site, left, out PythonSet? a);
        Sets.TryFrom(site, right, out PythonSet? b);
        if (sign is OrderSign.Greater or OrderSign.GreaterOrEqual)
        {
            (a, b) = (b, a);
        }

        return Sets.IsSubset(site, a!, b!) && (sign is OrderSign.LessOrEqual or OrderSign.GreaterOrEqual || a!.Table.Count < b!.Table.Count);
    }

    private static string Text(OrderSign sign) => sign switch
    {
        OrderSign.Less => "<",
        OrderSign.LessOrEqual => "<=",
        OrderSign.Greater => ">",
        _ => ">=",
    };
}

/// <summary>The signs that ask for an order.</summary>
internal enum OrderSign
{
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}
