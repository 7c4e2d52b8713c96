using Globus.Automate.Local.Providers;

namespace Globus.Automate.Local.Services;

/// <summary>What a client asks of a person: <c>GET /v2/oauth2/authorize</c>.</summary>
internal sealed record AuthorizeRequest
{
    /// <summary>Where the code can be shown to be copied.</summary>
    public const string CodePagePath = "/v2/web/auth-code";

    public required string ClientId { get; init; }

    /// <summary>The redirect as the client gave it; redeeming the code takes the same.</summary>
    public required Uri RedirectUri { get; init; }

    /// <summary>Where the browser is sent: the redirect, and for the real code page the one of this Globus.</summary>
    public required Uri Destination { get; init; }

    public required IReadOnlyList<ScopeTree> Scopes { get; init; }

    public string? State { get; init; }

    public string? Nonce { get; init; }

    public string? CodeChallenge { get; init; }

    public bool WithRefresh { get; init; }

    public string? Prompt { get; init; }

    /// <summary>The app's name for people, as it gives it.</summary>
    public string? AppName { get; init; }

    /// <summary>What the app wants people to know.</summary>
    public string? Message { get; init; }

    /// <summary>The people of whom one is wanted: ids or user names.</summary>
    public IReadOnlyList<string> RequiredIdentities { get; init; } = [];

    /// <summary>Reads a request.</summary>
    /// <param name="query">The query.</param>
    /// <param name="origin">Where the request came in.</param>
    /// <param name="clients">The clients with secrets.</param>
    /// <param name="fault">What is wrong, when null is returned.</param>
    public static AuthorizeRequest? TryRead(QueryParameters query, Uri origin, ClientDirectory clients, out AuthorizeFault? fault)
    {
        fault = null;
        string clientId = query["client_id"] ?? string.Empty;
        if (clientId.Length is 0 or > 128)
        {
            fault = new AuthorizeFault("The request names no client: client_id is missing.");
            return null;
        }

        if (!Uri.TryCreate(query["redirect_uri"], UriKind.Absolute, out Uri? redirect) || !IsAllowed(redirect, origin))
        {
            fault = new AuthorizeFault("The redirect_uri must be http on this machine (http://localhost:PORT), or the page that shows the code, " + CodePagePath + ".");
            return null;
        }

        Uri destination = IsHostedCodePage(redirect) ? new Uri(origin, CodePagePath) : redirect;
        AuthorizeFault Refuse(string error, string message) => new(message) { Error = error, RedirectUri = destination, State = query["state"] };
        if (query["response_type"] != "code")
        {
            fault = Refuse("unsupported_response_type", "The response_type must be code.");
            return null;
        }

        if (TokenRoutes.ReadScopes(query["scope"] ?? string.Empty) is not { } scopes)
        {
            fault = Refuse("invalid_scope", "The scope is missing or is not one.");
            return null;
        }

        string? challenge = query["code_challenge"];
        if (challenge is null ? !clients.IsConfidential(clientId) : (query["code_challenge_method"] != "S256" || challenge.Length != 43))
        {
            fault = Refuse("invalid_request", "A client without a secret must send a code_challenge with code_challenge_method S256.");
            return null;
        }

        return new AuthorizeRequest
        {
            ClientId = clientId,
            RedirectUri = redirect,
            Destination = destination,
            Scopes = scopes,
            State = query["state"],
            Nonce = query["nonce"],
            CodeChallenge = challenge,
            WithRefresh = query["access_type"] == "offline",
            Prompt = query["prompt"],
            AppName = query["prefill_named_grant"],
            Message = query["session_message"],
            RequiredIdentities = query.Values("session_required_identities"),
        };
    }

    /// <summary>Whether a client names the code page by its real URL, as those do that have it written down.</summary>
    private static bool IsHostedCodePage(Uri redirect)
        => redirect.Scheme == Uri.UriSchemeHttps && redirect.IsDefaultPort && redirect.Host == "auth.globus.org" && redirect.AbsolutePath == CodePagePath;

    private static bool IsAllowed(Uri redirect, Uri origin)
        => redirect.UserInfo.Length == 0 && redirect.Fragment.Length == 0
        && ((redirect.Scheme == Uri.UriSchemeHttp && redirect.IsLoopback)
            || IsHostedCodePage(redirect)
            || (redirect.AbsolutePath == CodePagePath && redirect.GetLeftPart(UriPartial.Authority) == origin.GetLeftPart(UriPartial.Authority)));
}

/// <summary>Why a request to authorize cannot be taken up.</summary>
/// <param name="Message">One sentence.</param>
internal sealed record AuthorizeFault(string Message)
{
    /// <summary>OAuth's code for it.</summary>
    public string Error { get; init; } = "invalid_request";

    /// <summary>Where to tell the client; null where its redirect cannot be trusted.</summary>
    public Uri? RedirectUri { get; init; }

    /// <summary>The request's state.</summary>
    public string? State { get; init; }
}
