using Globus.Automate.Client.Errors;
using Globus.Automate.Client.Transport;

namespace Globus.Automate.Client.Auth;

/// <summary>
/// A login to a Globus and the session that comes of it: of a person, through browser or pasted code and kept for next time; or of a
/// service account, by client id and secret.
/// </summary>
public sealed class GlobusLogin : IDisposable
{
    private readonly OAuthClient _oauth;
    private readonly GlobusHttp _authHttp;
    private readonly LoginTokens? _tokens;
    private readonly TokenStore _store;
    private UserInfo? _account;

    /// <summary>Prepares a login; nothing is sent yet.</summary>
    /// <param name="environment">Where the services stand.</param>
    /// <param name="credentials">The client; <see cref="ClientCredentials.FromVariables"/> when null.</param>
    /// <param name="store">Where logins of people are kept; the user's own store when null.</param>
    /// <param name="handler">Carries the requests; a network handler when null. It is disposed of with this object.</param>
    /// <param name="options">The bounds; by <see cref="GlobusHttpOptions.FromVariables"/> when null.</param>
    public GlobusLogin(
        GlobusEnvironment environment,
        ClientCredentials? credentials = null,
        TokenStore? store = null,
        HttpMessageHandler? handler = null,
        GlobusHttpOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(environment);
        Credentials = credentials ?? ClientCredentials.FromVariables();
        options ??= GlobusHttpOptions.FromVariables();
        handler ??= GlobusHttp.CreateNetworkHandler();
        _store = store ?? new TokenStore();
        _authHttp = new GlobusHttp(handler, environment, NoTokens.Instance, options, disposeHandler: false);
        _oauth = new OAuthClient(_authHttp, Credentials.ClientId, Credentials.ClientSecret);
        ITokenSource tokens = Credentials.IsServiceAccount ? new ServiceAccountTokens(_oauth) : _tokens = new LoginTokens(_oauth, _store);
        Session = GlobusSession.Over(handler, environment, tokens, options);
        RestoreKept();
    }

    /// <summary>The client through which logins go.</summary>
    public ClientCredentials Credentials { get; }

    /// <summary>The session; its requests ask for a login while there is none.</summary>
    public GlobusSession Session { get; }

    /// <summary>The person's login; null for none, and for a service account.</summary>
    public StoredLogin? Current => _tokens?.Login;

    /// <summary>The principal's URN; null while nobody has logged in.</summary>
    public string? Principal => Credentials.IsServiceAccount ? $"urn:globus:auth:identity:{_account?.Subject ?? Credentials.ClientId}" : Current?.Principal;

    /// <summary>The user name; null while it is not known.</summary>
    public string? Username => Credentials.IsServiceAccount ? _account?.Username ?? $"{Credentials.ClientId}@clients.auth.globus.org" : Current?.Username;

    /// <summary>Whether requests can be sent: a service account always can.</summary>
    public bool IsLoggedIn => Credentials.IsServiceAccount || Current is not null;

    /// <summary>Lets a person log in and keeps the login. An earlier login of the same identity keeps its other tokens.</summary>
    /// <exception cref="GlobusApiException"><see cref="GlobusErrorKind.LoginFailed"/>, <see cref="GlobusErrorKind.LoginTimeout"/>, or what the network brings.</exception>
    /// <exception cref="InvalidOperationException">A service account needs no person.</exception>
    public async Task<StoredLogin> LoginAsync(LoginRequest request, ILoginPrompt prompt, IExchangeObserver? observer = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(prompt);
        LoginTokens tokens = _tokens ?? throw new InvalidOperationException("A service account logs in by its id and secret, without a person.");

        IReadOnlyList<StoredToken> obtained;
        try
        {
            obtained = await new InteractiveLogin(_oauth, prompt, observer).RunAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (GlobusApiException e) when (e.Code is "invalid_client" or "unauthorized_client")
        {
            throw new GlobusApiException(
                GlobusErrorKind.LoginFailed,
                $"Globus Auth does not take the client {Credentials.ClientId}: register a native app with Globus and pass its id with -ClientId, or set GLOBUS_CLIENT_ID.",
                e)
            { Code = e.Code };
        }

        UserInfo person = await WhoAsync(obtained, observer, cancellationToken).ConfigureAwait(false);
        if (request.ExpectedSubject is { } expected && !string.Equals(expected, person.Subject, StringComparison.OrdinalIgnoreCase))
        {
            await RevokeAsync(obtained, observer, cancellationToken).ConfigureAwait(false);
            throw new GlobusApiException(
                GlobusErrorKind.LoginFailed,
                $"The login was made as {person.Username ?? person.Subject}, and this session is another identity's: run Disconnect-Globus first, or log in as the same identity.");
        }

        StoredLogin? earlier = _store.Find(Session.Environment.Name, Credentials.ClientId, person.Subject);
        StoredLogin login = new StoredLogin
        {
            Environment = Session.Environment.Name,
            ClientId = Credentials.ClientId,
            Subject = person.Subject,
            Username = person.Username,
            Tokens = earlier?.Tokens ?? [],
        }.With(obtained);
        _store.Save(login);
        tokens.Login = login;
        return login;
    }

    /// <summary>
    /// Proves that a service account is let in, by asking for a token of the Flows service. Its identity is its client id; where that is a plain
    /// name, as the local Globus has one, Globus Auth is asked whose it is.
    /// </summary>
    /// <exception cref="GlobusApiException"><see cref="GlobusErrorKind.LoginFailed"/> where Globus Auth does not take id and secret.</exception>
    public async Task VerifyAsync(CancellationToken cancellationToken = default)
    {
        await Session.Tokens.GetTokenAsync(new TokenRequest(GlobusScopes.FlowsAll), cancellationToken).ConfigureAwait(false);
        if (!Guid.TryParse(Credentials.ClientId, out _))
        {
            _account = await WhoAsync(await _oauth.ClientCredentialsAsync(GlobusScopes.Person, observer: null, cancellationToken).ConfigureAwait(false), observer: null, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends the person's login: every token is revoked, and the login is forgotten even where that fails.</summary>
    /// <returns>The resource servers whose tokens could not be revoked; they end by themselves.</returns>
    public async Task<IReadOnlyList<string>> LogoutAsync(IExchangeObserver? observer = null, CancellationToken cancellationToken = default)
    {
        if (_tokens?.Login is not { } login)
        {
            return [];
        }

        // Another process may have renewed tokens meanwhile: those are the ones to revoke.
        StoredLogin kept = _store.Find(login.Environment, login.ClientId, login.Subject) ?? login;
        _tokens.Login = null;
        _store.Remove(login);
        return await RevokeAsync(kept.Tokens, observer, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _authHttp.Dispose();
        Session.Dispose();
    }

    private void RestoreKept()
    {
        if (_tokens is not null)
        {
            _tokens.Login = _store.Find(Session.Environment.Name, Credentials.ClientId);
        }
    }

    private async Task<UserInfo> WhoAsync(IReadOnlyList<StoredToken> tokens, IExchangeObserver? observer, CancellationToken cancellationToken)
    {
        string token = tokens.FirstOrDefault(static token => token.Covers(GlobusScopes.OpenId))?.AccessToken
            ?? throw new GlobusApiException(GlobusErrorKind.LoginFailed, "The login gave no token that says who logged in; consent to 'openid' is needed.");
        var source = new DelegateTokenSource((_, _) => ValueTask.FromResult(token));
        return await new AuthClient(_authHttp.With(source, observer)).GetUserInfoAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<string>> RevokeAsync(IReadOnlyList<StoredToken> tokens, IExchangeObserver? observer, CancellationToken cancellationToken)
    {
        var failed = new List<string>();
        foreach (StoredToken token in tokens)
        {
            try
            {
                if (token.RefreshToken is { } refresh)
                {
                    await _oauth.RevokeAsync(refresh, observer, cancellationToken).ConfigureAwait(false);
                }

                await _oauth.RevokeAsync(token.AccessToken, observer, cancellationToken).ConfigureAwait(false);
            }
            catch (GlobusApiException)
            {
                failed.Add(token.ResourceServer);
            }
        }

        return failed;
    }

    /// <summary>The login protocol itself needs no tokens.</summary>
    private sealed class NoTokens : ITokenSource
    {
        public static NoTokens Instance { get; } = new();

        public ValueTask<string> GetTokenAsync(TokenRequest request, CancellationToken cancellationToken)
            => throw new GlobusApiException(GlobusErrorKind.AuthenticationRequired, "You are not logged in to Globus: run Connect-Globus.");

        public ValueTask<string?> RenewTokenAsync(TokenRequest request, string refusedToken, CancellationToken cancellationToken) => ValueTask.FromResult<string?>(null);
    }
}
