namespace Globus.Automate.FlowLanguage.Expressions;

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
