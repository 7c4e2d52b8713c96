using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python;

/// <summary>Equality, order and truth as Python has them: <c>True == 1 == 1.0</c>, and a tuple is no list.</summary>
internal static class PythonEquality
{
    public static IEqualityComparer<FlowValue> Comparer { get; } = new ValueComparer();

    public static bool Equal(FlowValue left, FlowValue right)
    {
        if (ReferenceEquals(left, right))
        {
            return left is not FlowReal { Value: double.NaN };
        }

        if (PythonNumbers.IsNumber(left))
        {
            return PythonNumbers.IsNumber(right) && PythonNumbers.Compare(left, right) == 0;
        }

        return (left, right) switch
        {
            (FlowString a, FlowString b) => string.Equals(a.Value, b.Value, StringComparison.Ordinal),
            (FlowArray a, FlowArray b) => SequenceEqual(a.Items, b.Items),
            (PythonTuple a, PythonTuple b) => SequenceEqual(a.Items, b.Items),
            (FlowObject a, FlowObject b) => ObjectEqual(a, b),
            (PythonDict a, PythonDict b) => a.Items.Count == b.Items.Count && a.Items.TrueForAll(item => b.TryGet(item.Key, out FlowValue? other) && Equal(item.Value, other)),
            (PythonSet a, PythonSet b) => a.Items.Count == b.Items.Count && a.Items.TrueForAll(b.Contains),
            _ => left.IsNull && right.IsNull,
        };
    }

    public static bool IsTrue(FlowValue value) => value switch
    {
        FlowBoolean truth => truth.Value,
        FlowString text => text.Value.Length > 0,
        FlowInteger number => number.TryGetInt64(out long small) ? small != 0 : true,
        FlowReal number => number.Value != 0,
        FlowArray list => list.Count > 0,
        FlowObject fields => fields.Count > 0,
        PythonTuple tuple => tuple.Items.Length > 0,
        PythonDict dict => dict.Items.Count > 0,
        PythonSet set => set.Items.Count > 0,
        _ => !value.IsNull,
    };

    /// <summary>The order of two values; null where one is not a number and the other is.</summary>
    /// <exception cref="PythonException">The two have no order.</exception>
    public static int? Compare(FlowValue left, FlowValue right, string sign)
    {
        if (PythonNumbers.IsNumber(left) && PythonNumbers.IsNumber(right))
        {
            return PythonNumbers.Compare(left, right);
        }

        return (left, right) switch
        {
            (FlowString a, FlowString b) => CompareText(a.Value, b.Value),
            (FlowArray a, FlowArray b) => CompareSequences(a.Items, b.Items, sign),
            (PythonTuple a, PythonTuple b) => CompareSequences(a.Items, b.Items, sign),
            _ => throw new PythonException("TypeError", $"'{sign}' does not work between {PythonText.TypeName(left)} and {PythonText.TypeName(right)}"),
        };
    }

    public static void RequireHashable(FlowValue value)
    {
        if (value is FlowArray or FlowObject or PythonDict or PythonSet)
        {
            throw new PythonException("TypeError", $"a {PythonText.TypeName(value)} cannot be a key or an item of a set");
        }
    }

    public static int HashOf(FlowValue value) => value switch
    {
        FlowBoolean truth => (truth.Value ? 1d : 0d).GetHashCode(),
        FlowInteger or FlowReal => value.GetHashCode(),
        PythonTuple tuple => tuple.Items.Aggregate(17, static (hash, item) => HashCode.Combine(hash, HashOf(item))),
        PythonDict or PythonSet => 1,
        PythonFunction function => function.Name.GetHashCode(StringComparison.Ordinal),
        _ => value.GetHashCode(),
    };

    /// <summary>Text is ordered by code points, which differs from UTF-16 units above U+FFFF.</summary>
    private static int CompareText(string left, string right)
    {
        int length = Math.Min(left.Length, right.Length);
        for (int i = 0; i < length; i++)
        {
            if (left[i] != right[i])
            {
                bool leftHigh = char.IsSurrogate(left[i]);
                bool rightHigh = char.IsSurrogate(right[i]);
                return leftHigh == rightHigh ? left[i].CompareTo(right[i]) : leftHigh ? 1 : -1;
            }
        }

        return left.Length.CompareTo(right.Length);
    }

    private static int? CompareSequences(ReadOnlySpan<FlowValue> left, ReadOnlySpan<FlowValue> right, string sign)
    {
        int length = Math.Min(left.Length, right.Length);
        for (int i = 0; i < length; i++)
        {
            if (!Equal(left[i], right[i]))
            {
                return Compare(left[i], right[i], sign);
            }
        }

        return left.Length.CompareTo(right.Length);
    }

    private static bool SequenceEqual(ReadOnlySpan<FlowValue> left, ReadOnlySpan<FlowValue> right)
    {
        if (left.Length != right.Length)
        {
            return false;
        }

        for (int i = 0; i < left.Length; i++)
        {
            if (!Equal(left[i], right[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool ObjectEqual(FlowObject left, FlowObject right)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        foreach ((string name, FlowValue value) in left)
        {
            if (!right.TryGetValue(name, out FlowValue? other) || !Equal(value, other))
            {
                return false;
            }
        }

        return true;
    }

    private sealed class ValueComparer : IEqualityComparer<FlowValue>
    {
        public bool Equals(FlowValue? x, FlowValue? y) => x is not null && y is not null && Equal(x, y);

        public int GetHashCode(FlowValue obj) => HashOf(obj);
    }
}
