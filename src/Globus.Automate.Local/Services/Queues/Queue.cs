using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Services;

/// <summary>
/// A queue with its messages. A received message is invisible for the visibility timeout and then comes back, unless one of its receipts
/// deleted it; a receipt can do so for the delivery timeout. See docs/decisions/0042-queue-timeouts.md.
/// </summary>
internal sealed class Queue(QueueSettings settings, TimeProvider time)
{
    private static readonly TimeSpan s_deduplication = TimeSpan.FromMinutes(5);

    /// <summary>The messages that are not deleted, by their ids.</summary>
    private readonly Dictionary<string, Entry> _messages = new(StringComparer.Ordinal);

    /// <summary>Those that can be received, in the order in which they were sent; deleted ones lie in it until they come up.</summary>
    private readonly PriorityQueue<Entry, long> _visible = new();

    /// <summary>Those that were received, by the time at which they come back; deleted ones lie in it until then.</summary>
    private readonly PriorityQueue<Entry, DateTimeOffset> _invisible = new();

    private readonly ExpiringEntries<SentMessage> _recent = new();
    private readonly ExpiringEntries<Receipt> _receipts = new();
    private readonly ExpiringEntries<IReadOnlyList<Receipt>> _attempts = new();
    private readonly object _gate = new();
    private long _sent;

    /// <summary>What the queue is.</summary>
    public QueueSettings Settings { get; private set; } = settings;

    /// <summary>The ids of the messages.</summary>
    public IReadOnlyList<string> MessageIds
    {
        get
        {
            lock (_gate)
            {
                return [.. _messages.Keys];
            }
        }
    }

    /// <summary>Changes what the queue is.</summary>
    /// <param name="data">What is to change.</param>
    /// <param name="keep">Keeps the changed settings, in the order of the changes.</param>
    public Task UpdateAsync(FlowObject data, Func<QueueSettings, Task> keep)
    {
        lock (_gate)
        {
            Settings = Settings.With(data);
            return keep(Settings);
        }
    }

    /// <summary>Takes in a message.</summary>
    /// <returns>The message, and whether it is new: one with the same deduplication id was not sent in the last five minutes.</returns>
    public (SentMessage Message, bool IsNew) Send(SentMessage message)
    {
        lock (_gate)
        {
            Sweep();
            if (_recent.TryGet(message.DeduplicationId, out SentMessage? known))
            {
                return (known, false);
            }

            Add(message);
            return (message, true);
        }
    }

    /// <summary>Takes in a message that was kept on disk.</summary>
    public void Restore(SentMessage message)
    {
        lock (_gate)
        {
            Add(message);
        }
    }

    /// <summary>Receives up to some messages, the oldest first.</summary>
    /// <param name="maximum">How many.</param>
    /// <param name="attempt">Names the request: the same again gives the same messages with the same receipts while they are invisible.</param>
    public IReadOnlyList<FlowObject> Receive(int maximum, string? attempt)
    {
        lock (_gate)
        {
            Sweep();
            if (attempt is not null && _attempts.TryGet(attempt, out IReadOnlyList<Receipt>? known))
            {
                return [.. known.Where(static receipt => receipt.Entry.Message is not null).Select(static receipt => receipt.ToDocument())];
            }

            DateTimeOffset now = time.GetUtcNow();
            DateTimeOffset comesBack = now + TimeSpan.FromSeconds(Settings.VisibilityTimeout);
            var received = new List<Receipt>();
            while (received.Count < maximum && _visible.TryDequeue(out Entry? entry, out _))
            {
                if (entry.Message is null)
                {
                    continue;
                }

                entry.Deliveries++;
                _invisible.Enqueue(entry, comesBack);
                var receipt = new Receipt(Guid.NewGuid().ToString("N"), entry, entry.Deliveries);
                _receipts.Set(receipt.Handle, receipt, now + TimeSpan.FromSeconds(Settings.DeliveryTimeout));
                received.Add(receipt);
            }

            if (attempt is not null && received.Count > 0)
            {
                _attempts.Set(attempt, received, comesBack);
            }

            return [.. received.Select(static receipt => receipt.ToDocument())];
        }
    }

    /// <summary>Deletes a message by the receipt of a delivery.</summary>
    /// <returns>The message's id; null where the receipt is unknown or too old.</returns>
    public string? Delete(string receiptHandle)
    {
        lock (_gate)
        {
            Sweep();
            if (!_receipts.Remove(receiptHandle, out Receipt? receipt))
            {
                return null;
            }

            // Whoever deletes twice, by two receipts of one message, has what they want. The text goes at once, wherever the entry still lies.
            _messages.Remove(receipt.Entry.Id);
            receipt.Entry.Message = null;
            return receipt.Entry.Id;
        }
    }

    private void Add(SentMessage message)
    {
        var entry = new Entry(message, _sent++);
        _messages[message.Id] = entry;
        _visible.Enqueue(entry, entry.Number);
        _recent.Set(message.DeduplicationId, message, message.SentAt + s_deduplication);
    }

    private void Sweep()
    {
        DateTimeOffset now = time.GetUtcNow();
        _recent.RemoveExpired(now);
        _receipts.RemoveExpired(now);
        _attempts.RemoveExpired(now);
        while (_invisible.TryPeek(out Entry? entry, out DateTimeOffset comesBack) && comesBack <= now)
        {
            _invisible.Dequeue();
            if (entry.Message is not null)
            {
                _visible.Enqueue(entry, entry.Number);
            }
        }
    }

    private sealed class Entry(SentMessage message, long number)
    {
        public string Id { get; } = message.Id;

        /// <summary>Its place in the order of sending.</summary>
        public long Number => number;

        /// <summary>The message; null once it is deleted.</summary>
        public SentMessage? Message { get; set; } = message;

        public int Deliveries { get; set; }
    }

    private sealed record Receipt(string Handle, Entry Entry, int Delivery)
    {
        /// <summary>The delivery as the service tells it; the message must not have been deleted.</summary>
        public FlowObject ToDocument()
        {
            SentMessage message = Entry.Message!;
            return FlowObject.Create(
                ("message_id", FlowValue.From(message.Id)),
                ("message_body", FlowValue.From(message.Body)),
                ("receipt_handle", FlowValue.From(Handle)),
                ("deduplication_id", FlowValue.From(message.DeduplicationId)),
                ("sent_by", FlowValue.From(message.Sender)),
                ("sent_at", Times.Value(message.SentAt)),
                ("receive_count", FlowValue.From(Delivery)));
        }
    }
}
