using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Services;

/// <summary>What a queue is: its label, who may do what, and its timeouts.</summary>
internal sealed record QueueSettings
{
    /// <summary>Seconds for which the receipt of a delivery can delete the message (manual, section 9.3.1).</summary>
    public const int StandardDeliveryTimeout = 60;

    /// <summary>Seconds for which a delivered message stays invisible to others.</summary>
    public const int StandardVisibilityTimeout = 30;

    private const int MaximumTimeout = 12 * 60 * 60;

    public required string Id { get; init; }

    public required string Creator { get; init; }

    public string Label { get; init; } = string.Empty;

    public IReadOnlyList<string> Admins { get; init; } = [];

    public IReadOnlyList<string> Senders { get; init; } = [];

    public IReadOnlyList<string> Receivers { get; init; } = [];

    public int DeliveryTimeout { get; init; } = StandardDeliveryTimeout;

    public int VisibilityTimeout { get; init; } = StandardVisibilityTimeout;

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>These settings with those of a request put over them.</summary>
    public QueueSettings With(FlowObject data)
    {
        var fields = new FieldReader(data, ["data"]);
        if (fields.Has("id") && data["id"]?.AsString() != Id)
        {
            fields.Fault("the id must be that of the queue in the path", "value_error", "id");
        }

        QueueSettings changed = this with
        {
            Label = fields.Text("label", 1, 256) ?? Label,
            Admins = fields.PrincipalList("admins", "Admin") ?? Admins,
            Senders = fields.PrincipalList("senders", "Sender") ?? Senders,
            Receivers = fields.PrincipalList("receivers", "Receiver") ?? Receivers,
            DeliveryTimeout = fields.Number("delivery_timeout", 1, MaximumTimeout) ?? DeliveryTimeout,
            VisibilityTimeout = fields.Number("visibility_timeout", 0, MaximumTimeout) ?? VisibilityTimeout,
        };
        fields.ThrowIfFaulty();
        return changed;
    }

    public FlowObject ToDocument() => FlowObject.Create(
        ("id", FlowValue.From(Id)),
        ("label", FlowValue.From(Label)),
        ("admins", FlowArray.OfStrings(Admins)),
        ("senders", FlowArray.OfStrings(Senders)),
        ("receivers", FlowArray.OfStrings(Receivers)),
        ("delivery_timeout", FlowValue.From(DeliveryTimeout)),
        ("visibility_timeout", FlowValue.From(VisibilityTimeout)),
        ("created_by", FlowValue.From(Creator)),
        ("created_at", Times.Value(CreatedAt)));

    /// <summary>Reads what <see cref="ToDocument"/> gave.</summary>
    /// <exception cref="FormatException">It is not whole.</exception>
    public static QueueSettings FromStored(FlowObject stored) => new()
    {
        Id = stored.Text("id"),
        Label = stored.Text("label"),
        Admins = stored.Texts("admins"),
        Senders = stored.Texts("senders"),
        Receivers = stored.Texts("receivers"),
        DeliveryTimeout = stored.Number("delivery_timeout"),
        VisibilityTimeout = stored.Number("visibility_timeout"),
        Creator = stored.Text("created_by"),
        CreatedAt = stored.Time("created_at"),
    };
}

/// <summary>A message in a queue.</summary>
/// <param name="Id">Its id.</param>
/// <param name="DeduplicationId">What it was sent under: the same again within five minutes is the same message.</param>
/// <param name="Body">The text.</param>
/// <param name="Sender">Who sent it.</param>
/// <param name="SentAt">When.</param>
internal sealed record SentMessage(string Id, string DeduplicationId, string Body, string Sender, DateTimeOffset SentAt)
{
    /// <summary>What is kept of the message.</summary>
    public FlowObject ToStored(string queueId) => FlowObject.Create(
        ("queue_id", FlowValue.From(queueId)),
        ("deduplication_id", FlowValue.From(DeduplicationId)),
        ("message_body", FlowValue.From(Body)),
        ("sent_by", FlowValue.From(Sender)),
        ("sent_at", Times.Value(SentAt)));

    /// <summary>Reads what <see cref="ToStored"/> gave.</summary>
    /// <exception cref="FormatException">It is not whole.</exception>
    public static SentMessage FromStored(string id, FlowObject stored)
        => new(id, stored.Text("deduplication_id"), stored.Text("message_body"), stored.Text("sent_by"), stored.Time("sent_at"));
}

/// <summary>
/// A queue with its messages. A received message is invisible for the visibility timeout and then comes back, unless one of its receipts
/// deleted it; a receipt can do so for the delivery timeout. See docs/decisions/0042-queue-timeouts.md.
/// </summary>
internal sealed class Queue(QueueSettings settings, TimeProvider time)
{
    private static readonly TimeSpan s_deduplication = TimeSpan.FromMinutes(5);

    private readonly LinkedList<Entry> _messages = [];
    private readonly Dictionary<string, (SentMessage Message, DateTimeOffset Until)> _recent = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Receipt> _receipts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (IReadOnlyList<Receipt> Receipts, DateTimeOffset Until)> _attempts = new(StringComparer.Ordinal);
    private readonly object _gate = new();

    /// <summary>What the queue is.</summary>
    public QueueSettings Settings { get; private set; } = settings;

    /// <summary>The ids of the messages.</summary>
    public IReadOnlyList<string> MessageIds
    {
        get
        {
            lock (_gate)
            {
                return [.. _messages.Select(static entry => entry.Message.Id)];
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
            if (_recent.TryGetValue(message.DeduplicationId, out (SentMessage Message, DateTimeOffset Until) known))
            {
                return (known.Message, false);
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
            if (attempt is not null && _attempts.TryGetValue(attempt, out (IReadOnlyList<Receipt> Receipts, DateTimeOffset Until) known))
            {
                return [.. known.Receipts.Where(static receipt => receipt.Entry.List is not null).Select(static receipt => receipt.ToDocument())];
            }

            DateTimeOffset now = time.GetUtcNow();
            var received = new List<Receipt>();
            for (LinkedListNode<Entry>? node = _messages.First; node is not null && received.Count < maximum; node = node.Next)
            {
                Entry entry = node.Value;
                if (entry.VisibleAt > now)
                {
                    continue;
                }

                entry.VisibleAt = now + TimeSpan.FromSeconds(Settings.VisibilityTimeout);
                entry.Deliveries++;
                var receipt = new Receipt(Guid.NewGuid().ToString("N"), node, entry.Deliveries, now + TimeSpan.FromSeconds(Settings.DeliveryTimeout));
                _receipts.Add(receipt.Handle, receipt);
                received.Add(receipt);
            }

            if (attempt is not null && received.Count > 0)
            {
                _attempts[attempt] = (received, now + TimeSpan.FromSeconds(Settings.VisibilityTimeout));
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

            // Whoever deletes twice, by two receipts of one message, has what they want.
            receipt.Entry.List?.Remove(receipt.Entry);
            return receipt.Entry.Value.Message.Id;
        }
    }

    private void Add(SentMessage message)
    {
        _messages.AddLast(new Entry(message));
        _recent[message.DeduplicationId] = (message, message.SentAt + s_deduplication);
    }

    private void Sweep()
    {
        DateTimeOffset now = time.GetUtcNow();
        RemoveWhere(_recent, entry => entry.Until <= now);
        RemoveWhere(_receipts, receipt => receipt.Until <= now);
        RemoveWhere(_attempts, entry => entry.Until <= now);
    }

    private static void RemoveWhere<T>(Dictionary<string, T> entries, Func<T, bool> matches)
    {
        foreach ((string key, T entry) in entries)
        {
            if (matches(entry))
            {
                entries.Remove(key);
            }
        }
    }

    private sealed class Entry(SentMessage message)
    {
        public SentMessage Message => message;

        public DateTimeOffset VisibleAt { get; set; }

        public int Deliveries { get; set; }
    }

    private sealed record Receipt(string Handle, LinkedListNode<Entry> Entry, int Delivery, DateTimeOffset Until)
    {
        public FlowObject ToDocument()
        {
            SentMessage message = Entry.Value.Message;
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
