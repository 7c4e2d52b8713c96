using Globus.Automate.FlowLanguage.Expressions.Evaluation;
using Globus.Automate.FlowLanguage.Expressions.Python;
using Globus.Automate.FlowLanguage.Expressions.Python.Values;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Nodes;

/// <summary>What the comprehensions have in common: loops with conditions, and something to do for each item that passes.</summary>
internal abstract class ComprehensionNode(int position, int length, Loop[] loops, int[] slots, int cost) : ExpressionNode(position, length)
{
    public Loop[] Loops => loops;

    /// <summary>What is computed for each item.</summary>
    public abstract IEnumerable<ExpressionNode> Elements { get; }

    public sealed override IEnumerable<ExpressionNode> Children
        => Elements.Concat(loops.SelectMany(static loop => loop.Conditions.Prepend(loop.Items)));

    /// <summary>Goes through the loops.</summary>
    protected void Fill(EvaluationRun run, FlowValue result)
    {
        // Where the comprehension stands in the loop of another, what it bound the last time is gone.
        foreach (int slot in slots)
        {
            run.Slots[slot] = null;
        }

        Fill(run, result, 0);
    }

    /// <summary>Adds to the result for the items that are bound now.</summary>
    protected abstract void Collect(EvaluationRun run, FlowValue result);

    private void Fill(EvaluationRun run, FlowValue result, int index)
    {
        Loop loop = loops[index];
        Iteration items = Iteration.Over(new Site(run, loop.Items), loop.Items.Evaluate(run));
        while (items.MoveNext(out FlowValue? item))
        {
            run.CountLoop(this, cost);
            loop.Target.Bind(new Site(run, loop.Items), item);
            if (!loop.Passes(run))
            {
                continue;
            }

            if (index + 1 < loops.Length)
            {
                Fill(run, result, index + 1);
            }
            else
            {
                Collect(run, result);
            }
        }
    }
}

/// <summary><c>[element for target in items if condition]</c>; in parentheses too, as simpleeval has no generators.</summary>
internal sealed class ListComprehensionNode(int position, int length, ExpressionNode element, Loop[] loops, int[] slots, int cost)
    : ComprehensionNode(position, length, loops, slots, cost)
{
    public override IEnumerable<ExpressionNode> Elements => [element];

    public override FlowValue Evaluate(EvaluationRun run)
    {
        var list = new PythonList(4);
        Fill(run, list);
        return list;
    }

    protected override void Collect(EvaluationRun run, FlowValue result) => ((PythonList)result).Add(element.Evaluate(run));
}

/// <summary><c>{key: value for target in items if condition}</c>.</summary>
internal sealed class DictComprehensionNode(int position, int length, ExpressionNode key, ExpressionNode value, Loop[] loops, int[] slots, int cost)
    : ComprehensionNode(position, length, loops, slots, cost)
{
    public override IEnumerable<ExpressionNode> Elements => [key, value];

    public override FlowValue Evaluate(EvaluationRun run)
    {
        var dict = new PythonDict();
        Fill(run, dict);
        return dict;
    }

    protected override void Collect(EvaluationRun run, FlowValue result)
    {
        // simpleeval computes the value first, as Python's subscript assignment does.
        FlowValue content = value.Evaluate(run);
        FlowValue name = key.Evaluate(run);
        ((PythonDict)result).Table.Set(PythonEquality.Hashable(new Site(run, key), name), content);
    }
}
