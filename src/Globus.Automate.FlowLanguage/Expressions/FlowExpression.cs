using System.Diagnostics.CodeAnalysis;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions;

/// <summary>An expression of the flow language (the value of a <c>name.=</c> parameter), parsed once and safe to use from many threads.</summary>
public sealed class FlowExpression
{
    /// <summary>Parses an expression.</summary>
    /// <exception cref="FlowSyntaxException">The text is not an expression.</exception>
    public static FlowExpression Parse(string text) => throw new NotImplementedException();

    /// <summary>Parses an expression, or says why it cannot be.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out FlowExpression? expression, [NotNullWhen(false)] out FlowSyntaxException? error)
        => throw new NotImplementedException();

    /// <summary>The text this expression was parsed from.</summary>
    public string Text => throw new NotImplementedException();

    /// <summary>Computes the value. Names are the members of <paramref name="state"/>; <c>`$.a.b`</c> is a path into it.</summary>
    /// <exception cref="ExpressionException">The value cannot be computed: an unknown name, a wrong type, a limit.</exception>
    public FlowValue Evaluate(FlowValue state, CancellationToken cancellationToken = default) => throw new NotImplementedException();
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
