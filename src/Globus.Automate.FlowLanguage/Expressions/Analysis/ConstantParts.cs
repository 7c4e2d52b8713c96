using Globus.Automate.FlowLanguage.Expressions.Evaluation;
using Globus.Automate.FlowLanguage.Expressions.Nodes;
using Globus.Automate.FlowLanguage.Expressions.Python;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Analysis;

/// <summary>Computes what in an expression does not depend on the state.</summary>
internal static class ConstantParts
{
    /// <summary>The first error that the expression gives whatever the state is.</summary>
    public static ExpressionException? FindError(ExpressionNode root, int slots, bool isResult = true)
    {
        if (IsConstant(root))
        {
            // A constant in a whole has a value; and a part need not be JSON by itself: n in {1, 2}. A name that a loop binds can still be the
            // state's: [x for x in x].
            return (isResult || root is not ConstantNode) && TryCompute(root, slots, isResult, out _) is { Error: not "NameNotDefined" } error ? error : null;
        }

        foreach (ExpressionNode part in Certain(root))
        {
            if (FindError(part, slots, isResult: false) is { } error)
            {
                return error;
            }
        }

        return null;
    }

    public static bool IsConstant(ExpressionNode node) => ExpressionTree.All(node, static part => part switch
    {
        NameNode name => name.IsBound,
        PathReferenceNode => false,
        FunctionCallNode call => call.Function is { IsPure: true },
        _ => true,
    });

    public static ExpressionException? TryCompute(ExpressionNode node, int slots, bool isResult, out FlowValue? value)
    {
        try
        {
            // On copies: what is computed here may be a constant list that a method changes.
            var run = new EvaluationRun(FlowObject.Empty, slots, changesValues: true, CancellationToken.None);
            value = node.Evaluate(run);
            value = isResult ? PythonJson.ToJson(new Site(run, node), value) : value;
            return null;
        }
        catch (ExpressionException e)
        {
            value = null;
            return e;
        }
    }

    /// <summary>The parts that are surely computed when the whole is: not those that a condition may pass by.</summary>
    private static IEnumerable<ExpressionNode> Certain(ExpressionNode node) => node switch
    {
        FunctionCallNode { Function: null } => [],
        ConditionalNode conditional => [conditional.Test],
        LogicNode or ComparisonChainNode => node.Children.Take(1),
        ComprehensionNode comprehension => [comprehension.Loops[0].Items],
        MethodCallNode call => call.Arguments.All.Prepend(call.Method.Target),
        _ => node.Children,
    };
}
