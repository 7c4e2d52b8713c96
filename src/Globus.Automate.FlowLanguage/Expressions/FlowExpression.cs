using System.Diagnostics.CodeAnalysis;
using Globus.Automate.FlowLanguage.Expressions.Nodes;
using Globus.Automate.FlowLanguage.Expressions.Python;
using Globus.Automate.FlowLanguage.Expressions.Syntax;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions;

/// <summary>
/// An expression of the flow language (the value of a <c>name.=</c> parameter), parsed once and safe to use from many threads. The syntax
/// is Python's; what an expression may do is what simpleeval's EvalWithCompoundTypes allows, with the functions of manual section 5.3.1.
/// </summary>
public sealed class FlowExpression
{
    private readonly ExpressionNode _root;

    private FlowExpression(string text, ExpressionNode root)
    {
        Text = text;
        _root = root;
    }

    /// <summary>The names of the functions that can be called.</summary>
    public static IReadOnlyCollection<string> FunctionNames { get; } = [.. Functions.All.Keys];

    /// <summary>The names of the methods that values have.</summary>
    public static IReadOnlyCollection<string> MethodNames => Members.Names;

    /// <summary>The text this expression was parsed from.</summary>
    public string Text { get; }

    /// <summary>What the expression reads from the state, in the order in which it stands in the text.</summary>
    public IReadOnlyList<ExpressionReference> References => ReferenceCollector.Collect(_root);

    /// <summary>The functions that are called, each with its place.</summary>
    public IReadOnlyList<FunctionCall> Calls => [.. Descendants(_root).OfType<CallNode>().Select(static call => new FunctionCall(call.Name, call.Position, call.NameLength, call.Positional.Count))];

    /// <summary>Parses an expression.</summary>
    /// <exception cref="FlowSyntaxException">The text is not an expression.</exception>
    public static FlowExpression Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new FlowExpression(text, Parser.Parse(text));
    }

    /// <summary>Parses an expression, or says why it cannot be.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out FlowExpression? expression, [NotNullWhen(false)] out FlowSyntaxException? error)
    {
        try
        {
            expression = Parse(text);
            error = null;
            return true;
        }
        catch (FlowSyntaxException e)
        {
            expression = null;
            error = e;
            return false;
        }
    }

    /// <summary>Computes the value. Names are the members of <paramref name="state"/>; <c>`$.a.b`</c> is a path into it.</summary>
    /// <param name="state">The run's document.</param>
    /// <param name="cancellationToken">Stops a long computation.</param>
    /// <exception cref="ExpressionException">The value cannot be computed: an unknown name, a wrong type, a limit.</exception>
    public FlowValue Evaluate(FlowValue state, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(state);
        FlowValue value = _root.Evaluate(new Evaluation(state, cancellationToken));
        try
        {
            return PythonJson.ToJson(value);
        }
        catch (PythonException e)
        {
            throw new ExpressionException(e.Error, char.ToUpperInvariant(e.Message[0]) + e.Message[1..] + ".", _root.Position, _root.Length);
        }
    }

    /// <summary>An error that the expression gives whatever the state is, such as <c>1 / 0</c>; null where none is sure.</summary>
    public ExpressionException? FindConstantError()
    {
        foreach (ExpressionNode node in Outermost(_root))
        {
            try
            {
                node.Evaluate(new Evaluation(FlowObject.Empty, CancellationToken.None));
            }
            catch (ExpressionException e)
            {
                return e;
            }
        }

        return null;
    }

    internal static IEnumerable<ExpressionNode> Descendants(ExpressionNode root)
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

    /// <summary>The largest parts that read nothing and are surely computed: not those that a condition may pass by.</summary>
    private static IEnumerable<ExpressionNode> Outermost(ExpressionNode node)
    {
        if (!Descendants(node).Any(static n => n is NameNode or PathReferenceNode or CallNode { Name: "rand" or "randint" or "getattr" or "is_present" }))
        {
            return [node];
        }

        IEnumerable<ExpressionNode> certain = node switch
        {
            ConditionalNode conditional => [conditional.Test],
            LogicNode or ComparisonNode => node.Children.Take(1),
            ComprehensionNode comprehension => [comprehension.Loops[0].Items],
            _ => node.Children.Where(static child => child is not StarNode),
        };
        return certain.SelectMany(Outermost);
    }
}

/// <summary>An expression that was parsed and cannot be computed.</summary>
public sealed class ExpressionException : FlowSyntaxException
{
    /// <summary>Describes the fault.</summary>
    /// <param name="error">The name of the error in Python's terms, such as <c>ZeroDivisionError</c> or <c>NameNotDefined</c>.</param>
    /// <param name="message">One sentence: what is wrong.</param>
    /// <param name="position">Where in the expression, from 0.</param>
    /// <param name="length">How many characters are concerned.</param>
    public ExpressionException(string error, string message, int position = 0, int length = 0)
        : base(message, position, length) => Error = error;

    /// <summary>The name of the error in Python's terms, such as <c>ZeroDivisionError</c> or <c>NameNotDefined</c>.</summary>
    public string Error { get; }
}

/// <summary>Something that an expression reads from the state.</summary>
/// <param name="Steps">The way to it as far as it is known: member names (string) and indices (int).</param>
/// <param name="Position">Where it stands in the expression, from 0.</param>
/// <param name="Length">How many characters it takes.</param>
/// <param name="IsGuarded">Whether the expression provides for its absence: by is_present or getattr, or in a branch of a condition.</param>
public sealed record ExpressionReference(IReadOnlyList<object> Steps, int Position, int Length, bool IsGuarded);

/// <summary>A call of a function.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="Position">Where the name stands, from 0.</param>
/// <param name="Length">How long the name is.</param>
/// <param name="ArgumentCount">How many arguments without a name it gets.</param>
public sealed record FunctionCall(string Name, int Position, int Length, int ArgumentCount);
