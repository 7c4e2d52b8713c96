using System.Management.Automation;
using Globus.Automate.Client.Runs;
using Globus.Automate.Client.Transport;
using Globus.Automate.PowerShell.Completion;
using Globus.Automate.PowerShell.Conversion;
using Globus.Automate.PowerShell.Errors;
using Globus.Automate.PowerShell.Triggers;

namespace Globus.Automate.PowerShell.Commands.Trigger;

/// <summary>Runs a flow each time files come to a folder, or a message to a queue, for as long as this process lives.</summary>
[Cmdlet(VerbsLifecycle.Register, "GlobusFlowTrigger", SupportsShouldProcess = true, DefaultParameterSetName = PathSet, ConfirmImpact = ConfirmImpact.Low)]
[OutputType("Globus.Automate.Trigger", "Globus.Automate.Run")]
public sealed class RegisterGlobusFlowTriggerCommand : GlobusCmdlet
{
    private const string PathSet = "Path";
    private const string QueueSet = "Queue";

    /// <summary>The id of the flow.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "flow_id")]
    [ArgumentCompleter(typeof(FlowIdCompleter))]
    [ValidateNotNullOrEmpty]
    [ObjectId("FlowId", "Id")]
    public string FlowId { get; set; } = string.Empty;

    /// <summary>The folder in which files come or change.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>Only files whose names fit this pattern, such as <c>*.h5</c>.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string Filter { get; set; } = "*";

    /// <summary>Whether files in folders below count too.</summary>
    [Parameter(ParameterSetName = PathSet)]
    public SwitchParameter Recurse { get; set; }

    /// <summary>How long nothing must have happened to the files before the flow is run, in seconds: files are often written in many parts, and in batches.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [ValidateRange(0.0, 86_400.0)]
    public double SettleSeconds { get; set; } = 60;

    /// <summary>A run for each file once that file has settled, instead of one for all.</summary>
    [Parameter(ParameterSetName = PathSet)]
    public SwitchParameter PerFile { get; set; }

    /// <summary>Whether files that are there already count as having come.</summary>
    [Parameter(ParameterSetName = PathSet)]
    public SwitchParameter IncludeExisting { get; set; }

    /// <summary>The id of the queue of whose messages each starts a run.</summary>
    [Parameter(ParameterSetName = QueueSet, Mandatory = true)]
    [Alias("queue_id")]
    [ArgumentCompleter(typeof(QueueIdCompleter))]
    [ValidateNotNullOrEmpty]
    [ObjectId("QueueId", "Id")]
    public string QueueId { get; set; } = string.Empty;

    /// <summary>How often the queue is asked, in seconds. Without it: soon after a message, then less often.</summary>
    [Parameter(ParameterSetName = QueueSet)]
    [ValidateRange(0.05, 3600.0)]
    public double PollingIntervalSeconds { get; set; } = double.NaN;

    /// <summary>The input of a run: a hashtable, an object, JSON or YAML text, or the path of a file. In it <c>name.$</c> is a path and <c>name.=</c> an expression on the event, as in the Parameters of a state. Without it, the input is the event, or the message where that is an object.</summary>
    [Parameter]
    [Alias("InputObject", "Body")]
    public object? Input { get; set; }

    /// <summary>The label of the runs, up to 64 characters; one that says what happened when it is left out.</summary>
    [Parameter]
    [ValidateLength(1, 64)]
    public string? Label { get; set; }

    /// <summary>Tags for the runs.</summary>
    [Parameter]
    public string[]? Tag { get; set; }

    /// <summary>A name for the trigger; <c>trigger-1</c> and so on when it is left out.</summary>
    [Parameter]
    [ValidatePattern(@"^[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}$")]
    public string? Name { get; set; }

    /// <summary>Blocks until Ctrl+C, writing each run that is started, and unregisters the trigger then.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
        => await TryAsync(FlowId, async () =>
        {
            TriggerInput input = Input is null ? TriggerInput.Event : TriggerInput.Compile(ReadDocument(Input, nameof(Input)).Root);
            string source = ParameterSetName == PathSet ? Folder() : QueueId;
            if (!ShouldProcess($"flow {FlowId}", $"Run at each change of {source}"))
            {
                return;
            }

            // A trigger that could never start anything is an error now, not at the first event.
            Client.Flows.Flow flow = await Flows.GetAsync(FlowId, cancellationToken);
            await Session.Tokens.GetTokenAsync(new TokenRequest(GlobusScopes.ForFlow(flow.Id)), cancellationToken);
            var settings = new TriggerSettings(Name ?? TriggerStore.NextName(), flow.Id, flow.Title, input, Label, Tag, Connection.Session);
            FlowTrigger trigger = await CreateAsync(settings, source, cancellationToken);
            if (Wait)
            {
                await WaitAsync(trigger, cancellationToken);
                return;
            }

            TriggerStore.Start(trigger);
            WriteObject(TriggerStore.ToObject(trigger));
        });

    private async Task<FlowTrigger> CreateAsync(TriggerSettings settings, string source, CancellationToken cancellationToken)
    {
        if (ParameterSetName == PathSet)
        {
            return new FileTrigger(settings, new FileTriggerSettings(source, Filter, Recurse, TimeSpan.FromSeconds(SettleSeconds), PerFile, IncludeExisting));
        }

        await Session.Queues.GetAsync(source, cancellationToken);
        await Session.Tokens.GetTokenAsync(new TokenRequest(GlobusScopes.QueuesReceive), cancellationToken);
        PollingSchedule schedule = double.IsNaN(PollingIntervalSeconds) ? Connection.Polling : PollingSchedule.Every(TimeSpan.FromSeconds(PollingIntervalSeconds));
        return new QueueTrigger(settings, source, schedule);
    }

    private async Task WaitAsync(FlowTrigger trigger, CancellationToken cancellationToken)
    {
        trigger.OnRun = run => Post(() => WriteDocument(run.Document, "Globus.Automate.Run"));
        trigger.OnError = error => Post(() => WriteError(
            ErrorRecords.IsReportable(error, cancellationToken) ? error : new CommandException("TriggerFailed", ErrorCategory.InvalidData, error.Message, inner: error),
            trigger.Settings.Name));
        TriggerStore.Start(trigger);
        try
        {
            await trigger.Completion.WaitAsync(cancellationToken);
        }
        finally
        {
            await TriggerStore.StopAsync(trigger);
        }
    }

    private string Folder()
    {
        string full = SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path);
        return Directory.Exists(full)
            ? full
            : throw new CommandException("FolderNotFound", ErrorCategory.ObjectNotFound, $"-Path: there is no folder '{full}'.");
    }
}
