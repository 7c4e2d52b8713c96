using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Globus.Automate.Client.Tests.Support;

/// <summary>A Globus Auth in memory, strict about what the real one is strict about: codes work once and with their verifier and redirect.</summary>
internal sealed class FakeAuth
{
    private readonly ConcurrentDictionary<string, Dictionary<string, string>> _codes = new();
    private readonly ConcurrentDictionary<string, (string ResourceServer, string Scope)> _refreshTokens = new();
    private int _issued;

    public FakeAuth() => Handler = new ScriptedHandler(AnswerAsync);

    public ScriptedHandler Handler { get; }

    public string Subject { get; set; } = "06a24bef-940e-418a-97bc-48229c64cc99";

    public int ExpiresIn { get; set; } = 172_800;

    /// <summary>Whether a refresh answers with a new refresh token, after which the old one is dead.</summary>
    public bool Rotates { get; set; }

    public HashSet<string> Revoked { get; } = [];

    /// <summary>Answers before all else; null lets the request through.</summary>
    public Func<Sent, HttpResponseMessage?>? Interfere { get; set; }

    /// <summary>Held back while set, so that requests overlap.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public IReadOnlyList<Dictionary<string, string>> Forms(string grant)
        => [.. Handler.Requests.Where(sent => sent.Path.EndsWith("/token", StringComparison.Ordinal)).Select(sent => Form(sent.Body!)).Where(form => form.GetValueOrDefault("grant_type") == grant)];

    /// <summary>Logs someone in on the authorize page and gives the code.</summary>
    public string Consent(Uri page)
    {
        Dictionary<string, string> query = Form(page.Query.TrimStart('?'));
        string code = $"code-{Interlocked.Increment(ref _issued)}";
        _codes[code] = query;
        return code;
    }

    public static Dictionary<string, string> Form(string text)
        => text.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=', 2)).ToDictionary(
            part => Uri.UnescapeDataString(part[0].Replace('+', ' ')),
            part => Uri.UnescapeDataString(part[1].Replace('+', ' ')));

    private async Task<HttpResponseMessage> AnswerAsync(Sent sent, CancellationToken cancellationToken)
    {
        await Gate.WaitAsync(cancellationToken);
        if (Interfere?.Invoke(sent) is { } answer)
        {
            return answer;
        }

        return sent.Path switch
        {
            "/v2/oauth2/token" => Token(Form(sent.Body!), sent.Authorization),
            "/v2/oauth2/token/revoke" => Revoke(Form(sent.Body!)),
            "/v2/oauth2/userinfo" when sent.Authorization?.Contains("auth.globus.org", StringComparison.Ordinal) is true
                => ScriptedHandler.Answer(200, $$"""{"sub": "{{Subject}}", "preferred_username": "someone@example.org", "name": "Some One"}"""),
            "/v2/api/identities" => ScriptedHandler.Answer(200, """{"identities": [{"id": "i-1", "username": "a@example.org"}]}"""),
            _ when sent.Path.StartsWith("/flows", StringComparison.Ordinal) => ScriptedHandler.Answer(200, """{"id": "24bc4997-b483-4c25-a19c-64b0afc00743", "title": "T"}"""),
            _ => ScriptedHandler.Answer(401, """{"error": {"code": "AUTHENTICATION_ERROR", "detail": "no"}}"""),
        };
    }

    private HttpResponseMessage Token(Dictionary<string, string> form, string? authorization)
    {
        switch (form["grant_type"])
        {
            case "authorization_code":
                if (!_codes.TryRemove(form["code"], out Dictionary<string, string>? asked)
                    || asked["redirect_uri"] != form["redirect_uri"]
                    || asked["client_id"] != form["client_id"]
                    || asked["code_challenge"] != Challenge(form["code_verifier"]))
                {
                    return ScriptedHandler.Answer(400, """{"error": "invalid_grant"}""");
                }

                return ScriptedHandler.Answer(200, Issue(asked["scope"], withRefresh: asked["access_type"] == "offline"));
            case "refresh_token":
                if (form.ContainsKey("scope") || !_refreshTokens.TryGetValue(form["refresh_token"], out (string ResourceServer, string Scope) known) || Revoked.Contains(form["refresh_token"]))
                {
                    return ScriptedHandler.Answer(400, """{"error": "invalid_grant"}""");
                }

                if (Rotates)
                {
                    _refreshTokens.TryRemove(form["refresh_token"], out _);
                }

                return ScriptedHandler.Answer(200, Write(One(known.ResourceServer, known.Scope, withRefresh: Rotates)));
            case "client_credentials":
                return authorization == "Basic " + Convert.ToBase64String("5fac2e64-c734-4e6b-90ea-ff12ddbf9653:s3cret%2Bvalue%3D"u8)
                    ? ScriptedHandler.Answer(200, Issue(form["scope"], withRefresh: false))
                    : ScriptedHandler.Answer(401, """{"error": "invalid_client"}""");
            default:
                return ScriptedHandler.Answer(400, """{"error": "unsupported_grant_type"}""");
        }
    }

    private HttpResponseMessage Revoke(Dictionary<string, string> form)
    {
        lock (Revoked)
        {
            Revoked.Add(form["token"]);
        }

        return ScriptedHandler.Answer(200, """{"active": false}""");
    }

    /// <summary>One token for each resource server that the scopes name; the first at the top, the rest beside it.</summary>
    private string Issue(string scopes, bool withRefresh)
    {
        var byServer = scopes.Split(' ').GroupBy(ServerOf).Select(group => One(group.Key, string.Join(' ', group.Select(scope => scope.Split('[')[0])), withRefresh)).ToList();
        Dictionary<string, object> first = byServer[0];
        first["other_tokens"] = byServer.Skip(1).ToArray();
        return Write(first);
    }

    private Dictionary<string, object> One(string server, string scope, bool withRefresh)
    {
        int number = Interlocked.Increment(ref _issued);
        var token = new Dictionary<string, object>
        {
            ["access_token"] = $"access-{server}-{number}",
            ["scope"] = scope,
            ["expires_in"] = ExpiresIn,
            ["token_type"] = "Bearer",
            ["resource_server"] = server,
        };
        if (withRefresh)
        {
            string refresh = $"refresh-{server}-{number}";
            _refreshTokens[refresh] = (server, scope);
            token["refresh_token"] = refresh;
        }

        return token;
    }

    private static string Write(Dictionary<string, object> token) => JsonSerializer.Serialize(token);

    private static string ServerOf(string scope) => scope switch
    {
        _ when scope.Contains("eec9b274", StringComparison.Ordinal) => "flows.globus.org",
        _ when scope.StartsWith("https://auth.globus.org/scopes/", StringComparison.Ordinal) => scope.Split('/')[4],
        _ => "auth.globus.org",
    };

    private static string Challenge(string verifier)
        => Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
