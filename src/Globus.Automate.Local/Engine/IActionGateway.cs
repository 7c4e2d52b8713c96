using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Engine;

/// <summary>
/// How the engine reaches action providers: the four calls of the Action Provider interface (1.0) that running a flow takes. Providers of
/// the local Globus, flows called by flows, mocks and real HTTP providers are each a gateway.
/// </summary>
public interface IActionGateway
{
    /// <summary><c>POST {url}/run</c>.</summary>
    ValueTask<ActionResponse> RunAsync(ActionCall call, FlowObject request, CancellationToken cancellationToken);

    /// <summary><c>GET {url}/{action_id}/status</c>.</summary>
    ValueTask<ActionResponse> GetStatusAsync(ActionCall call, string actionId, CancellationToken cancellationToken);

    /// <summary><c>POST {url}/{action_id}/cancel</c>.</summary>
    ValueTask<ActionResponse> CancelAsync(ActionCall call, string actionId, CancellationToken cancellationToken);

    /// <summary><c>POST {url}/{action_id}/resume</c>.</summary>
    ValueTask<ActionResponse> ResumeAsync(ActionCall call, string actionId, CancellationToken cancellationToken);
}

/// <summary>Who calls which action from where.</summary>
/// <param name="ActionUrl">The URL in the state's ActionUrl.</param>
/// <param name="Caller">The principal that the action sees, as a URN: the run's owner, the flow itself, or the holder of a role's token.</param>
/// <param name="RunId">The run.</param>
/// <param name="FlowId">The flow.</param>
/// <param name="StateName">The state.</param>
/// <param name="Invocation">How often this state has been entered before in this run: 0 for the first time.</param>
public sealed record ActionCall(string ActionUrl, string Caller, string RunId, string FlowId, string StateName, int Invocation)
{
    /// <summary>The scope in the state's ActionScope, for a provider that does not publish its own (manual, section 5.1); null without one.</summary>
    public string? ActionScope { get; init; }
}

/// <summary>What a provider answered: an action status document (2xx) or an error body.</summary>
/// <param name="StatusCode">The HTTP status.</param>
/// <param name="Body">The body.</param>
public sealed record ActionResponse(int StatusCode, FlowValue Body)
{
    /// <summary>Whether the answer is an action status document.</summary>
    public bool IsSuccess => StatusCode is >= 200 and < 300;
}
