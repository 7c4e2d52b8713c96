using System.Management.Automation;
using System.Text.Json;
using Globus.Automate.Client;
using Globus.Automate.Client.Runs;
using Globus.Automate.FlowLanguage.Reading;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.PowerShell.Conversion;
using Globus.Automate.PowerShell.Errors;

namespace Globus.Automate.PowerShell.Commands;

/// <summary>A flow's definition, from wherever a user has it: a published flow, its id, a run, a file, text, or an object.</summary>
/// <param name="Document">The definition.</param>
/// <param name="Title">The flow's title, where it is known.</param>
/// <param name="InputSchema">The flow's input schema, where it is known.</param>
internal sealed record FlowSource(FlowDocument Document, string? Title, FlowValue? InputSchema)
{
    /// <summary>Finds the definition that a parameter means.</summary>
    public static async Task<FlowSource> FindAsync(object value, string parameter, SessionState state, Func<GlobusSession> session, CancellationToken cancellationToken)
    {
        object bare = value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
        if (bare is Guid || (bare is string text && Guid.TryParse(text.Trim(), out _)))
        {
            Client.Flows.Flow flow = await session().Flows.GetAsync(bare.ToString()!.Trim(), cancellationToken);
            JsonElement definition = flow.Definition ?? throw Hidden(flow.Id);
            return new FlowSource(FlowDocument.FromValue(FlowValue.From(definition)), flow.Title, flow.InputSchema is { ValueKind: JsonValueKind.Object } schema ? FlowValue.From(schema) : null);
        }

        if (value is PSObject item && item.TypeNames.Contains("Globus.Automate.Flow"))
        {
            object definition = item.Properties["Definition"]?.Value ?? throw Hidden(item.Properties["Id"]?.Value?.ToString() ?? "?");
            object? schema = item.Properties["InputSchema"]?.Value;
            return new FlowSource(
                FlowDocument.FromValue(ObjectReader.Read(definition)),
                item.Properties["Title"]?.Value?.ToString(),
                schema is null ? null : ObjectReader.Read(schema));
        }

        if (value is PSObject run && run.TypeNames.Contains("Globus.Automate.Run") && run.Properties["RunId"]?.Value?.ToString() is { Length: > 0 } runId)
        {
            RunDefinition ran = await session().Runs.GetDefinitionAsync(runId, cancellationToken);
            return new FlowSource(
                FlowDocument.FromValue(FlowValue.From(ran.Definition ?? throw Hidden(ran.FlowId))),
                run.Properties["FlowTitle"]?.Value?.ToString(),
                ran.InputSchema is { ValueKind: JsonValueKind.Object } runSchema ? FlowValue.From(runSchema) : null);
        }

        FlowDocument document = DocumentInput.Read(value, parameter, state);
        return new FlowSource(document, document.File is { } file ? TitleOf(file) : null, null);
    }

    /// <summary>A file's name says what the flow is, unless it says only that it is one: then its folder's name does.</summary>
    private static string TitleOf(string file)
    {
        string name = Path.GetFileNameWithoutExtension(file);
        return name.ToLowerInvariant() is "definition" or "flow" or "flow_definition" or "flow-definition"
            && Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(file))) is { Length: > 0 } folder
                ? folder
                : name;
    }

    private static CommandException Hidden(string flowId) => new(
        "DefinitionHidden",
        ErrorCategory.PermissionDenied,
        $"The service does not show the definition of flow {flowId} here: ask for the flow by its id, with Get-GlobusFlow -FlowId {flowId}.");
}
