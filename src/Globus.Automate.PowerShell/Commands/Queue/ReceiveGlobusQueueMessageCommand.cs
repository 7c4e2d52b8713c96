using System.Management.Automation;
using Globus.Automate.Client.Queues;
using Globus.Automate.Client.Runs;
using Globus.Automate.PowerShell.Completion;
using Globus.Automate.PowerShell.Conversion;

namespace Globus.Automate.PowerShell.Commands.Queue;

/// <summary>Receives messages from queues. Each is invisible to others for a while, and comes back unless Remove-GlobusQueueMessage deletes it.</summary>
[Cmdlet(VerbsCommunications.Receive, "GlobusQueueMessage")]
[OutputType("Globus.Automate.QueueMessage")]
public sealed class ReceiveGlobusQueueMessageCommand : GlobusCmdlet
{
    /// <summary>The ids of the queues.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "queue_id")]
    [ArgumentCompleter(typeof(QueueIdCompleter))]
    [ValidateNotNullOrEmpty]
    [ObjectId("QueueId", "Id")]
    public string[] QueueId { get; set; } = [];

    /// <summary>How many messages to receive at the most, 1 to 10; the service's own number (1) when it is left out.</summary>
    [Parameter]
    [Alias("max_messages", "First")]
    [ValidateRange(1, 10)]
    public int? MaxMessages { get; set; }

    /// <summary>Names the attempt: asked again under the same name, the service gives the same messages. A new one when it is left out.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AttemptId { get; set; }

    /// <summary>Waits until there is a message.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>How long to wait at the most, in seconds; without it, for as long as it takes. Nothing received in that time is no error.</summary>
    [Parameter]
    [ValidateRange(0.0, 31_536_000.0)]
    public double TimeoutSeconds { get; set; } = double.NaN;

    /// <summary>How often the queue is asked while waiting, in seconds. Without it: soon at first, then less often.</summary>
    [Parameter]
    [ValidateRange(0.05, 3600.0)]
    public double PollingIntervalSeconds { get; set; } = double.NaN;

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        foreach (string id in QueueId)
        {
            await TryAsync(id, async () =>
            {
                foreach (QueueMessage message in await ReceiveAsync(id, cancellationToken))
                {
                    WriteObject(MessageObject.Create(message, id));
                }
            });
        }
    }

    private async Task<IReadOnlyList<QueueMessage>> ReceiveAsync(string id, CancellationToken cancellationToken)
    {
        long started = TimeProvider.System.GetTimestamp();
        PollingSchedule schedule = double.IsNaN(PollingIntervalSeconds) ? Connection.Polling : PollingSchedule.Every(TimeSpan.FromSeconds(PollingIntervalSeconds));
        foreach (TimeSpan wait in schedule.Waits())
        {
            IReadOnlyList<QueueMessage> messages = await Session.Queues.ReceiveAsync(id, MaxMessages, AttemptId, cancellationToken);
            TimeSpan left = double.IsNaN(TimeoutSeconds) ? TimeSpan.MaxValue : TimeSpan.FromSeconds(TimeoutSeconds) - TimeProvider.System.GetElapsedTime(started);
            if (messages.Count > 0 || !Wait || left <= TimeSpan.Zero)
            {
                return messages;
            }

            await Task.Delay(left < wait ? left : wait, cancellationToken);
        }

        return [];
    }
}
