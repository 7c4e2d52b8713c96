using Globus.Automate.FlowLanguage.Expressions.Evaluation;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Nodes;

/// <summary>One comparison: <c>a &lt; b</c>.</summary>
internal sealed class ComparisonNode(ExpressionNode left, Comparison comparison, ExpressionNode right) : BinaryNode(left, right)
{
    public override FlowValue Evaluate(EvaluationRun run)
        => FlowValue.From(comparison.Holds(new Site(run, this), Left.Evaluate(run), Right.Evaluate(run)));
}

/// <summary>Comparisons in a row: <c>a &lt; b &lt;= c</c> holds where each link does, and each operand is computed once at the most.</summary>
internal sealed class ComparisonChainNode(ExpressionNode first, List<(Comparison Comparison, ExpressionNode Operand)> links)
    : ExpressionNode(first.Position, links[^1].Operand.End - first.Position)
{
    public override IEnumerable<ExpressionNode> Children => links.Select(static link => link.Operand).Prepend(first);

    public override FlowValue Evaluate(EvaluationRun run)
    {
        FlowValue left = first.Evaluate(run);
        foreach ((Comparison comparison, ExpressionNode operand) in links)
        {
            FlowValue right = operand.Evaluate(run);
            if (!comparison.Holds(new Site(run, this), left, right))
            {
                return FlowValue.False;
            }

            left = right;
        }

        return FlowValue.True;
    }
}
