using Globus.Automate.FlowLanguage.Expressions.Evaluation;
using Globus.Automate.FlowLanguage.Expressions.Python;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Nodes;

/// <summary><c>a + b</c>.</summary>
internal sealed class AddNode(ExpressionNode left, ExpressionNode right) : BinaryNode(left, right)
{
    public override FlowValue Evaluate(EvaluationRun run)
    {
        FlowValue first = Left.Evaluate(run);
        FlowValue second = Right.Evaluate(run);
        if (first is FlowInteger a && second is FlowInteger b && a.TryGetInt64(out long x) && b.TryGetInt64(out long y))
        {
            long sum = unchecked(x + y);
            if (((x ^ sum) & (y ^ sum)) >= 0)
            {
                return FlowValue.From(sum);
            }
        }

        return PythonOperators.Add(new Site(run, this), first, second);
    }
}

/// <summary><c>a - b</c>.</summary>
internal sealed class SubtractNode(ExpressionNode left, ExpressionNode right) : BinaryNode(left, right)
{
    public override FlowValue Evaluate(EvaluationRun run)
        => PythonOperators.Subtract(new Site(run, this), Left.Evaluate(run), Right.Evaluate(run));
}

/// <summary><c>a * b</c>.</summary>
internal sealed class MultiplyNode(ExpressionNode left, ExpressionNode right) : BinaryNode(left, right)
{
    public override FlowValue Evaluate(EvaluationRun run)
        => PythonOperators.Multiply(new Site(run, this), Left.Evaluate(run), Right.Evaluate(run));
}

/// <summary><c>a / b</c>.</summary>
internal sealed class DivideNode(ExpressionNode left, ExpressionNode right) : BinaryNode(left, right)
{
    public override FlowValue Evaluate(EvaluationRun run)
        => PythonOperators.Divide(new Site(run, this), Left.Evaluate(run), Right.Evaluate(run));
}

/// <summary><c>a // b</c>.</summary>
internal sealed class FloorDivideNode(ExpressionNode left, ExpressionNode right) : BinaryNode(left, right)
{
    public override FlowValue Evaluate(EvaluationRun run)
        => PythonOperators.FloorDivide(new Site(run, this), Left.Evaluate(run), Right.Evaluate(run));
}

/// <summary><c>a % b</c>.</summary>
internal sealed class ModuloNode(ExpressionNode left, ExpressionNode right) : BinaryNode(left, right)
{
    public override FlowValue Evaluate(EvaluationRun run)
        => PythonOperators.Modulo(new Site(run, this), Left.Evaluate(run), Right.Evaluate(run));
}

/// <summary><c>a ** b</c>.</summary>
internal sealed class PowerNode(ExpressionNode left, ExpressionNode right) : BinaryNode(left, right)
{
    public override FlowValue Evaluate(EvaluationRun run)
        => PythonOperators.Power(new Site(run, this), Left.Evaluate(run), Right.Evaluate(run));
}

/// <summary><c>a &amp; b</c>.</summary>
internal sealed class BitAndNode(ExpressionNode left, ExpressionNode right) : BinaryNode(left, right)
{
    public override FlowValue Evaluate(EvaluationRun run)
        => PythonOperators.And(new Site(run, this), Left.Evaluate(run), Right.Evaluate(run));
}

/// <summary><c>a | b</c>.</summary>
internal sealed class BitOrNode(ExpressionNode left, ExpressionNode right) : BinaryNode(left, right)
{
    public override FlowValue Evaluate(EvaluationRun run)
        => PythonOperators.Or(new Site(run, this), Left.Evaluate(run), Right.Evaluate(run));
}

/// <summary><c>a ^ b</c>.</summary>
internal sealed class BitXorNode(ExpressionNode left, ExpressionNode right) : BinaryNode(left, right)
{
    public override FlowValue Evaluate(EvaluationRun run)
        => PythonOperators.Xor(new Site(run, this), Left.Evaluate(run), Right.Evaluate(run));
}

/// <summary><c>a &lt;&lt; b</c>.</summary>
internal sealed class LeftShiftNode(ExpressionNode left, ExpressionNode right) : BinaryNode(left, right)
{
    public override FlowValue Evaluate(EvaluationRun run)
        => PythonOperators.Shift(new Site(run, this), Left.Evaluate(run), Right.Evaluate(run), isLeft: true);
}

/// <summary><c>a &gt;&gt; b</c>.</summary>
internal sealed class RightShiftNode(ExpressionNode left, ExpressionNode right) : BinaryNode(left, right)
{
    public override FlowValue Evaluate(EvaluationRun run)
        => PythonOperators.Shift(new Site(run, this), Left.Evaluate(run), Right.Evaluate(run), isLeft: false);
}
