using Globus.Automate.FlowLanguage.Expressions.Evaluation;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Nodes;

/// <summary>A part of an expression that has a value. There is one small type per rule of the grammar.</summary>
/// <param name="position">Where it begins in the expression.</param>
/// <param name="length">How many characters it takes.</param>
internal abstract class ExpressionNode(int position, int length)
{
    /// <summary>Where it begins in the expression.</summary>
    public int Position { get; } = position;

    /// <summary>How many characters it takes.</summary>
    public int Length { get; } = length;

    public int End => Position + Length;

    /// <summary>The parts directly below, in the order in which they stand in the text: for those who look through the tree.</summary>
    public abstract IEnumerable<ExpressionNode> Children { get; }

    /// <summary>Computes the value.</summary>
    /// <exception cref="ExpressionException">It cannot be computed; the exception names the innermost part that failed.</exception>
    public abstract FlowValue Evaluate(EvaluationRun run);
}
