namespace Globus.Automate.FlowLanguage.Definitions;

/// <summary>A path or an expression of a state that has no value in a run's document.</summary>
public sealed class FlowEvaluationException : Exception
{
    /// <summary>Describes the fault.</summary>
    /// <param name="message">One sentence, as the service words it where that is known. It holds no value of a private parameter.</param>
    /// <param name="field">The field of the state, such as <c>subject.$</c> or <c>InputPath</c>.</param>
    /// <param name="inner">What the path or the expression said.</param>
    public FlowEvaluationException(string message, string field, Exception? inner = null)
        : base(message, inner) => Field = field;

    /// <summary>The field of the state, such as <c>subject.$</c> or <c>InputPath</c>.</summary>
    public string Field { get; }

    internal static FlowEvaluationException PathNotFound(string path, string field)
        => new($"The path '{path}' specified for the field '{field}' could not be found in the state input.", field);

    internal static FlowEvaluationException PathFailed(string path, string field, FlowSyntaxException inner)
        => new($"The path '{path}' specified for the field '{field}' could not be followed: {inner.Message}", field, inner);
}
