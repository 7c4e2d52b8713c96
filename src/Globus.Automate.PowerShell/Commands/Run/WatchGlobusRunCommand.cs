using System.Management.Automation;
using Globus.Automate.Client.Runs;
using Globus.Automate.PowerShell.Completion;
using Globus.Automate.PowerShell.Conversion;

namespace Globus.Automate.PowerShell.Commands.Run;

/// <summary>Writes a run's log entries as they happen, until the run rests.</summary>
[Cmdlet(VerbsCommon.Watch, "GlobusRun")]
[OutputType("Globus.Automate.RunLogEntry", "Globus.Automate.Run")]
public sealed class WatchGlobusRunCommand : WaitingCmdlet
{
    /// <summary>The ids of the runs, watched one after the other.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("run_id", "ActionId")]
    [ArgumentCompleter(typeof(RunIdCompleter))]
    [ValidateNotNullOrEmpty]
    [ObjectId("RunId", "ActionId")]
    public string[] RunId { get; set; } = [];

    /// <summary>Whether the run is written at the end, as it is then.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        foreach (string id in RunId)
        {
            await TryAsync(id, () => WatchAsync(id, cancellationToken));
        }
    }

    private async Task WatchAsync(string runId, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (!double.IsNaN(TimeoutSeconds))
        {
            limit.CancelAfter(TimeSpan.FromSeconds(TimeoutSeconds));
        }

        long started = TimeProvider.System.GetTimestamp();
        Client.Runs.Run? last = null;
        try
        {
            IAsyncEnumerable<RunLogEntry> entries = Follower.FollowLogAsync(
                runId,
                run =>
                {
                    last = run;
                    ShowProgress(run, TimeProvider.System.GetElapsedTime(started));
                },
                limit.Token);
            await foreach (RunLogEntry entry in entries)
            {
                PSObject item = ServiceObject.Create(entry.Document, "Globus.Automate.RunLogEntry");
                item.Properties.Add(new PSNoteProperty("RunId", runId));
                WriteObject(item);
            }
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"Run {runId} is still {last?.Status ?? "ACTIVE"} after {TimeoutSeconds:0.###} s; it goes on, and Watch-GlobusRun can watch it again."), e);
        }

        if (PassThru || last is { IsInactive: true } || ErrorOnFailure)
        {
            WriteFinal(await Runs.GetAsync(runId, cancellationToken: cancellationToken));
        }
        else
        {
            EndProgress(runId);
        }
    }

    private void WriteFinal(Client.Runs.Run run)
    {
        if (PassThru)
        {
            WriteRested(run);
        }
        else
        {
            EndProgress(run.RunId);
            WriteOutcome(run);
        }
    }
}
