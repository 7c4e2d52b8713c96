using System.Numerics;
using Globus.Automate.FlowLanguage.Expressions.Evaluation;
using Globus.Automate.FlowLanguage.Expressions.Python.Types;
using Globus.Automate.FlowLanguage.Expressions.Python.Values;
using Globus.Automate.FlowLanguage.Text;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python;

/// <summary><c>container[key]</c> and <c>container[lower:upper:step]</c>.</summary>
internal static class Indexing
{
    private const int NamesShown = 8;

    public static FlowValue Index(Site site, FlowValue container, FlowValue key)
    {
        if (Lists.TryItems(container, out ReadOnlySpan<FlowValue> items))
        {
            return items[Place(site, items.Length, key, "list")];
        }

        switch (container)
        {
            case FlowObject or PythonDict:
                return Dicts.TryGet(container, PythonEquality.Hashable(site, key), out FlowValue? value) ? value : throw Missing(site, container, key);
            case FlowString text:
                CodePoints.Charge(site, text.Value);
                return CodePoints.At(text.Value, Place(site, CodePoints.Length(text.Value), key, "string"));
            case PythonTuple tuple:
                return tuple.Items[Place(site, tuple.Count, key, "tuple")];
            case PythonBytes bytes:
                return FlowValue.From(bytes.Value[Place(site, bytes.Value.Length, key, "bytes")]);
            case PythonView view:
                throw site.TypeError($"The {PythonType.Of(view).Name[5..]} of an object have no index; list(...) makes a list of them.");
            default:
                throw site.TypeError($"{PythonEquality.Capital(PythonNames.Of(container))} has no items to take one of.");
        }
    }

    public static FlowValue Slice(Site site, FlowValue container, FlowValue? lower, FlowValue? upper, FlowValue? step)
    {
        if (Lists.TryItems(container, out ReadOnlySpan<FlowValue> items))
        {
            return new PythonList(Pick(site, items, lower, upper, step));
        }

        switch (container)
        {
            case FlowString text:
                return FlowValue.From(SliceText(site, text.Value, lower, upper, step));
            case PythonTuple tuple:
                return new PythonTuple(Pick(site, tuple.Items, lower, upper, step));
            case PythonBytes bytes:
                return new PythonBytes([.. Pick(site, Iteration.ToArray(site, bytes), lower, upper, step).Select(static item => (byte)PythonNumbers.Whole(item))]);
            default:
                throw site.TypeError($"{PythonEquality.Capital(PythonNames.Of(container))} cannot be sliced.");
        }
    }

    /// <summary>The place of an index, counted from the end where it is negative.</summary>
    public static int Place(Site site, int count, FlowValue key, string type)
    {
        if (!PythonNumbers.IsWhole(key))
        {
            throw site.TypeError($"A {type} is indexed by an integer, not by {PythonNames.Of(key)}.");
        }

        if (PythonNumbers.TryInt64(key, out long index))
        {
            long place = index < 0 ? index + count : index;
            if (place >= 0 && place < count)
            {
                return (int)place;
            }
        }

        throw site.Fault("IndexError", $"The {type} has {count} item{(count == 1 ? string.Empty : "s")}, so there is no item {PythonText.Short(key)}.");
    }

    private static string SliceText(Site site, string text, FlowValue? lower, FlowValue? upper, FlowValue? step)
    {
        CodePoints.Charge(site, text);
        (int from, int to, int stride) = Range(site, CodePoints.Length(text), lower, upper, step);
        if (stride == 1)
        {
            int start = CodePoints.Offset(text, from);
            int end = from < to ? CodePoints.Offset(text, to) : start;
            site.Charge((end - start) >> 4);
            return text[start..end];
        }

        site.Charge(4L * text.Length);
        FlowValue[] picked = Pick(site, CodePoints.Each(text), lower, upper, step);
        return string.Concat(picked.Select(static item => ((FlowString)item).Value));
    }

    private static FlowValue[] Pick(Site site, ReadOnlySpan<FlowValue> items, FlowValue? lower, FlowValue? upper, FlowValue? step)
    {
        (int from, int to, int stride) = Range(site, items.Length, lower, upper, step);
        long count = stride > 0 ? ((long)to - from + stride - 1) / stride : ((long)from - to - stride - 1) / -(long)stride;
        if (count <= 0)
        {
            return [];
        }

        site.Charge(count);
        if (stride == 1)
        {
            return items[from..to].ToArray();
        }

        var picked = new FlowValue[count];
        for (int i = 0; i < picked.Length; i++)
        {
            picked[i] = items[(int)(from + ((long)i * stride))];
        }

        return picked;
    }

    /// <summary>Python's slice.indices: the bounds as places, and the stride.</summary>
    private static (int From, int To, int Stride) Range(Site site, int count, FlowValue? lower, FlowValue? upper, FlowValue? step)
    {
        int stride = Bound(site, step) ?? 1;
        if (stride == 0)
        {
            throw site.ValueError("The step of a slice cannot be 0.");
        }

        int low = stride > 0 ? 0 : -1;
        int high = stride > 0 ? count : count - 1;
        return (Clamp(Bound(site, lower), stride > 0 ? low : high), Clamp(Bound(site, upper), stride > 0 ? high : low), stride);

        int Clamp(int? bound, int missing) => bound is { } place ? Math.Clamp(place < 0 ? place + count : place, low, high) : missing;
    }

    private static int? Bound(Site site, FlowValue? value)
    {
        if (value is null or { IsNull: true })
        {
            return null;
        }

        return PythonNumbers.IsWhole(value)
            ? (int)BigInteger.Max(-int.MaxValue, BigInteger.Min(int.MaxValue, PythonNumbers.Whole(value)))
            : throw site.TypeError($"The bounds of a slice are integers, not {PythonNames.Of(value)}.");
    }

    private static ExpressionException Missing(Site site, FlowValue dict, FlowValue key)
    {
        string hint = key is FlowString name ? Similarity.Hint(name.Value, Dicts.Names(dict)) : string.Empty;
        string known = string.Join(", ", Dicts.Names(dict).Take(NamesShown));
        return site.Fault("KeyError", $"The object has no key {PythonText.Short(key)}{(hint.Length > 0 ? hint : (known.Length > 0 ? $"; it has {known}" : string.Empty) + ".")}");
    }
}
