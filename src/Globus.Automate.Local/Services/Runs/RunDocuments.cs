using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;

namespace Globus.Automate.Local.Services;

/// <summary>Runs as the service shows them: <c>FlowRun</c>, and the action status of the Action Provider interface.</summary>
internal static class RunDocuments
{
    /// <summary>How long the hosted service keeps a finished run (Flows documentation, "Limits").</summary>
    private const string ReleaseAfter = "P90D";

    /// <summary>A run as listings and <c>GET /runs/{run_id}</c> show it.</summary>
    public static FlowObject Response(FlowRun run, RunRoles roles, string? blockingWebInput)
    {
        RunStatus status = run.Status;
        RunMetadata metadata = run.Metadata;
        FlowArray managers = FlowArray.OfStrings(metadata.RunManagers);
        FlowArray monitors = FlowArray.OfStrings(metadata.RunMonitors);
        FlowValue id = FlowValue.From(run.RunId);
        FlowValue owner = FlowValue.From(run.Owner.Principal);
        FlowValue statusText = FlowValue.From(status.ToText());
        string[] names = [.. roles.Names()];
        var document = new FlowObject.Builder(24);
        document.Set("run_id", id);
        document.Set("action_id", id);
        document.Set("flow_id", FlowValue.From(run.FlowId));
        document.Set("flow_title", FlowValue.From(run.FlowTitle));
        document.Set("flow_last_updated", Times.Value(run.FlowLastUpdated));
        document.Set("start_time", Times.Value(run.StartTime));
        document.Set("completion_time", Times.Value(status.IsFinal() ? run.CompletionTime : null));
        document.Set("label", FlowValue.From(metadata.Label));
        document.Set("tags", FlowArray.OfStrings(metadata.Tags));
        document.Set("status", statusText);
        document.Set("display_status", statusText);
        document.Set("details", run.Details);
        document.Set("run_owner", owner);
        document.Set("run_managers", managers);
        document.Set("run_monitors", monitors);
        document.Set("user_role", names.Length > 0 ? FlowValue.From(names[^1]) : FlowValue.Null);
        document.Set("user_roles", FlowArray.OfStrings(names));
        document.Set("created_by", owner);
        document.Set("manage_by", managers);
        document.Set("monitor_by", monitors);
        document.Set("blocking_web_input_id", FlowValue.From(blockingWebInput));
        return document.Build();
    }

    /// <summary>A run as the operations on it answer: with the task that brings it into the search index.</summary>
    public static FlowObject Operation(FlowRun run, RunRoles roles, string? blockingWebInput)
        => Response(run, roles, blockingWebInput).With("search", FlowObject.Create(
            ("task_id", FlowValue.From(NameBasedId.Create(NameBasedId.Namespace, "search:" + run.RunId).ToString()))));

    /// <summary>A run as an action. The interface has no ENDED: a cancelled run is a failed action, as the service tells it.</summary>
    public static FlowObject Action(FlowRun run, RunRoles roles, string? blockingWebInput)
    {
        FlowObject document = Operation(run, roles, blockingWebInput)
            .With("creator_id", FlowValue.From(run.Owner.Principal))
            .With("release_after", FlowValue.From(ReleaseAfter));
        FlowValue failed = FlowValue.From(RunStatus.Failed.ToText());
        return document["status"]!.AsString() == RunStatus.Ended.ToText()
            ? document.With("status", failed).With("display_status", failed)
            : document;
    }

    /// <summary>An entry of a run's log.</summary>
    public static FlowObject LogEntry(LogEntry entry) => FlowObject.Create(
        ("time", Times.Value(entry.Time)),
        ("code", FlowValue.From(entry.Code)),
        ("description", FlowValue.From(entry.Description)),
        ("details", entry.Details));
}
