using System.Management.Automation;
using Globus.Automate.PowerShell.Completion;
using Globus.Automate.PowerShell.Conversion;

namespace Globus.Automate.PowerShell.Commands.Queue;

/// <summary>Deletes queues and the messages in them.</summary>
[Cmdlet(VerbsCommon.Remove, "GlobusQueue", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemoveGlobusQueueCommand : ThrottledCmdlet
{
    /// <summary>The ids of the queues.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "queue_id")]
    [ArgumentCompleter(typeof(QueueIdCompleter))]
    [ValidateNotNullOrEmpty]
    [ObjectId("QueueId", "Id")]
    public string[] QueueId { get; set; } = [];

    /// <summary>Deletes without asking.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        foreach (string id in QueueId)
        {
            if (this.ShouldChange($"queue {id} and its messages", "Delete", Force))
            {
                await AddWorkAsync(id, stop => DeleteAsync(id, stop), static _ => Task.CompletedTask);
            }
        }
    }

    private async Task<string> DeleteAsync(string id, CancellationToken stop)
    {
        await Session.Queues.DeleteAsync(id, stop).ConfigureAwait(false);
        return id;
    }
}
