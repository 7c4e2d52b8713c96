using System.Text.Json;
using System.Text.Json.Serialization;
using Globus.Automate.Client.Errors;

namespace Globus.Automate.Client.Actions;

/// <summary>What an action provider says of itself: <c>GET {url}</c>.</summary>
/// <param name="Document">The whole document.</param>
public sealed record ActionProvider(JsonElement Document) : GlobusDocument(Document)
{
    /// <summary>The title.</summary>
    public string Title => Required("title");

    /// <summary>The subtitle; null for none.</summary>
    public string? Subtitle => Text("subtitle");

    /// <summary>The scope to call it with; null for a provider that needs no token.</summary>
    public string? Scope => Text("globus_auth_scope");

    /// <summary>The schema of bodies; null where it gives none.</summary>
    public JsonElement? InputSchema => Member("input_schema");

    /// <summary>Whether an action is done when the request is answered.</summary>
    public bool IsSynchronous => Json.Truth(Document, "synchronous") ?? false;

    /// <summary>Whether actions have a log.</summary>
    public bool IsLogSupported => Json.Truth(Document, "log_supported") ?? false;
}

/// <summary>An action's status document.</summary>
/// <param name="Document">The whole document.</param>
public sealed record ActionStatus(JsonElement Document) : GlobusDocument(Document)
{
    /// <summary>The id; any text.</summary>
    public string ActionId => Required("action_id");

    /// <summary><c>ACTIVE</c>, <c>INACTIVE</c>, <c>SUCCEEDED</c> or <c>FAILED</c>; <c>ENDED</c> for a run of a flow that was cancelled.</summary>
    public string Status => Required("status");

    /// <summary>The status in the provider's words; null for none.</summary>
    public string? DisplayStatus => Text("display_status");

    /// <summary>Whether it has come to an end.</summary>
    public bool IsFinished => Status is "SUCCEEDED" or "FAILED" or "ENDED";

    /// <summary>Whether it waits for someone.</summary>
    public bool IsInactive => Status is "INACTIVE";

    /// <summary>The label; null for none.</summary>
    public string? Label => Text("label");

    /// <summary>What the action did or waits for; null for nothing.</summary>
    public JsonElement? Details => Member("details");

    /// <summary>What an INACTIVE action waits for: a login with these, then resume; null where it waits for nothing of the kind.</summary>
    public AuthorizationRequirements? Requirements => IsInactive && Details is { } details ? AuthorizationRequirements.Find(details) : null;

    /// <summary>When it started.</summary>
    public DateTimeOffset? StartTime => When("start_time");

    /// <summary>When it ended; null while it has not.</summary>
    public DateTimeOffset? CompletionTime => When("completion_time");
}

/// <summary>How to start an action: <c>POST {url}/run</c>.</summary>
public sealed record ActionSettings
{
    /// <summary>
    /// Names this request: a provider that gets the same name again gives the same action, so the request may be repeated. A new one unless
    /// given; null sends none, and then the request is never sent twice.
    /// </summary>
    public string? RequestId { get; init; } = Guid.NewGuid().ToString();

    /// <summary>The input, as the provider's schema wants it.</summary>
    public required JsonElement Body { get; init; }

    /// <summary>A label.</summary>
    public string? Label { get; init; }

    /// <summary>Tags.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Who may watch the action: URNs.</summary>
    public IReadOnlyList<string>? MonitorBy { get; init; }

    /// <summary>Who may manage the action: URNs.</summary>
    public IReadOnlyList<string>? ManageBy { get; init; }

    /// <summary>Fields that the provider knows and this client does not.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Further { get; set; }
}
