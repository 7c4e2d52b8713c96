using Globus.Automate.FlowLanguage.Expressions.Evaluation;
using Globus.Automate.FlowLanguage.Expressions.Python.Functions;
using Globus.Automate.FlowLanguage.Expressions.Python.Values;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python.Types;

/// <summary>The methods of <c>list</c>.</summary>
internal static class ListMembers
{
    public static IReadOnlyList<PythonMethod> Members { get; } =
    [
        new("append", Append, MemberKind.ChangingMethod),
        new("clear", Clear, MemberKind.ChangingMethod),
        new("copy", Copy),
        new("count", static (self, in call) => SequenceMethods.Count(Items(self), call)),
        new("extend", Extend, MemberKind.ChangingMethod),
        new("index", static (self, in call) => SequenceMethods.Index(Items(self), call)),
        new("insert", Insert, MemberKind.ChangingMethod),
        new("pop", Pop, MemberKind.ChangingMethod),
        new("remove", Remove, MemberKind.ChangingMethod),
        new("reverse", Reverse, MemberKind.ChangingMethod),
        new("sort", Sort, MemberKind.ChangingMethod),
    ];

    private static ReadOnlySpan<FlowValue> Items(FlowValue self) => Lists.TryItems(self, out ReadOnlySpan<FlowValue> items) ? items : default;

    /// <summary>The list to change: an expression with such a method works on copies of the state's lists.</summary>
    private static PythonList Own(FlowValue self) => self as PythonList ?? throw new InvalidOperationException("A list of the state cannot be changed.");

    private static FlowValue Append(FlowValue self, in Call call)
    {
        call.Require(1, 1);
        call.Site.Charge(1);
        Own(self).Add(call[0]);
        return FlowValue.Null;
    }

    private static FlowValue Clear(FlowValue self, in Call call)
    {
        call.Require(0, 0);
        Own(self).Clear();
        return FlowValue.Null;
    }

    private static FlowValue Copy(FlowValue self, in Call call)
    {
        call.Require(0, 0);
        return new PythonList(Iteration.ToArray(call.Site, self));
    }

    private static FlowValue Extend(FlowValue self, in Call call)
    {
        call.Require(1, 1);
        Own(self).AddRange(Iteration.ToArray(call.Site, call[0]));
        return FlowValue.Null;
    }

    private static FlowValue Insert(FlowValue self, in Call call)
    {
        call.Require(2, 2);
        PythonList list = Own(self);
        int place = call.Size(call[0]);
        call.Site.Charge(1 + (list.Count >> 4));
        list.Insert(Math.Clamp(place < 0 ? place + list.Count : place, 0, list.Count), call[1]);
        return FlowValue.Null;
    }

    private static FlowValue Pop(FlowValue self, in Call call)
    {
        call.Require(0, 1);
        PythonList list = Own(self);
        if (list.Count == 0)
        {
            throw call.Site.Fault("IndexError", "The list is empty, so nothing can be taken from it.");
        }

        call.Site.Charge(1 + (list.Count >> 4));
        return list.RemoveAt(call.Count == 0 ? list.Count - 1 : Indexing.Place(call.Site, list.Count, call[0], "list"));
    }

    private static FlowValue Remove(FlowValue self, in Call call)
    {
        call.Require(1, 1);
        PythonList list = Own(self);
        int place = Lists.Find(call.Site, list.Items, call[0]);
        if (place < 0)
        {
            throw call.Site.ValueError($"{PythonEquality.Capital(PythonNames.Of(call[0]))} to remove is not in the list.");
        }

        list.RemoveAt(place);
        return FlowValue.Null;
    }

    private static FlowValue Reverse(FlowValue self, in Call call)
    {
        call.Require(0, 0);
        PythonList list = Own(self);
        call.Site.Charge(list.Count);
        list.Reverse();
        return FlowValue.Null;
    }

    private static FlowValue Sort(FlowValue self, in Call call)
    {
        call.Require(0, 0, "key", "reverse");
        PythonList list = Own(self);
        bool reverse = call.Optional(0, "reverse") is { } given && PythonEquality.IsTrue(given);
        FlowValue[] items = Iteration.ToArray(call.Site, list);
        FlowValue[] keys = Keys(call.Site, items, call.Optional(0, "key"));

        // Equal items keep their order in both directions.
        if (reverse)
        {
            Array.Reverse(items);
            Array.Reverse(keys);
        }

        Lists.Sort(call.Site, items, keys);
        if (reverse)
        {
            Array.Reverse(items);
        }

        list.Replace(items);
        return FlowValue.Null;
    }

    private static FlowValue[] Keys(Site site, FlowValue[] items, FlowValue? key)
    {
        if (key is null or { IsNull: true })
        {
            return [.. items];
        }

        return key is PythonFunction function
            ? Array.ConvertAll(items, item => function.Invoke(new Call(site, function.Name, [item], [])))
            : throw site.TypeError($"The key to sort by is a function, not {PythonNames.Of(key)}.");
    }
}
