using System.Text;
using Globus.Automate.FlowLanguage.Expressions.Python;
using Globus.Automate.FlowLanguage.Paths;
using Globus.Automate.FlowLanguage.Text;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Nodes;

/// <summary>A number, a string, True, False or None.</summary>
internal sealed class ConstantNode(int position, int length, FlowValue value) : ExpressionNode(position, length)
{
    public FlowValue Value { get; } = value;

    public override IEnumerable<ExpressionNode> Children => [];

    protected override FlowValue Compute(Evaluation evaluation)
    {
        if (Value is FlowString { Value.Length: > PythonOperators.MaxLength })
        {
            PythonOperators.RequireLength(((FlowString)Value).Value.Length);
        }

        return Value;
    }
}

/// <summary>A name: a variable of a comprehension, a member of the state, or a function that is not called.</summary>
internal sealed class NameNode(int position, int length, string name) : ExpressionNode(position, length)
{
    public string Name { get; } = name;

    public override IEnumerable<ExpressionNode> Children => [];

    protected override FlowValue Compute(Evaluation evaluation)
    {
        if (evaluation.TryGetLocal(Name, out FlowValue? value) || evaluation.State.TryGetMember(Name, out value))
        {
            return value;
        }

        if (Functions.All.ContainsKey(Name))
        {
            return new PythonFunction(Name, static _ => FlowValue.Null);
        }

        IEnumerable<string> known = evaluation.State is FlowObject fields ? fields.Names : [];
        throw new PythonException("NameNotDefined", $"'{Name}' is not in the state{Similarity.Hint(Name, known)}");
    }
}

/// <summary>A path in back ticks.</summary>
internal sealed class PathReferenceNode(int position, int length, JsonPath path) : ExpressionNode(position, length)
{
    public JsonPath Path { get; } = path;

    public override IEnumerable<ExpressionNode> Children => [];

    protected override FlowValue Compute(Evaluation evaluation)
        => Path.TryEvaluate(evaluation.State, out FlowValue? value)
            ? value
            : throw new PythonException("NameNotDefined", $"there is nothing at {Path.Text} in the state");
}

/// <summary>A list, a tuple or a set that is written out.</summary>
internal sealed class SequenceNode(int position, int length, SequenceKind kind, IReadOnlyList<ExpressionNode> items) : ExpressionNode(position, length)
{
    public SequenceKind Kind { get; } = kind;

    public override IEnumerable<ExpressionNode> Children => items;

    protected override FlowValue Compute(Evaluation evaluation)
    {
        FlowValue[] values;
        if (items.Any(static item => item is StarNode))
        {
            var spread = new List<FlowValue>();
            foreach (ExpressionNode item in items)
            {
                if (item is StarNode star)
                {
                    spread.AddRange(PythonOperators.Iterate(star.Inner.Evaluate(evaluation)));
                    PythonOperators.RequireLength(spread.Count);
                }
                else
                {
                    spread.Add(item.Evaluate(evaluation));
                }
            }

            values = [.. spread];
        }
        else
        {
            values = new FlowValue[items.Count];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = items[i].Evaluate(evaluation);
            }
        }

        return Kind switch
        {
            SequenceKind.List => FlowArray.Adopt(values),
            SequenceKind.Tuple => new PythonTuple(values),
            _ => new PythonSet(values),
        };
    }
}

internal enum SequenceKind
{
    List,
    Tuple,
    Set,
}

/// <summary><c>*items</c> in a list.</summary>
internal sealed class StarNode(int position, int length, ExpressionNode inner) : ExpressionNode(position, length)
{
    public ExpressionNode Inner { get; } = inner;

    public override IEnumerable<ExpressionNode> Children => [Inner];

    protected override FlowValue Compute(Evaluation evaluation) => throw new PythonException("SyntaxError", "a * stands where no list is written");
}

/// <summary>A dict that is written out; a null key stands for <c>**other</c>.</summary>
internal sealed class DictNode(int position, int length, IReadOnlyList<(ExpressionNode? Key, ExpressionNode Value)> items) : ExpressionNode(position, length)
{
    public override IEnumerable<ExpressionNode> Children => items.SelectMany(static item => item.Key is null ? (ExpressionNode[])[item.Value] : [item.Key, item.Value]);

    protected override FlowValue Compute(Evaluation evaluation)
    {
        var dict = new PythonDict();
        foreach ((ExpressionNode? key, ExpressionNode value) in items)
        {
            if (key is not null)
            {
                dict.Set(key.Evaluate(evaluation), value.Evaluate(evaluation));
                continue;
            }

            FlowValue other = value.Evaluate(evaluation);
            foreach ((FlowValue name, FlowValue member) in PythonDict.Pairs(other) ?? throw new PythonException("TypeError", $"** takes an object, not a {PythonText.TypeName(other)}"))
            {
                dict.Set(name, member);
            }
        }

        return dict.Simplify();
    }
}

/// <summary>An f-string: text and values, each with its format.</summary>
internal sealed class FormattedStringNode(int position, int length, IReadOnlyList<FormattedPart> parts) : ExpressionNode(position, length)
{
    public override IEnumerable<ExpressionNode> Children => parts.SelectMany(static part => part.Children);

    protected override FlowValue Compute(Evaluation evaluation) => FlowValue.From(Write(parts, evaluation));

    internal static string Write(IReadOnlyList<FormattedPart> parts, Evaluation evaluation)
    {
        var text = new StringBuilder();
        foreach (FormattedPart part in parts)
        {
            text.Append(part.Text);
            if (part.Value is not null)
            {
                FlowValue value = part.Value.Evaluate(evaluation);
                text.Append(part.Format is null ? PythonText.Str(value) : FormatSpecification.Format(value, Write(part.Format, evaluation)));
            }

            PythonOperators.RequireLength(text.Length);
        }

        return text.ToString();
    }
}

/// <summary>A piece of an f-string: text before a value, and the value with the pieces of its format.</summary>
/// <remarks>A conversion (<c>!r</c>) is read and makes no difference, as in simpleeval.</remarks>
internal sealed record FormattedPart(string Text, ExpressionNode? Value, IReadOnlyList<FormattedPart>? Format)
{
    public IEnumerable<ExpressionNode> Children
        => (Value is null ? Enumerable.Empty<ExpressionNode>() : [Value]).Concat(Format?.SelectMany(static part => part.Children) ?? []);
}
