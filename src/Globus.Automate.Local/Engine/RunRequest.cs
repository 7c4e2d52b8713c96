using System.Runtime.CompilerServices;
using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Engine;

/// <summary>What a run is started with. The definition and the flow's data are those of the moment of the start.</summary>
public sealed record RunRequest
{
    /// <summary>The run's id; null for a new one.</summary>
    public string? RunId { get; init; }

    /// <summary>The flow's id, a UUID.</summary>
    public required string FlowId { get; init; }

    /// <summary>The flow's title.</summary>
    public string FlowTitle { get; init; } = string.Empty;

    /// <summary>When the flow was last changed.</summary>
    public DateTimeOffset FlowLastUpdated { get; init; }

    /// <summary>The compiled definition.</summary>
    public required FlowDefinition Definition { get; init; }

    /// <summary>The flow's input schema.</summary>
    public FlowValue InputSchema { get; init; } = FlowObject.Empty;

    /// <summary>The run's first document; its member <c>_tokens</c> carries the tokens of roles (manual, section 5.4.1).</summary>
    public required FlowObject Input { get; init; }

    /// <summary>Who started the run.</summary>
    public required RunOwner Owner { get; init; }

    /// <summary>What can be changed while the run lives.</summary>
    public RunMetadata Metadata { get; init; } = new();

    /// <summary>The <c>activity_notification_policy</c> of the request; null without one.</summary>
    public FlowValue? ActivityNotificationPolicy { get; init; }

    /// <summary>The state to start with instead of the definition's; for trying out one state.</summary>
    public string? StartAt { get; init; }

    /// <summary>How many states may be entered before the run fails with StepLimitExceeded; null for no limit but the engine's.</summary>
    public int? MaxSteps { get; init; }

    /// <summary>Who is told about every step of the run; null costs nothing. Not kept by a journal.</summary>
    public IRunObserver? Observer { get; init; }
}

/// <summary>What can be changed while a run lives (<c>PUT /runs/{run_id}</c>).</summary>
public sealed record RunMetadata
{
    /// <summary>The label; null without one.</summary>
    public string? Label { get; init; }

    /// <summary>The tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Who may change the run, as URNs.</summary>
    public IReadOnlyList<string> RunManagers { get; init; } = [];

    /// <summary>Who may watch the run, as URNs.</summary>
    public IReadOnlyList<string> RunMonitors { get; init; } = [];
}

/// <summary>Who started a run: what <c>$._context</c> says (manual, section 5.7).</summary>
/// <param name="Principal">The identity, <c>urn:globus:auth:identity:{uuid}</c>.</param>
/// <param name="Username">The Globus username.</param>
public sealed record RunOwner(string Principal, string Username)
{
    private static readonly ConditionalWeakTable<FlowDefinition, object> s_readsActionId = [];

    /// <summary>The email address; null where it is not known.</summary>
    public string? Email { get; init; }

    /// <summary>All identities of the person, as URNs.</summary>
    public IReadOnlyList<string> Identities { get; init; } = [];

    /// <summary>When the token of the start expires.</summary>
    public DateTimeOffset TokenExpiresAt { get; init; }

    /// <summary>When the token of the start was issued.</summary>
    public DateTimeOffset TokenIssuedAt { get; init; }

    /// <summary>Before when the token of the start is not valid; null where that is when it was issued.</summary>
    public DateTimeOffset? TokenNotBefore { get; init; }

    /// <summary>The object that a run sees as <c>$._context</c>.</summary>
    /// <param name="flowId">The flow.</param>
    /// <param name="runId">The run.</param>
    /// <param name="definition">The definition. One that reads <c>$._context.action_id</c>, as run_id was called when flows were new, finds it there; no other does.</param>
    internal FlowObject ToContext(string flowId, string runId, FlowDefinition definition)
    {
        FlowObject context = ToContext(flowId, runId);
        return (bool)s_readsActionId.GetValue(definition, static read => read.Document.ToJson().Contains("_context.action_id", StringComparison.Ordinal))
            ? context.With("action_id", FlowValue.From(runId))
            : context;
    }

    private FlowObject ToContext(string flowId, string runId) => FlowObject.Create(
        ("flow_id", FlowValue.From(flowId)),
        ("run_id", FlowValue.From(runId)),
        ("username", FlowValue.From(Username)),
        ("email", FlowValue.From(Email)),
        ("user_id", FlowValue.From(Principal)),
        ("identities", FlowArray.OfStrings(Identities.Count == 0 ? [Principal] : Identities)),
        ("token_info", FlowObject.Create(
            ("exp", FlowValue.From(TokenExpiresAt.ToUnixTimeSeconds())),
            ("iat", FlowValue.From(TokenIssuedAt.ToUnixTimeSeconds())),
            ("nbf", FlowValue.From((TokenNotBefore ?? TokenIssuedAt).ToUnixTimeSeconds())))));
}
