using Globus.Automate.FlowLanguage.Expressions.Evaluation;
using Globus.Automate.FlowLanguage.Expressions.Python;
using Globus.Automate.FlowLanguage.Expressions.Python.Functions;
using Globus.Automate.FlowLanguage.Expressions.Python.Types;
using Globus.Automate.FlowLanguage.Text;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Nodes;

/// <summary><c>value.name</c>: a member of the value's type, or the key of an object.</summary>
internal sealed class AttributeNode(ExpressionNode target, string name, int namePosition, int end) : ExpressionNode(target.Position, end - target.Position)
{
    private readonly PythonMethod? _ofDict = PythonType.Dict.Find(name);
    private readonly PythonMethod? _ofText = PythonType.Text.Find(name);
    private readonly FlowString _key = (FlowString)FlowValue.From(name);

    public ExpressionNode Target { get; } = target;

    public string Name { get; } = name;

    public int NamePosition { get; } = namePosition;

    public override IEnumerable<ExpressionNode> Children => [Target];

    public override FlowValue Evaluate(EvaluationRun run) => Get(run, Target.Evaluate(run));

    /// <summary>The method of this name that a value has; null where the name is an attribute or a key.</summary>
    public PythonMethod? Method(FlowValue value)
    {
        PythonMethod? member = Member(value);
        return member is { Kind: MemberKind.Attribute } ? null : member;
    }

    public FlowValue Get(EvaluationRun run, FlowValue value)
    {
        if (_ofDict is null && value is FlowObject fields)
        {
            return fields.TryGetValue(Name, out FlowValue? field) ? field : throw Unknown(value);
        }

        PythonMethod? member = Member(value);
        if (member is not null)
        {
            return member.Kind == MemberKind.Attribute ? member.Invoke(value, new Call(new Site(run, this), Name, [], [])) : new BoundMethod(value, member);
        }

        if (value is PythonFunction { Type: { } type } && type.Find(Name) is { } unbound)
        {
            return new UnboundMethod(type, unbound);
        }

        return Dicts.TryGet(value, _key, out FlowValue? named) ? named : throw Unknown(value);
    }

    private PythonMethod? Member(FlowValue value) => value switch
    {
        FlowString => _ofText,
        FlowObject => _ofDict,
        _ => PythonType.Of(value).Find(Name),
    };

    private ExpressionException Unknown(FlowValue value)
    {
        PythonType type = PythonType.Of(value);
        string hint = Similarity.Hint(Name, type == PythonType.Dict ? Dicts.Names(value).Concat(type.Names) : type.Names);
        string owner = type == PythonType.Dict ? "The object" : PythonEquality.Capital(PythonNames.Of(value));
        return new ExpressionException("AttributeDoesNotExist", $"{owner} has no '{Name}'{(hint.Length > 0 ? hint : ".")}", NamePosition, End - NamePosition);
    }
}

/// <summary><c>value[key]</c>.</summary>
internal sealed class IndexNode(ExpressionNode target, ExpressionNode key, int end) : ExpressionNode(target.Position, end - target.Position)
{
    public ExpressionNode Target { get; } = target;

    public ExpressionNode Key { get; } = key;

    public override IEnumerable<ExpressionNode> Children => [Target, Key];

    public override FlowValue Evaluate(EvaluationRun run) => Indexing.Index(new Site(run, this), Target.Evaluate(run), Key.Evaluate(run));
}

/// <summary><c>value[lower:upper:step]</c>.</summary>
internal sealed class SliceNode(ExpressionNode target, ExpressionNode? lower, ExpressionNode? upper, ExpressionNode? step, int end)
    : ExpressionNode(target.Position, end - target.Position)
{
    public override IEnumerable<ExpressionNode> Children => new[] { target, lower, upper, step }.OfType<ExpressionNode>();

    public override FlowValue Evaluate(EvaluationRun run)
        => Indexing.Slice(new Site(run, this), target.Evaluate(run), lower?.Evaluate(run), upper?.Evaluate(run), step?.Evaluate(run));
}
