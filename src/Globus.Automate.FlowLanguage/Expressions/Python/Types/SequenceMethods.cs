using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python.Types;

/// <summary>What lists and tuples have in common.</summary>
internal static class SequenceMethods
{
    public static FlowValue Count(ReadOnlySpan<FlowValue> items, in Call call)
    {
        call.Require(1, 1);
        call.Site.Charge(items.Length);
        int count = 0;
        foreach (FlowValue item in items)
        {
            count += PythonEquality.ItemsEqual(call.Site, item, call[0]) ? 1 : 0;
        }

        return FlowValue.From(count);
    }

    public static FlowValue Index(ReadOnlySpan<FlowValue> items, in Call call)
    {
        call.Require(1, 3);
        int from = call.Count > 1 ? Bound(call.Whole(1), items.Length) : 0;
        int to = call.Count > 2 ? Bound(call.Whole(2), items.Length) : items.Length;
        int place = from < to ? Lists.Find(call.Site, items[from..to], call[0]) : -1;
        return place >= 0 ? FlowValue.From(place + from) : throw call.Site.ValueError($"The item {PythonText.Short(call[0])} is not in the list.");
    }

    private static int Bound(int place, int count) => Math.Clamp(place < 0 ? place + count : place, 0, count);
}
