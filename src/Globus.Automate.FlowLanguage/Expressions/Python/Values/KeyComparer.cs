using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python.Values;

/// <summary>When two keys of a dict are the same: <c>True</c>, <c>1</c> and <c>1.0</c> are.</summary>
internal sealed class KeyComparer : IEqualityComparer<FlowValue>
{
    public static KeyComparer Instance { get; } = new();

    public static bool KeysEqual(FlowValue left, FlowValue right)
    {
        if (ReferenceEquals(left, right))
        {
            return true;
        }

        switch (left)
        {
            case FlowString text:
                return right is FlowString other && string.Equals(text.Value, other.Value, StringComparison.Ordinal);
            case FlowInteger or FlowReal or FlowBoolean:
                return PythonNumbers.IsNumber(right) && PythonNumbers.Compare(left, right) == 0;
            case PythonTuple tuple:
                return right is PythonTuple tuples && TuplesEqual(tuple, tuples);
            case PythonBytes bytes:
                return right is PythonBytes others && bytes.Value.AsSpan().SequenceEqual(others.Value);
            default:
                return left.IsNull && right.IsNull;
        }
    }

    public bool Equals(FlowValue? x, FlowValue? y) => x is not null && y is not null && KeysEqual(x, y);

    public int GetHashCode(FlowValue obj)
    {
        switch (obj)
        {
            case FlowBoolean truth:
                return (truth.Value ? 1d : 0d).GetHashCode();
            case PythonTuple tuple:
                int hash = tuple.Count;
                foreach (FlowValue item in tuple.Items)
                {
                    hash = HashCode.Combine(hash, GetHashCode(item));
                }

                return hash;
            case PythonBytes bytes:
                var content = default(HashCode);
                content.AddBytes(bytes.Value);
                return content.ToHashCode();
            default:
                return obj.GetHashCode();
        }
    }

    private static bool TuplesEqual(PythonTuple left, PythonTuple right)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        for (int i = 0; i < left.Count; i++)
        {
            if (!KeysEqual(left.Items[i], right.Items[i]))
            {
                return false;
            }
        }

        return true;
    }
}
