using Globus.Automate.FlowLanguage.Expressions.Evaluation;
using Globus.Automate.FlowLanguage.Expressions.Python.Values;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python.Types;

/// <summary>The methods of <c>set</c>.</summary>
internal static class SetMembers
{
    public static IReadOnlyList<PythonMethod> Members { get; } =
    [
        new("add", Add, MemberKind.ChangingMethod),
        new("clear", Clear, MemberKind.ChangingMethod),
        new("copy", static (self, in call) => Copy(self, call)),
        Combining("difference", Sets.Difference),
        Changing("difference_update", Sets.Difference),
        new("discard", static (self, in call) => Drop(self, call, mustBeThere: false), MemberKind.ChangingMethod),
        Combining("intersection", Sets.Intersection),
        Changing("intersection_update", Sets.Intersection),
        Comparing("isdisjoint", static (site, set, other) => All(site, other, set, isThere: false)),
        Comparing("issubset", static (site, set, other) => Sets.IsSubset(site, set, Sets.Of(site, other))),
        Comparing("issuperset", static (site, set, other) => All(site, other, set, isThere: true)),
        new("pop", Pop, MemberKind.ChangingMethod),
        new("remove", static (self, in call) => Drop(self, call, mustBeThere: true), MemberKind.ChangingMethod),
        Combining("symmetric_difference", Sets.SymmetricDifference),
        Changing("symmetric_difference_update", Sets.SymmetricDifference),
        Combining("union", Sets.Union),
        Changing("update", Sets.Union),
    ];

    private static PythonMethod Combining(string name, Func<Site, PythonSet, PythonSet, PythonSet> combine)
        => new(name, (self, in call) => Combine(name, self, call, combine));

    private static PythonMethod Changing(string name, Func<Site, PythonSet, PythonSet, PythonSet> combine) => new(
        name,
        (self, in call) =>
        {
            PythonSet result = Combine(name, self, call, combine);
            var set = (PythonSet)self;
            set.Table.Clear();
            Sets.AddAll(call.Site, set, result);
            return FlowValue.Null;
        },
        MemberKind.ChangingMethod);

    private static PythonMethod Comparing(string name, Func<Site, PythonSet, FlowValue, bool> compare) => new(name, (self, in call) =>
    {
        call.Require(1, 1);
        return FlowValue.From(compare(call.Site, (PythonSet)self, call[0]));
    });

    /// <summary>Whether all items are in the set, or none is: what comes after one that decides is not looked at.</summary>
    private static bool All(Site site, FlowValue items, PythonSet set, bool isThere)
    {
        foreach (FlowValue item in Iteration.ToArray(site, items))
        {
            site.Charge(6);
            if (set.Table.Contains(PythonEquality.Hashable(site, item)) != isThere)
            {
                return false;
            }
        }

        return true;
    }

    private static PythonSet Combine(string name, FlowValue self, in Call call, Func<Site, PythonSet, PythonSet, PythonSet> combine)
    {
        bool takesOne = name.StartsWith("symmetric", StringComparison.Ordinal);
        call.Require(takesOne ? 1 : 0, takesOne ? 1 : int.MaxValue);
        PythonSet result = Sets.Copy(call.Site, (PythonSet)self);
        for (int i = 0; i < call.Count; i++)
        {
            result = combine(call.Site, result, Sets.Of(call.Site, call[i]));
        }

        return result;
    }

    private static PythonSet Copy(FlowValue self, in Call call)
    {
        call.Require(0, 0);
        return Sets.Copy(call.Site, (PythonSet)self);
    }

    private static FlowValue Add(FlowValue self, in Call call)
    {
        call.Require(1, 1);
        ((PythonSet)self).Add(PythonEquality.Hashable(call.Site, call[0]));
        return FlowValue.Null;
    }

    private static FlowValue Clear(FlowValue self, in Call call)
    {
        call.Require(0, 0);
        ((PythonSet)self).Table.Clear();
        return FlowValue.Null;
    }

    private static FlowValue Drop(FlowValue self, in Call call, bool mustBeThere)
    {
        call.Require(1, 1);
        return ((PythonSet)self).Table.Remove(PythonEquality.Hashable(call.Site, call[0]), out _) || !mustBeThere
            ? FlowValue.Null
            : throw call.Site.Fault("KeyError", $"The item {PythonText.Short(call[0])} is not in the set.");
    }

    private static FlowValue Pop(FlowValue self, in Call call)
    {
        call.Require(0, 0);
        KeyTable table = ((PythonSet)self).Table;
        if (table.Count == 0)
        {
            throw call.Site.Fault("KeyError", "The set is empty, so nothing can be taken from it.");
        }

        FlowValue item = Iteration.ToArray(call.Site, self)[0];
        table.Remove(item, out _);
        return item;
    }
}
