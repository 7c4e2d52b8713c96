using System.Diagnostics.CodeAnalysis;
using Globus.Automate.FlowLanguage.Paths;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Definitions;

/// <summary>A value in a definition that knows where it stands, so that every fault can say so.</summary>
internal sealed class DefinitionNode
{
    /// <summary>How deep parameters and choice rules may nest: far beyond any real definition, far from the stack's end.</summary>
    private const int MaxDepth = 128;

    private readonly DefinitionNode? _parent;
    private readonly object? _step;
    private readonly int _depth;

    private DefinitionNode(FlowValue value, DefinitionNode? parent, object? step)
    {
        Value = value;
        _parent = parent;
        _step = step;
        _depth = parent is null ? 0 : parent._depth + 1;
        if (_depth > MaxDepth)
        {
            throw Fault($"The definition nests more than {MaxDepth} levels deep here.");
        }
    }

    public FlowValue Value { get; }

    public string Name => _step?.ToString() ?? "$";

    public static DefinitionNode Root(FlowValue value) => new(value, parent: null, step: null);

    public FlowDefinitionException Fault(string message, Exception? inner = null) => new(message, Steps(), inner);

    /// <summary>The member of this name; null where it is missing or where this is no object.</summary>
    public DefinitionNode? Find(string name) => Value.TryGetMember(name, out FlowValue? value) ? new DefinitionNode(value, this, name) : null;

    public bool TryFind(string name, [NotNullWhen(true)] out DefinitionNode? node) => (node = Find(name)) is not null;

    public bool Has(string name) => Value is FlowObject fields && fields.ContainsKey(name);

    public DefinitionNode Require(string name, string what)
        => Find(name) ?? throw Fault($"{what} needs '{name}'.");

    public DefinitionNode Member(string name, FlowValue value) => new(value, this, name);

    public IEnumerable<DefinitionNode> Members()
    {
        foreach ((string name, FlowValue value) in (FlowObject)Value)
        {
            yield return new DefinitionNode(value, this, name);
        }
    }

    public IEnumerable<DefinitionNode> Items()
    {
        var list = (FlowArray)Value;
        for (int i = 0; i < list.Count; i++)
        {
            yield return new DefinitionNode(list[i], this, i);
        }
    }

    public DefinitionNode AsObject()
        => Value is FlowObject ? this : throw Fault($"{Subject()} must be an object, not {Describe(Value)}.");

    public DefinitionNode AsList(bool nonEmpty = false)
    {
        if (Value is not FlowArray list)
        {
            throw Fault($"{Subject()} must be a list, not {Describe(Value)}.");
        }

        return nonEmpty && list.Count == 0 ? throw Fault($"{Subject()} must have at least one entry.") : this;
    }

    public string AsText() => Value.AsString() ?? throw Fault($"{Subject()} must be a string, not {Describe(Value)}.");

    public bool AsBoolean()
        => Value is FlowBoolean boolean ? boolean.Value : throw Fault($"{Subject()} must be true or false, not {Describe(Value)}.");

    /// <summary>A number of seconds that is not negative.</summary>
    public double AsSeconds() => Numbers.ToDouble(Value) switch
    {
        null => throw Fault($"{Subject()} must be a number of seconds, not {Describe(Value)}."),
        >= 0 and { } seconds when double.IsFinite(seconds) => seconds,
        _ => throw Fault($"{Subject()} must be a number of seconds that is not negative."),
    };

    public StatePath AsPath()
    {
        string text = AsText();
        return JsonPath.TryParse(text, out JsonPath? path, out FlowSyntaxException? error)
            ? new StatePath(path)
            : throw Fault($"'{text}' is not a JSONPath: {error.Message}", error);
    }

    public ReferencePath AsReferencePath()
    {
        string text = AsText();
        if (!ReferencePath.TryParse(text, out ReferencePath? path, out FlowSyntaxException? error))
        {
            throw Fault($"'{text}' cannot say where a result goes: {error.Message}", error);
        }

        return path.Steps is [RunDocument.ContextName, ..]
            ? throw Fault($"'{text}' points into $._context, which is read-only (manual, section 5.7). Put the result somewhere else.")
            : path;
    }

    public static string Describe(FlowValue value) => value.Kind switch
    {
        FlowValueKind.Null => "null",
        FlowValueKind.Boolean => "a boolean",
        FlowValueKind.Integer or FlowValueKind.Real => "a number",
        FlowValueKind.String => "a string",
        FlowValueKind.Array => "a list",
        _ => "an object",
    };

    private string Subject() => _step switch
    {
        null => "A flow definition",
        string name => $"'{name}'",
        _ => $"Entry {_step} of '{_parent!.Name}'",
    };

    private object[] Steps()
    {
        var steps = new Stack<object>();
        for (DefinitionNode? node = this; node?._step is not null; node = node._parent)
        {
            steps.Push(node._step);
        }

        return [.. steps];
    }
}
