using Globus.Automate.FlowLanguage.Expressions.Evaluation;
using Globus.Automate.FlowLanguage.Expressions.Python.Values;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python;

/// <summary>Equality, identity and truth as Python has them: <c>True == 1 == 1.0</c>, and a tuple is no list.</summary>
internal static class PythonEquality
{
    /// <summary>How deep values are compared, hashed and written; a list that holds itself has no end.</summary>
    public const int MaxDepth = 200;

    public static bool IsTrue(FlowValue value) => value switch
    {
        FlowBoolean truth => truth.Value,
        FlowString text => text.Value.Length > 0,
        FlowInteger number => !number.TryGetInt64(out long small) || small != 0,
        FlowReal number => number.Value != 0,
        FlowArray list => list.Count > 0,
        FlowObject fields => fields.Count > 0,
        PythonList list => list.Count > 0,
        PythonTuple tuple => tuple.Count > 0,
        PythonDict dict => dict.Table.Count > 0,
        PythonSet set => set.Table.Count > 0,
        PythonBytes bytes => bytes.Value.Length > 0,
        PythonView view => Dicts.Count(view.Dict) > 0,
        _ => !value.IsNull,
    };

    public static bool Equal(Site site, FlowValue left, FlowValue right) => Equal(site, left, right, 0);

    /// <summary>Whether two items of lists are equal: the same item is, even NaN.</summary>
    public static bool ItemsEqual(Site site, FlowValue left, FlowValue right, int depth = 0) => ReferenceEquals(left, right) || Equal(site, left, right, depth);

    /// <summary>Identity, as far as CPython's can be told: one None, True and False, shared small integers and one-character texts.</summary>
    public static bool IsSame(FlowValue left, FlowValue right)
    {
        if (ReferenceEquals(left, right))
        {
            return true;
        }

        return (left, right) switch
        {
            (FlowInteger a, FlowInteger b) => a.TryGetInt64(out long x) && b.TryGetInt64(out long y) && x == y && x is >= -5 and <= 256,
            (FlowString { Value.Length: <= 1 } a, FlowString { Value.Length: <= 1 } b) => string.Equals(a.Value, b.Value, StringComparison.Ordinal),
            (PythonTuple { Count: 0 }, PythonTuple { Count: 0 }) => true,
            _ => left.IsNull && right.IsNull,
        };
    }

    /// <summary>Refuses what cannot be a key or an item of a set.</summary>
    public static FlowValue Hashable(Site site, FlowValue value, int depth = 0)
    {
        switch (value)
        {
            case FlowString or FlowInteger or FlowReal or FlowBoolean:
                return value;
            case FlowArray or FlowObject or PythonList or PythonDict or PythonSet or PythonView { ViewKind: not ViewKind.Values }:
                throw site.TypeError($"{Capital(PythonNames.Of(value))} cannot be a key or an item of a set.");
            case PythonTuple tuple:
                RequireDepth(site, depth);
                site.Charge(tuple.Count);
                foreach (FlowValue item in tuple.Items)
                {
                    Hashable(site, item, depth + 1);
                }

                return value;
            default:
                return value;
        }
    }

    public static void RequireDepth(Site site, int depth)
    {
        if (depth > MaxDepth)
        {
            throw site.Fault("RecursionError", $"The value is nested more than {MaxDepth} levels deep.");
        }
    }

    public static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static bool Equal(Site site, FlowValue left, FlowValue right, int depth)
    {
        switch (left)
        {
            case FlowString text:
                if (right is not FlowString other || text.Value.Length != other.Value.Length)
                {
                    return false;
                }

                site.Charge(text.Value.Length >> 4);
                return string.Equals(text.Value, other.Value, StringComparison.Ordinal);
            case FlowInteger or FlowReal or FlowBoolean:
                return PythonNumbers.IsNumber(right) && PythonNumbers.Compare(left, right) == 0;
            case FlowArray list:
                return Lists.TryItems(right, out ReadOnlySpan<FlowValue> items) && SequenceEqual(site, list.Items, items, depth);
            case PythonList list:
                return Lists.TryItems(right, out items) && SequenceEqual(site, list.Items, items, depth);
            case PythonTuple tuple:
                return right is PythonTuple tuples && SequenceEqual(site, tuple.Items, tuples.Items, depth);
            case FlowObject or PythonDict:
                return right is FlowObject or PythonDict && DictsEqual(site, left, right, depth);
            case PythonSet or PythonView { ViewKind: not ViewKind.Values }:
                return Sets.TryFrom(site, left, out PythonSet? a) && Sets.TryFrom(site, right, out PythonSet? b) && a.Table.Count == b.Table.Count && Sets.IsSubset(site, a, b);
            case PythonBytes bytes:
                return right is PythonBytes others && bytes.Value.AsSpan().SequenceEqual(others.Value);
            default:
                return ReferenceEquals(left, right) || (left.IsNull && right.IsNull);
        }
    }

    private static bool SequenceEqual(Site site, ReadOnlySpan<FlowValue> left, ReadOnlySpan<FlowValue> right, int depth)
    {
        if (left.Length != right.Length)
        {
            return false;
        }

        RequireDepth(site, depth);
        for (int i = 0; i < left.Length; i++)
        {
            site.Charge(1);
            if (!ItemsEqual(site, left[i], right[i], depth + 1))
            {
                return false;
            }
        }

        return true;
    }

    private static bool DictsEqual(Site site, FlowValue left, FlowValue right, int depth)
    {
        if (Dicts.Count(left) != Dicts.Count(right))
        {
            return false;
        }

        RequireDepth(site, depth);
        int place = 0;
        while (Dicts.Next(left, ref place, out FlowValue? key, out FlowValue? value))
        {
            site.Charge(2);
            if (!Dicts.TryGet(right, key, out FlowValue? other) || !ItemsEqual(site, value, other, depth + 1))
            {
                return false;
            }
        }

        return true;
    }
}
