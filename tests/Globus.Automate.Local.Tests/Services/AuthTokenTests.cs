using System.Security.Cryptography;
using System.Text;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local;
using Microsoft.Extensions.Time.Testing;

namespace Globus.Automate.Tests.Services;

public sealed class AuthTokenTests
{
    private const string AuthScopes = "openid profile email urn:globus:auth:scope:auth.globus.org:view_identity_set";

    [Fact]
    public async Task Client_credentials_of_local_act_as_you_with_one_token_for_each_resource_server()
    {
        await using var client = new LocalClient();
        Answer answer = (await TokenAsync(client, $"{LocalClient.FlowsAll} {AuthScopes}")).Expect(200);

        Assert.Equal("flows.globus.org", answer.Text("resource_server"));
        Assert.Equal(LocalClient.FlowsAll, answer.Text("scope"));
        Assert.Equal("Bearer", answer.Text("token_type"));
        Assert.Equal(FlowValue.From(172800), answer.Object["expires_in"]);
        Assert.False(answer.Object.ContainsKey("refresh_token"));
        FlowObject other = (FlowObject)Assert.Single(answer.List("other_tokens"));
        Assert.Equal("auth.globus.org", other["resource_server"]!.AsString());
        Assert.Equal(AuthScopes, other["scope"]!.AsString());

        Answer who = (await client.SendAsync("GET", "/v2/oauth2/userinfo", token: other["access_token"]!.AsString())).Expect(200);
        Assert.Equal("you@local", who.Text("preferred_username"));
        (await client.SendAsync("GET", "/flows", token: answer.Text("access_token"))).Expect(200);
        (await client.SendAsync("GET", "/flows", token: other["access_token"]!.AsString())).Expect(403);
    }

    [Fact]
    public async Task The_secret_may_stand_in_the_form_and_a_wrong_one_is_refused()
    {
        await using var client = new LocalClient();
        (string, string)[] form = [("grant_type", "client_credentials"), ("scope", LocalClient.FlowsAll), ("client_id", "local"), ("client_secret", "local")];
        (await client.PostFormAsync("/v2/oauth2/token", form)).Expect(200);

        Answer wrong = (await TokenAsync(client, LocalClient.FlowsAll, secret: "guess")).Expect(401);
        Assert.Equal("invalid_client", wrong.Text("error"));
        Assert.Equal("invalid_client", (await TokenAsync(client, LocalClient.FlowsAll, id: Guid.NewGuid().ToString())).Expect(401).Text("error"));
        Assert.Equal("invalid_scope", (await TokenAsync(client, "not-a-scope")).Expect(400).Text("error"));
        Assert.Equal("invalid_scope", (await TokenAsync(client, LocalClient.FlowsAll + "[")).Expect(400).Text("error"));
        Assert.Equal("unsupported_grant_type", (await client.PostFormAsync("/v2/oauth2/token", [("grant_type", "password")], ("local", "local"))).Expect(400).Text("error"));
    }

    [Fact]
    public async Task The_id_of_a_local_person_is_a_client_that_acts_as_them()
    {
        await using var client = new LocalClient();
        string alice = client.Globus.PrincipalOf("alice").Split(':')[^1];
        Answer token = (await TokenAsync(client, AuthScopes, id: alice)).Expect(200);
        Answer who = (await client.SendAsync("GET", "/v2/oauth2/userinfo", token: token.Text("access_token"))).Expect(200);
        Assert.Equal("alice@local", who.Text("preferred_username"));
        Assert.Equal(alice, who.Text("sub"));
    }

    [Fact]
    public async Task Tokens_expire_by_the_clock()
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-01-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
        await using var client = new LocalClient(new LocalGlobusOptions { TimeProvider = time, TokenLifetime = TimeSpan.FromMinutes(10) });
        string token = client.Globus.IssueToken(LocalClient.FlowsAll);
        time.Advance(TimeSpan.FromMinutes(9.99));
        (await client.SendAsync("GET", "/flows", token: token)).Expect(200);
        time.Advance(TimeSpan.FromMinutes(0.02));
        Answer expired = (await client.SendAsync("GET", "/flows", token: token)).Expect(401);
        Assert.Equal("AUTHENTICATION_ERROR", expired.Code);
        Assert.Equal("Expired or invalid Bearer token", expired.Detail);
        Assert.Equal(FlowValue.False, (await client.PostFormAsync("/v2/oauth2/token/validate", [("token", token)])).Expect(200).Object["active"]);
    }

    [Fact]
    public async Task A_person_logs_in_on_the_consent_page_with_a_code_and_PKCE()
    {
        await using var client = new LocalClient();
        string verifier = new('v', 43);
        Answer page = (await client.SendAsync("GET", Authorize(verifier, $"{LocalClient.FlowsAll} openid profile", "&prefill_named_grant=<b>My%20app</b>"), scope: null)).Expect(200);
        Assert.Contains("text/html", page.Response.Content.Headers.ContentType!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("<b>My app", page.Raw, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", page.Response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);

        Answer redirect = (await client.PostFormAsync("/v2/oauth2/authorize", [("ticket", Ticket(page)), ("person", "you@local"), ("other", "alice"), ("decision", "allow")])).Expect(302);
        Uri back = redirect.Response.Headers.Location!;
        Assert.StartsWith("http://localhost:4711/done?code=", back.AbsoluteUri, StringComparison.Ordinal);
        Assert.EndsWith("&state=s%261", back.AbsoluteUri, StringComparison.Ordinal);
        string code = Code(back);

        Answer login = (await RedeemAsync(client, code, verifier)).Expect(200);
        Assert.Equal("flows.globus.org", login.Text("resource_server"));
        Assert.Equal("s&1", login.Text("state"));
        Assert.Contains("refresh_token", login.Object.Names);
        FlowObject auth = (FlowObject)Assert.Single(login.List("other_tokens"));
        Answer who = (await client.SendAsync("GET", "/v2/oauth2/userinfo", token: auth["access_token"]!.AsString())).Expect(200);
        Assert.Equal("alice@local", who.Text("preferred_username"));
        await VerifyIdTokenAsync(client, login.Text("id_token"), who.Text("sub"));

        Assert.Equal("invalid_grant", (await RedeemAsync(client, code, verifier)).Expect(400).Text("error"));
        Assert.Contains("too old", (await client.PostFormAsync("/v2/oauth2/authorize", [("ticket", Ticket(page)), ("person", "you@local"), ("decision", "allow")])).Expect(400).Raw, StringComparison.Ordinal);
    }

    /// <summary>With alice about, who comes first by name, a login that only allows is still yours; one that asks for her is hers.</summary>
    [Theory]
    [InlineData("", "you@local")]
    [InlineData("&session_required_identities=alice@local", "alice@local")]
    public async Task The_consent_page_starts_with_whom_it_is_for(string more, string expected)
    {
        await using var client = new LocalClient();
        client.Globus.PrincipalOf("alice");
        Answer page = (await client.SendAsync("GET", Authorize(new string('v', 43), "openid", more), scope: null)).Expect(200);
        Assert.Contains($"value=\"{expected}\" checked>", page.Raw, StringComparison.Ordinal);
        Assert.Equal(2, page.Raw.Split(" checked").Length);
    }

    [Fact]
    public async Task A_code_is_good_only_for_its_verifier_client_and_redirect()
    {
        await using var client = new LocalClient(new LocalGlobusOptions { AutoConsent = true });
        string verifier = new('v', 43);
        async Task<string> NewCode() => Code((await client.SendAsync("GET", Authorize(verifier, LocalClient.FlowsAll), scope: null)).Expect(302).Response.Headers.Location!);

        (await RedeemAsync(client, await NewCode(), new string('w', 43))).Expect(400);
        (await RedeemAsync(client, await NewCode(), verifier, clientId: "other-app")).Expect(400);
        (await RedeemAsync(client, await NewCode(), verifier, redirect: "http://localhost:4712/done")).Expect(400);
        (await RedeemAsync(client, await NewCode(), null)).Expect(400);
        (await RedeemAsync(client, await NewCode(), verifier)).Expect(200);
    }

    [Theory]
    [InlineData("&redirect_uri=https%3A%2F%2Fevil.example%2F", "redirect_uri")]
    [InlineData("&redirect_uri=http%3A%2F%2Flocalhost.evil.example%2F", "redirect_uri")]
    [InlineData("&redirect_uri=javascript%3Aalert(1)", "redirect_uri")]
    public async Task A_redirect_to_elsewhere_is_refused_on_a_page(string redirect, string named)
    {
        await using var client = new LocalClient(new LocalGlobusOptions { AutoConsent = true });
        Answer page = (await client.SendAsync("GET", $"/v2/oauth2/authorize?client_id=app&response_type=code&scope=openid{redirect}", scope: null)).Expect(400);
        Assert.Contains(named, page.Raw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_faulty_request_and_a_refusal_go_back_to_the_client()
    {
        await using var client = new LocalClient();
        Answer faulty = (await client.SendAsync("GET", "/v2/oauth2/authorize?client_id=app&response_type=token&scope=openid&redirect_uri=http%3A%2F%2Flocalhost%3A4711%2Fdone", scope: null)).Expect(302);
        Assert.Contains("error=unsupported_response_type", faulty.Response.Headers.Location!.Query, StringComparison.Ordinal);
        Answer noChallenge = (await client.SendAsync("GET", "/v2/oauth2/authorize?client_id=app&response_type=code&scope=openid&redirect_uri=http%3A%2F%2Flocalhost%3A4711%2Fdone", scope: null)).Expect(302);
        Assert.Contains("code_challenge", noChallenge.Response.Headers.Location!.Query, StringComparison.Ordinal);

        Answer page = (await client.SendAsync("GET", Authorize(new string('v', 43), "openid"), scope: null)).Expect(200);
        Answer denied = (await client.PostFormAsync("/v2/oauth2/authorize", [("ticket", Ticket(page)), ("decision", "deny")])).Expect(302);
        Assert.Contains("error=access_denied", denied.Response.Headers.Location!.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_can_be_shown_to_be_copied()
    {
        await using var client = new LocalClient();
        string redirect = Uri.EscapeDataString(LocalClient.AuthUrl + "/v2/web/auth-code");
        string url = Authorize(new string('v', 43), "openid", "&prompt=none").Replace(Uri.EscapeDataString("http://localhost:4711/done"), redirect, StringComparison.Ordinal);
        Uri back = (await client.SendAsync("GET", url, scope: null)).Expect(302).Response.Headers.Location!;
        Answer shown = (await client.SendAsync("GET", back.PathAndQuery, scope: null)).Expect(200);
        Assert.Contains(Code(back), shown.Raw, StringComparison.Ordinal);
    }

    /// <summary>Clients that have the real code page written down come back to this Globus, whatever name they reached it by.</summary>
    [Fact]
    public async Task The_real_code_page_is_this_ones()
    {
        await using var host = new Hosting.LoopbackHarness();
        const string real = "https://auth.globus.org/v2/web/auth-code";
        string url = Authorize(new string('v', 43), "openid", "&prompt=none").Replace(Uri.EscapeDataString("http://localhost:4711/done"), Uri.EscapeDataString(real), StringComparison.Ordinal);
        using HttpResponseMessage asked = await host.Client.GetAsync(new Uri(url, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.Found, asked.StatusCode);
        Uri back = asked.Headers.Location!;
        Assert.Equal(host.Service.Url.Authority, back.Authority);
        string code = Code(back);
        Assert.Contains(code, await host.Client.GetStringAsync(back, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["code_verifier"] = new string('v', 43),
            ["client_id"] = "app",
            ["redirect_uri"] = real,
        });
        using HttpResponseMessage token = await host.Client.PostAsync(new Uri("/v2/oauth2/token", UriKind.Relative), form, TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.OK, token.StatusCode);
    }

    [Fact]
    public async Task A_refresh_token_is_good_for_half_a_year_after_each_use_and_its_revocation_ends_its_access_tokens()
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-01-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
        await using var client = new LocalClient(new LocalGlobusOptions { AutoConsent = true, TimeProvider = time });
        string verifier = new('v', 43);
        string code = Code((await client.SendAsync("GET", Authorize(verifier, LocalClient.FlowsAll), scope: null)).Expect(302).Response.Headers.Location!);
        Answer first = (await RedeemAsync(client, code, verifier)).Expect(200);

        // Two processes that share the token.
        Answer[] both = await Task.WhenAll(RefreshAsync(client, first.Text("refresh_token")), RefreshAsync(client, first.Text("refresh_token")));
        Assert.All(both, answer => Assert.Equal(first.Text("refresh_token"), answer.Expect(200).Text("refresh_token")));
        Assert.NotEqual(both[0].Text("access_token"), both[1].Text("access_token"));
        Answer second = both[1];
        Assert.Equal(LocalClient.FlowsAll, second.Text("scope"));
        Assert.Empty(second.List("other_tokens"));
        for (int month = 0; month < 12; month += 4)
        {
            time.Advance(TimeSpan.FromDays(120));
            (await client.SendAsync("GET", "/flows", token: second.Text("access_token"))).Expect(401);
            second = (await RefreshAsync(client, first.Text("refresh_token"))).Expect(200);
            (await client.SendAsync("GET", "/flows", token: second.Text("access_token"))).Expect(200);
        }

        Assert.Equal("invalid_grant", (await RefreshAsync(client, second.Text("refresh_token"), "other-app")).Expect(400).Text("error"));

        (await client.PostFormAsync("/v2/oauth2/token/revoke", [("token", second.Text("refresh_token")), ("client_id", "app")])).Expect(200);
        (await client.SendAsync("GET", "/flows", token: second.Text("access_token"))).Expect(401);
        (await RefreshAsync(client, second.Text("refresh_token"))).Expect(400);
    }

    [Fact]
    public async Task A_refresh_token_that_nobody_used_for_half_a_year_is_refused()
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-01-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
        await using var client = new LocalClient(new LocalGlobusOptions { AutoConsent = true, TimeProvider = time });
        string verifier = new('v', 43);
        string code = Code((await client.SendAsync("GET", Authorize(verifier, LocalClient.FlowsAll), scope: null)).Expect(302).Response.Headers.Location!);
        Answer first = (await RedeemAsync(client, code, verifier)).Expect(200);
        time.Advance(TimeSpan.FromDays(184));
        Assert.Equal("invalid_grant", (await RefreshAsync(client, first.Text("refresh_token"))).Expect(400).Text("error"));
    }

    [Fact]
    public async Task A_token_is_explained_to_clients_that_show_a_secret()
    {
        await using var client = new LocalClient();
        Answer token = (await TokenAsync(client, $"{LocalClient.FlowsAll}[urn:globus:auth:scope:transfer.api.globus.org:all]")).Expect(200);
        (string, string)[] form = [("token", token.Text("access_token")), ("include", "session_info,identity_set")];
        Answer about = (await client.PostFormAsync("/v2/oauth2/token/introspect", form, ("local", "local"))).Expect(200);
        Assert.Equal(FlowValue.True, about.Object["active"]);
        Assert.Equal(LocalClient.FlowsAll, about.Text("scope"));
        Assert.Equal("you@local", about.Text("username"));
        Assert.Contains("session_info", about.Object.Names);
        Assert.Equal(FlowValue.False, (await client.PostFormAsync("/v2/oauth2/token/introspect", [("token", "nonsense")], ("local", "local"))).Expect(200).Object["active"]);
        (await client.PostFormAsync("/v2/oauth2/token/introspect", [("token", "nonsense"), ("client_id", "app")])).Expect(401);

        Answer dependent = (await client.PostFormAsync("/v2/oauth2/token", [("grant_type", "urn:globus:auth:grant_type:dependent_token"), ("token", token.Text("access_token"))], ("local", "local"))).Expect(200);
        FlowObject transfer = (FlowObject)Assert.Single((FlowArray)dependent.Body);
        Assert.Equal("transfer.api.globus.org", transfer["resource_server"]!.AsString());
    }

    [Fact]
    public async Task Identities_are_found_by_id_and_name_and_their_ids_are_always_the_same()
    {
        await using var client = new LocalClient();
        await using var other = new LocalClient();
        Assert.Equal(client.Globus.PrincipalOf("alice"), other.Globus.PrincipalOf("ALICE@local"));
        string alice = client.Globus.PrincipalOf("alice").Split(':')[^1];
        Assert.Equal('5', alice[14]);

        Answer byId = (await client.SendAsync("GET", $"/v2/api/identities?ids={alice}%2C{Guid.NewGuid()}", scope: "openid")).Expect(200);
        FlowObject found = (FlowObject)Assert.Single(byId.List("identities"));
        Assert.Equal(["id", "username", "name", "email", "organization", "identity_provider", "identity_type", "status"], found.Names);
        Assert.Equal("alice@local", found["username"]!.AsString());
        Assert.Empty((await client.SendAsync("GET", "/v2/api/identities?usernames=nobody@local&provision=false", scope: "openid")).Expect(200).List("identities"));
        Assert.Single((await client.SendAsync("GET", "/v2/api/identities?usernames=bob@local&provision=true", scope: "openid")).Expect(200).List("identities"));
        (await client.SendAsync("GET", $"/v2/api/identities?usernames=a&ids={alice}", scope: "openid")).Expect(400);
        (await client.SendAsync("GET", $"/v2/api/identities?ids={alice}", scope: null)).Expect(401);
        (await client.SendAsync("GET", $"/v2/api/identities?ids={alice}")).Expect(403);
    }

    [Fact]
    public async Task Consents_are_listed_as_a_forest()
    {
        await using var client = new LocalClient();
        client.Globus.IssueToken("urn:globus:auth:scope:a.example:all[*urn:globus:auth:scope:b.example:all[urn:globus:auth:scope:c.example:all]]", "alice");
        string alice = client.Globus.PrincipalOf("alice").Split(':')[^1];
        FlowArray consents = (await client.SendAsync("GET", $"/v2/api/identities/{alice}/consents?all=False", user: "alice", scope: "openid")).Expect(200).List("consents");
        FlowObject deepest = (FlowObject)consents.Single(static consent => ((FlowObject)consent)["scope_name"]!.AsString()!.Contains("c.example", StringComparison.Ordinal));
        Assert.Equal(3, ((FlowArray)deepest["dependency_path"]!).Count);
        Assert.Equal(deepest["id"], ((FlowArray)deepest["dependency_path"]!)[2]);
        (await client.SendAsync("GET", $"/v2/api/identities/{alice}/consents", scope: "openid")).Expect(403);
    }

    [Fact]
    public async Task Clients_find_the_endpoints_and_make_a_client_of_their_own()
    {
        await using var client = new LocalClient();
        Answer discovery = (await client.SendAsync("GET", LocalClient.AuthUrl + "/.well-known/openid-configuration", scope: null)).Expect(200);
        Assert.Equal("https://auth.globus.org", discovery.Text("issuer"));
        Assert.Equal("https://auth.globus.org/v2/oauth2/token", discovery.Text("token_endpoint"));

        FlowObject template = LocalClient.Json("""{"client": {"template_id": "95fdeba8-fac2-42bd-a357-e068d82ff78e", "name": "Globus CLI"}}""");
        Answer made = (await client.SendAsync("POST", "/v2/api/clients", template, scope: null)).Expect(201);
        FlowObject credential = (FlowObject)((FlowObject)made.Object["included"]!)["client_credential"]!;
        (string Id, string Secret) own = (credential["client"]!.AsString()!, credential["secret"]!.AsString()!);
        (await client.PostFormAsync("/v2/oauth2/token", [("grant_type", "client_credentials"), ("scope", LocalClient.FlowsAll)], own)).Expect(200);
        (await TokenAsync(client, LocalClient.FlowsAll, id: own.Id, secret: "local")).Expect(401);
    }

    [Theory]
    [InlineData("GET", "/v2/api/policies", 404, "NOT_FOUND", "Not Found")]
    [InlineData("DELETE", "/v2/api/projects", 405, "METHOD_NOT_ALLOWED", "Method Not Allowed")]
    public async Task What_Globus_Auth_does_not_have_is_told_in_its_own_error_body(string method, string path, int status, string code, string title)
    {
        await using var client = new LocalClient();
        var error = (FlowObject)((FlowArray)(await client.SendAsync(method, path, scope: null)).Expect(status).Object["errors"]!)[0];
        Assert.Equal((status.ToString(System.Globalization.CultureInfo.InvariantCulture), code, title), (error["status"]!.AsString(), error["code"]!.AsString(), error["title"]!.AsString()));
        Assert.Contains(path, error["detail"]!.AsString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_has_projects_and_a_stranger_is_not_told()
    {
        await using var client = new LocalClient();
        Assert.Empty((FlowArray)(await client.SendAsync("GET", "/v2/api/projects", scope: "openid")).Expect(200).Object["projects"]!);
        (await client.SendAsync("GET", "/v2/api/projects", scope: null)).Expect(401);
    }

    private static Task<Answer> TokenAsync(LocalClient client, string scope, string id = "local", string secret = "local")
        => client.PostFormAsync("/v2/oauth2/token", [("grant_type", "client_credentials"), ("scope", scope)], (id, secret));

    private static Task<Answer> RefreshAsync(LocalClient client, string token, string clientId = "app")
        => client.PostFormAsync("/v2/oauth2/token", [("grant_type", "refresh_token"), ("refresh_token", token), ("client_id", clientId)]);

    private static Task<Answer> RedeemAsync(LocalClient client, string code, string? verifier, string clientId = "app", string redirect = "http://localhost:4711/done")
    {
        (string, string)[] form = [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirect), ("client_id", clientId)];
        return client.PostFormAsync("/v2/oauth2/token", verifier is null ? form : [.. form, ("code_verifier", verifier)]);
    }

    private static string Authorize(string verifier, string scope, string more = "")
    {
        string challenge = Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return $"/v2/oauth2/authorize?client_id=app&response_type=code&access_type=offline&state=s%261&scope={Uri.EscapeDataString(scope)}"
            + $"&redirect_uri={Uri.EscapeDataString("http://localhost:4711/done")}&code_challenge={challenge}&code_challenge_method=S256{more}";
    }

    private static string Ticket(Answer page)
    {
        const string before = "name=\"ticket\" value=\"";
        int start = page.Raw.IndexOf(before, StringComparison.Ordinal) + before.Length;
        return page.Raw[start..page.Raw.IndexOf('"', start)];
    }

    private static string Code(Uri redirect) => redirect.Query.TrimStart('?').Split('&').Single(static part => part.StartsWith("code=", StringComparison.Ordinal))[5..];

    private static async Task VerifyIdTokenAsync(LocalClient client, string idToken, string subject)
    {
        string[] parts = idToken.Split('.');
        FlowObject key = (FlowObject)(await client.SendAsync("GET", LocalClient.AuthUrl + "/jwk.json", scope: null)).Expect(200).List("keys")[0];
        using var rsa = RSA.Create(new RSAParameters { Modulus = Decode(key["n"]!.AsString()!), Exponent = Decode(key["e"]!.AsString()!) });
        Assert.True(rsa.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Decode(parts[2]), HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1));
        var claims = (FlowObject)FlowValue.Parse(Decode(parts[1]));
        Assert.Equal(subject, claims["sub"]!.AsString());
        Assert.Equal("app", claims["aud"]!.AsString());
        Assert.Equal("https://auth.globus.org", claims["iss"]!.AsString());

        static byte[] Decode(string text) => Convert.FromBase64String(text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '='));
    }
}
