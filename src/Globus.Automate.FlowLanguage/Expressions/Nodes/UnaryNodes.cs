using Globus.Automate.FlowLanguage.Expressions.Evaluation;
using Globus.Automate.FlowLanguage.Expressions.Python;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Nodes;

/// <summary>An operator before a value.</summary>
internal abstract class UnaryNode(int position, ExpressionNode operand) : ExpressionNode(position, operand.End - position)
{
    public ExpressionNode Operand { get; } = operand;

    public sealed override IEnumerable<ExpressionNode> Children => [Operand];
}

/// <summary><c>-a</c>.</summary>
internal sealed class NegateNode(int position, ExpressionNode operand) : UnaryNode(position, operand)
{
    public override FlowValue Evaluate(EvaluationRun run) => Arithmetic.Negate(new Site(run, this), Operand.Evaluate(run));
}

/// <summary><c>+a</c>.</summary>
internal sealed class PlusNode(int position, ExpressionNode operand) : UnaryNode(position, operand)
{
    public override FlowValue Evaluate(EvaluationRun run) => Arithmetic.Plus(new Site(run, this), Operand.Evaluate(run));
}

/// <summary><c>~a</c>.</summary>
internal sealed class InvertNode(int position, ExpressionNode operand) : UnaryNode(position, operand)
{
    public override FlowValue Evaluate(EvaluationRun run) => Arithmetic.Invert(new Site(run, this), Operand.Evaluate(run));
}

/// <summary><c>not a</c>.</summary>
internal sealed class NotNode(int position, ExpressionNode operand) : UnaryNode(position, operand)
{
    public override FlowValue Evaluate(EvaluationRun run) => FlowValue.From(!PythonEquality.IsTrue(Operand.Evaluate(run)));
}
