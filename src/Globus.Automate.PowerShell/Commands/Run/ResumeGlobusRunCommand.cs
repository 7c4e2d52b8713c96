using System.Management.Automation;
using Globus.Automate.PowerShell.Completion;
using Globus.Automate.PowerShell.Conversion;

namespace Globus.Automate.PowerShell.Commands.Run;

/// <summary>Lets INACTIVE runs go on, once what they waited for has been given.</summary>
[Cmdlet(VerbsLifecycle.Resume, "GlobusRun", SupportsShouldProcess = true)]
[OutputType("Globus.Automate.Run")]
public sealed class ResumeGlobusRunCommand : WaitingCmdlet
{
    /// <summary>The ids of the runs.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("run_id", "ActionId")]
    [ArgumentCompleter(typeof(RunIdCompleter))]
    [ValidateNotNullOrEmpty]
    [ObjectId("RunId", "ActionId")]
    public string[] RunId { get; set; } = [];

    /// <summary>Waits until the runs rest again.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>Whether the runs are written out as they are after it.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        foreach (string id in RunId)
        {
            if (ShouldProcess($"run {id}", "Resume"))
            {
                await AddWorkAsync(id, stop => ResumeAsync(id, stop), Write);
            }
        }
    }

    private async Task<Client.Runs.Run> ResumeAsync(string runId, CancellationToken stop)
    {
        // The route needs a token for the flow's own scope, so the flow must be known.
        Client.Runs.Run run = await Runs.GetAsync(runId, cancellationToken: stop).ConfigureAwait(false);
        Client.Runs.Run resumed = await Runs.ResumeAsync(run.FlowId, runId, stop).ConfigureAwait(false);
        return Wait ? await WaitForAsync(runId, stop).ConfigureAwait(false) : resumed;
    }

    private Task Write(Client.Runs.Run run)
    {
        if (Wait)
        {
            WriteRested(run);
        }
        else if (PassThru)
        {
            WriteDocument(run.Document, "Globus.Automate.Run");
        }

        return Task.CompletedTask;
    }
}
