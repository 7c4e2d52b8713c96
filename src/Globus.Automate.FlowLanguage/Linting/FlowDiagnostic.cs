using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Linting;

/// <summary>How much a diagnostic matters.</summary>
public enum DiagnosticSeverity
{
    /// <summary>Worth knowing.</summary>
    Information,

    /// <summary>Probably not what was meant.</summary>
    Warning,

    /// <summary>The service would refuse the definition, or a run would fail there.</summary>
    Error,
}

/// <summary>One thing to say about a definition. docs/rules.md explains each code.</summary>
/// <param name="Severity">How much it matters.</param>
/// <param name="Code">The rule's stable code, such as <c>GF202</c>.</param>
/// <param name="Message">One sentence.</param>
/// <param name="File">The file; null for text and objects.</param>
/// <param name="Line">The line, from 1; null where the document was never text.</param>
/// <param name="Column">The column in characters, from 1.</param>
/// <param name="Path">The place as a JSONPath, such as <c>$.States.Transfer.Next</c>.</param>
/// <param name="State">The state; null for what belongs to none.</param>
/// <param name="Suggestion">What was probably meant; null where nothing is close.</param>
public sealed record FlowDiagnostic(DiagnosticSeverity Severity, string Code, string Message, string? File, int? Line, int? Column, string Path, string? State, string? Suggestion)
{
    /// <summary>The steps of <see cref="Path"/>: member names (string) and indices (int).</summary>
    public IReadOnlyList<object> Steps { get; init; } = [];
}

/// <summary>What is known of action providers: their bodies are checked where the definition gives constants.</summary>
public interface IActionProviderCatalog
{
    /// <summary>The JSON Schema of the body that a provider takes; null for one that is not known.</summary>
    FlowValue? FindInputSchema(string actionUrl);
}
