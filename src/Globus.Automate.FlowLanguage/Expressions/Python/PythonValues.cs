using System.Text.Json;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python;

/// <summary>A value that an expression can hold while it is computed and that JSON does not know.</summary>
internal abstract class PythonValue : FlowValue
{
    /// <inheritdoc/>
    public override void WriteTo(Utf8JsonWriter writer) => ToJsonValue().WriteTo(writer);

    /// <inheritdoc/>
    public override bool Equals(FlowValue? other) => other is not null && PythonEquality.Equal(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => PythonEquality.HashOf(this);

    /// <summary>The value as it looks in a flow's document.</summary>
    public abstract FlowValue ToJsonValue();

    private protected override int MeasureUtf8() => ToJsonValue().Utf8Size;
}

/// <summary>A tuple.</summary>
internal sealed class PythonTuple(FlowValue[] items) : PythonValue
{
    public FlowValue[] Items { get; } = items;

    public override FlowValueKind Kind => FlowValueKind.Array;

    public override FlowValue ToJsonValue() => FlowArray.Create(Items.Select(PythonJson.ToJson));
}

/// <summary>A set, in the order in which its items came.</summary>
internal sealed class PythonSet : PythonValue
{
    private readonly HashSet<FlowValue> _seen = new(PythonEquality.Comparer);

    public PythonSet(IEnumerable<FlowValue> items)
    {
        foreach (FlowValue item in items)
        {
            PythonEquality.RequireHashable(item);
            if (_seen.Add(item))
            {
                Items.Add(item);
            }
        }
    }

    public List<FlowValue> Items { get; } = [];

    public override FlowValueKind Kind => FlowValueKind.Array;

    public bool Contains(FlowValue item) => _seen.Contains(item);

    public override FlowValue ToJsonValue() => throw new PythonException("TypeError", "the result is a set, which JSON does not have; make it a list with [x for x in ...]");
}

/// <summary>A dict with keys that are not all strings.</summary>
internal sealed class PythonDict : PythonValue
{
    private readonly Dictionary<FlowValue, int> _places = new(PythonEquality.Comparer);

    public List<KeyValuePair<FlowValue, FlowValue>> Items { get; } = [];

    public override FlowValueKind Kind => FlowValueKind.Object;

    public void Set(FlowValue key, FlowValue value)
    {
        PythonEquality.RequireHashable(key);
        if (_places.TryGetValue(key, out int place))
        {
            Items[place] = new(Items[place].Key, value);
        }
        else
        {
            _places[key] = Items.Count;
            Items.Add(new(key, value));
        }
    }

    public bool TryGet(FlowValue key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out FlowValue? value)
    {
        bool found = _places.TryGetValue(key, out int place);
        value = found ? Items[place].Value : null;
        return found;
    }

    /// <summary>The keys and values of an object of either form; null for anything else.</summary>
    public static IEnumerable<KeyValuePair<FlowValue, FlowValue>>? Pairs(FlowValue value) => value switch
    {
        PythonDict dict => dict.Items,
        FlowObject fields => fields.Select(static member => KeyValuePair.Create(From(member.Key), member.Value)),
        _ => null,
    };

    /// <summary>The simplest form: an object where all keys are strings.</summary>
    public FlowValue Simplify()
        => Items.TrueForAll(static item => item.Key is FlowString)
            ? FlowObject.Create(Items.Select(static item => KeyValuePair.Create(((FlowString)item.Key).Value, item.Value)))
            : this;

    /// <summary>Keys that are no strings are written as Python's json writes them.</summary>
    public override FlowValue ToJsonValue()
        => FlowObject.Create(Items.Select(static item => KeyValuePair.Create(KeyText(item.Key), PythonJson.ToJson(item.Value))));

    private static string KeyText(FlowValue key) => key switch
    {
        FlowString text => text.Value,
        FlowBoolean truth => truth.Value ? "true" : "false",
        FlowInteger => key.ToJson(),
        FlowReal real => PythonText.Repr(real),
        { IsNull: true } => "null",
        _ => throw new PythonException("TypeError", "a key of the result is a tuple, which JSON does not have"),
    };
}

/// <summary>A function or a method of a value; it can be called and nothing else.</summary>
internal sealed class PythonFunction(string name, Func<FlowValue[], FlowValue> call) : PythonValue
{
    public string Name { get; } = name;

    public override FlowValueKind Kind => FlowValueKind.Object;

    public FlowValue Call(FlowValue[] arguments) => call(arguments);

    public override FlowValue ToJsonValue() => throw new PythonException("TypeError", $"the result is the function {Name} itself; write {Name}(...) to call it");
}

/// <summary>Values as they look in a flow's document.</summary>
internal static class PythonJson
{
    /// <summary>The value without anything that only Python has; the same object where there is nothing to change.</summary>
    public static FlowValue ToJson(FlowValue value)
    {
        switch (value)
        {
            case PythonValue python:
                return python.ToJsonValue();
            case FlowArray list:
                foreach (FlowValue item in list.Items)
                {
                    if (!ReferenceEquals(ToJson(item), item))
                    {
                        return FlowArray.Create(list.Select(ToJson));
                    }
                }

                return list;
            case FlowObject fields:
                foreach (KeyValuePair<string, FlowValue> member in fields.Members)
                {
                    if (!ReferenceEquals(ToJson(member.Value), member.Value))
                    {
                        return FlowObject.Create(fields.Select(static m => KeyValuePair.Create(m.Key, ToJson(m.Value))));
                    }
                }

                return fields;
            case FlowReal real when !double.IsFinite(real.Value):
                throw new PythonException("ValueError", $"the result is {PythonText.Repr(real)}, which JSON cannot hold");
            default:
                return value;
        }
    }
}

/// <summary>An error by Python's rules, on its way to the place in the expression that caused it.</summary>
internal sealed class PythonException(string error, string problem) : Exception(problem)
{
    public string Error { get; } = error;
}
