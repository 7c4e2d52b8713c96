using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Duende.IdentityModel;
using Duende.IdentityModel.Client;
using Globus.Automate.Client.Errors;
using Globus.Automate.Client.Transport;

namespace Globus.Automate.Client.Auth;

/// <summary>
/// The OAuth requests of Globus Auth, in the terms of Duende.IdentityModel and sent by <see cref="GlobusHttp"/>. See
/// docs/decisions/0027-oauth-by-protocol-requests.md.
/// </summary>
internal sealed class OAuthClient(GlobusHttp http, string clientId, string? clientSecret)
{
    public const string PastedCodeRedirect = "v2/web/auth-code";

    public string ClientId => clientId;

    public GlobusEnvironment Environment => http.Environment;

    public TimeProvider Time => http.Options.TimeProvider;

    /// <summary>The page on which a person logs in and consents.</summary>
    public Uri AuthorizeUrl(AuthorizeRequest request)
    {
        var extra = new Parameters
        {
            // Globus Auth knows no offline_access scope: this asks for refresh tokens.
            { "access_type", "offline" },
        };
        AddIfGiven(extra, "prefill_named_grant", request.PrefillName);
        AuthorizationRequirements? needs = request.Requirements;
        AddIfGiven(extra, "session_message", needs?.SessionMessage);
        AddIfGiven(extra, "session_required_identities", Join(needs?.SessionRequiredIdentities));
        AddIfGiven(extra, "session_required_policies", Join(needs?.SessionRequiredPolicies));
        AddIfGiven(extra, "session_required_single_domain", Join(needs?.SessionRequiredSingleDomains));
        AddIfGiven(extra, "session_required_mfa", needs?.SessionRequiredMfa is { } mfa ? (mfa ? "true" : "false") : null);

        string url = new RequestUrl(Endpoint("v2/oauth2/authorize").AbsoluteUri).CreateAuthorizeUrl(
            clientId: clientId,
            responseType: OidcConstants.ResponseTypes.Code,
            scope: string.Join(' ', request.Scopes),
            redirectUri: request.RedirectUri,
            state: request.State,
            codeChallenge: request.CodeChallenge,
            codeChallengeMethod: OidcConstants.CodeChallengeMethods.Sha256,
            prompt: request.Prompt,
            extra: extra);
        return new Uri(url);
    }

    /// <summary>The redirect after which Globus Auth shows the code to copy.</summary>
    public string PastedCodeRedirectUri => Endpoint(PastedCodeRedirect).AbsoluteUri;

    public Task<IReadOnlyList<StoredToken>> ExchangeCodeAsync(string code, string verifier, string redirectUri, IExchangeObserver? observer, CancellationToken cancellationToken)
        => TokensAsync(
            invoker => invoker.RequestAuthorizationCodeTokenAsync(
                Prepare(new AuthorizationCodeTokenRequest { Code = code, CodeVerifier = verifier, RedirectUri = redirectUri }),
                cancellationToken),
            new NeverTwiceRule("The login may have used up its code", "run Connect-Globus again"),
            observer,
            cancellationToken);

    public Task<IReadOnlyList<StoredToken>> RefreshAsync(string refreshToken, IExchangeObserver? observer, CancellationToken cancellationToken)
        => TokensAsync(
            invoker => invoker.RequestRefreshTokenAsync(Prepare(new RefreshTokenRequest { RefreshToken = refreshToken }), cancellationToken),
            null,
            observer,
            cancellationToken);

    public Task<IReadOnlyList<StoredToken>> ClientCredentialsAsync(string scope, IExchangeObserver? observer, CancellationToken cancellationToken)
        => TokensAsync(
            invoker => invoker.RequestClientCredentialsTokenAsync(Prepare(new ClientCredentialsTokenRequest { Scope = scope }), cancellationToken),
            null,
            observer,
            cancellationToken);

    /// <summary>Revokes a token; revoking a refresh token ends its access tokens too.</summary>
    public async Task RevokeAsync(string token, IExchangeObserver? observer, CancellationToken cancellationToken)
    {
        using HttpMessageInvoker invoker = Invoker(null, observer);
        TokenRevocationRequest request = Prepare(new TokenRevocationRequest { Token = token });
        request.Address = Endpoint("v2/oauth2/token/revoke").AbsoluteUri;
        using TokenRevocationResponse response = await invoker.RevokeTokenAsync(request, cancellationToken).ConfigureAwait(false);
        ThrowIfFailed(response, cancellationToken);
    }

    private static void AddIfGiven(Parameters parameters, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            parameters.Add(name, value);
        }
    }

    private static string? Join(IReadOnlyList<string>? values) => values is { Count: > 0 } ? string.Join(',', values) : null;

    private static void ThrowIfFailed(ProtocolResponse response, CancellationToken cancellationToken)
    {
        if (!response.IsError)
        {
            return;
        }

        cancellationToken.ThrowIfCancellationRequested();
        throw response.Exception is GlobusApiException api
            ? api
            : new GlobusApiException(GlobusErrorKind.LoginFailed, $"Globus Auth refused: {response.Error}.", response.Exception);
    }

    private async Task<IReadOnlyList<StoredToken>> TokensAsync(
        Func<HttpMessageInvoker, Task<TokenResponse>> request,
        NeverTwiceRule? rule,
        IExchangeObserver? observer,
        CancellationToken cancellationToken)
    {
        using HttpMessageInvoker invoker = Invoker(rule, observer);
        using TokenResponse response = await request(invoker).ConfigureAwait(false);
        ThrowIfFailed(response, cancellationToken);
        IReadOnlyList<StoredToken> tokens = response.Json is { } json ? StoredToken.ReadAll(json.Clone(), Time.GetUtcNow()) : [];
        return tokens.Count > 0
            ? tokens
            : throw new GlobusApiException(GlobusErrorKind.InvalidResponse, "Globus Auth answered without a token.");
    }

    private T Prepare<T>(T request)
        where T : ProtocolRequest
    {
        request.Address = Endpoint("v2/oauth2/token").AbsoluteUri;
        request.ClientId = clientId;
        request.ClientSecret = clientSecret;
        request.ClientCredentialStyle = clientSecret is null ? ClientCredentialStyle.PostBody : ClientCredentialStyle.AuthorizationHeader;
        return request;
    }

    private Uri Endpoint(string path) => UrlPath.Append(Environment.AuthUrl, path.Split('/'));

    private HttpMessageInvoker Invoker(NeverTwiceRule? rule, IExchangeObserver? observer) => new(new ProtocolHandler(http.WithObserver(observer), rule));

    /// <summary>Hands the library's requests to <see cref="GlobusHttp"/>, which alone sends.</summary>
    private sealed class ProtocolHandler(GlobusHttp http, NeverTwiceRule? rule) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            byte[]? body = request.Content is null ? null : await request.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            JsonElement answer = await http.SendAsync(
                new GlobusRequest
                {
                    Method = request.Method,
                    Url = request.RequestUri!,
                    Body = body,
                    ContentType = request.Content?.Headers.ContentType?.ToString() ?? "application/x-www-form-urlencoded",
                    Credentials = request.Headers.Authorization is { } given ? new AuthenticationHeaderValue(given.Scheme, given.Parameter) : null,
                    NeverTwice = rule,
                    IsLogin = true,
                },
                cancellationToken).ConfigureAwait(false);
            string json = answer.ValueKind == JsonValueKind.Undefined ? "{}" : answer.GetRawText();
            return new HttpResponseMessage { Content = new StringContent(json, Encoding.UTF8, "application/json"), RequestMessage = request };
        }
    }
}

/// <summary>What the authorize page is to ask.</summary>
internal sealed record AuthorizeRequest(string RedirectUri, string State, string CodeChallenge, IReadOnlyList<string> Scopes)
{
    public AuthorizationRequirements? Requirements { get; init; }

    public string? PrefillName { get; init; }

    public string? Prompt { get; init; }
}
