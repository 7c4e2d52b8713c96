using Globus.Automate.FlowLanguage.Expressions.Evaluation;
using Globus.Automate.FlowLanguage.Expressions.Python;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Nodes;

/// <summary><c>and</c> or <c>or</c>: the value of the operand that decides.</summary>
internal abstract class LogicNode(ExpressionNode[] operands) : ExpressionNode(operands[0].Position, operands[^1].End - operands[0].Position)
{
    public sealed override IEnumerable<ExpressionNode> Children => operands;

    protected ExpressionNode[] Operands => operands;
}

/// <summary><c>a and b</c>.</summary>
internal sealed class AndNode(ExpressionNode[] operands) : LogicNode(operands)
{
    public override FlowValue Evaluate(EvaluationRun run)
    {
        FlowValue value = FlowValue.Null;
        foreach (ExpressionNode operand in Operands)
        {
            value = operand.Evaluate(run);
            if (!PythonEquality.IsTrue(value))
            {
                break;
            }
        }

        return value;
    }
}

/// <summary><c>a or b</c>.</summary>
internal sealed class OrNode(ExpressionNode[] operands) : LogicNode(operands)
{
    public override FlowValue Evaluate(EvaluationRun run)
    {
        FlowValue value = FlowValue.Null;
        foreach (ExpressionNode operand in Operands)
        {
            value = operand.Evaluate(run);
            if (PythonEquality.IsTrue(value))
            {
                break;
            }
        }

        return value;
    }
}

/// <summary><c>a if condition else b</c>.</summary>
internal sealed class ConditionalNode(ExpressionNode body, ExpressionNode test, ExpressionNode otherwise)
    : ExpressionNode(body.Position, otherwise.End - body.Position)
{
    public ExpressionNode Body { get; } = body;

    public ExpressionNode Test { get; } = test;

    public ExpressionNode Otherwise { get; } = otherwise;

    public override IEnumerable<ExpressionNode> Children => [Body, Test, Otherwise];

    public override FlowValue Evaluate(EvaluationRun run)
        => PythonEquality.IsTrue(Test.Evaluate(run)) ? Body.Evaluate(run) : Otherwise.Evaluate(run);
}
