using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;
using Globus.Automate.Local.Providers;

namespace Globus.Automate.Local.Testing;

/// <summary>An action that a mock stands for, from its start to its end.</summary>
internal sealed class MockAction(string actionId, ActionCall call, FlowObject request, MockResponse response, DateTimeOffset start)
{
    private static readonly string[] s_statuses = ["ACTIVE", "INACTIVE", "SUCCEEDED", "FAILED"];

    private readonly object _gate = new();
    private bool _isInactive = response.Inactive is not null;
    private readonly DateTimeOffset _start = start;
    private DateTimeOffset _activeSince = start;
    private DateTimeOffset? _cancelled;

    /// <summary>Whether it waits for somebody and goes on when it is resumed.</summary>
    public bool GoesOnWhenResumed
    {
        get
        {
            lock (_gate)
            {
                return _isInactive && response.Outcome is not null;
            }
        }
    }

    /// <summary>Whether a value is an action status document, not the details of one.</summary>
    public static bool IsStatusDocument(FlowValue value)
        => value is FlowObject fields && fields["status"] is FlowString && fields.ContainsKey("details");

    public static bool IsKnownStatus(string? status) => s_statuses.Contains(status, StringComparer.Ordinal);

    public void Cancel(DateTimeOffset now)
    {
        lock (_gate)
        {
            _cancelled ??= now;
        }
    }

    public void Resume(DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_isInactive && response.Outcome is not null)
            {
                _isInactive = false;
                _activeSince = now;
            }
        }
    }

    /// <summary>The action status document at a time.</summary>
    public FlowObject StatusAt(DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_isInactive)
            {
                return Document("INACTIVE", response.Inactive!, completion: null);
            }

            DateTimeOffset end = now - _activeSince < response.Delay ? DateTimeOffset.MaxValue : _activeSince + response.Delay;
            if (_cancelled < end)
            {
                return Document("FAILED", FlowObject.Create(("error", FlowValue.From("The action was cancelled."))), _cancelled);
            }

            return end > now ? Document("ACTIVE", FlowObject.Empty, completion: null) : Outcome(end);
        }
    }

    private FlowObject Outcome(DateTimeOffset end) => response.Outcome switch
    {
        MockReturn { Value: FlowObject whole } when IsStatusDocument(whole) => whole.ContainsKey("action_id") ? whole : whole.With("action_id", FlowValue.From(actionId)),
        MockReturn { Value: var details } => Document("SUCCEEDED", details, end),
        MockThrow { Error: MockError.ActionTimeout } slow => Document("ACTIVE", slow.Body ?? Describe(slow.Cause), completion: null),
        MockThrow { Error: MockError.WebInputExpired } expired => Document("FAILED", expired.Body ?? Unanswered(expired.Cause ?? "The mock says that nobody answers."), end),
        MockThrow failed => Document("FAILED", failed.Body ?? Error(failed.Cause ?? "The mock says that the action fails."), end),
        _ => Document("SUCCEEDED", FlowObject.Empty, end),
    };

    private static FlowObject Describe(string? cause)
        => cause is null ? FlowObject.Empty : FlowObject.Create(("description", FlowValue.From(cause)));

    private static FlowObject Unanswered(string cause) => FlowObject.Create(("response", FlowValue.Null), ("cause", FlowValue.From(cause)));

    private static FlowObject Error(string cause) => FlowObject.Create(("error", FlowValue.From(cause)));

    /// <summary>A status document with the members that the service's own have (recorded in the run logs of the service).</summary>
    private FlowObject Document(string status, FlowValue details, DateTimeOffset? completion) => FlowObject.Create(
        ("action_id", FlowValue.From(actionId)),
        ("completion_time", completion is { } time ? FlowValue.From(IsoDuration.FormatTime(time)) : FlowValue.Null),
        ("creator_id", FlowValue.From(call.Caller)),
        ("details", details),
        ("display_status", FlowValue.From(status)),
        ("label", request["label"] ?? FlowValue.Null),
        ("manage_by", request["manage_by"] ?? FlowArray.Empty),
        ("monitor_by", request["monitor_by"] ?? FlowArray.Empty),
        ("release_after", FlowValue.Null),
        ("start_time", FlowValue.From(IsoDuration.FormatTime(_start))),
        ("status", FlowValue.From(status)));
}
