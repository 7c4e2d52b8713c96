using Globus.Automate.FlowLanguage.Paths.Evaluation;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Paths.Filters;

/// <summary>A condition on a node: what RFC 9535 calls LogicalType.</summary>
internal abstract class FilterExpression
{
    /// <summary>Whether the node <paramref name="current"/> (<c>@</c>) passes.</summary>
    public abstract bool Test(FlowValue current, QueryRun run);
}

/// <summary><c>a || b</c>.</summary>
internal sealed class OrExpression(FilterExpression[] operands) : FilterExpression
{
    public override bool Test(FlowValue current, QueryRun run)
    {
        foreach (FilterExpression operand in operands)
        {
            if (operand.Test(current, run))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary><c>a &amp;&amp; b</c>.</summary>
internal sealed class AndExpression(FilterExpression[] operands) : FilterExpression
{
    public override bool Test(FlowValue current, QueryRun run)
    {
        foreach (FilterExpression operand in operands)
        {
            if (!operand.Test(current, run))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary><c>!a</c>.</summary>
internal sealed class NotExpression(FilterExpression operand) : FilterExpression
{
    public override bool Test(FlowValue current, QueryRun run) => !operand.Test(current, run);
}

/// <summary>A query on its own: whether it finds any node.</summary>
internal sealed class ExistenceExpression(PathQuery query) : FilterExpression
{
    public override bool Test(FlowValue current, QueryRun run)
    {
        FlowValue start = query.IsRelative ? current : run.Root;
        return query.IsSingular ? query.TryGetSingle(start, out _) : query.Select(new Node(start, null), run).Count > 0;
    }
}

/// <summary>A function whose result is a condition: <c>match</c>, <c>search</c>.</summary>
internal sealed class FunctionTestExpression(LogicalFunction function) : FilterExpression
{
    public override bool Test(FlowValue current, QueryRun run) => function.Evaluate(current, run);
}

/// <summary><c>a == b</c> and its five brothers (RFC 9535, section 2.3.5.2.2).</summary>
internal sealed class ComparisonExpression(FilterOperand left, FilterComparison comparison, FilterOperand right) : FilterExpression
{
    public override bool Test(FlowValue current, QueryRun run)
    {
        FlowValue? a = left.Evaluate(current, run);
        FlowValue? b = right.Evaluate(current, run);
        return comparison switch
        {
            FilterComparison.Equal => AreEqual(a, b, run),
            FilterComparison.NotEqual => !AreEqual(a, b, run),
            FilterComparison.Less => ValueOrder.IsLess(a, b),
            FilterComparison.Greater => ValueOrder.IsLess(b, a),
            FilterComparison.LessOrEqual => ValueOrder.IsLess(a, b) || AreEqual(a, b, run),
            _ => ValueOrder.IsLess(b, a) || AreEqual(a, b, run),
        };
    }

    private static bool AreEqual(FlowValue? a, FlowValue? b, QueryRun run) => a is null || b is null ? a is null && b is null : run.AreEqual(a, b);
}

/// <summary>How two values are compared.</summary>
internal enum FilterComparison
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}
