using System.Management.Automation;
using Globus.Automate.Client.Queues;
using Globus.Automate.PowerShell.Completion;
using Globus.Automate.PowerShell.Conversion;

namespace Globus.Automate.PowerShell.Commands.Queue;

/// <summary>Gets queues by their ids, or lists those on which you have a role.</summary>
[Cmdlet(VerbsCommon.Get, "GlobusQueue", DefaultParameterSetName = ListSet)]
[OutputType("Globus.Automate.Queue")]
public sealed class GetGlobusQueueCommand : ThrottledCmdlet
{
    private const string ListSet = "List";
    private const string IdSet = "Id";

    /// <summary>The ids of the queues.</summary>
    [Parameter(ParameterSetName = IdSet, Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "queue_id")]
    [ArgumentCompleter(typeof(QueueIdCompleter))]
    [ValidateNotNullOrEmpty]
    [ObjectId("QueueId", "Id")]
    public string[] QueueId { get; set; } = [];

    /// <summary>Queues on which you have one of these roles.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateSet("admin", "sender", "receiver")]
    public string[] Role { get; set; } = ["admin"];

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        if (ParameterSetName == IdSet)
        {
            foreach (string id in QueueId)
            {
                await AddWorkAsync(id, stop => Session.Queues.GetAsync(id, stop), Write);
            }

            return;
        }

        foreach (QueueInfo queue in await Session.Queues.ListAsync(Role, cancellationToken))
        {
            await Write(queue);
        }
    }

    private Task Write(QueueInfo queue)
    {
        WriteDocument(queue.Document, "Globus.Automate.Queue");
        return Task.CompletedTask;
    }
}
