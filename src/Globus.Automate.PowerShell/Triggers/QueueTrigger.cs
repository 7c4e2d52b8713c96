using System.Text.Json;
using Globus.Automate.Client.Errors;
using Globus.Automate.Client.Queues;
using Globus.Automate.Client.Runs;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.PowerShell.Triggers;

/// <summary>
/// Runs a flow for each message of a queue. A message is deleted when its run has been started, so that none is lost: where that cannot be
/// told to the queue, the message comes back and starts another run.
/// </summary>
internal sealed class QueueTrigger(TriggerSettings settings, string queueId, PollingSchedule schedule) : FlowTrigger(settings)
{
    /// <inheritdoc/>
    public override string Kind => "Queue";

    /// <inheritdoc/>
    public override string Source => queueId;

    /// <inheritdoc/>
    protected override async Task WaitAsync(CancellationToken stop)
    {
        IEnumerator<TimeSpan> waits = schedule.Waits().GetEnumerator();
        while (true)
        {
            bool any = false;
            try
            {
                foreach (QueueMessage message in await Settings.Session.Queues.ReceiveAsync(queueId, maxMessages: 1, cancellationToken: stop).ConfigureAwait(false))
                {
                    any |= await FireAsync(message, stop).ConfigureAwait(false);
                }
            }
            catch (GlobusApiException e)
            {
                Tell(e);
            }

            if (any)
            {
                waits = schedule.Waits().GetEnumerator();
            }
            else
            {
                waits.MoveNext();
                await Task.Delay(waits.Current, stop).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Whether a run was started; a message that starts none comes back after its visibility timeout.</summary>
    private async Task<bool> FireAsync(QueueMessage message, CancellationToken stop)
    {
        FlowValue body = Read(message.MessageBody ?? "");
        FlowObject happened = FlowObject.Create(
            ("event", FlowValue.From("message")),
            ("queue_id", FlowValue.From(queueId)),
            ("message_id", FlowValue.From(message.MessageId)),
            ("message", body));
        FlowObject carried = body as FlowObject ?? FlowObject.Create(("message", body));
        if (await FireAsync($"message {message.MessageId}", happened, carried, stop).ConfigureAwait(false) is not null)
        {
            return false;
        }

        if (message.ReceiptHandle is { } receipt)
        {
            await Settings.Session.Queues.DeleteMessagesAsync(queueId, [receipt], stop).ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>JSON where it is JSON, text otherwise.</summary>
    private static FlowValue Read(string body)
    {
        try
        {
            return FlowValue.Parse(body);
        }
        catch (JsonException)
        {
            return FlowValue.From(body);
        }
    }
}
