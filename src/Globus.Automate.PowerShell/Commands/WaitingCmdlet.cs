using System.Management.Automation;
using Globus.Automate.Client.Errors;
using Globus.Automate.Client.Runs;
using Globus.Automate.PowerShell.Errors;

namespace Globus.Automate.PowerShell.Commands;

/// <summary>A cmdlet that can wait for runs or actions.</summary>
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
    private protected RunFollower Follower => new(Runs, Schedule);

    /// <summary>Waits until a run rests. Runs away from the pipeline thread.</summary>
    private protected Task<Client.Runs.Run> WaitForAsync(string runId, CancellationToken stop)
    {
        long started = TimeProvider.System.GetTimestamp();
        return Follower.WaitAsync(
            runId,
            Timeout,
            run => ShowProgress(run, TimeProvider.System.GetElapsedTime(started)),
            stop);
    }

    /// <summary>How often what is waited for is asked about.</summary>
    private protected PollingSchedule Schedule
        => double.IsNaN(PollingIntervalSeconds) ? Connection.Polling : PollingSchedule.Every(TimeSpan.FromSeconds(PollingIntervalSeconds));

    /// <summary>How long to wait at the most; null for as long as it takes.</summary>
    private protected TimeSpan? Timeout => double.IsNaN(TimeoutSeconds) ? null : TimeSpan.FromSeconds(TimeoutSeconds);

    /// <summary>Shows that a run goes on, once it takes longer than a moment.</summary>
    private protected void ShowProgress(Client.Runs.Run run, TimeSpan elapsed)
        => ShowProgress(
            run.RunId,
            run.Label ?? run.FlowTitle ?? $"Run {run.RunId}",
            run.BlockingWebInputId is { } question ? $"waits for an answer: Submit-GlobusWebInput {question}" : StatusText.Describe(run.Status, run.Details),
            elapsed);

    /// <summary>Shows that something goes on, once it takes longer than a moment.</summary>
    private protected void ShowProgress(string id, string title, string state, TimeSpan elapsed)
    {
        if (elapsed >= s_quiet)
        {
            Post(() => WriteProgress(new ProgressRecord(Activity(id), title, $"{state} ({elapsed:hh\\:mm\\:ss})")));
        }
    }

    /// <summary>Takes the progress of a run or an action away.</summary>
    private protected void EndProgress(string id)
    {
        if (_activities.TryGetValue(id, out int activity))
        {
            WriteProgress(new ProgressRecord(activity, "Wait", "done") { RecordType = ProgressRecordType.Completed });
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
            WriteError(new CommandException("RunFailed", ErrorCategory.OperationStopped, $"Run {run.RunId} ended as {run.Status}: {StatusText.Reason(run.Status, run.Details)}"), run.RunId);
        }
    }

    private static CommandException Inactive(Client.Runs.Run run)
    {
        AuthorizationRequirements? needed = run.Requirements;
        string remedy = needed is null
            ? $"Resume-GlobusRun -RunId {run.RunId}"
            : $"{ErrorRecords.ConnectCommand(needed)}; Resume-GlobusRun -RunId {run.RunId}";
        return new CommandException("RunInactive", ErrorCategory.ResourceUnavailable, $"Run {run.RunId} is INACTIVE and waits for somebody: {StatusText.Reason(run.Status, run.Details)} Then resume it: {remedy}", remedy);
    }

    private int Activity(string id)
    {
        if (!_activities.TryGetValue(id, out int activity))
        {
            activity = _activities.Count + 1;
            _activities[id] = activity;
        }

        return activity;
    }
}
