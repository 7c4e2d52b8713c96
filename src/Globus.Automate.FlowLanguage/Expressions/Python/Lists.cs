using Globus.Automate.FlowLanguage.Expressions.Evaluation;
using Globus.Automate.FlowLanguage.Expressions.Python.Values;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python;

/// <summary>Lists in both forms: those of the state and those that the expression made.</summary>
internal static class Lists
{
    /// <summary>The items of a list.</summary>
    public static bool TryItems(FlowValue value, out ReadOnlySpan<FlowValue> items)
    {
        switch (value)
        {
            case FlowArray list:
                items = list.Items;
                return true;
            case PythonList list:
                items = list.Items;
                return true;
            default:
                items = default;
                return false;
        }
    }

    /// <summary>Where an item is; -1 where it is not.</summary>
    public static int Find(Site site, ReadOnlySpan<FlowValue> items, FlowValue wanted)
    {
        for (int i = 0; i < items.Length; i++)
        {
            site.Charge(1);
            if (PythonEquality.ItemsEqual(site, items[i], wanted))
            {
                return i;
            }
        }

        return -1;
    }

    public static FlowValue[] Concat(ReadOnlySpan<FlowValue> left, ReadOnlySpan<FlowValue> right)
    {
        var items = new FlowValue[left.Length + right.Length];
        left.CopyTo(items);
        right.CopyTo(items.AsSpan(left.Length));
        return items;
    }

    public static FlowValue[] Repeat(ReadOnlySpan<FlowValue> items, int times)
    {
        var result = new FlowValue[items.Length * times];
        for (int i = 0; i < times; i++)
        {
            items.CopyTo(result.AsSpan(i * items.Length));
        }

        return result;
    }

    /// <summary>Sorts as Python does: items that are equal keep their order, and only <c>&lt;</c> is asked.</summary>
    public static void Sort(Site site, FlowValue[] items, FlowValue[] keys)
    {
        if (items.Length < 2)
        {
            return;
        }

        var spareItems = new FlowValue[items.Length];
        var spareKeys = new FlowValue[items.Length];
        for (int width = 1; width < items.Length; width *= 2)
        {
            for (int start = 0; start < items.Length; start += 2 * width)
            {
                Merge(site, items, keys, spareItems, spareKeys, start, Math.Min(start + width, items.Length), Math.Min(start + (2 * width), items.Length));
            }

            spareItems.CopyTo(items, 0);
            spareKeys.CopyTo(keys, 0);
        }
    }

    private static void Merge(Site site, FlowValue[] items, FlowValue[] keys, FlowValue[] toItems, FlowValue[] toKeys, int start, int middle, int end)
    {
        int left = start;
        int right = middle;
        for (int i = start; i < end; i++)
        {
            bool takeRight = left >= middle || (right < end && PythonOrder.Holds(site, OrderSign.Less, keys[right], keys[left]));
            int from = takeRight ? right++ : left++;
            toItems[i] = items[from];
            toKeys[i] = keys[from];
            site.Charge(2);
        }
    }
}
