using System.Numerics;
using Globus.Automate.FlowLanguage.Expressions.Evaluation;
using Globus.Automate.FlowLanguage.Expressions.Python.Values;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python;

/// <summary>Python's operators on values of any type, with simpleeval's limits on what they may make.</summary>
internal static class PythonOperators
{
    public static FlowValue Add(Site site, FlowValue left, FlowValue right)
    {
        if (left is FlowString a && right is FlowString b)
        {
            return Concat(site, a.Value, b.Value);
        }

        if (PythonNumbers.IsNumber(left) && PythonNumbers.IsNumber(right))
        {
            return Arithmetic.Add(site, left, right);
        }

        if (Lists.TryItems(left, out ReadOnlySpan<FlowValue> items) && Lists.TryItems(right, out ReadOnlySpan<FlowValue> others))
        {
            site.RequireLength((long)items.Length + others.Length);
            return new PythonList(Lists.Concat(items, others));
        }

        switch (left, right)
        {
            case (PythonTuple x, PythonTuple y):
                site.RequireLength((long)x.Count + y.Count);
                return new PythonTuple(Lists.Concat(x.Items, y.Items));
            case (PythonBytes x, PythonBytes y):
                site.RequireLength((long)x.Value.Length + y.Value.Length);
                return new PythonBytes([.. x.Value, .. y.Value]);
            default:
                throw Unsupported(site, "+", left, right);
        }
    }

    public static FlowValue Concat(Site site, string left, string right)
    {
        if ((long)left.Length + right.Length > Site.MaxLength)
        {
            site.RequireLength((long)CodePoints.Length(left) + CodePoints.Length(right));
        }

        site.Charge((left.Length + right.Length) >> 2);
        return FlowValue.From(string.Concat(left, right));
    }

    public static FlowValue Subtract(Site site, FlowValue left, FlowValue right)
        => PythonNumbers.IsNumber(left) && PythonNumbers.IsNumber(right) ? Arithmetic.Subtract(site, left, right)
            : Sets.TryPair(site, left, right, out PythonSet? a, out PythonSet? b) ? Sets.Difference(site, a, b)
            : throw Unsupported(site, "-", left, right);

    public static FlowValue Multiply(Site site, FlowValue left, FlowValue right)
    {
        if (PythonNumbers.IsNumber(left) && PythonNumbers.IsNumber(right))
        {
            return Arithmetic.Multiply(site, left, right);
        }

        if (PythonNumbers.IsWhole(left))
        {
            (left, right) = (right, left);
        }

        if (!PythonNumbers.IsWhole(right))
        {
            throw Unsupported(site, "*", left, right);
        }

        if (Lists.TryItems(left, out ReadOnlySpan<FlowValue> items))
        {
            return new PythonList(Lists.Repeat(items, Times(site, items.Length, right)));
        }

        switch (left)
        {
            case FlowString text:
                int times = Times(site, CodePoints.Length(text.Value), right);
                return FlowValue.From(string.Concat(Enumerable.Repeat(text.Value, times)));
            case PythonTuple tuple:
                return new PythonTuple(Lists.Repeat(tuple.Items, Times(site, tuple.Count, right)));
            case PythonBytes bytes:
                return new PythonBytes([.. Enumerable.Repeat(bytes.Value, Times(site, bytes.Value.Length, right)).SelectMany(static part => part)]);
            default:
                throw Unsupported(site, "*", left, right);
        }
    }

    public static FlowValue Divide(Site site, FlowValue left, FlowValue right)
        => PythonNumbers.IsNumber(left) && PythonNumbers.IsNumber(right) ? Arithmetic.Divide(site, left, right) : throw Unsupported(site, "/", left, right);

    public static FlowValue FloorDivide(Site site, FlowValue left, FlowValue right)
        => PythonNumbers.IsNumber(left) && PythonNumbers.IsNumber(right) ? Arithmetic.FloorDivide(site, left, right) : throw Unsupported(site, "//", left, right);

    public static FlowValue Modulo(Site site, FlowValue left, FlowValue right)
        => left is FlowString text ? FlowValue.From(PercentFormat.Format(site, text.Value, right))
            : PythonNumbers.IsNumber(left) && PythonNumbers.IsNumber(right) ? Arithmetic.Modulo(site, left, right)
            : throw Unsupported(site, "%", left, right);

    public static FlowValue Power(Site site, FlowValue left, FlowValue right)
        => PythonNumbers.IsNumber(left) && PythonNumbers.IsNumber(right) ? Powers.Power(site, left, right) : throw Unsupported(site, "**", left, right);

    public static FlowValue And(Site site, FlowValue left, FlowValue right)
        => TryBits(site, left, right, static (a, b) => a & b) ?? (Sets.TryPair(site, left, right, out PythonSet? x, out PythonSet? y)
            ? Sets.Intersection(site, x, y)
            : throw Unsupported(site, "&", left, right));

    public static FlowValue Or(Site site, FlowValue left, FlowValue right)
    {
        if (left is FlowObject or PythonDict && right is FlowObject or PythonDict)
        {
            var dict = new PythonDict();
            Dicts.Update(site, dict, left);
            Dicts.Update(site, dict, right);
            return dict;
        }

        return TryBits(site, left, right, static (a, b) => a | b) ?? (Sets.TryPair(site, left, right, out PythonSet? x, out PythonSet? y)
            ? Sets.Union(site, x, y)
            : throw Unsupported(site, "|", left, right));
    }

    public static FlowValue Xor(Site site, FlowValue left, FlowValue right)
        => TryBits(site, left, right, static (a, b) => a ^ b) ?? (Sets.TryPair(site, left, right, out PythonSet? x, out PythonSet? y)
            ? Sets.SymmetricDifference(site, x, y)
            : throw Unsupported(site, "^", left, right));

    public static FlowValue Shift(Site site, FlowValue left, FlowValue right, bool isLeft)
        => PythonNumbers.IsWhole(left) && PythonNumbers.IsWhole(right) ? Arithmetic.Shift(site, left, right, isLeft) : throw Unsupported(site, isLeft ? "<<" : ">>", left, right);

    /// <summary><c>item in container</c>.</summary>
    public static bool Contains(Site site, FlowValue container, FlowValue item)
    {
        if (Lists.TryItems(container, out ReadOnlySpan<FlowValue> items))
        {
            return Lists.Find(site, items, item) >= 0;
        }

        switch (container)
        {
            case FlowString text when item is FlowString part:
                ChargeSearch(site, text.Value.Length, part.Value.Length);
                return text.Value.Contains(part.Value, StringComparison.Ordinal);
            case FlowString:
                throw site.TypeError($"'in' looks for a string in a string, not for {PythonNames.Of(item)}.");
            case FlowObject or PythonDict:
                return Dicts.TryGet(container, PythonEquality.Hashable(site, item), out _);
            case PythonTuple tuple:
                return Lists.Find(site, tuple.Items, item) >= 0;
            case PythonSet set:
                return set.Table.Contains(item is PythonSet ? item : PythonEquality.Hashable(site, item));
            case PythonBytes bytes:
                return item is PythonBytes other
                    ? bytes.Value.AsSpan().IndexOf(other.Value) >= 0
                    : PythonNumbers.TryInt64(item, out long value) && value is >= 0 and <= 255
                        ? bytes.Value.AsSpan().Contains((byte)value)
                        : throw site.TypeError($"'in' looks for bytes in bytes, not for {PythonNames.Of(item)}.");
            case PythonView { ViewKind: ViewKind.Keys } view:
                return Dicts.TryGet(view.Dict, PythonEquality.Hashable(site, item), out _);
            case PythonView view:
                return Lists.Find(site, Iteration.ToArray(site, view), item) >= 0;
            default:
                throw site.TypeError($"'in' cannot look into {PythonNames.Of(container)}.");
        }
    }

    /// <summary>Counts the work of a search: along the text once, and at each place, at the worst, along the part.</summary>
    public static void ChargeSearch(Site site, int length, int part) => site.Charge((length >> 3) + ((long)length * part >> 10));

    public static ExpressionException Unsupported(Site site, string sign, FlowValue left, FlowValue right)
        => site.TypeError($"'{sign}' does not work between {PythonNames.Of(left)} and {PythonNames.Of(right)}.");

    /// <summary>An operator on the bits of two integers; of two booleans it is a boolean. Null where one is no integer.</summary>
    private static FlowValue? TryBits(Site site, FlowValue left, FlowValue right, Func<BigInteger, BigInteger, BigInteger> compute)
    {
        if (!PythonNumbers.IsWhole(left) || !PythonNumbers.IsWhole(right))
        {
            return null;
        }

        BigInteger a = PythonNumbers.Whole(left);
        BigInteger b = PythonNumbers.Whole(right);
        site.Charge((a.GetBitLength() + b.GetBitLength()) / 128);
        BigInteger result = compute(a, b);
        return left is FlowBoolean && right is FlowBoolean ? FlowValue.From(!result.IsZero) : FlowValue.From(result);
    }

    private static int Times(Site site, int length, FlowValue times)
    {
        if (!PythonNumbers.TryInt64(times, out long count))
        {
            throw length > 0 && PythonNumbers.Whole(times).Sign > 0 ? site.TooLong(long.MaxValue) : site.Fault("OverflowError", "The number of repetitions is too large.");
        }

        if (count <= 0 || length == 0)
        {
            return 0;
        }

        site.RequireLength(count > long.MaxValue / length ? long.MaxValue : count * length);
        return (int)count;
    }
}
