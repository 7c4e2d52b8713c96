using System.Globalization;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Providers;

/// <summary>The values of an entry's content as queries see them.</summary>
internal static class SearchValues
{
    /// <summary>The values at a dotted path; lists on the way are looked through.</summary>
    public static IEnumerable<FlowValue> ValuesAt(FlowValue content, string path)
    {
        IEnumerable<FlowValue> values = [content];
        foreach (string name in path.Split('.'))
        {
            values = values.SelectMany(Spread).Select(value => (value as FlowObject)?[name]).OfType<FlowValue>();
        }

        return values.SelectMany(Spread);

        static IEnumerable<FlowValue> Spread(FlowValue value) => value is FlowArray items ? items : [value];
    }

    /// <summary>All texts in a value; numbers, booleans and null as they stand in JSON.</summary>
    public static IEnumerable<string> Leaves(FlowValue value)
    {
        var pending = new Stack<FlowValue>();
        pending.Push(value);
        while (pending.TryPop(out FlowValue? next))
        {
            switch (next)
            {
                case FlowObject fields:
                    foreach ((_, FlowValue member) in fields)
                    {
                        pending.Push(member);
                    }

                    break;
                case FlowArray items:
                    foreach (FlowValue item in items)
                    {
                        pending.Push(item);
                    }

                    break;
                default:
                    yield return next.AsString() ?? next.ToJson();
                    break;
            }
        }
    }

    /// <summary>Whether a value is in a range of <c>from</c>, <c>to</c>, <c>gt</c>, <c>gte</c>, <c>lt</c>, <c>lte</c>; <c>*</c> and null bound nothing.</summary>
    public static bool IsWithin(FlowValue value, FlowValue range)
    {
        return range is FlowObject bounds && Bound(bounds["from"] ?? bounds["gte"], -1) && Bound(bounds["to"] ?? bounds["lte"], 1)
            && Strict(bounds["gt"], -1) && Strict(bounds["lt"], 1);

        bool Bound(FlowValue? bound, int side) => IsOpen(bound) || Compare(value, bound!) * side <= 0;

        bool Strict(FlowValue? bound, int side) => IsOpen(bound) || Compare(value, bound!) * side < 0;
    }

    /// <summary>The number that a text is; null for another text.</summary>
    public static double? NumberIn(string text)
        => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;

    private static bool IsOpen(FlowValue? bound) => bound is null or { IsNull: true } || bound.AsString() == "*";

    /// <summary>Compares numbers as numbers and all else as text, which is right for ISO 8601 dates too. Values that cannot be compared are outside of every range.</summary>
    private static double Compare(FlowValue value, FlowValue bound)
    {
        if (value.IsNumber && bound.IsNumber)
        {
            return NumberIn(value.ToJson())!.Value.CompareTo(NumberIn(bound.ToJson())!.Value);
        }

        return value.AsString() is { } left && bound.AsString() is { } right ? string.CompareOrdinal(left, right) : double.NaN;
    }
}
