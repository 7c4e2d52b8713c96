using System.Management.Automation;
using Globus.Automate.Client.Errors;
using Globus.Automate.Client.Runs;
using Globus.Automate.PowerShell.Errors;

namespace Globus.Automate.PowerShell.Commands;

/// <summary>A cmdlet that can wait for runs.</summary>
public abstract class WaitingCmdlet : ThrottledCmdlet
{
    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(1);
    private readonly Dictionary<string, int> _activities = new(StringComparer.Ordinal);

    /// <summary>How long to wait at the most, in seconds; without it, for as long as it takes. The run itself goes on.</summary>
    [Parameter]
    [ValidateRange(0.0, 31_536_000.0)]
    public double TimeoutSeconds { get; set; } = double.NaN;

    /// <summary>How often the run is asked about, in seconds. Without it: soon at first, then less often.</summary>
    [Parameter]
    [ValidateRange(0.05, 3600.0)]
    public double PollingIntervalSeconds { get; set; } = double.NaN;

    /// <summary>Whether a run that ends as FAILED or ENDED is an error too, for scripts that stop at errors.</summary>
    [Parameter]
    public SwitchParameter ErrorOnFailure { get; set; }

    /// <summary>What asks about runs.</summary>
    private protected RunFollower Follower => new(
        Runs,
        double.IsNaN(PollingIntervalSeconds) ? Connection.Polling : PollingSchedule.Every(TimeSpan.FromSeconds(PollingIntervalSeconds)));

    /// <summary>Waits until a run rests. Runs away from the pipeline thread.</summary>
    private protected Task<Client.Runs.Run> WaitForAsync(string runId, CancellationToken stop)
    {
        long started = TimeProvider.System.GetTimestamp();
        return Follower.WaitAsync(
            runId,
            double.IsNaN(TimeoutSeconds) ? null : TimeSpan.FromSeconds(TimeoutSeconds),
            run => ShowProgress(run, TimeProvider.System.GetElapsedTime(started)),
            stop);
    }

    /// <summary>Shows that a run goes on, once it takes longer than a moment.</summary>
    private protected void ShowProgress(Client.Runs.Run run, TimeSpan elapsed)
    {
        if (elapsed >= s_quiet)
        {
            string state = run.Details is { } details && details.ValueKind == System.Text.Json.JsonValueKind.Object ? Describe(details) : run.Status;
            Post(() => WriteProgress(new ProgressRecord(Activity(run.RunId), run.Label ?? run.FlowTitle ?? $"Run {run.RunId}", $"{state} ({elapsed:hh\\:mm\\:ss})")));
        }
    }

    /// <summary>Takes a run's progress away.</summary>
    private protected void EndProgress(string runId)
    {
        if (_activities.TryGetValue(runId, out int activity))
        {
            WriteProgress(new ProgressRecord(activity, "Run", "done") { RecordType = ProgressRecordType.Completed });
        }
    }

    /// <summary>Writes a run that rests. One that waits for somebody is an error that says what it waits for.</summary>
    private protected void WriteRested(Client.Runs.Run run)
    {
        EndProgress(run.RunId);
        WriteDocument(run.Document, "Globus.Automate.Run");
        WriteOutcome(run);
    }

    /// <summary>Writes the error that a run which rests gives cause for, if it does.</summary>
    private protected void WriteOutcome(Client.Runs.Run run)
    {
        if (run.IsInactive)
        {
            WriteError(Inactive(run), run.RunId);
        }
        else if (ErrorOnFailure && run.Status is not "SUCCEEDED")
        {
            WriteError(new CommandException("RunFailed", ErrorCategory.OperationStopped, $"Run {run.RunId} ended as {run.Status}: {Reason(run)}"), run.RunId);
        }
    }

    private static CommandException Inactive(Client.Runs.Run run)
    {
        AuthorizationRequirements? needed = run.Requirements;
        string remedy = needed is null
            ? $"Resume-GlobusRun -RunId {run.RunId}"
            : $"{ErrorRecords.ConnectCommand(needed)}; Resume-GlobusRun -RunId {run.RunId}";
        return new CommandException("RunInactive", ErrorCategory.ResourceUnavailable, $"Run {run.RunId} is INACTIVE and waits for somebody: {Reason(run)} Then resume it: {remedy}", remedy);
    }

    private static string Reason(Client.Runs.Run run)
    {
        if (run.Details is not { ValueKind: System.Text.Json.JsonValueKind.Object } details)
        {
            return run.Status + ".";
        }

        string? text = Text(details, "cause") ?? Text(details, "description") ?? Text(details, "code");
        if (details.TryGetProperty("details", out System.Text.Json.JsonElement inner) && inner.ValueKind == System.Text.Json.JsonValueKind.Object)
        {
            text = Text(inner, "cause") ?? Text(inner, "description") ?? text;
        }

        return text is null ? run.Status + "." : text.TrimEnd('.') + ".";
    }

    private static string Describe(System.Text.Json.JsonElement details)
    {
        string? state = Text(details, "state_name");
        if (state is null && details.TryGetProperty("details", out System.Text.Json.JsonElement inner) && inner.ValueKind == System.Text.Json.JsonValueKind.Object)
        {
            state = Text(inner, "state_name");
        }

        return state ?? Text(details, "description") ?? Text(details, "code") ?? "running";
    }

    private static string? Text(System.Text.Json.JsonElement element, string name)
        => element.TryGetProperty(name, out System.Text.Json.JsonElement value) && value.ValueKind == System.Text.Json.JsonValueKind.String ? value.GetString() : null;

    private int Activity(string runId)
    {
        if (!_activities.TryGetValue(runId, out int activity))
        {
            activity = _activities.Count + 1;
            _activities[runId] = activity;
        }

        return activity;
    }
}
