using Globus.Automate.FlowLanguage.Expressions.Python;
using Globus.Automate.FlowLanguage.Text;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Nodes;

/// <summary><c>value.name</c>: a method, or the key of an object.</summary>
internal sealed class AttributeNode(ExpressionNode target, string name, int end) : ExpressionNode(target.Position, end - target.Position)
{
    public ExpressionNode Target { get; } = target;

    public string Name { get; } = name;

    public override IEnumerable<ExpressionNode> Children => [Target];

    protected override FlowValue Compute(Evaluation evaluation)
    {
        FlowValue value = Target.Evaluate(evaluation);
        if (Members.Has(value, Name))
        {
            return Members.Attribute(value, Name) ?? new PythonFunction(Name, static _ => FlowValue.Null);
        }

        if (value.TryGetMember(Name, out FlowValue? member) || (value is PythonDict dict && dict.TryGet(FlowValue.From(Name), out member)))
        {
            return member;
        }

        throw Unknown(value);
    }

    internal PythonException Unknown(FlowValue value)
        => value is FlowObject fields
            ? new PythonException("AttributeDoesNotExist", $"the object has no '{Name}'{Similarity.Hint(Name, fields.Names)}")
            : new PythonException("AttributeDoesNotExist", $"a {PythonText.TypeName(value)} has no '{Name}'{Similarity.Hint(Name, Members.Names)}");
}

/// <summary><c>value[key]</c>.</summary>
internal sealed class IndexNode(ExpressionNode target, ExpressionNode key, int end) : ExpressionNode(target.Position, end - target.Position)
{
    public ExpressionNode Target { get; } = target;

    public ExpressionNode Key { get; } = key;

    public override IEnumerable<ExpressionNode> Children => [Target, Key];

    protected override FlowValue Compute(Evaluation evaluation) => PythonOperators.Index(Target.Evaluate(evaluation), Key.Evaluate(evaluation));
}

/// <summary><c>value[lower:upper:step]</c>.</summary>
internal sealed class SliceNode(ExpressionNode target, ExpressionNode? lower, ExpressionNode? upper, ExpressionNode? step, int end)
    : ExpressionNode(target.Position, end - target.Position)
{
    public ExpressionNode Target { get; } = target;

    public override IEnumerable<ExpressionNode> Children
        => ((ExpressionNode?[])[Target, lower, upper, step]).Where(static node => node is not null)!;

    protected override FlowValue Compute(Evaluation evaluation) => PythonOperators.Slice(
        Target.Evaluate(evaluation),
        lower?.Evaluate(evaluation),
        upper?.Evaluate(evaluation),
        step?.Evaluate(evaluation));
}

/// <summary>A call of a function.</summary>
internal sealed class CallNode(int position, int length, string name, int nameLength, IReadOnlyList<ExpressionNode> positional, IReadOnlyList<KeyValuePair<string, ExpressionNode>> named)
    : ExpressionNode(position, length)
{
    public string Name { get; } = name;

    public int NameLength { get; } = nameLength;

    public IReadOnlyList<ExpressionNode> Positional { get; } = positional;

    public override IEnumerable<ExpressionNode> Children => Positional.Concat(named.Select(static n => n.Value));

    protected override FlowValue Compute(Evaluation evaluation)
    {
        if (!Functions.All.TryGetValue(Name, out Func<Arguments, FlowValue, FlowValue>? function))
        {
            throw new ExpressionException("FunctionNotDefined", $"There is no function '{Name}'{Similarity.Hint(Name, Functions.All.Keys)}.", Position, NameLength);
        }

        return function(CallArguments.Evaluate(Name, Positional, named, evaluation), evaluation.State);
    }
}

/// <summary>A call of a method.</summary>
internal sealed class MethodCallNode(AttributeNode method, int end, IReadOnlyList<ExpressionNode> positional, IReadOnlyList<KeyValuePair<string, ExpressionNode>> named)
    : ExpressionNode(method.Position, end - method.Position)
{
    public AttributeNode Method { get; } = method;

    public override IEnumerable<ExpressionNode> Children => positional.Concat(named.Select(static n => n.Value)).Prepend(Method.Target);

    protected override FlowValue Compute(Evaluation evaluation)
    {
        FlowValue target = Method.Target.Evaluate(evaluation);
        if (!Members.Has(target, Method.Name))
        {
            throw target.TryGetMember(Method.Name, out _)
                ? new PythonException("TypeError", $"'{Method.Name}' is a key of the object and no function")
                : Method.Unknown(target);
        }

        if (Members.Attribute(target, Method.Name) is not null)
        {
            throw new PythonException("TypeError", $"'{Method.Name}' is a value and no function");
        }

        (FlowValue[] given, List<KeyValuePair<string, FlowValue>> byName) = CallArguments.EvaluateAll(positional, named, evaluation);
        return Members.Call(target, Method.Name, given, byName);
    }
}

/// <summary>The arguments of a call, computed from left to right.</summary>
internal static class CallArguments
{
    public static Arguments Evaluate(string function, IReadOnlyList<ExpressionNode> positional, IReadOnlyList<KeyValuePair<string, ExpressionNode>> named, Evaluation evaluation)
    {
        (FlowValue[] given, List<KeyValuePair<string, FlowValue>> byName) = EvaluateAll(positional, named, evaluation);
        return new Arguments(function, given, byName);
    }

    public static (FlowValue[] Given, List<KeyValuePair<string, FlowValue>> ByName) EvaluateAll(IReadOnlyList<ExpressionNode> positional, IReadOnlyList<KeyValuePair<string, ExpressionNode>> named, Evaluation evaluation)
    {
        var given = new FlowValue[positional.Count];
        for (int i = 0; i < given.Length; i++)
        {
            given[i] = positional[i].Evaluate(evaluation);
        }

        var byName = new List<KeyValuePair<string, FlowValue>>(named.Count);
        foreach ((string name, ExpressionNode value) in named)
        {
            byName.Add(new(name, value.Evaluate(evaluation)));
        }

        return (given, byName);
    }
}
