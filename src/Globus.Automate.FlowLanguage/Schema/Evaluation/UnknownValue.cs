using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Schema.Evaluation;

/// <summary>
/// Stands in an instance for a value that is computed later: a document of which only parts are known is told only what is wrong whatever the
/// rest will be.
/// </summary>
internal static class UnknownValue
{
    /// <summary>The value, known by its identity.</summary>
    public static FlowValue Instance { get; } = new FlowString("(computed)");
}
