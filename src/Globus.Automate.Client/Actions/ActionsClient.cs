using System.Net;
using System.Text.Json;
using Globus.Automate.Client.Errors;
using Globus.Automate.Client.Flows;
using Globus.Automate.Client.Runs;
using Globus.Automate.Client.Transport;

namespace Globus.Automate.Client.Actions;

/// <summary>One action provider, at its URL: the Action Provider interface, version 1.0.</summary>
/// <remarks>
/// The scope is the one given, or else what the provider's introspection names. Its token goes to the provider's own host alone: a provider
/// that names the scope of another service is refused. A flow is a provider too, at its URL below the Flows service: its scope follows from
/// its id, and what it says of itself needs a token of the Flows service. Every method throws <see cref="GlobusApiException"/> where the
/// provider refuses or cannot be reached.
/// </remarks>
public sealed class ActionsClient
{
    private static readonly string[] s_entries = ["entries"];

    private readonly GlobusHttp _http;
    private readonly string? _flowId;
    private string? _scope;
    private bool _isScopeKnown;

    /// <summary>A client for the provider at <paramref name="actionUrl"/>.</summary>
    /// <param name="http">Sends.</param>
    /// <param name="actionUrl">The provider's URL, as in a state's <c>ActionUrl</c>.</param>
    /// <param name="scope">The scope to call it with; null asks the provider.</param>
    public ActionsClient(GlobusHttp http, Uri actionUrl, string? scope = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(actionUrl);
        if (!actionUrl.IsAbsoluteUri || actionUrl.UserInfo.Length > 0 || !GlobusEnvironment.IsSafeForSecrets(actionUrl))
        {
            throw new ArgumentException($"'{SecretMask.Url(actionUrl.OriginalString)}' is no URL of an action provider: it must be https, or http of this machine.", nameof(actionUrl));
        }

        _http = http;
        ActionUrl = actionUrl;
        _flowId = FlowAt(actionUrl, http.Environment);
        _scope = scope ?? (_flowId is null ? null : GlobusScopes.ForFlow(_flowId));
        _isScopeKnown = _scope is not null;
    }

    /// <summary>The provider's URL.</summary>
    public Uri ActionUrl { get; }

    /// <summary>What the provider says of itself: <c>GET {url}</c>, without a token unless it asks for one and the scope is known.</summary>
    public async Task<ActionProvider> IntrospectAsync(CancellationToken cancellationToken = default)
    {
        if (_flowId is not null)
        {
            Uri flow = UrlPath.Append(_http.Environment.FlowsUrl, "flows", _flowId);
            return new ActionProvider(await _http.SendAsync(new GlobusRequest { Method = HttpMethod.Get, Url = flow, Token = FlowsTokens.View }, cancellationToken).ConfigureAwait(false));
        }

        Uri url = UrlPath.Append(ActionUrl);
        try
        {
            return new ActionProvider(await _http.SendAsync(new GlobusRequest { Method = HttpMethod.Get, Url = url }, cancellationToken).ConfigureAwait(false));
        }
        catch (GlobusApiException e) when (e.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden && _scope is not null)
        {
            return new ActionProvider(await _http.SendAsync(
                new GlobusRequest { Method = HttpMethod.Get, Url = url, Token = new TokenRequest(_scope) },
                cancellationToken).ConfigureAwait(false));
        }
    }

    /// <summary>
    /// The token that requests to the provider carry, for whoever sends them by other means; null for a provider that names no scope. The
    /// provider is asked for its scope where none was given.
    /// </summary>
    /// <exception cref="GlobusApiException"><see cref="GlobusErrorKind.TokenRefused"/> where the scope belongs to another service than the URL; or nobody is logged in for it.</exception>
    public async ValueTask<string?> GetTokenAsync(CancellationToken cancellationToken = default)
        => await TokenAsync(cancellationToken).ConfigureAwait(false) is { } needed
            ? await _http.GetTokenAsync(needed, UrlPath.Append(ActionUrl, "run"), HttpMethod.Post, cancellationToken).ConfigureAwait(false)
            : null;

    /// <summary>Starts an action: <c>POST {url}/run</c>.</summary>
    /// <exception cref="GlobusApiException"><see cref="GlobusErrorKind.MayHaveStarted"/> where the answer to a request without an id was lost.</exception>
    public async Task<ActionStatus> RunAsync(ActionSettings settings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        NeverTwiceRule? rule = settings.RequestId is null
            ? new NeverTwiceRule("The action may have started all the same", "it had no request id to find it by; look for its effects before starting it again")
            : null;
        return new ActionStatus(await SendAsync(HttpMethod.Post, UrlPath.Append(ActionUrl, "run"), Body.Write(settings, Body.Types.ActionSettings), rule, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The action's status: <c>GET {url}/{id}/status</c>.</summary>
    public Task<ActionStatus> GetStatusAsync(string actionId, CancellationToken cancellationToken = default)
        => SendAsync(HttpMethod.Get, actionId, "status", null, cancellationToken);

    /// <summary>Asks the action to stop: <c>POST {url}/{id}/cancel</c>. A provider may let it go on.</summary>
    /// <exception cref="GlobusApiException"><see cref="GlobusErrorKind.Conflict"/> where it has ended.</exception>
    public Task<ActionStatus> CancelAsync(string actionId, CancellationToken cancellationToken = default)
        => SendAsync(HttpMethod.Post, actionId, "cancel", null, cancellationToken);

    /// <summary>Removes the record of an ended action: <c>POST {url}/{id}/release</c>.</summary>
    /// <exception cref="GlobusApiException"><see cref="GlobusErrorKind.Conflict"/> where it has not ended.</exception>
    public Task<ActionStatus> ReleaseAsync(string actionId, CancellationToken cancellationToken = default)
        => SendAsync(HttpMethod.Post, actionId, "release", null, cancellationToken);

    /// <summary>Lets an INACTIVE action go on: <c>POST {url}/{id}/resume</c>.</summary>
    public Task<ActionStatus> ResumeAsync(string actionId, CancellationToken cancellationToken = default)
        => SendAsync(
            HttpMethod.Post,
            actionId,
            "resume",
            new NeverTwiceRule("The action may have been resumed all the same", $"look at it with Get-GlobusAction -ActionUrl {SecretMask.Url(ActionUrl.AbsoluteUri)} -ActionId {actionId} before resuming it again"),
            cancellationToken);

    /// <summary>The action's log, entry by entry: <c>GET {url}/{id}/log</c>.</summary>
    public async IAsyncEnumerable<RunLogEntry> GetLogAsync(
        string actionId,
        int? pageSize = null,
        bool newestFirst = false,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Uri url = new Query().Add("limit", pageSize).Add("reverse_order", newestFirst ? "true" : null).On(UrlPath.Append(ActionUrl, actionId, "log"));
        var first = new GlobusRequest { Method = HttpMethod.Get, Url = url, Token = await TokenAsync(cancellationToken).ConfigureAwait(false) };
        await foreach (RunLogEntry entry in Pages.ReadAsync(_http, first, s_entries, static item => new RunLogEntry(item), cancellationToken, "pagination_token").ConfigureAwait(false))
        {
            yield return entry;
        }
    }

    private async Task<ActionStatus> SendAsync(HttpMethod method, string actionId, string verb, NeverTwiceRule? rule, CancellationToken cancellationToken)
        => new(await SendAsync(method, UrlPath.Append(ActionUrl, actionId, verb), null, rule, cancellationToken).ConfigureAwait(false));

    private async Task<JsonElement> SendAsync(HttpMethod method, Uri url, ReadOnlyMemory<byte>? body, NeverTwiceRule? rule, CancellationToken cancellationToken)
        => await _http.SendAsync(
            new GlobusRequest
            {
                Method = method,
                Url = url,
                Token = await TokenAsync(cancellationToken).ConfigureAwait(false),
                Body = body,
                NeverTwice = rule,
            },
            cancellationToken).ConfigureAwait(false);

    private async ValueTask<TokenRequest?> TokenAsync(CancellationToken cancellationToken)
    {
        if (!_isScopeKnown)
        {
            _scope = (await IntrospectAsync(cancellationToken).ConfigureAwait(false)).Scope;
            _isScopeKnown = true;
        }

        return _scope is { Length: > 0 } ? new TokenRequest(_scope) : null;
    }

    /// <summary>The id in the URL of a flow, which its documents write with either name of the Flows service; null for another provider.</summary>
    private static string? FlowAt(Uri url, GlobusEnvironment environment)
    {
        bool isFlows = TokenAudience.SameOrigin(url, environment.FlowsUrl)
            || (TokenAudience.SameOrigin(environment.FlowsUrl, GlobusEnvironment.Production.FlowsUrl) && TokenAudience.SameOrigin(url, TokenAudience.FlowsDocumentHost));
        return isFlows && url.AbsolutePath.Trim('/').Split('/') is ["flows", string id] && Guid.TryParseExact(id, "D", out _) ? id : null;
    }
}
