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
        if (value is PythonView { ViewKind: not ViewKind.Values })
        {
            set = Of(site, value);
        }

        return set is not null;
    }

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

    public static PythonSet Intersection(Site site, PythonSet left, PythonSet right) => Keep(site, left, right, wanted: true);

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
        int place = 0;
        while (items.Table.Next(ref place, out FlowValue? item, out _))
        {
            set.Add(item);
        }
    }

    private static PythonSet Keep(Site site, PythonSet items, PythonSet other, bool wanted)
    {
        site.Charge(WorkPerItem * items.Table.Count);
        var result = new PythonSet();
        int place = 0;
        while (items.Table.Next(ref place, out FlowValue? item, out _))
        {
            if (other.Table.Contains(item) == wanted)
            {
                result.Add(item);
            }
        }

        return result;
    }
}
