using System.Net;
using System.Net.Sockets;
using Globus.Automate.Client.Auth;
using Globus.Automate.Client.Errors;
using Globus.Automate.Client.Tests.Support;
using Globus.Automate.Client.Transport;
using Microsoft.Extensions.Time.Testing;

namespace Globus.Automate.Client.Tests.Auth;

public sealed class LoginTests : IDisposable
{
    private const string FlowScope = "https://auth.globus.org/scopes/24bc4997-b483-4c25-a19c-64b0afc00743/flow_24bc4997_b483_4c25_a19c_64b0afc00743_user";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 9, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly TemporaryFolder _folder = new();
    private readonly FakeAuth _auth = new();
    private readonly FakePerson _person;

    public LoginTests() => _person = new FakePerson(_auth);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_login_through_the_browser_brings_a_token_for_each_service()
    {
        using GlobusLogin login = Create();

        StoredLogin stored = await login.LoginAsync(new LoginRequest { Scopes = [FlowScope] }, _person);
        await _person.BrowserTask;

        Assert.Equal("someone@example.org", stored.Username);
        Assert.Equal("urn:globus:auth:identity:06a24bef-940e-418a-97bc-48229c64cc99", login.Principal);
        Assert.Equal(["24bc4997-b483-4c25-a19c-64b0afc00743", "auth.globus.org", "flows.globus.org"], stored.Tokens.Select(token => token.ResourceServer).Order());
        Assert.All(stored.Tokens, token => Assert.NotNull(token.RefreshToken));
        Assert.Equal(HttpStatusCode.OK, _person.StatusAfterwards);
        Assert.Contains("go back to the terminal", _person.PageAfterwards, StringComparison.Ordinal);

        await login.Session.Flows.GetAsync(TestSession.FlowId);
        await login.Session.Flows.RunAsync(TestSession.FlowId, new Runs.RunSettings { Body = TestSession.Parse("{}") });
        Assert.StartsWith("Bearer access-flows.globus.org-", _auth.Handler.Requests[^2].Authorization, StringComparison.Ordinal);
        Assert.StartsWith("Bearer access-24bc4997-b483-4c25-a19c-64b0afc00743-", _auth.Handler.Requests[^1].Authorization, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_asks_for_what_globus_needs()
    {
        using GlobusLogin login = Create();

        await login.LoginAsync(new LoginRequest(), _person);

        Assert.Equal("https://auth.globus.org/v2/oauth2/authorize", _person.Page!.GetLeftPart(UriPartial.Path));
        Dictionary<string, string> query = FakeAuth.Form(_person.Page.Query.TrimStart('?'));
        Assert.Equal("e6c75d97-532a-4c88-b031-8584a319fa3e", query["client_id"]);
        Assert.Equal("code", query["response_type"]);
        Assert.Equal("S256", query["code_challenge_method"]);
        Assert.Equal("offline", query["access_type"]);
        Assert.Equal($"Globus.Automate on {Environment.MachineName}", query["prefill_named_grant"]);
        Assert.Matches(@"^http://localhost:\d+$", query["redirect_uri"]);
        Assert.Equal(43, query["state"].Length);
        Assert.Equal(GlobusScopes.LoginDefaults, query["scope"].Split(' '));
        Assert.DoesNotContain("prompt", query.Keys);
        Assert.DoesNotContain(query.Keys, key => key.StartsWith("session_", StringComparison.Ordinal));
        Dictionary<string, string> form = Assert.Single(_auth.Forms("authorization_code"));
        Assert.Equal(query["redirect_uri"], form["redirect_uri"]);
        Assert.Equal("e6c75d97-532a-4c88-b031-8584a319fa3e", form["client_id"]);
        Assert.Null(_auth.Handler.Requests[0].Authorization);
    }

    [Fact]
    public async Task Each_login_has_its_own_state_and_verifier()
    {
        using GlobusLogin login = Create();
        await login.LoginAsync(new LoginRequest(), _person);
        Dictionary<string, string> first = FakeAuth.Form(_person.Page!.Query.TrimStart('?'));
        await login.LoginAsync(new LoginRequest(), _person);
        Dictionary<string, string> second = FakeAuth.Form(_person.Page.Query.TrimStart('?'));

        Assert.NotEqual(first["state"], second["state"]);
        Assert.NotEqual(first["code_challenge"], second["code_challenge"]);
    }

    [Fact]
    public async Task What_the_service_requires_is_put_on_the_page()
    {
        using GlobusLogin login = Create();
        var needs = new AuthorizationRequirements
        {
            Code = "AuthorizationRequired",
            RequiredScopes = [$"{FlowScope}[*urn:globus:auth:scope:transfer.api.globus.org:all]", GlobusScopes.FlowsAll],
            SessionMessage = "Please use the staff login",
            SessionRequiredIdentities = ["i1", "i2"],
            SessionRequiredPolicies = ["p1", "p2"],
            SessionRequiredSingleDomains = ["example.org"],
            SessionRequiredMfa = true,
        };

        await login.LoginAsync(new LoginRequest { Requirements = needs }, _person);

        Dictionary<string, string> query = FakeAuth.Form(_person.Page!.Query.TrimStart('?'));
        Assert.Equal("Please use the staff login", query["session_message"]);
        Assert.Equal("i1,i2", query["session_required_identities"]);
        Assert.Equal("p1,p2", query["session_required_policies"]);
        Assert.Equal("example.org", query["session_required_single_domain"]);
        Assert.Equal("true", query["session_required_mfa"]);
        Assert.Equal("login", query["prompt"]);
        Assert.StartsWith($"{FlowScope}[*urn:globus:auth:scope:transfer.api.globus.org:all] {GlobusScopes.FlowsAll} openid", query["scope"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_with_another_state_is_turned_away_and_the_true_one_still_counts()
    {
        _person.Browser = async (page, query) =>
        {
            await _person.VisitAsync($"{query["redirect_uri"]}/?code=stolen&state=wrong");
            Assert.Equal(HttpStatusCode.BadRequest, _person.StatusAfterwards);
            await _person.VisitAsync($"{query["redirect_uri"]}/?code=stolen");
            Assert.Equal(HttpStatusCode.BadRequest, _person.StatusAfterwards);
            await _person.VisitAsync($"{query["redirect_uri"]}/?error=access_denied&state=wrong");
            Assert.Equal(HttpStatusCode.BadRequest, _person.StatusAfterwards);
            await _person.VisitAsync($"{query["redirect_uri"]}/favicon.ico");
            Assert.Equal(HttpStatusCode.BadRequest, _person.StatusAfterwards);
            await _person.VisitAsync($"{query["redirect_uri"]}/?code=stolen&state={query["state"]}", host: "evil.example.org");
            Assert.Equal(HttpStatusCode.BadRequest, _person.StatusAfterwards);
            await _person.VisitAsync($"{query["redirect_uri"]}/?code={_auth.Consent(page)}&state={query["state"]}");
        };
        using GlobusLogin login = Create();

        await login.LoginAsync(new LoginRequest(), _person);
        await _person.BrowserTask;

        Assert.Equal(HttpStatusCode.OK, _person.StatusAfterwards);
        Assert.NotEqual("stolen", Assert.Single(_auth.Forms("authorization_code"))["code"]);
    }

    [Fact]
    public async Task Rubbish_on_the_port_does_not_disturb_the_login()
    {
        _person.Browser = async (page, query) =>
        {
            int port = new Uri(query["redirect_uri"]).Port;
            foreach (byte[] rubbish in new byte[][] { [], [0, 1, 2, 255], "GET\r\n\r\n"u8.ToArray(), "POST /?code=x HTTP/1.1\r\n\r\n"u8.ToArray(), new byte[40_000] })
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                try
                {
                    await client.GetStream().WriteAsync(rubbish);
                }
                catch (IOException)
                {
                    // The listener has had enough of it.
                }
            }

            await _person.VisitAsync($"{query["redirect_uri"]}/?code={_auth.Consent(page)}&state={query["state"]}");
        };
        using GlobusLogin login = Create();

        await login.LoginAsync(new LoginRequest(), _person);

        Assert.True(login.IsLoggedIn);
    }

    [Theory]
    [InlineData("error=access_denied", "The login was refused in the browser.")]
    [InlineData("error=server_error&error_description=It%20broke.", "The login failed: It broke.")]
    [InlineData("error=temporarily_unavailable", "The login failed: temporarily_unavailable.")]
    [InlineData("error=unauthorized_client", "Globus Auth does not take the client e6c75d97-532a-4c88-b031-8584a319fa3e: register a native app with Globus and pass its id with -ClientId, or set GLOBUS_CLIENT_ID.")]
    public async Task A_refusal_in_the_browser_is_told(string answer, string message)
    {
        _person.Browser = (_, query) => _person.VisitAsync($"{query["redirect_uri"]}/?{answer}&state={query["state"]}");
        using GlobusLogin login = Create();

        GlobusApiException error = await Assert.ThrowsAsync<GlobusApiException>(() => login.LoginAsync(new LoginRequest(), _person));
        await _person.BrowserTask;

        Assert.Equal(GlobusErrorKind.LoginFailed, error.Kind);
        Assert.Equal(message, error.Message);
        Assert.False(login.IsLoggedIn);
        Assert.Contains("did not succeed", _person.PageAfterwards, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_that_is_closed_ends_in_a_time_out()
    {
        _person.Browser = (_, _) => Task.CompletedTask;
        using GlobusLogin login = Create();

        GlobusApiException error = await Assert.ThrowsAsync<GlobusApiException>(
            () => _time.RunAsync(login.LoginAsync(new LoginRequest { Timeout = TimeSpan.FromMinutes(2) }, _person), TimeSpan.FromSeconds(5)));

        Assert.Equal(GlobusErrorKind.LoginTimeout, error.Kind);
        Assert.Equal("Nobody finished the login within 2 minutes: run Connect-Globus again, with -NoBrowser if no page opened.", error.Message);
    }

    [Fact]
    public async Task A_login_can_be_cancelled_while_it_waits_for_the_browser()
    {
        using var stop = new CancellationTokenSource();
        _person.Browser = (_, _) => stop.CancelAsync();
        using GlobusLogin login = Create();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => login.LoginAsync(new LoginRequest(), _person, null, stop.Token));
    }

    [Fact]
    public async Task A_login_can_be_cancelled_while_a_code_is_awaited()
    {
        using var stop = new CancellationTokenSource();

        // A prompt that cannot be interrupted, as a console's is.
        _person.Typing = async _ =>
        {
            await stop.CancelAsync();
            await new TaskCompletionSource().Task;
            return null;
        };
        using GlobusLogin login = Create();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => login.LoginAsync(new LoginRequest { NoBrowser = true }, _person, null, stop.Token));
    }

    [Fact]
    public async Task Without_a_browser_the_code_is_pasted()
    {
        using GlobusLogin login = Create();

        await login.LoginAsync(new LoginRequest { NoBrowser = true }, _person);

        Assert.Equal("https://auth.globus.org/v2/web/auth-code", FakeAuth.Form(_person.Page!.Query.TrimStart('?'))["redirect_uri"]);
        Assert.Equal("https://auth.globus.org/v2/web/auth-code", Assert.Single(_auth.Forms("authorization_code"))["redirect_uri"]);
        Assert.True(login.IsLoggedIn);
    }

    [Fact]
    public async Task Where_no_browser_opens_the_code_is_pasted()
    {
        _person.HasBrowser = false;
        using GlobusLogin login = Create();

        await login.LoginAsync(new LoginRequest(), _person);

        Assert.True(login.IsLoggedIn);
        Assert.Equal("https://auth.globus.org/v2/web/auth-code", Assert.Single(_auth.Forms("authorization_code"))["redirect_uri"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData(null)]
    public async Task Giving_up_at_the_prompt_is_told(string? typed)
    {
        _person.Typing = _ => Task.FromResult(typed);
        using GlobusLogin login = Create();

        GlobusApiException error = await Assert.ThrowsAsync<GlobusApiException>(() => login.LoginAsync(new LoginRequest { NoBrowser = true }, _person));

        Assert.Equal(GlobusErrorKind.LoginFailed, error.Kind);
        Assert.Empty(_auth.Handler.Requests);
    }

    [Fact]
    public async Task A_wrong_code_is_told()
    {
        _person.Typing = _ => Task.FromResult<string?>("nonsense");
        using GlobusLogin login = Create();

        GlobusApiException error = await Assert.ThrowsAsync<GlobusApiException>(() => login.LoginAsync(new LoginRequest { NoBrowser = true }, _person));

        Assert.Equal(GlobusErrorKind.LoginFailed, error.Kind);
        Assert.Equal("invalid_grant", error.Code);
        Assert.DoesNotContain("nonsense", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_client_id_says_what_to_do()
    {
        _auth.Interfere = _ => ScriptedHandler.Answer(401, """{"error": "invalid_client"}""");
        using GlobusLogin login = Create();

        GlobusApiException error = await Assert.ThrowsAsync<GlobusApiException>(() => login.LoginAsync(new LoginRequest(), _person));

        Assert.Equal(GlobusErrorKind.LoginFailed, error.Kind);
        Assert.Contains("-ClientId", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_dependent_consent_at_the_token_endpoint_names_the_scopes()
    {
        _auth.Interfere = _ => ScriptedHandler.Answer(403, """{"error": "dependent_consent_required", "errors": [{"unapproved_scopes": ["a[b]"]}]}""");
        using GlobusLogin login = Create();

        GlobusApiException error = await Assert.ThrowsAsync<GlobusApiException>(() => login.LoginAsync(new LoginRequest(), _person));

        Assert.Equal(GlobusErrorKind.ConsentRequired, error.Kind);
        Assert.Equal(["a[b]"], error.AuthorizationRequirements!.RequiredScopes);
    }

    [Fact]
    public async Task A_login_as_someone_else_is_undone()
    {
        using GlobusLogin login = Create();

        GlobusApiException error = await Assert.ThrowsAsync<GlobusApiException>(
            () => login.LoginAsync(new LoginRequest { ExpectedSubject = "00000000-0000-4000-8000-000000000000" }, _person));

        Assert.Equal(GlobusErrorKind.LoginFailed, error.Kind);
        Assert.Contains("someone@example.org", error.Message, StringComparison.Ordinal);
        Assert.False(login.IsLoggedIn);
        Assert.Equal(4, _auth.Revoked.Count);
        Assert.Empty(new TokenStore(new TokenStoreOptions { Folder = _folder.Path }).List());
    }

    [Fact]
    public async Task A_second_login_adds_tokens_and_keeps_the_others()
    {
        using GlobusLogin login = Create();
        await login.LoginAsync(new LoginRequest { Scopes = [FlowScope] }, _person);

        StoredLogin stored = await login.LoginAsync(new LoginRequest { Scopes = [GlobusScopes.QueuesAdmin] }, _person);

        Assert.Equal(
            ["24bc4997-b483-4c25-a19c-64b0afc00743", "3170bf0b-6789-4285-9aba-8b7875be7cbc", "auth.globus.org", "flows.globus.org"],
            stored.Tokens.Select(token => token.ResourceServer).Order());
    }

    [Fact]
    public async Task No_secret_of_a_login_is_in_any_text()
    {
        var recorder = new Recorder();
        using GlobusLogin login = Create();

        StoredLogin stored = await login.LoginAsync(new LoginRequest(), _person, recorder);

        string verifier = Assert.Single(_auth.Forms("authorization_code"))["code_verifier"];
        string code = Assert.Single(_auth.Forms("authorization_code"))["code"];
        Assert.NotEmpty(recorder.Exchanges);
        Assert.DoesNotContain(verifier, recorder.AllText, StringComparison.Ordinal);
        Assert.DoesNotContain(code, recorder.AllText, StringComparison.Ordinal);
        Assert.All(stored.Tokens, token =>
        {
            Assert.DoesNotContain(token.AccessToken, recorder.AllText, StringComparison.Ordinal);
            Assert.DoesNotContain(token.RefreshToken!, recorder.AllText, StringComparison.Ordinal);
            Assert.DoesNotContain(token.AccessToken, token.ToString(), StringComparison.Ordinal);
        });
        Assert.DoesNotContain("access-", stored.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_logged_in_and_other_people_can_be_looked_up()
    {
        using GlobusLogin login = Create();
        await login.LoginAsync(new LoginRequest(), _person);

        UserInfo me = await login.Session.Auth.GetUserInfoAsync();
        IReadOnlyList<GlobusIdentity> found = await login.Session.Auth.FindByUsernameAsync(["a@example.org", "b+c@example.org"]);
        await login.Session.Auth.FindByIdAsync([.. Enumerable.Range(0, 150).Select(i => $"id-{i}")]);

        Assert.Equal(("someone@example.org", "Some One"), (me.Username, me.Name));
        Assert.Equal("urn:globus:auth:identity:i-1", Assert.Single(found).Principal);
        string[] queries = [.. _auth.Handler.Requests.Where(sent => sent.Path == "/v2/api/identities").Select(sent => sent.Url.Query)];
        Assert.Equal("?usernames=a%40example.org%2Cb%2Bc%40example.org&provision=false", queries[0]);
        Assert.Equal(3, queries.Length);
        Assert.DoesNotContain("provision", queries[1], StringComparison.Ordinal);
        Assert.EndsWith("id-99", queries[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SSH_TTY", "/dev/pts/0")]
    [InlineData("SSH_CONNECTION", "10.0.0.1 22")]
    [InlineData("container", "podman")]
    [InlineData("DOTNET_RUNNING_IN_CONTAINER", "true")]
    public void A_remote_session_is_recognised(string variable, string value)
        => Assert.True(LoginRequest.IsRemote(name => name == variable ? value : name == "DISPLAY" ? ":0" : null));

    [Fact]
    public void A_desktop_is_not_remote() => Assert.False(LoginRequest.IsRemote(name => name == "DISPLAY" ? ":0" : null));

    private GlobusLogin Create() => new(
        GlobusEnvironment.Production,
        ClientCredentials.Create(ClientCredentials.DefaultNativeClientId),
        new TokenStore(new TokenStoreOptions { Folder = _folder.Path }),
        _auth.Handler,
        new GlobusHttpOptions { TimeProvider = _time });
}
