using System.Diagnostics.CodeAnalysis;
using Globus.Automate.FlowLanguage.Expressions.Analysis;
using Globus.Automate.FlowLanguage.Expressions.Evaluation;
using Globus.Automate.FlowLanguage.Expressions.Nodes;
using Globus.Automate.FlowLanguage.Expressions.Python;
using Globus.Automate.FlowLanguage.Expressions.Python.Functions;
using Globus.Automate.FlowLanguage.Expressions.Python.Types;
using Globus.Automate.FlowLanguage.Expressions.Syntax;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions;

/// <summary>
/// An expression of the flow language (the value of a <c>name.=</c> parameter), parsed once and safe to use from many threads. The syntax
/// is Python's; what an expression may do is what simpleeval's EvalWithCompoundTypes allows, with the functions of manual section 5.3.1.
/// </summary>
public sealed class FlowExpression
{
    private readonly ParseResult _parsed;

    private FlowExpression(string text, ParseResult parsed)
    {
        Text = text;
        _parsed = parsed;
    }

    /// <summary>The names of the functions that can be called.</summary>
    public static IReadOnlyCollection<string> FunctionNames => FunctionTable.Names;

    /// <summary>The names of the methods and attributes that values have.</summary>
    public static IReadOnlyCollection<string> MethodNames => PythonType.AllNames;

    /// <summary>The text this expression was parsed from.</summary>
    public string Text { get; }

    /// <summary>What the expression reads from the state, in the order in which it stands in the text.</summary>
    public IReadOnlyList<ExpressionReference> References => ReferenceCollector.Collect(_parsed.Root);

    /// <summary>The functions that are called, each with its place.</summary>
    public IReadOnlyList<FunctionCall> Calls
        => [.. ExpressionTree.Find<FunctionCallNode>(_parsed.Root).Select(static call => new FunctionCall(call.Name, call.Position, call.NameLength, call.Arguments.Positional.Length))];

    /// <summary>The methods that are called, each with its place. <see cref="MethodNames"/> has those that there are.</summary>
    public IReadOnlyList<MethodCall> MethodCalls
        => [.. ExpressionTree.Find<MethodCallNode>(_parsed.Root).Select(static call => new MethodCall(call.Method.Name, call.Method.NamePosition, call.Method.End - call.Method.NamePosition))];

    /// <summary>What is read and has no effect: further lines, assignments, conversions in f-strings.</summary>
    public IReadOnlyList<ExpressionRemark> Remarks => _parsed.Remarks;

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
    /// <exception cref="OperationCanceledException">The computation was stopped.</exception>
    public FlowValue Evaluate(FlowValue state, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(state);
        cancellationToken.ThrowIfCancellationRequested();
        ExpressionNode root = _parsed.Root;
        var run = new EvaluationRun(state, _parsed.Slots, _parsed.ChangesValues, cancellationToken);
        return PythonJson.ToJson(new Site(run, root), root.Evaluate(run));
    }

    /// <summary>The value of an expression that reads nothing from the state and succeeds.</summary>
    public bool TryFoldConstant([NotNullWhen(true)] out FlowValue? value)
    {
        value = null;
        return ConstantParts.IsConstant(_parsed.Root) && ConstantParts.TryCompute(_parsed.Root, _parsed.Slots, isResult: true, out value) is null && value is not null;
    }

    /// <summary>An error that the expression gives whatever the state is, such as <c>1 / 0</c>; null where none is sure.</summary>
    public ExpressionException? FindConstantError() => ConstantParts.FindError(_parsed.Root, _parsed.Slots);
}
