using Globus.Automate.FlowLanguage.Expressions.Nodes;

namespace Globus.Automate.FlowLanguage.Expressions.Analysis;

/// <summary>Looks through the tree of an expression. Its depth is bounded by the parser, so that this may recur.</summary>
internal static class ExpressionTree
{
    /// <summary>The nodes of one kind, in the order in which they stand in the text.</summary>
    public static IReadOnlyList<T> Find<T>(ExpressionNode root)
        where T : ExpressionNode
    {
        List<T>? found = null;
        Visit(root);
        return found ?? (IReadOnlyList<T>)[];

        void Visit(ExpressionNode node)
        {
            if (node is T wanted)
            {
                (found ??= []).Add(wanted);
            }

            foreach (ExpressionNode child in node.Children)
            {
                Visit(child);
            }
        }
    }

    /// <summary>Whether a rule holds for a node and all below it.</summary>
    public static bool All(ExpressionNode node, Func<ExpressionNode, bool> rule)
    {
        if (!rule(node))
        {
            return false;
        }

        foreach (ExpressionNode child in node.Children)
        {
            if (!All(child, rule))
            {
                return false;
            }
        }

        return true;
    }
}
