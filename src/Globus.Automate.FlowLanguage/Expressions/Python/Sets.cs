using System.Diagnostics.CodeAnalysis;
using Globus.Automate.FlowLanguage.Expressions.Evaluation;
using Globus.Automate.FlowLanguage.Expressions.Python.Values;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python;

/// <summary>What sets do with each other.</summary>
internal static class Sets
{
    /// <summary>Looking an item up takes as long as going through so many.</summary>
    private const long WorkPerItem = 6;

    /// <summary>A set, or the keys or items of an object as one.</summary>
    public static bool TryFrom(Site site, FlowValue value, [NotNullWhen(true)] out PythonSet? set)
    {
        set = value as PythonSet;
        if (IsView(value))
        {
            set = Of(site, value);
        }

        return set is not null;
    }

    /// <summary>Two sets to compute with; beside the keys or items of an object stands anything that can be gone through.</summary>
    public static bool TryPair(Site site, FlowValue left, FlowValue right, [NotNullWhen(true)] out PythonSet? a, [NotNullWhen(true)] out PythonSet? b)
    {
        bool isView = IsView(left) || IsView(right);
        a = left as PythonSet ?? (isView ? Of(site, left) : null);
        b = a is null ? null : right as PythonSet ?? (isView ? Of(site, right) : null);
        return a is not null && b is not null;
    }

    private static bool IsView(FlowValue value) => value is PythonView { ViewKind: not ViewKind.Values };

    /// <summary>The set of what can be gone through.</summary>
    public static PythonSet Of(Site site, FlowValue items)
    {
        var set = new PythonSet();
        foreach (FlowValue item in Iteration.ToArray(site, items))
        {
            set.Add(PythonEquality.Hashable(site, item));
            site.Charge(WorkPerItem);
        }

        return set;
    }

    public static bool IsSubset(Site site, PythonSet part, PythonSet whole) => Keep(site, part, whole, wanted: false).Table.Count == 0;

    public static PythonSet Union(Site site, PythonSet left, PythonSet right)
    {
        PythonSet result = Copy(site, left);
        AddAll(site, result, right);
        return result;
    }

    public static PythonSet Intersection(Site site, PythonSet left, PythonSet right) => left.Table.Count < right.Table.Count ? Keep(site, left, right, wanted: true) : Keep(site, right, left, wanted: true);

    public static PythonSet Difference(Site site, PythonSet left, PythonSet right) => Keep(site, left, right, wanted: false);

    public static PythonSet SymmetricDifference(Site site, PythonSet left, PythonSet right)
    {
        PythonSet result = Difference(site, left, right);
        AddAll(site, result, Difference(site, right, left));
        return result;
    }

    public static PythonSet Copy(Site site, PythonSet set)
    {
        var copy = new PythonSet();
        AddAll(site, copy, set);
        return copy;
    }

    public static void AddAll(Site site, PythonSet set, PythonSet items)
    {
        site.Charge(WorkPerItem * items.Table.Count);
        set.Merged = set.Table.Count == 0 ? items.Table.Count : set.Merged;
        foreach (FlowValue item in Iteration.ToArray(site, items))
        {
            set.Add(item);
        }
    }

    private static PythonSet Keep(Site site, PythonSet items, PythonSet other, bool wanted)
    {
        site.Charge(WorkPerItem * items.Table.Count);
        var result = new PythonSet();
        foreach (FlowValue item in Iteration.ToArray(site, items))
        {
            if (other.Table.Contains(item) == wanted)
            {
                result.Add(item);
            }
        }

        return result;
    }
}
