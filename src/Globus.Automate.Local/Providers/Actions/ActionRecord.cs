using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Providers;

/// <summary>All that is kept of one action, unchangeable: each step of an action makes a new record, which the store then holds.</summary>
public sealed record ActionRecord
{
    /// <summary>The action's id.</summary>
    public required string ActionId { get; init; }

    /// <summary>The provider's name (<see cref="ActionProviderDescription.Name"/>).</summary>
    public required string Provider { get; init; }

    /// <summary>The principal who ran it, as a URN.</summary>
    public required string Creator { get; init; }

    /// <summary>The creator's Globus username.</summary>
    public required string CreatorName { get; init; }

    /// <summary>The caller's id of the request.</summary>
    public required string RequestId { get; init; }

    /// <summary>The body as far as it may be kept: without credentials.</summary>
    public required FlowObject Body { get; init; }

    /// <summary>The label, or null.</summary>
    public string? Label { get; init; }

    /// <summary>Principals that may read the action.</summary>
    public IReadOnlyList<string> MonitorBy { get; init; } = [];

    /// <summary>Principals that may also change it.</summary>
    public IReadOnlyList<string> ManageBy { get; init; } = [];

    /// <summary>When it was run.</summary>
    public required DateTimeOffset StartTime { get; init; }

    /// <summary>When it reached its end, or null.</summary>
    public DateTimeOffset? CompletionTime { get; init; }

    /// <summary>How long its record is kept after its end.</summary>
    public required TimeSpan ReleaseAfter { get; init; }

    /// <summary>The last moment at which it may still run, or null.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Where it stands.</summary>
    public required ActionProgress Progress { get; init; }

    /// <summary>What the provider needs to go on after a restart and nobody else sees.</summary>
    public FlowValue State { get; init; } = FlowValue.Null;

    /// <summary>What happened, oldest first: objects with time, code, description, details.</summary>
    public FlowArray Log { get; init; } = FlowArray.Empty;

    /// <summary>The action status document (manual 3.3.2).</summary>
    public FlowObject ToStatus() => FlowObject.Create(
        ("action_id", FlowValue.From(ActionId)),
        ("completion_time", IsoDuration.TimeValue(CompletionTime)),
        ("creator_id", FlowValue.From(Creator)),
        ("details", Progress.Details),
        ("display_status", FlowValue.From(Progress.DisplayStatus ?? Progress.Status.Name())),
        ("label", FlowValue.From(Label)),
        ("manage_by", FlowArray.OfStrings(ManageBy)),
        ("monitor_by", FlowArray.OfStrings(MonitorBy)),
        ("release_after", FlowValue.From(IsoDuration.Format(ReleaseAfter))),
        ("start_time", IsoDuration.TimeValue(StartTime)),
        ("status", FlowValue.From(Progress.Status.Name())));

    /// <summary>The whole record as a document, for a store to write.</summary>
    public FlowObject ToDocument() => ToStatus()
        .With("display_status", FlowValue.From(Progress.DisplayStatus))
        .With("provider", FlowValue.From(Provider))
        .With("creator_name", FlowValue.From(CreatorName))
        .With("request_id", FlowValue.From(RequestId))
        .With("body", Body)
        .With("deadline", IsoDuration.TimeValue(Deadline))
        .With("state", State)
        .With("log", Log);

    /// <summary>Reads what <see cref="ToDocument"/> wrote.</summary>
    /// <exception cref="FormatException">The document is not a whole record.</exception>
    public static ActionRecord FromDocument(FlowObject document)
    {
        DateTimeOffset? Time(string name) => IsoDuration.TryParseTime(document[name]?.AsString(), out DateTimeOffset time) ? time : null;
        string Text(string name) => document[name]?.AsString() ?? throw new FormatException($"A stored action has no '{name}'.");
        string[] List(string name) => document[name] is FlowArray items ? [.. items.Select(static item => item.AsString() ?? string.Empty)] : [];

        return new ActionRecord
        {
            ActionId = Text("action_id"),
            Provider = Text("provider"),
            Creator = Text("creator_id"),
            CreatorName = Text("creator_name"),
            RequestId = Text("request_id"),
            Body = document["body"] as FlowObject ?? FlowObject.Empty,
            Label = document["label"]?.AsString(),
            MonitorBy = List("monitor_by"),
            ManageBy = List("manage_by"),
            StartTime = Time("start_time") ?? throw new FormatException("A stored action has no 'start_time'."),
            CompletionTime = Time("completion_time"),
            ReleaseAfter = IsoDuration.TryParse(document["release_after"] ?? FlowValue.Null, out TimeSpan kept) ? kept : TimeSpan.FromDays(30),
            Deadline = Time("deadline"),
            Progress = new ActionProgress(ActionStatusNames.Parse(document["status"]?.AsString()), document["details"] ?? FlowValue.Null)
            {
                DisplayStatus = document["display_status"]?.AsString(),
            },
            State = document["state"] ?? FlowValue.Null,
            Log = document["log"] as FlowArray ?? FlowArray.Empty,
        };
    }
}
