using System.Text.Json;

namespace Globus.Automate.Client.Queues;

/// <summary>A queue.</summary>
/// <param name="Document">The whole document, without the service's <c>data</c> around it.</param>
public sealed record QueueInfo(JsonElement Document) : GlobusDocument(Document)
{
    /// <summary>The id.</summary>
    public string Id => Required("id");

    /// <summary>The label.</summary>
    public string? Label => Text("label");

    /// <summary>Who may change it: URNs.</summary>
    public IReadOnlyList<string> Admins => Texts("admins");

    /// <summary>Who may send to it: URNs.</summary>
    public IReadOnlyList<string> Senders => Texts("senders");

    /// <summary>Who may receive from it: URNs.</summary>
    public IReadOnlyList<string> Receivers => Texts("receivers");

    /// <summary>Seconds for which a message is kept for delivery.</summary>
    public long? DeliveryTimeout => Json.Number(Document, "delivery_timeout");

    /// <summary>Seconds for which a received message stays invisible.</summary>
    public long? VisibilityTimeout => Json.Number(Document, "visibility_timeout");
}

/// <summary>A message that was received or sent.</summary>
/// <param name="Document">The whole document.</param>
public sealed record QueueMessage(JsonElement Document) : GlobusDocument(Document)
{
    /// <summary>The text of the message; null in the answer to sending.</summary>
    public string? MessageBody => Text("message_body");

    /// <summary>What deletes this delivery of the message; null in the answer to sending.</summary>
    public string? ReceiptHandle => Text("receipt_handle");

    /// <summary>The id; null where the service gives none.</summary>
    public string? MessageId => Text("message_id");
}

/// <summary>What to make or change a queue with. What is null is not sent.</summary>
public sealed record QueueSettings
{
    /// <summary>The queue's id, in an update.</summary>
    public string? Id { get; init; }

    /// <summary>The label.</summary>
    public string? Label { get; init; }

    /// <summary>Who may change it: URNs.</summary>
    public IReadOnlyList<string>? Admins { get; init; }

    /// <summary>Who may send to it: URNs.</summary>
    public IReadOnlyList<string>? Senders { get; init; }

    /// <summary>Who may receive from it: URNs.</summary>
    public IReadOnlyList<string>? Receivers { get; init; }

    /// <summary>Seconds for which a message is kept for delivery; the service's own (60) when null.</summary>
    public int? DeliveryTimeout { get; init; }

    /// <summary>Seconds for which a received message stays invisible, in an update; the service's own (30) when null.</summary>
    public int? VisibilityTimeout { get; init; }
}

/// <summary>A message to send.</summary>
public sealed record QueueMessageToSend
{
    /// <summary>The text.</summary>
    public required string MessageBody { get; init; }

    /// <summary>Names the message: the same name sent again counts once. A new one unless given.</summary>
    public string DeduplicationId { get; init; } = Guid.NewGuid().ToString();
}

/// <summary>The delivery of a message, to delete.</summary>
internal sealed record QueueReceipt(string ReceiptHandle);

/// <summary>The <c>data</c> around every body.</summary>
internal sealed record QueueEnvelope<T>(T Data);
