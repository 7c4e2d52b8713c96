using System.Diagnostics.CodeAnalysis;
using Globus.Automate.FlowLanguage.Expressions.Evaluation;
using Globus.Automate.FlowLanguage.Expressions.Python.Values;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python;

/// <summary>Goes through the items of a value, as a loop does: a list that grows meanwhile is gone through to its new end.</summary>
internal struct Iteration
{
    private readonly FlowArray? _array;
    private readonly PythonList? _list;
    private readonly FlowValue[]? _items;
    private int _next;

    private Iteration(FlowArray? array, PythonList? list, FlowValue[]? items)
    {
        _array = array;
        _list = list;
        _items = items;
    }

    /// <summary>Begins to go through a value.</summary>
    /// <exception cref="ExpressionException">The value has no items.</exception>
    public static Iteration Over(Site site, FlowValue value) => value switch
    {
        FlowArray array => new Iteration(array, null, null),
        PythonList list => new Iteration(null, list, null),
        _ => new Iteration(null, null, ToArray(site, value)),
    };

    /// <summary>All items of a value.</summary>
    /// <exception cref="ExpressionException">The value has no items.</exception>
    public static FlowValue[] ToArray(Site site, FlowValue value)
    {
        if (Lists.TryItems(value, out ReadOnlySpan<FlowValue> items))
        {
            site.Charge(items.Length);
            return items.ToArray();
        }

        switch (value)
        {
            case PythonTuple tuple:
                site.Charge(tuple.Count);
                return tuple.Items.ToArray();
            case FlowString text:
                site.Charge(4L * text.Value.Length);
                return CodePoints.Each(text.Value);
            case PythonBytes bytes:
                site.Charge(bytes.Value.Length);
                return Array.ConvertAll(bytes.Value, static b => (FlowValue)FlowValue.From(b));
            case PythonSet set:
                FlowValue[] members = Keys(site, set.Table);
                site.Charge(4L * members.Length);
                SetOrder.Arrange(members, set.Merged);
                return members;
            case PythonDict dict:
                return Keys(site, dict.Table);
            case FlowObject:
                return Entries(site, value, ViewKind.Keys);
            case PythonView view:
                return Entries(site, view.Dict, view.ViewKind);
            default:
                throw site.TypeError($"{PythonEquality.Capital(PythonNames.Of(value))} has no items to go through.");
        }
    }

    public bool MoveNext([NotNullWhen(true)] out FlowValue? item)
    {
        int count = _array?.Count ?? _list?.Count ?? _items!.Length;
        if (_next >= count)
        {
            item = null;
            return false;
        }

        item = _array is not null ? _array[_next] : _list is not null ? _list[_next] : _items![_next];
        _next++;
        return true;
    }

    private static FlowValue[] Keys(Site site, KeyTable table)
    {
        site.Charge(table.Count);
        var keys = new FlowValue[table.Count];
        int place = 0;
        for (int i = 0; table.Next(ref place, out FlowValue? key, out _); i++)
        {
            keys[i] = key;
        }

        return keys;
    }

    private static FlowValue[] Entries(Site site, FlowValue dict, ViewKind kind)
    {
        var entries = new FlowValue[Dicts.Count(dict)];
        site.Charge(4L * entries.Length);
        int place = 0;
        for (int i = 0; Dicts.Next(dict, ref place, out FlowValue? key, out FlowValue? value); i++)
        {
            entries[i] = kind switch
            {
                ViewKind.Keys => key,
                ViewKind.Values => value,
                _ => new PythonTuple(key, value),
            };
        }

        return entries;
    }
}
