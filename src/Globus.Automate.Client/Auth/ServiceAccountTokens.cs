using Globus.Automate.Client.Transport;

namespace Globus.Automate.Client.Auth;

/// <summary>
/// The tokens of a service account by client credentials: asked for when needed, kept in memory, and asked for again when they end. There
/// are no refresh tokens and nothing is stored.
/// </summary>
internal sealed class ServiceAccountTokens(OAuthClient oauth) : ITokenSource
{
    private readonly SingleFlight<StoredToken> _requests = new();
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, StoredToken> _tokens = new(StringComparer.Ordinal);

    public async ValueTask<string> GetTokenAsync(TokenRequest request, CancellationToken cancellationToken)
    {
        string scope = request.WiderScope ?? request.Scope;
        return _tokens.TryGetValue(scope, out StoredToken? token) && token.IsFresh(oauth.Time.GetUtcNow())
            ? token.AccessToken
            : (await RequestAsync(scope, request.Observer, cancellationToken).ConfigureAwait(false)).AccessToken;
    }

    public async ValueTask<string?> RenewTokenAsync(TokenRequest request, string refusedToken, CancellationToken cancellationToken)
    {
        string scope = request.WiderScope ?? request.Scope;
        if (_tokens.TryGetValue(scope, out StoredToken? token) && !string.Equals(token.AccessToken, refusedToken, StringComparison.Ordinal))
        {
            return token.AccessToken;
        }

        string renewed = (await RequestAsync(scope, request.Observer, cancellationToken).ConfigureAwait(false)).AccessToken;
        return string.Equals(renewed, refusedToken, StringComparison.Ordinal) ? null : renewed;
    }

    private Task<StoredToken> RequestAsync(string scope, IExchangeObserver? observer, CancellationToken cancellationToken)
        => _requests.RunAsync(
            scope,
            async token =>
            {
                IReadOnlyList<StoredToken> tokens = await oauth.ClientCredentialsAsync(scope, observer, token).ConfigureAwait(false);
                StoredToken fitting = tokens.FirstOrDefault(candidate => candidate.Covers(GlobusScopes.WithoutDependencies(scope))) ?? tokens[0];
                _tokens[scope] = fitting;
                return fitting;
            },
            cancellationToken);
}
