using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Services;

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
