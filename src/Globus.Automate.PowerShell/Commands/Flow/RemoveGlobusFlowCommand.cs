using System.Management.Automation;
using Globus.Automate.PowerShell.Completion;
using Globus.Automate.PowerShell.Conversion;

namespace Globus.Automate.PowerShell.Commands.Flow;

/// <summary>Deletes flows.</summary>
[Cmdlet(VerbsCommon.Remove, "GlobusFlow", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemoveGlobusFlowCommand : ThrottledCmdlet
{
    /// <summary>The ids of the flows.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "flow_id")]
    [ArgumentCompleter(typeof(FlowIdCompleter))]
    [ValidateNotNullOrEmpty]
    [ObjectId("FlowId", "Id")]
    public string[] FlowId { get; set; } = [];

    /// <summary>Deletes without asking.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        foreach (string id in FlowId)
        {
            if (this.ShouldChange($"flow {id}", "Delete", Force))
            {
                await AddWorkAsync(id, stop => Flows.DeleteAsync(id, stop), static _ => Task.CompletedTask);
            }
        }
    }
}
