using System.Management.Automation;
using Globus.Automate.PowerShell.Completion;
using Globus.Automate.PowerShell.Conversion;

namespace Globus.Automate.PowerShell.Commands.Run;

/// <summary>Removes the records of finished runs, logs included.</summary>
[Cmdlet(VerbsCommon.Remove, "GlobusRun", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemoveGlobusRunCommand : ThrottledCmdlet
{
    /// <summary>The ids of the runs.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("run_id", "ActionId")]
    [ArgumentCompleter(typeof(RunIdCompleter))]
    [ValidateNotNullOrEmpty]
    [ObjectId("RunId", "ActionId")]
    public string[] RunId { get; set; } = [];

    /// <summary>Removes without asking.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        foreach (string id in RunId)
        {
            if (this.ShouldChange($"run {id}", "Remove the record of", Force))
            {
                await AddWorkAsync(id, stop => Runs.ReleaseAsync(id, stop), static _ => Task.CompletedTask);
            }
        }
    }
}
