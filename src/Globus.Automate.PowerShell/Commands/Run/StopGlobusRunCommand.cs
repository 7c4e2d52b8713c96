using System.Management.Automation;
using Globus.Automate.PowerShell.Completion;
using Globus.Automate.PowerShell.Conversion;

namespace Globus.Automate.PowerShell.Commands.Run;

/// <summary>Cancels runs. The action that a run waits for is told to stop too.</summary>
[Cmdlet(VerbsLifecycle.Stop, "GlobusRun", SupportsShouldProcess = true)]
[OutputType("Globus.Automate.Run")]
public sealed class StopGlobusRunCommand : ThrottledCmdlet
{
    /// <summary>The ids of the runs.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("run_id", "ActionId")]
    [ArgumentCompleter(typeof(RunIdCompleter))]
    [ValidateNotNullOrEmpty]
    [ObjectId("RunId", "ActionId")]
    public string[] RunId { get; set; } = [];

    /// <summary>Whether the runs are written out as they are after it.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        foreach (string id in RunId)
        {
            if (ShouldProcess($"run {id}", "Cancel"))
            {
                await AddWorkAsync(id, stop => Runs.CancelAsync(id, stop), Write);
            }
        }
    }

    private Task Write(Client.Runs.Run run)
    {
        if (PassThru)
        {
            WriteDocument(run.Document, "Globus.Automate.Run");
        }

        return Task.CompletedTask;
    }
}
