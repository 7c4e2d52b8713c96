using System.Text.Json;
using Globus.Automate.Client.Errors;
using Globus.Automate.Client.Transport;

namespace Globus.Automate.Client.Auth;

/// <summary>Who has logged in: the answer of <c>GET /v2/oauth2/userinfo</c>.</summary>
/// <param name="Document">The whole document.</param>
public sealed record UserInfo(JsonElement Document) : GlobusDocument(Document)
{
    /// <summary>The identity's id, a UUID.</summary>
    public string Subject => Required("sub");

    /// <summary>The user name.</summary>
    public string? Username => Text("preferred_username");

    /// <summary>The person's name; null where it is not given.</summary>
    public string? Name => Text("name");

    /// <summary>The email address; null where it is not given.</summary>
    public string? Email => Text("email");

    /// <summary>The linked identities; empty without the scope to see them.</summary>
    public IReadOnlyList<GlobusIdentity> Identities => [.. Json.Items(Document, "identity_set").Select(static item => new GlobusIdentity(item))];
}

/// <summary>An identity that Globus Auth knows.</summary>
/// <param name="Document">The whole document.</param>
public sealed record GlobusIdentity(JsonElement Document) : GlobusDocument(Document)
{
    /// <summary>The id, a UUID.</summary>
    public string Id => Text("id") ?? Required("sub");

    /// <summary>The user name.</summary>
    public string? Username => Text("username");

    /// <summary>The person's name; null where it is not given.</summary>
    public string? Name => Text("name");

    /// <summary>The email address; null where it is not given.</summary>
    public string? Email => Text("email");

    /// <summary>The organization; null where it is not given.</summary>
    public string? Organization => Text("organization");

    /// <summary>The URN by which flows and runs name it.</summary>
    public string Principal => $"urn:globus:auth:identity:{Id}";
}

/// <summary>What Globus Auth tells about people.</summary>
/// <remarks>Every method throws <see cref="GlobusApiException"/> where the service refuses or cannot be reached.</remarks>
public sealed class AuthClient
{
    // The service takes up to this many names or ids at once.
    private const int MaxLookups = 100;

    private static readonly TokenRequest s_openId = new(GlobusScopes.OpenId);
    private static readonly TokenRequest s_viewIdentities = new(GlobusScopes.ViewIdentities);

    private readonly GlobusHttp _http;

    /// <summary>A client that sends through <paramref name="http"/>.</summary>
    public AuthClient(GlobusHttp http)
    {
        ArgumentNullException.ThrowIfNull(http);
        _http = http;
    }

    /// <summary>Who has logged in: <c>GET /v2/oauth2/userinfo</c>.</summary>
    public async Task<UserInfo> GetUserInfoAsync(CancellationToken cancellationToken = default)
        => new(await _http.SendAsync(
            new GlobusRequest { Method = HttpMethod.Get, Url = UrlPath.Append(_http.Environment.AuthUrl, "v2", "oauth2", "userinfo"), Token = s_openId },
            cancellationToken).ConfigureAwait(false));

    /// <summary>Identities by their user names: <c>GET /v2/api/identities?usernames=</c>. Unknown names give nothing.</summary>
    /// <param name="usernames">The names, each with its domain.</param>
    /// <param name="provision">Whether a name that nobody has used yet becomes an identity. Without it there is only a look.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<IReadOnlyList<GlobusIdentity>> FindByUsernameAsync(IReadOnlyList<string> usernames, bool provision = false, CancellationToken cancellationToken = default)
        => FindAsync("usernames", usernames, provision, cancellationToken);

    /// <summary>Identities by their ids: <c>GET /v2/api/identities?ids=</c>. Unknown ids give nothing.</summary>
    public Task<IReadOnlyList<GlobusIdentity>> FindByIdAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken = default)
        => FindAsync("ids", ids, provision: false, cancellationToken);

    private async Task<IReadOnlyList<GlobusIdentity>> FindAsync(string parameter, IReadOnlyList<string> values, bool provision, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(values);
        var found = new List<GlobusIdentity>();
        foreach (string[] part in values.Chunk(MaxLookups))
        {
            Query query = new Query().Add(parameter, part);
            if (parameter is "usernames")
            {
                query.Add("provision", provision ? "true" : "false");
            }

            Uri url = query.On(UrlPath.Append(_http.Environment.AuthUrl, "v2", "api", "identities"));
            JsonElement answer = await _http.SendAsync(new GlobusRequest { Method = HttpMethod.Get, Url = url, Token = s_viewIdentities }, cancellationToken).ConfigureAwait(false);
            found.AddRange(Json.Items(answer, "identities").Select(static item => new GlobusIdentity(item)));
        }

        return found;
    }
}
