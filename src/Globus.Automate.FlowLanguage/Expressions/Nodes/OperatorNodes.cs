using Globus.Automate.FlowLanguage.Expressions.Python;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Nodes;

/// <summary>An operator between two values.</summary>
internal sealed class BinaryNode(string sign, ExpressionNode left, ExpressionNode right)
    : ExpressionNode(left.Position, right.Position + right.Length - left.Position)
{
    private readonly Func<FlowValue, FlowValue, FlowValue> _compute = sign switch
    {
        "+" => PythonOperators.Add,
        "-" => PythonOperators.Subtract,
        "*" => PythonOperators.Multiply,
        "%" => PythonOperators.Modulo,
        "/" => static (a, b) => PythonOperators.Numeric("/", a, b, PythonNumbers.Divide),
        "//" => static (a, b) => PythonOperators.Numeric("//", a, b, PythonNumbers.FloorDivide),
        "**" => static (a, b) => PythonOperators.Numeric("**", a, b, PythonNumbers.Power),
        "<<" or ">>" => (a, b) => PythonOperators.Shift(sign, a, b),
        _ => (a, b) => PythonOperators.Bitwise(sign, a, b),
    };

    public override IEnumerable<ExpressionNode> Children => [left, right];

    protected override FlowValue Compute(Evaluation evaluation) => _compute(left.Evaluate(evaluation), right.Evaluate(evaluation));
}

/// <summary><c>-x</c>, <c>+x</c>, <c>~x</c>, <c>not x</c>.</summary>
internal sealed class UnaryNode(int position, string sign, ExpressionNode operand)
    : ExpressionNode(position, operand.Position + operand.Length - position)
{
    public override IEnumerable<ExpressionNode> Children => [operand];

    protected override FlowValue Compute(Evaluation evaluation)
    {
        FlowValue value = operand.Evaluate(evaluation);
        if (sign == "not")
        {
            return FlowValue.From(!PythonEquality.IsTrue(value));
        }

        if (sign == "~" ? !PythonNumbers.IsWhole(value) : !PythonNumbers.IsNumber(value))
        {
            throw new PythonException("TypeError", $"'{sign}' does not work on a {PythonText.TypeName(value)}");
        }

        return sign switch
        {
            "-" => PythonNumbers.Negate(value),
            "~" => FlowValue.From(-PythonNumbers.Whole(value) - 1),
            _ => value is FlowReal ? value : FlowValue.From(PythonNumbers.Whole(value)),
        };
    }
}

/// <summary><c>and</c> and <c>or</c>: the value of the operand that decides.</summary>
internal sealed class LogicNode(bool isAnd, IReadOnlyList<ExpressionNode> operands)
    : ExpressionNode(operands[0].Position, operands[^1].Position + operands[^1].Length - operands[0].Position)
{
    public override IEnumerable<ExpressionNode> Children => operands;

    protected override FlowValue Compute(Evaluation evaluation)
    {
        FlowValue value = FlowValue.Null;
        foreach (ExpressionNode operand in operands)
        {
            value = operand.Evaluate(evaluation);
            if (PythonEquality.IsTrue(value) != isAnd)
            {
                break;
            }
        }

        return value;
    }
}

/// <summary>A chain of comparisons: <c>a &lt; b &lt;= c</c> holds where each link does, and each operand is computed once at the most.</summary>
internal sealed class ComparisonNode(ExpressionNode first, IReadOnlyList<(string Sign, ExpressionNode Operand)> links)
    : ExpressionNode(first.Position, links[^1].Operand.Position + links[^1].Operand.Length - first.Position)
{
    public override IEnumerable<ExpressionNode> Children => links.Select(static link => link.Operand).Prepend(first);

    protected override FlowValue Compute(Evaluation evaluation)
    {
        FlowValue left = first.Evaluate(evaluation);
        foreach ((string sign, ExpressionNode operand) in links)
        {
            FlowValue right = operand.Evaluate(evaluation);
            if (!Holds(sign, left, right))
            {
                return FlowValue.False;
            }

            left = right;
        }

        return FlowValue.True;
    }

    private static bool Holds(string sign, FlowValue left, FlowValue right) => sign switch
    {
        "==" => PythonEquality.Equal(left, right),
        "!=" => !PythonEquality.Equal(left, right),
        "in" => PythonOperators.Contains(right, left),
        "not in" => !PythonOperators.Contains(right, left),
        "is" => IsSame(left, right),
        "is not" => !IsSame(left, right),
        "<" => PythonEquality.Compare(left, right, sign) < 0,
        "<=" => PythonEquality.Compare(left, right, sign) <= 0,
        ">" => PythonEquality.Compare(left, right, sign) > 0,
        _ => PythonEquality.Compare(left, right, sign) >= 0,
    };

    /// <summary>Identity: of None, True and False, of small integers and equal texts as CPython shares them, of the same value of the state.</summary>
    private static bool IsSame(FlowValue left, FlowValue right) => ReferenceEquals(left, right)
        || (left.IsNull && right.IsNull)
        || (left is FlowString a && right is FlowString b && string.Equals(a.Value, b.Value, StringComparison.Ordinal))
        || (left is FlowInteger && right is FlowInteger && left.Equals(right));
}

/// <summary><c>a if condition else b</c>.</summary>
internal sealed class ConditionalNode(ExpressionNode body, ExpressionNode test, ExpressionNode otherwise)
    : ExpressionNode(body.Position, otherwise.Position + otherwise.Length - body.Position)
{
    public ExpressionNode Body { get; } = body;

    public ExpressionNode Test { get; } = test;

    public ExpressionNode Otherwise { get; } = otherwise;

    public override IEnumerable<ExpressionNode> Children => [Test, Body, Otherwise];

    protected override FlowValue Compute(Evaluation evaluation)
        => PythonEquality.IsTrue(Test.Evaluate(evaluation)) ? Body.Evaluate(evaluation) : Otherwise.Evaluate(evaluation);
}
