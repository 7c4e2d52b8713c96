using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;
using Globus.Automate.Local.Services;

namespace Globus.Automate.Local.Providers;

/// <summary>What a <see cref="BuiltInActionGateway"/> asks besides the built-in providers.</summary>
public sealed record BuiltInActionGatewayOptions
{
    /// <summary>Gateways that are asked first, in order: mocks, then flows called by flows.</summary>
    public IReadOnlyList<IActionGatewayRoute> Routes { get; init; } = [];

    /// <summary>The gateway for every other URL that may be called (<see cref="HttpActionGateway.IsCallable"/>); null where the network may not be used.</summary>
    public IActionGateway? Network { get; init; }

    /// <summary>The person behind a principal's URN, with username and identities; by default a person with that URN alone.</summary>
    public Func<string, Caller>? ResolveCaller { get; init; }
}

/// <summary>
/// The engine's way to action providers: mocks and other routes first, then the built-in providers straight through the
/// <see cref="ActionService"/> without HTTP, then the network where it is allowed. A URL that leads nowhere is answered with an error that
/// says what to do, which the engine turns into ActionUnableToRun.
/// </summary>
public sealed class BuiltInActionGateway : IActionGateway
{
    private static readonly IReadOnlySet<string> s_noScopes = new HashSet<string>(StringComparer.Ordinal);

    private readonly ActionProviderRegistry _registry;
    private readonly ActionService _service;
    private readonly BuiltInActionGatewayOptions _options;

    /// <summary>Makes a gateway.</summary>
    public BuiltInActionGateway(ActionProviderRegistry registry, ActionService service, BuiltInActionGatewayOptions? options = null)
    {
        _registry = registry;
        _service = service;
        _options = options ?? new BuiltInActionGatewayOptions();
    }

    /// <inheritdoc/>
    public ValueTask<ActionResponse> RunAsync(ActionCall call, FlowObject request, CancellationToken cancellationToken) => Send(
        call,
        gateway => gateway.RunAsync(call, request, cancellationToken),
        (provider, caller) => _service.RunAsync(provider, caller, request, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<ActionResponse> GetStatusAsync(ActionCall call, string actionId, CancellationToken cancellationToken) => Send(
        call,
        gateway => gateway.GetStatusAsync(call, actionId, cancellationToken),
        (provider, caller) => _service.GetStatusAsync(provider, caller, actionId, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<ActionResponse> CancelAsync(ActionCall call, string actionId, CancellationToken cancellationToken) => Send(
        call,
        gateway => gateway.CancelAsync(call, actionId, cancellationToken),
        (provider, caller) => _service.CancelAsync(provider, caller, actionId, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<ActionResponse> ResumeAsync(ActionCall call, string actionId, CancellationToken cancellationToken) => Send(
        call,
        gateway => gateway.ResumeAsync(call, actionId, cancellationToken),
        (provider, caller) => _service.ResumeAsync(provider, caller, actionId, cancellationToken));

    private ValueTask<ActionResponse> Send(
        ActionCall call,
        Func<IActionGateway, ValueTask<ActionResponse>> forward,
        Func<ActionProvider, Caller, ValueTask<ActionResponse>> serve)
    {
        foreach (IActionGatewayRoute route in _options.Routes)
        {
            if (route.Accepts(call))
            {
                return forward(route);
            }
        }

        if (Uri.TryCreate(call.ActionUrl, UriKind.Absolute, out Uri? url) && _registry.TryFind(url, out ActionProvider? provider))
        {
            return serve(provider, _options.ResolveCaller?.Invoke(call.Caller) ?? new Caller(call.Caller, call.Caller, s_noScopes) { Identities = [call.Caller] });
        }

        if (FlowUrls.TryReadRegisteredApi(call.ActionUrl, out string registered))
        {
            return new(new ActionRefusedException(404, "NOT_FOUND", $"The registered API '{registered}' of the state '{call.StateName}' is called by runs of published flows only: give the state a mock.").ToResponse(_service.NewId()));
        }

        return _options.Network is { } network && url is not null && HttpActionGateway.IsCallable(url) ? forward(network) : new(Unreachable(call, url));
    }

    private ActionResponse Unreachable(ActionCall call, Uri? url)
    {
        string message = url is not null && HttpActionGateway.IsCallable(url)
            ? $"The local Globus has no action provider at '{call.ActionUrl}' (state '{call.StateName}'). Connect-Globus -Local -AllowNetwork lets it be called over the network; Test-GlobusFlowRun takes a mock for it, or -AllowNetwork too."
            : $"'{call.ActionUrl}' (state '{call.StateName}') is not the https URL of an action provider.";
        return new ActionRefusedException(404, "ACTION_PROVIDER_NOT_FOUND", message).ToResponse(_service.NewId());
    }
}
