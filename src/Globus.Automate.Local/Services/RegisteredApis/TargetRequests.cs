using System.Net.Http.Headers;
using Globus.Automate.Local.Engine;
using Globus.Automate.Local.Providers;

namespace Globus.Automate.Local.Services;

/// <summary>
/// Sends the requests of registered APIs: those to Globus' own services to the local ones, with tokens of this Globus; all others over the
/// network, where that is allowed, with the tokens that calls over the network have (docs/decisions/0057-the-network.md).
/// </summary>
internal sealed class TargetRequests : IDisposable
{
    private readonly HttpClient _own;
    private readonly HttpClient? _network;
    private readonly Func<string, Caller, string> _ownToken;
    private readonly Func<ActionCall, CancellationToken, ValueTask<string?>> _networkToken;

    /// <summary>Makes a sender.</summary>
    /// <param name="own">Answers as the local Globus.</param>
    /// <param name="network">Sends over the network; null where it may not be used.</param>
    /// <param name="ownToken">A token of this Globus for a scope and a caller.</param>
    /// <param name="networkToken">The token for a call over the network.</param>
    public TargetRequests(HttpMessageHandler own, HttpClient? network, Func<string, Caller, string> ownToken, Func<ActionCall, CancellationToken, ValueTask<string?>>? networkToken)
    {
        _own = new HttpClient(own);
        _network = network;
        _ownToken = ownToken;
        _networkToken = networkToken ?? (static (_, _) => default);
    }

    /// <inheritdoc cref="TargetSender"/>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string? scope, Caller caller, CancellationToken cancellationToken)
    {
        Uri url = request.RequestUri!;
        bool isOwn = FlowUrls.IsGlobus(url);
        if (!isOwn && (_network is null || !HttpActionGateway.IsCallable(url)))
        {
            throw new ActionRefusedException(
                502,
                "BAD_GATEWAY",
                _network is null
                    ? $"The registered API is at {url.GetLeftPart(UriPartial.Authority)}, which the local Globus may not call: Connect-Globus -Local -AllowNetwork lets it; a test takes a mock."
                    : $"'{url.GetLeftPart(UriPartial.Path)}' is no https URL.");
        }

        if (scope is not null)
        {
            string? token = isOwn ? _ownToken(scope, caller) : await NetworkTokenAsync(url, scope, caller, cancellationToken).ConfigureAwait(false);
            request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        }

        return await (isOwn ? _own : _network!).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _own.Dispose();

    private async ValueTask<string?> NetworkTokenAsync(Uri url, string scope, Caller caller, CancellationToken cancellationToken)
    {
        try
        {
            var call = new ActionCall(url.GetLeftPart(UriPartial.Path), caller.Principal, string.Empty, string.Empty, string.Empty, 0) { ActionScope = scope };
            return await _networkToken(call, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // whatever keeps the token away, the API cannot be called
        catch (Exception exception)
#pragma warning restore CA1031
        {
            throw new ActionRefusedException(401, "AUTHENTICATION_ERROR", $"The API at '{url.GetLeftPart(UriPartial.Path)}' was not called: {exception.Message}");
        }
    }
}
