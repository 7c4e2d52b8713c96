using Globus.Automate.FlowLanguage.Expressions.Evaluation;
using Globus.Automate.FlowLanguage.Expressions.Python;
using Globus.Automate.FlowLanguage.Expressions.Python.Values;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Nodes;

/// <summary><c>*items</c> in a list: all of them.</summary>
internal sealed class StarNode(int position, ExpressionNode operand) : ExpressionNode(position, operand.End - position)
{
    public ExpressionNode Operand { get; } = operand;

    public override IEnumerable<ExpressionNode> Children => [Operand];

    public override FlowValue Evaluate(EvaluationRun run) => Operand.Evaluate(run);
}

/// <summary><c>[a, *b]</c>.</summary>
internal sealed class ListNode(int position, int length, ExpressionNode[] items) : ExpressionNode(position, length)
{
    public override IEnumerable<ExpressionNode> Children => items;

    public override FlowValue Evaluate(EvaluationRun run)
    {
        var list = new PythonList(items.Length);
        foreach (ExpressionNode item in items)
        {
            FlowValue value = item.Evaluate(run);
            if (item is StarNode)
            {
                list.AddRange(Iteration.ToArray(new Site(run, item), value));
            }
            else
            {
                list.Add(value);
            }
        }

        return list;
    }
}

/// <summary><c>(a, b)</c>.</summary>
internal sealed class TupleNode(int position, int length, ExpressionNode[] items) : ExpressionNode(position, length)
{
    public override IEnumerable<ExpressionNode> Children => items;

    public override FlowValue Evaluate(EvaluationRun run)
    {
        var values = new FlowValue[items.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = items[i].Evaluate(run);
        }

        return new PythonTuple(values);
    }
}

/// <summary><c>{a, b}</c>.</summary>
internal sealed class SetNode(int position, int length, ExpressionNode[] items) : ExpressionNode(position, length)
{
    public override IEnumerable<ExpressionNode> Children => items;

    public override FlowValue Evaluate(EvaluationRun run)
    {
        var set = new PythonSet();
        foreach (ExpressionNode item in items)
        {
            set.Add(PythonEquality.Hashable(new Site(run, item), item.Evaluate(run)));
        }

        return set;
    }
}

/// <summary><c>{key: value, **others}</c>.</summary>
internal sealed class DictNode(int position, int length, List<(ExpressionNode? Key, ExpressionNode Value)> items) : ExpressionNode(position, length)
{
    public override IEnumerable<ExpressionNode> Children => items.SelectMany(static item => item.Key is null ? (ExpressionNode[])[item.Value] : [item.Key, item.Value]);

    public override FlowValue Evaluate(EvaluationRun run)
    {
        var dict = new PythonDict();
        foreach ((ExpressionNode? key, ExpressionNode value) in items)
        {
            if (key is null)
            {
                Dicts.Update(new Site(run, value), dict, value.Evaluate(run));
                continue;
            }

            // The value comes first, as in simpleeval, where Python's subscript assignment does it.
            FlowValue content = value.Evaluate(run);
            dict.Table.Set(PythonEquality.Hashable(new Site(run, key), key.Evaluate(run)), content);
        }

        return dict;
    }
}
