using System.Numerics;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python;

/// <summary>Python's operators on values, with simpleeval's limits on what they may make.</summary>
internal static class PythonOperators
{
    /// <summary>simpleeval's MAX_STRING_LENGTH: the longest text or list that an operator makes.</summary>
    public const int MaxLength = 100_000;

    public static FlowValue Add(FlowValue left, FlowValue right)
    {
        if (PythonNumbers.IsNumber(left) && PythonNumbers.IsNumber(right))
        {
            return PythonNumbers.Add(left, right);
        }

        switch (left, right)
        {
            case (FlowString a, FlowString b):
                RequireLength((long)a.Value.Length + b.Value.Length);
                return FlowValue.From(a.Value + b.Value);
            case (FlowArray a, FlowArray b):
                RequireLength((long)a.Count + b.Count);
                return FlowArray.Adopt([.. a.Items, .. b.Items]);
            case (PythonTuple a, PythonTuple b):
                RequireLength((long)a.Items.Length + b.Items.Length);
                return new PythonTuple([.. a.Items, .. b.Items]);
            default:
                throw Unsupported("+", left, right);
        }
    }

    public static FlowValue Subtract(FlowValue left, FlowValue right)
        => PythonNumbers.IsNumber(left) && PythonNumbers.IsNumber(right) ? PythonNumbers.Subtract(left, right)
            : left is PythonSet a && right is PythonSet b ? new PythonSet(a.Items.Where(item => !b.Contains(item)))
            : throw Unsupported("-", left, right);

    public static FlowValue Multiply(FlowValue left, FlowValue right)
    {
        if (PythonNumbers.IsNumber(left) && PythonNumbers.IsNumber(right))
        {
            return PythonNumbers.Multiply(left, right);
        }

        if (PythonNumbers.IsWhole(left) && right is FlowString or FlowArray or PythonTuple)
        {
            (left, right) = (right, left);
        }

        if (!PythonNumbers.IsWhole(right))
        {
            throw Unsupported("*", left, right);
        }

        BigInteger times = PythonNumbers.Whole(right);
        return left switch
        {
            FlowString text => FlowValue.From(string.Concat(Enumerable.Repeat(text.Value, Times(text.Value.Length, times)))),
            FlowArray list => FlowArray.Create(Repeat(list.Items, Times(list.Count, times))),
            PythonTuple tuple => new PythonTuple(Repeat(tuple.Items, Times(tuple.Items.Length, times))),
            _ => throw Unsupported("*", left, right),
        };
    }

    public static FlowValue Modulo(FlowValue left, FlowValue right)
        => left is FlowString text ? FlowValue.From(PercentFormat.Format(text.Value, right))
            : PythonNumbers.IsNumber(left) && PythonNumbers.IsNumber(right) ? PythonNumbers.Modulo(left, right)
            : throw Unsupported("%", left, right);

    public static FlowValue Numeric(string sign, FlowValue left, FlowValue right, Func<FlowValue, FlowValue, FlowValue> compute)
        => PythonNumbers.IsNumber(left) && PythonNumbers.IsNumber(right) ? compute(left, right) : throw Unsupported(sign, left, right);

    public static FlowValue Bitwise(string sign, FlowValue left, FlowValue right)
    {
        if (left is PythonSet a && right is PythonSet b)
        {
            return sign switch
            {
                "&" => new PythonSet(a.Items.Where(b.Contains)),
                "|" => new PythonSet(a.Items.Concat(b.Items)),
                _ => new PythonSet(a.Items.Where(item => !b.Contains(item)).Concat(b.Items.Where(item => !a.Contains(item)))),
            };
        }

        if (sign == "|" && left is FlowObject first && right is FlowObject second)
        {
            return FlowObject.Create(first.Concat(second));
        }

        if (!PythonNumbers.IsWhole(left) || !PythonNumbers.IsWhole(right))
        {
            throw Unsupported(sign, left, right);
        }

        BigInteger x = PythonNumbers.Whole(left);
        BigInteger y = PythonNumbers.Whole(right);
        BigInteger result = sign switch
        {
            "&" => x & y,
            "|" => x | y,
            _ => x ^ y,
        };
        return left is FlowBoolean && right is FlowBoolean ? FlowValue.From(!result.IsZero) : FlowValue.From(result);
    }

    public static FlowValue Shift(string sign, FlowValue left, FlowValue right)
        => PythonNumbers.IsWhole(left) && PythonNumbers.IsWhole(right) ? PythonNumbers.Shift(left, right, sign == "<<") : throw Unsupported(sign, left, right);

    public static bool Contains(FlowValue container, FlowValue item) => container switch
    {
        FlowString text => item is FlowString part
            ? text.Value.Contains(part.Value, StringComparison.Ordinal)
            : throw new PythonException("TypeError", $"'in' looks for a string in a string, not for a {PythonText.TypeName(item)}"),
        FlowArray list => Find(list.Items, item) >= 0,
        PythonTuple tuple => Find(tuple.Items, item) >= 0,
        FlowObject fields => HashableKey(item) is { } name && fields.ContainsKey(name),
        PythonDict dict => dict.TryGet(Hashable(item), out _),
        PythonSet set => set.Contains(Hashable(item)),
        _ => throw new PythonException("TypeError", $"'in' cannot look into a {PythonText.TypeName(container)}"),
    };

    public static FlowValue Index(FlowValue container, FlowValue key)
    {
        switch (container)
        {
            case FlowObject fields:
                return key is FlowString name && fields.TryGetValue(name.Value, out FlowValue? member)
                    ? member
                    : throw Missing(Hashable(key), fields.Names);
            case PythonDict dict:
                return dict.TryGet(Hashable(key), out FlowValue? value) ? value : throw Missing(key, []);
            case FlowArray list:
                return list.Items[Place(list.Count, key, "list")];
            case PythonTuple tuple:
                return tuple.Items[Place(tuple.Items.Length, key, "tuple")];
            case FlowString text:
                int[] starts = CodePoints.Starts(text.Value);
                int place = Place(starts.Length, key, "string");
                return FlowValue.From(CodePoints.Slice(text.Value, starts, place, place + 1));
            default:
                throw new PythonException("TypeError", $"a {PythonText.TypeName(container)} has no items to take by [ ]");
        }
    }

    public static FlowValue Slice(FlowValue container, FlowValue? lower, FlowValue? upper, FlowValue? step)
    {
        long stride = step is null or { IsNull: true } ? 1 : Bound(step);
        if (stride == 0)
        {
            throw new PythonException("ValueError", "the step of a slice is zero");
        }

        switch (container)
        {
            case FlowString text:
                int[] starts = CodePoints.Starts(text.Value);
                (long from, long to) = Range(starts.Length, lower, upper, stride);
                if (stride == 1)
                {
                    return FlowValue.From(from >= to ? string.Empty : CodePoints.Slice(text.Value, starts, (int)from, (int)to));
                }

                return FlowValue.From(string.Concat(Places(from, to, stride).Select(i => CodePoints.Slice(text.Value, starts, i, i + 1))));
            case FlowArray list:
                (long first, long last) = Range(list.Count, lower, upper, stride);
                return stride == 1
                    ? FlowArray.Create(first >= last ? [] : list.Items[(int)first..(int)last])
                    : FlowArray.Create(Places(first, last, stride).Select(i => list[i]));
            case PythonTuple tuple:
                (long begin, long end) = Range(tuple.Items.Length, lower, upper, stride);
                return new PythonTuple([.. Places(begin, end, stride).Select(i => tuple.Items[i])]);
            default:
                throw new PythonException("TypeError", $"a {PythonText.TypeName(container)} cannot be sliced");
        }
    }

    /// <summary>The items that a loop goes through.</summary>
    public static IEnumerable<FlowValue> Iterate(FlowValue value) => value switch
    {
        FlowArray list => list,
        PythonTuple tuple => tuple.Items,
        PythonSet set => set.Items,
        FlowString text => CodePoints.Each(text.Value),
        FlowObject fields => fields.Names.Select(FlowValue.From),
        PythonDict dict => dict.Items.Select(static item => item.Key),
        _ => throw new PythonException("TypeError", $"a {PythonText.TypeName(value)} has no items to go through"),
    };

    public static int Find(ReadOnlySpan<FlowValue> items, FlowValue wanted)
    {
        for (int i = 0; i < items.Length; i++)
        {
            if (PythonEquality.Equal(items[i], wanted))
            {
                return i;
            }
        }

        return -1;
    }

    public static void RequireLength(long length)
    {
        if (length > MaxLength)
        {
            throw new PythonException("IterableTooLong", $"the result would have {length:N0} items or characters; {MaxLength:N0} are allowed");
        }
    }

    private static PythonException Unsupported(string sign, FlowValue left, FlowValue right)
        => new("TypeError", $"'{sign}' does not work between {PythonText.TypeName(left)} and {PythonText.TypeName(right)}");

    private static FlowValue Hashable(FlowValue key)
    {
        PythonEquality.RequireHashable(key);
        return key;
    }

    private static string? HashableKey(FlowValue key) => (Hashable(key) as FlowString)?.Value;

    private static PythonException Missing(FlowValue key, IEnumerable<string> names)
        => new("KeyError", $"there is no key {PythonText.Repr(key)}{(names.Any() ? "; there are " + string.Join(", ", names.Take(10)) : string.Empty)}");

    private static int Place(int count, FlowValue key, string type)
    {
        if (!PythonNumbers.IsWhole(key))
        {
            throw new PythonException("TypeError", $"a {type} is indexed by an integer, not by a {PythonText.TypeName(key)}");
        }

        BigInteger index = PythonNumbers.Whole(key);
        BigInteger place = index.Sign < 0 ? index + count : index;
        return place.Sign >= 0 && place < count
            ? (int)place
            : throw new PythonException("IndexError", $"the {type} has {count} items, so there is no item {index}");
    }

    private static long Bound(FlowValue value)
        => PythonNumbers.IsWhole(value)
            ? (long)BigInteger.Max(-int.MaxValue, BigInteger.Min(int.MaxValue, PythonNumbers.Whole(value)))
            : throw new PythonException("TypeError", $"the bounds of a slice are integers, not a {PythonText.TypeName(value)}");

    private static (long From, long To) Range(int count, FlowValue? lower, FlowValue? upper, long stride)
    {
        long low = stride > 0 ? 0 : -1;
        long high = stride > 0 ? count : count - 1;
        return (Clamp(lower, stride > 0 ? low : high), Clamp(upper, stride > 0 ? high : low));

        long Clamp(FlowValue? bound, long missing)
        {
            if (bound is null or { IsNull: true })
            {
                return missing;
            }

            long place = Bound(bound);
            return Math.Clamp(place < 0 ? place + count : place, low, high);
        }
    }

    private static IEnumerable<int> Places(long from, long to, long stride)
    {
        for (long i = from; stride > 0 ? i < to : i > to; i += stride)
        {
            yield return (int)i;
        }
    }

    private static int Times(int length, BigInteger times)
    {
        if (times.Sign <= 0 || length == 0)
        {
            return 0;
        }

        BigInteger total = times * length;
        RequireLength(total > long.MaxValue ? long.MaxValue : (long)total);
        return (int)times;
    }

    private static FlowValue[] Repeat(ReadOnlySpan<FlowValue> items, int times)
    {
        var result = new FlowValue[items.Length * times];
        for (int i = 0; i < times; i++)
        {
            items.CopyTo(result.AsSpan(i * items.Length));
        }

        return result;
    }
}

/// <summary>Python counts text in code points, .NET in UTF-16 units.</summary>
internal static class CodePoints
{
    /// <summary>Where each code point begins.</summary>
    public static int[] Starts(string text)
    {
        if (!HasSurrogates(text))
        {
            int[] plain = new int[text.Length];
            for (int i = 0; i < plain.Length; i++)
            {
                plain[i] = i;
            }

            return plain;
        }

        var starts = new List<int>(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            starts.Add(i);
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
        }

        return [.. starts];
    }

    public static string Slice(string text, int[] starts, int from, int to)
        => text[starts[from]..(to < starts.Length ? starts[to] : text.Length)];

    public static IEnumerable<FlowValue> Each(string text)
    {
        int[] starts = Starts(text);
        for (int i = 0; i < starts.Length; i++)
        {
            yield return FlowValue.From(Slice(text, starts, i, i + 1));
        }
    }

    /// <summary>A UTF-16 offset as a number of code points.</summary>
    public static int Count(string text, int offset)
    {
        int count = 0;
        for (int i = 0; i < offset; i++)
        {
            if (!(char.IsLowSurrogate(text[i]) && i > 0 && char.IsHighSurrogate(text[i - 1])))
            {
                count++;
            }
        }

        return count;
    }

    private static bool HasSurrogates(string text) => text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') >= 0;
}
