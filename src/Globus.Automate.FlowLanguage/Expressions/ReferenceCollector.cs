using Globus.Automate.FlowLanguage.Expressions.Nodes;
using Globus.Automate.FlowLanguage.Expressions.Python;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions;

/// <summary>Finds what an expression reads from the state, with the names that comprehensions bind left out.</summary>
internal static class ReferenceCollector
{
    public static IReadOnlyList<ExpressionReference> Collect(ExpressionNode root)
    {
        var found = new List<ExpressionReference>();
        Visit(root, new HashSet<string>(StringComparer.Ordinal), guarded: false, found);
        return [.. found.OrderBy(static r => r.Position)];
    }

    private static void Visit(ExpressionNode node, HashSet<string> bound, bool guarded, List<ExpressionReference> found)
    {
        if (TryReference(node, bound, guarded, found))
        {
            return;
        }

        switch (node)
        {
            case ConditionalNode conditional:
                // A branch that a test lets pass or not is read under a guard when the test asks for presence.
                bool asks = FlowExpression.Descendants(conditional.Test).Any(static n => n is CallNode { Name: "is_present" or "getattr" });
                Visit(conditional.Test, bound, guarded, found);
                Visit(conditional.Body, bound, guarded || asks, found);
                Visit(conditional.Otherwise, bound, guarded || asks, found);
                break;
            case LogicNode logic when FlowExpression.Descendants(logic).Any(static n => n is CallNode { Name: "is_present" }):
                VisitAll(logic.Children, bound, guarded: true, found);
                break;
            case ComprehensionNode comprehension:
                VisitComprehension(comprehension, bound, guarded, found);
                break;
            default:
                VisitAll(node.Children, bound, guarded, found);
                break;
        }
    }

    private static void VisitAll(IEnumerable<ExpressionNode> nodes, HashSet<string> bound, bool guarded, List<ExpressionReference> found)
    {
        foreach (ExpressionNode node in nodes)
        {
            Visit(node, bound, guarded, found);
        }
    }

    private static void VisitComprehension(ComprehensionNode comprehension, HashSet<string> bound, bool guarded, List<ExpressionReference> found)
    {
        Visit(comprehension.Loops[0].Items, bound, guarded, found);
        var inner = new HashSet<string>(bound, StringComparer.Ordinal);
        foreach (ComprehensionLoop loop in comprehension.Loops)
        {
            inner.UnionWith(loop.Target.Names);
        }

        VisitAll(comprehension.Children.Skip(1), inner, guarded, found);
    }

    /// <summary>A chain of names and constant indices that begins with a name of the state, or a path.</summary>
    private static bool TryReference(ExpressionNode node, HashSet<string> bound, bool guarded, List<ExpressionReference> found)
    {
        if (node is PathReferenceNode path)
        {
            found.Add(new ExpressionReference(path.Path.LeadingSteps, node.Position, node.Length, guarded));
            return true;
        }

        if (node is MethodCallNode method && IsChain(method.Method))
        {
            // x.y.upper(): the last name is the method.
            Visit(method.Method.Target, bound, guarded, found);
            VisitAll(method.Children.Skip(1), bound, guarded, found);
            return true;
        }

        if (!IsChain(node))
        {
            return false;
        }

        var steps = new List<object>();
        ExpressionNode at = node;
        while (at is not NameNode)
        {
            switch (at)
            {
                case AttributeNode attribute:
                    steps.Insert(0, attribute.Name);
                    at = attribute.Target;
                    break;
                case IndexNode index:
                    object? step = Constant(index.Key);
                    if (step is null)
                    {
                        // Beyond a computed index the way is not known.
                        steps.Clear();
                        Visit(index.Key, bound, guarded, found);
                    }
                    else
                    {
                        steps.Insert(0, step);
                    }

                    at = index.Target;
                    break;
                default:
                    return false;
            }
        }

        string name = ((NameNode)at).Name;
        if (!bound.Contains(name) && !(ReferenceEquals(at, node) && Functions.All.ContainsKey(name)))
        {
            steps.Insert(0, name);
            found.Add(new ExpressionReference(steps, at.Position, node.Length, guarded));
        }

        return true;
    }

    private static bool IsChain(ExpressionNode node)
    {
        while (true)
        {
            switch (node)
            {
                case NameNode:
                    return true;
                case AttributeNode attribute:
                    node = attribute.Target;
                    break;
                case IndexNode index:
                    node = index.Target;
                    break;
                default:
                    return false;
            }
        }
    }

    private static object? Constant(ExpressionNode key) => key is ConstantNode constant
        ? constant.Value switch
        {
            FlowString text => text.Value,
            FlowInteger number when number.TryGetInt64(out long index) && index is >= 0 and <= int.MaxValue => (int)index,
            _ => null,
        }
        : null;
}
