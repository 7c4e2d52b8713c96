using Globus.Automate.FlowLanguage.Expressions.Nodes;

namespace Globus.Automate.FlowLanguage.Expressions.Analysis;

/// <summary>Looks through the tree of an expression.</summary>
internal static class ExpressionTree
{
    /// <summary>A node and all below it.</summary>
    public static IEnumerable<ExpressionNode> Descendants(ExpressionNode root)
    {
        var stack = new Stack<ExpressionNode>([root]);
        while (stack.TryPop(out ExpressionNode? node))
        {
            yield return node;
            foreach (ExpressionNode child in node.Children.Reverse())
            {
                stack.Push(child);
            }
        }
    }
}
