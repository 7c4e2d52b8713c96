using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Globus.Automate.Local.Providers;

namespace Globus.Automate.Local.Services;

/// <summary>
/// Logs people in who open a page of an action in their browser (weboption's <c>selectable_by</c>): they pick who they are on the consent page
/// and come back with a cookie, which counts for such pages and for nothing else.
/// </summary>
internal sealed class BrowserSessions(AuthorizationCodes codes, TokenStore tokens) : IService
{
    private const string ClientId = "browser";
    private const string CookieName = "local_globus_page";
    private const string CallbackPath = "/v2/web/session";
    private const int MaximumPending = 100;

    private readonly ConcurrentDictionary<string, (string Verifier, Uri Return)> _pending = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void AddRoutes(RouteTable routes) => routes.Map("GET", CallbackPath, Return);

    /// <summary>Where someone must go to log in for a page, or null where the page is not in a browser of this machine.</summary>
    public Uri? Begin(ServiceRequest request, string scope)
    {
        if (!request.Url.IsLoopback)
        {
            return null;
        }

        if (_pending.Count > MaximumPending)
        {
            _pending.Clear();
        }

        string state = Random();
        string verifier = Random();
        _pending[state] = (verifier, request.Url);
        string origin = request.Url.GetLeftPart(UriPartial.Authority);
        string challenge = Base64UrlText.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        return new Uri($"{origin}/v2/oauth2/authorize?client_id={ClientId}&response_type=code&code_challenge_method=S256&code_challenge={challenge}&state={state}"
            + $"&scope={Uri.EscapeDataString(scope)}&prefill_named_grant={Uri.EscapeDataString("A page of a flow")}&redirect_uri={Uri.EscapeDataString(origin + CallbackPath)}");
    }

    /// <summary>The token of the cookie of a request; null where there is none.</summary>
    public static string? TokenOf(ServiceRequest request)
    {
        foreach (string cookie in (request.Header("Cookie") ?? string.Empty).Split(';', StringSplitOptions.TrimEntries))
        {
            if (cookie.StartsWith(CookieName + "=", StringComparison.Ordinal))
            {
                return cookie[(CookieName.Length + 1)..];
            }
        }

        return null;
    }

    private ServiceResponse Return(ServiceRequest request, RouteValues path)
    {
        var query = QueryParameters.Parse(request.Url.Query);
        string callback = request.Url.GetLeftPart(UriPartial.Authority) + CallbackPath;
        if (!_pending.TryRemove(query["state"] ?? string.Empty, out (string Verifier, Uri Return) pending)
            || codes.Redeem(query["code"] ?? string.Empty, ClientId, callback, pending.Verifier) is not { } login)
        {
            return AuthPages.Message(400, "The login failed", query["error_description"] ?? "Open the page again.");
        }

        string server = Scopes.ResourceServerOf(login.Scopes[0].Scope)!;
        string token = tokens.Issue(tokens.Begin(login.Owner, ClientId, server, login.Scopes));
        return new ServiceResponse(302, ReadOnlyMemory<byte>.Empty, string.Empty)
        {
            Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
            {
                ["Location"] = pending.Return.AbsoluteUri,
                ["Set-Cookie"] = $"{CookieName}={token}; Path=/; HttpOnly; SameSite=Lax",
                ["Cache-Control"] = "no-store",
            },
        };
    }

    private static string Random() => Base64UrlText.Encode(RandomNumberGenerator.GetBytes(32));
}
