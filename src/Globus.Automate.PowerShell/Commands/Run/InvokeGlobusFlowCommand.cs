using System.Management.Automation;
using Globus.Automate.Client.Runs;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.PowerShell.Completion;
using Globus.Automate.PowerShell.Conversion;

namespace Globus.Automate.PowerShell.Commands.Run;

/// <summary>Runs a flow.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "GlobusFlow", SupportsShouldProcess = true, DefaultParameterSetName = RunSet, ConfirmImpact = ConfirmImpact.Low)]
[OutputType("Globus.Automate.Run")]
public sealed class InvokeGlobusFlowCommand : WaitingCmdlet
{
    private const string RunSet = "Run";
    private const string CheckSet = "Check";

    /// <summary>The id of the flow.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "flow_id")]
    [ArgumentCompleter(typeof(FlowIdCompleter))]
    [ValidateNotNullOrEmpty]
    [ObjectId("FlowId", "Id")]
    public string FlowId { get; set; } = string.Empty;

    /// <summary>The input: a hashtable, an object, JSON or YAML text, or the path of a file. Piped in, each one starts a run.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true)]
    [Alias("InputObject", "Body")]
    public object? Input { get; set; }

    /// <summary>A label for the run, up to 64 characters.</summary>
    [Parameter]
    [ValidateLength(1, 64)]
    public string? Label { get; set; }

    /// <summary>Tags for the run.</summary>
    [Parameter]
    public string[]? Tag { get; set; }

    /// <summary>Who else may watch the run: usernames, ids or URNs.</summary>
    [Parameter]
    public string[]? RunMonitor { get; set; }

    /// <summary>Who else may manage the run: usernames, ids or URNs.</summary>
    [Parameter]
    public string[]? RunManager { get; set; }

    /// <summary>On which statuses the service sends an email; the service's own choice is INACTIVE.</summary>
    [Parameter]
    [ValidateSet("INACTIVE", "FAILED", "SUCCEEDED")]
    public string[]? NotifyOn { get; set; }

    /// <summary>Only asks the service whether it would take the input; nothing is run.</summary>
    [Parameter(ParameterSetName = CheckSet, Mandatory = true)]
    public SwitchParameter ValidateOnly { get; set; }

    /// <summary>Waits until the run rests, and writes it as it is then.</summary>
    [Parameter(ParameterSetName = RunSet)]
    public SwitchParameter Wait { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        string flowId = FlowId;
        await TryAsync(flowId, async () =>
        {
            RunSettings settings = Settings();
            if (!ValidateOnly && !ShouldProcess($"flow {flowId}", Label is null ? "Run" : $"Run as '{Label}'"))
            {
                return;
            }

            settings = settings with
            {
                RunMonitors = await ResolveAsync(RunMonitor, cancellationToken),
                RunManagers = await ResolveAsync(RunManager, cancellationToken),
            };
            if (ValidateOnly)
            {
                await AddWorkAsync(flowId, stop => Flows.ValidateRunAsync(flowId, settings, stop), message => Tell(flowId, message));
            }
            else
            {
                await AddWorkAsync(flowId, stop => StartAsync(flowId, settings, stop), Finish);
            }
        });
    }

    private async Task<Client.Runs.Run> StartAsync(string flowId, RunSettings settings, CancellationToken stop)
    {
        Client.Runs.Run run = await Flows.RunAsync(flowId, settings, stop).ConfigureAwait(false);
        return Wait ? await WaitForAsync(run.RunId, stop).ConfigureAwait(false) : run;
    }

    private Task Finish(Client.Runs.Run run)
    {
        if (Wait)
        {
            WriteRested(run);
        }
        else
        {
            WriteDocument(run.Document, "Globus.Automate.Run");
        }

        return Task.CompletedTask;
    }

    private Task Tell(string flowId, string message)
    {
        WriteVerbose($"Flow {flowId} takes the input: {message}.");
        return Task.CompletedTask;
    }

    private RunSettings Settings() => new()
    {
        Body = JsonText.ToElement(ReadInput()),
        Label = Label,
        Tags = Tag,
        ActivityNotificationPolicy = NotifyOn is null ? null : new ActivityNotificationPolicy(NotifyOn),
    };

    /// <summary>A flow that comes down the pipeline is bound as the input too; it is the flow to run, not what to run it with.</summary>
    private FlowValue ReadInput()
        => Input is null || (Input is PSObject piped && piped.TypeNames.Contains("Globus.Automate.Flow"))
            ? FlowObject.Empty
            : DocumentInput.Read(Input, nameof(Input), SessionState).Root;
}
