using System.Management.Automation;
using Globus.Automate.PowerShell.Completion;
using Globus.Automate.PowerShell.Conversion;

namespace Globus.Automate.PowerShell.Commands.Queue;

/// <summary>Deletes received messages: tells the queue that they have been dealt with, so that they do not come back.</summary>
[Cmdlet(VerbsCommon.Remove, "GlobusQueueMessage", SupportsShouldProcess = true)]
public sealed class RemoveGlobusQueueMessageCommand : ThrottledCmdlet
{
    /// <summary>The id of the queue.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("queue_id")]
    [ArgumentCompleter(typeof(QueueIdCompleter))]
    [ValidateNotNullOrEmpty]
    [ObjectId("QueueId", "Id")]
    public string QueueId { get; set; } = string.Empty;

    /// <summary>The receipts that came with the messages.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("receipt_handle")]
    [ValidateNotNullOrEmpty]
    public string[] ReceiptHandle { get; set; } = [];

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        string queue = QueueId;
        string[] receipts = ReceiptHandle;
        if (ShouldProcess($"queue {queue}", receipts.Length == 1 ? "Delete a received message" : $"Delete {receipts.Length} received messages"))
        {
            await AddWorkAsync(receipts.Length == 1 ? receipts[0] : receipts, stop => DeleteAsync(queue, receipts, stop), static _ => Task.CompletedTask);
        }
    }

    private async Task<string> DeleteAsync(string queue, string[] receipts, CancellationToken stop)
    {
        await Session.Queues.DeleteMessagesAsync(queue, receipts, stop).ConfigureAwait(false);
        return queue;
    }
}
