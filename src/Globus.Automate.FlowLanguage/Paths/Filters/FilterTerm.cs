using Globus.Automate.FlowLanguage.Paths.Evaluation;

namespace Globus.Automate.FlowLanguage.Paths.Filters;

/// <summary>What a term is, before it is known what it is used for.</summary>
internal sealed record FilterTerm(int Start, int Length)
{
    public PathQuery? Query { get; init; }

    public FilterOperand? Operand { get; init; }

    public LogicalFunction? Logical { get; init; }

    public bool IsLiteral { get; init; }

    /// <summary>As a value: of a literal, a singular query or a function that gives one.</summary>
    public FilterOperand AsOperand(PathReader reader)
    {
        if (Operand is not null)
        {
            return Operand;
        }

        if (Query is null)
        {
            throw reader.Error("match() and search() are conditions: they have no value to compare or pass on.", Start, Length);
        }

        return Query.IsSingular
            ? new QueryOperand(Query)
            : throw reader.Error("This path can find many values where one is needed: only names and indices may be in it.", Start, Length);
    }

    /// <summary>As a condition on its own.</summary>
    public FilterExpression AsTest(PathReader reader)
    {
        if (Query is not null)
        {
            return new ExistenceExpression(Query);
        }

        return Logical is not null
            ? new FunctionTestExpression(Logical)
            : throw reader.Error(
                IsLiteral ? "A literal is no condition: compare it with something." : "This function gives a value, which is no condition: compare it with something.",
                Start,
                Length);
    }

    public PathQuery AsNodes(PathReader reader, string function)
        => Query ?? throw reader.Error($"{function}() takes a path from @ or $.", Start, Length);
}
