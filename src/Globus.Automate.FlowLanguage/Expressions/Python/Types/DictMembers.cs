using Globus.Automate.FlowLanguage.Expressions.Python.Values;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python.Types;

/// <summary>The methods of <c>dict</c>.</summary>
internal static class DictMembers
{
    public static IReadOnlyList<PythonMethod> Members { get; } =
    [
        new("clear", Clear, MemberKind.ChangingMethod),
        new("copy", Copy),
        new("fromkeys", FromKeys, MemberKind.TypeFunction),
        new("get", Get),
        View("items", ViewKind.Items),
        View("keys", ViewKind.Keys),
        new("pop", Pop, MemberKind.ChangingMethod),
        new("popitem", PopItem, MemberKind.ChangingMethod),
        new("setdefault", SetDefault, MemberKind.ChangingMethod),
        new("update", Update, MemberKind.ChangingMethod),
        View("values", ViewKind.Values),
    ];

    private static PythonMethod View(string name, ViewKind kind) => new(name, (self, in call) =>
    {
        call.Require(0, 0);
        return new PythonView(kind, self);
    });

    private static PythonDict Own(FlowValue self) => self as PythonDict ?? throw new InvalidOperationException("An object of the state cannot be changed.");

    private static FlowValue Clear(FlowValue self, in Call call)
    {
        call.Require(0, 0);
        Own(self).Table.Clear();
        return FlowValue.Null;
    }

    private static FlowValue Copy(FlowValue self, in Call call)
    {
        call.Require(0, 0);
        var copy = new PythonDict();
        Dicts.Update(call.Site, copy, self);
        return copy;
    }

    private static FlowValue FromKeys(FlowValue self, in Call call)
    {
        call.Require(1, 2);
        FlowValue value = call.Count > 1 ? call[1] : FlowValue.Null;
        var dict = new PythonDict();
        foreach (FlowValue key in Iteration.ToArray(call.Site, call[0]))
        {
            call.Site.Charge(6);
            dict.Table.Set(PythonEquality.Hashable(call.Site, key), value);
        }

        return dict;
    }

    private static FlowValue Get(FlowValue self, in Call call)
    {
        call.Require(1, 2);
        return Dicts.TryGet(self, PythonEquality.Hashable(call.Site, call[0]), out FlowValue? value) ? value : Default(call);
    }

    private static FlowValue Pop(FlowValue self, in Call call)
    {
        call.Require(1, 2);
        return Own(self).Table.Remove(PythonEquality.Hashable(call.Site, call[0]), out FlowValue? value) ? value
            : call.Count > 1 ? call[1]
            : throw call.Site.Fault("KeyError", $"The object has no key {PythonText.Short(call[0])}.");
    }

    private static FlowValue PopItem(FlowValue self, in Call call)
    {
        call.Require(0, 0);
        KeyTable table = Own(self).Table;
        if (!table.TryLast(out FlowValue? key, out FlowValue? value))
        {
            throw call.Site.Fault("KeyError", "The object is empty, so nothing can be taken from it.");
        }

        table.Remove(key, out _);
        return new PythonTuple(key, value);
    }

    private static FlowValue SetDefault(FlowValue self, in Call call)
    {
        call.Require(1, 2);
        KeyTable table = Own(self).Table;
        FlowValue key = PythonEquality.Hashable(call.Site, call[0]);
        if (table.TryGet(key, out FlowValue? value))
        {
            return value;
        }

        table.Set(key, Default(call));
        return Default(call);
    }

    private static FlowValue Update(FlowValue self, in Call call)
    {
        PythonDict dict = Own(self);
        if (call.Count > 1)
        {
            call.Require(0, 1, []);
        }

        if (call.Count == 1)
        {
            Dicts.Update(call.Site, dict, call[0]);
        }

        foreach (KeyValuePair<string, FlowValue> argument in call.Named)
        {
            dict.Table.Set(FlowValue.From(argument.Key), argument.Value);
        }

        return FlowValue.Null;
    }

    private static FlowValue Default(in Call call) => call.Count > 1 ? call[1] : FlowValue.Null;
}
