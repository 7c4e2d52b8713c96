using System.Text.Json;
using Globus.Automate.Client.Errors;

namespace Globus.Automate.Client.Runs;

/// <summary>A run as the service shows it.</summary>
/// <param name="Document">The whole document.</param>
public sealed record Run(JsonElement Document) : GlobusDocument(Document)
{
    /// <summary>The id, a UUID. The Action Provider interface calls it <c>action_id</c>.</summary>
    public string RunId => Text("run_id") ?? Required("action_id");

    /// <summary>The flow that it runs.</summary>
    public string FlowId => Required("flow_id");

    /// <summary>The flow's title; null where it is not shown.</summary>
    public string? FlowTitle => Text("flow_title");

    /// <summary>The label; null for none.</summary>
    public string? Label => Text("label");

    /// <summary><c>ACTIVE</c>, <c>INACTIVE</c>, <c>SUCCEEDED</c>, <c>FAILED</c> or <c>ENDED</c>.</summary>
    public string Status => Required("status");

    /// <summary>The status in the service's words; null where it has none.</summary>
    public string? DisplayStatus => Text("display_status");

    /// <summary>Whether it has come to an end: SUCCEEDED, FAILED or ENDED.</summary>
    public bool IsFinished => Status is "SUCCEEDED" or "FAILED" or "ENDED";

    /// <summary>Whether it waits for someone.</summary>
    public bool IsInactive => Status is "INACTIVE";

    /// <summary>What the run did last, and its output at the end; null where it is not shown.</summary>
    public JsonElement? Details => Member("details");

    /// <summary>What an INACTIVE run waits for: a login with these, then resume; null where it waits for nothing of the kind.</summary>
    public AuthorizationRequirements? Requirements => IsInactive && Details is { } details ? AuthorizationRequirements.Find(details) : null;

    /// <summary>The web input that it waits for; null for none.</summary>
    public string? BlockingWebInputId => Text("blocking_web_input_id");

    /// <summary>The tags.</summary>
    public IReadOnlyList<string> Tags => Texts("tags");

    /// <summary>When it started.</summary>
    public DateTimeOffset? StartTime => When("start_time");

    /// <summary>When it ended; null while it has not.</summary>
    public DateTimeOffset? CompletionTime => When("completion_time");

    /// <summary>The caller's roles.</summary>
    public IReadOnlyList<string> UserRoles => Texts("user_roles") is { Count: > 0 } roles ? roles : Texts("user_role");
}

/// <summary>The definition and input schema with which a run started: <c>GET /runs/{id}/definition</c>.</summary>
/// <param name="Document">The whole document.</param>
public sealed record RunDefinition(JsonElement Document) : GlobusDocument(Document)
{
    /// <summary>The flow.</summary>
    public string FlowId => Required("flow_id");

    /// <summary>The definition.</summary>
    public JsonElement? Definition => Member("definition");

    /// <summary>The schema of inputs.</summary>
    public JsonElement? InputSchema => Member("input_schema");
}

/// <summary>One entry of a run's log, or of an action's.</summary>
/// <param name="Document">The whole document.</param>
public sealed record RunLogEntry(JsonElement Document) : GlobusDocument(Document)
{
    /// <summary>When it happened.</summary>
    public DateTimeOffset? Time => When("time");

    /// <summary>What happened: <c>FlowStarted</c>, <c>ActionStarted</c>, <c>ActionCompleted</c>, <c>FlowSucceeded</c> ...</summary>
    public string Code => Required("code");

    /// <summary>The same in words.</summary>
    public string Description => Required("description");

    /// <summary>State name, state type, input or output; null for none.</summary>
    public JsonElement? Details => Member("details");

    /// <summary>The state that it is about; null for none.</summary>
    public string? StateName => Details is { } details ? Json.Text(details, "state_name") : null;
}

/// <summary>One page of a log.</summary>
/// <param name="Entries">The entries in the order asked for.</param>
/// <param name="HasNextPage">Whether there are more.</param>
/// <param name="Marker">Where the next page begins; null at the end.</param>
public sealed record RunLogPage(IReadOnlyList<RunLogEntry> Entries, bool HasNextPage, string? Marker);
