using Globus.Automate.Client.Errors;
using Globus.Automate.Client.Transport;

namespace Globus.Automate.Client.Auth;

/// <summary>
/// The tokens of a person's login: by scope, renewed a minute before they end, each resource server by its own refresh token, and what comes
/// back is kept at once, since a refresh token may have been replaced.
/// </summary>
internal sealed class LoginTokens(OAuthClient oauth, TokenStore store) : ITokenSource
{
    private readonly SingleFlight<StoredToken> _refreshes = new();
    private StoredLogin? _login;

    /// <summary>The login in use; null for none.</summary>
    public StoredLogin? Login
    {
        get => Volatile.Read(ref _login);
        set => Volatile.Write(ref _login, value);
    }

    public async ValueTask<string> GetTokenAsync(TokenRequest request, CancellationToken cancellationToken)
    {
        StoredToken token = Find(request);
        return token.IsFresh(oauth.Time.GetUtcNow())
            ? token.AccessToken
            : (await RefreshAsync(token, request, cancellationToken).ConfigureAwait(false)).AccessToken;
    }

    public async ValueTask<string?> RenewTokenAsync(TokenRequest request, string refusedToken, CancellationToken cancellationToken)
    {
        StoredToken token = Find(request);
        if (!string.Equals(token.AccessToken, refusedToken, StringComparison.Ordinal))
        {
            return token.AccessToken;
        }

        return token.RefreshToken is null ? null : (await RefreshAsync(token, request, cancellationToken).ConfigureAwait(false)).AccessToken;
    }

    private static GlobusApiException NotLoggedIn(TokenRequest request, string message, Exception? cause = null)
        => new(GlobusErrorKind.AuthenticationRequired, message, cause)
        {
            AuthorizationRequirements = new AuthorizationRequirements { Code = "AuthorizationRequired", RequiredScopes = [request.WiderScope ?? request.Scope] },
        };

    private StoredToken Find(TokenRequest request)
    {
        if (Login is not { } login)
        {
            throw NotLoggedIn(request, "You are not logged in to Globus: run Connect-Globus.");
        }

        return login.Tokens.FirstOrDefault(token => token.Covers(request.Scope) || (request.WiderScope is { } wider && token.Covers(wider)))
            ?? throw new GlobusApiException(
                GlobusErrorKind.ConsentRequired,
                $"This login has no consent for {request.Scope}: run Connect-Globus -Scope '{request.WiderScope ?? request.Scope}'.")
            {
                AuthorizationRequirements = new AuthorizationRequirements { Code = "ConsentRequired", RequiredScopes = [request.WiderScope ?? request.Scope] },
            };
    }

    private Task<StoredToken> RefreshAsync(StoredToken old, TokenRequest request, CancellationToken cancellationToken)
        => _refreshes.RunAsync(old.ResourceServer, token => RefreshNowAsync(old, request, token), cancellationToken);

    private async Task<StoredToken> RefreshNowAsync(StoredToken old, TokenRequest request, CancellationToken cancellationToken)
    {
        // Another caller, or another process, may have done it while this one waited.
        StoredLogin login = Login ?? throw NotLoggedIn(request, "You are not logged in to Globus: run Connect-Globus.");
        if (TakeNewer(login, old) is { } newer)
        {
            return newer;
        }

        if (old.RefreshToken is null)
        {
            throw NotLoggedIn(request, $"The login to {old.ResourceServer} has ended and cannot be renewed: run Connect-Globus.");
        }

        try
        {
            IReadOnlyList<StoredToken> tokens = await oauth.RefreshAsync(old.RefreshToken, request.Observer, cancellationToken).ConfigureAwait(false);
            IReadOnlyList<StoredToken> complete = [.. tokens.Select(token => Complete(token, old))];
            store.Update(login, complete);
            Login = (Login ?? login).With(complete);
            return complete.FirstOrDefault(token => string.Equals(token.ResourceServer, old.ResourceServer, StringComparison.Ordinal)) ?? complete[0];
        }
        catch (GlobusApiException e) when (e.Code is "invalid_grant")
        {
            // Two processes renewed at once, and the other one was first.
            if (TakeNewer(login, old) is { } late)
            {
                return late;
            }

            throw NotLoggedIn(request, "The login has ended or was revoked: run Connect-Globus.", e);
        }
    }

    /// <summary>A renewed token keeps the refresh token and the scopes that the answer does not name.</summary>
    private static StoredToken Complete(StoredToken token, StoredToken old)
        => token with
        {
            ResourceServer = token.ResourceServer.Length > 0 ? token.ResourceServer : old.ResourceServer,
            RefreshToken = token.RefreshToken ?? (IsSame(token, old) ? old.RefreshToken : null),
            Scope = token.Scope.Length > 0 ? token.Scope : old.Scope,
        };

    private static bool IsSame(StoredToken token, StoredToken old)
        => token.ResourceServer.Length == 0 || string.Equals(token.ResourceServer, old.ResourceServer, StringComparison.Ordinal);

    /// <summary>A token that has taken the place of an old one, here or in the store; null for none.</summary>
    private StoredToken? TakeNewer(StoredLogin login, StoredToken old)
    {
        StoredToken? newer = Newer(login, old) ?? (store.Find(login.Environment, login.ClientId, login.Subject) is { } kept ? Newer(kept, old) : null);
        if (newer is not null)
        {
            Login = login.With([newer]);
        }

        return newer;
    }

    private StoredToken? Newer(StoredLogin login, StoredToken old)
        => login.Tokens.FirstOrDefault(token =>
            string.Equals(token.ResourceServer, old.ResourceServer, StringComparison.Ordinal)
            && !string.Equals(token.AccessToken, old.AccessToken, StringComparison.Ordinal)
            && token.IsFresh(oauth.Time.GetUtcNow()));
}
