using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;
using Globus.Automate.Local.Providers;

namespace Globus.Automate.Local.Services;

/// <summary>The engine's way to registered APIs, which a state names by its Handler.</summary>
internal sealed class RegisteredApiGateway(RegisteredApisService apis, ActionService actions, Func<string, Caller> resolveCaller) : IActionGatewayRoute
{
    /// <inheritdoc/>
    public bool Accepts(ActionCall call) => FlowUrls.TryReadRegisteredApi(call.ActionUrl, out _);

    /// <inheritdoc/>
    public ValueTask<ActionResponse> RunAsync(ActionCall call, FlowObject request, CancellationToken cancellationToken)
        => Send(call, (provider, caller) => actions.RunAsync(provider, caller, request, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<ActionResponse> GetStatusAsync(ActionCall call, string actionId, CancellationToken cancellationToken)
        => Send(call, (provider, caller) => actions.GetStatusAsync(provider, caller, actionId, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<ActionResponse> CancelAsync(ActionCall call, string actionId, CancellationToken cancellationToken)
        => Send(call, (provider, caller) => actions.CancelAsync(provider, caller, actionId, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<ActionResponse> ResumeAsync(ActionCall call, string actionId, CancellationToken cancellationToken)
        => Send(call, (provider, caller) => actions.ResumeAsync(provider, caller, actionId, cancellationToken));

    private ValueTask<ActionResponse> Send(ActionCall call, Func<ActionProvider, Caller, ValueTask<ActionResponse>> serve)
    {
        FlowUrls.TryReadRegisteredApi(call.ActionUrl, out string id);
        Caller caller = resolveCaller(call.Caller);
        return apis.FindProvider(id, caller) is { } provider
            ? serve(provider, caller)
            : new(new ActionResponse(404, ServiceException.NotFound("Registered API", id).ToBody(actions.NewId())));
    }
}
