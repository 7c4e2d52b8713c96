using Globus.Automate.FlowLanguage.Linting;
using Globus.Automate.FlowLanguage.Reading;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Services;

/// <summary>
/// What the service refuses a definition for, all of it at once: what its published schema of a definition forbids, names of states that there
/// are not, and paths and expressions that cannot be read. What would only fail in a run is taken, as the service takes it. See
/// docs/decisions/0051-refused-definitions.md.
/// </summary>
internal static class DefinitionFaults
{
    /// <summary>The linter's errors (docs/rules.md) that are refusals.</summary>
    private static readonly HashSet<string> s_refused = new(StringComparer.Ordinal)
    {
        "GF101", "GF102", "GF103", "GF105", "GF106", "GF107", "GF108", "GF109", "GF110", "GF111", "GF112", "GF113", "GF114", "GF115", "GF116", "GF117", "GF118",
        "GF201", "GF202", "GF303", "GF401", "GF402", "GF403", "GF406", "GF409",
    };

    /// <summary>The faults, with their places below the field <c>definition</c>, in the order of the definition.</summary>
    public static IEnumerable<RequestFault> Of(FlowObject definition)
    {
        // A value that was never text has no lines to go by.
        FlowObject states = definition["States"] as FlowObject ?? FlowObject.Empty;
        string[] order = [.. states.Names];
        return FlowLinter.Lint(new LintRequest(FlowDocument.FromValue(definition)))
            .Where(static diagnostic => s_refused.Contains(diagnostic.Code))
            .GroupBy(static diagnostic => diagnostic.State, StringComparer.Ordinal)
            .OrderBy(group => group.Key is null ? -1 : Array.IndexOf(order, group.Key))
            .SelectMany(static group => group)
            .Select(diagnostic => new RequestFault(["definition", .. diagnostic.Steps], MessageOf(diagnostic, states)));
    }

    /// <summary>The service's own words where they were recorded (validate_flow, definition_error), the linter's else.</summary>
    private static string MessageOf(FlowDiagnostic diagnostic, FlowObject states) => diagnostic is { Code: "GF110", Steps: ["States", string name] }
        ? $"A state of type '{((FlowObject)states[name]!)["Type"]!.AsString()}' must be defined as either terminal (\"End\": true) or transitional (\"Next\": \"NextStateId\")"
        : diagnostic.Message;
}
