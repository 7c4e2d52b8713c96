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
