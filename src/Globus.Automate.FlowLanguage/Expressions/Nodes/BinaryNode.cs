namespace Globus.Automate.FlowLanguage.Expressions.Nodes;

/// <summary>An operator between two values.</summary>
internal abstract class BinaryNode(ExpressionNode left, ExpressionNode right) : ExpressionNode(left.Position, right.End - left.Position)
{
    public ExpressionNode Left { get; } = left;

    public ExpressionNode Right { get; } = right;

    public sealed override IEnumerable<ExpressionNode> Children => [Left, Right];
}
