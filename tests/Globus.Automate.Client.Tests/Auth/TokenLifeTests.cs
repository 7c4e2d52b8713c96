using Globus.Automate.Client.Auth;
using Globus.Automate.Client.Errors;
using Globus.Automate.Client.Tests.Support;
using Globus.Automate.Client.Transport;
using Microsoft.Extensions.Time.Testing;

namespace Globus.Automate.Client.Tests.Auth;

/// <summary>Tokens over time: renewed before they end, each by its own refresh token, and gone after a logout.</summary>
public sealed class TokenLifeTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 9, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly TemporaryFolder _folder = new();
    private readonly FakeAuth _auth = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_token_is_renewed_a_minute_before_it_ends()
    {
        using GlobusLogin login = await LoggedInAsync();
        string before = await TokenAsync(login);

        _time.Advance(TimeSpan.FromSeconds(172_800 - 61));
        Assert.Equal(before, await TokenAsync(login));
        _time.Advance(TimeSpan.FromSeconds(1));
        string after = await TokenAsync(login);

        Assert.NotEqual(before, after);
        Dictionary<string, string> form = Assert.Single(_auth.Forms("refresh_token"));
        Assert.StartsWith("refresh-flows.globus.org-", form["refresh_token"], StringComparison.Ordinal);
        Assert.Equal(ClientCredentials.DefaultNativeClientId, form["client_id"]);
    }

    [Fact]
    public async Task The_next_session_goes_on_with_the_kept_login_even_after_its_token_has_ended()
    {
        using (await LoggedInAsync())
        {
        }

        _time.Advance(TimeSpan.FromDays(30));
        using GlobusLogin next = Create();

        Assert.True(next.IsLoggedIn);
        Assert.Equal("someone@example.org", next.Username);
        await next.Session.Flows.GetAsync(TestSession.FlowId);
        Assert.Single(_auth.Forms("refresh_token"));
    }

    [Fact]
    public async Task A_replaced_refresh_token_is_kept_and_used_from_then_on()
    {
        _auth.Rotates = true;
        using GlobusLogin login = await LoggedInAsync();

        _time.Advance(TimeSpan.FromDays(3));
        await TokenAsync(login);
        _time.Advance(TimeSpan.FromDays(3));
        await TokenAsync(login);
        _time.Advance(TimeSpan.FromDays(3));
        using GlobusLogin next = Create();
        await TokenAsync(next);

        string[] used = [.. _auth.Forms("refresh_token").Select(form => form["refresh_token"])];
        Assert.Equal(3, used.Distinct().Count());
    }

    [Fact]
    public async Task A_refresh_token_that_is_not_replaced_is_kept()
    {
        using GlobusLogin login = await LoggedInAsync();

        for (int i = 0; i < 3; i++)
        {
            _time.Advance(TimeSpan.FromDays(3));
            await TokenAsync(login);
        }

        Assert.Single(_auth.Forms("refresh_token").Select(form => form["refresh_token"]).Distinct());
    }

    [Fact]
    public async Task Many_requests_at_once_renew_a_token_once()
    {
        using GlobusLogin login = await LoggedInAsync();
        _time.Advance(TimeSpan.FromDays(3));
        var gate = new TaskCompletionSource();
        _auth.Gate = gate.Task;

        Task<string>[] all = [.. Enumerable.Range(0, 50).Select(_ => TokenAsync(login))];
        gate.SetResult();
        string[] tokens = await Task.WhenAll(all);

        Assert.Single(tokens.Distinct());
        Assert.Single(_auth.Forms("refresh_token"));
    }

    [Fact]
    public async Task One_caller_who_gives_up_does_not_end_the_renewal_for_the_others()
    {
        using GlobusLogin login = await LoggedInAsync();
        _time.Advance(TimeSpan.FromDays(3));
        var gate = new TaskCompletionSource();
        _auth.Gate = gate.Task;
        using var stop = new CancellationTokenSource();

        Task<string> first = TokenAsync(login, stop.Token);
        Task<string> second = TokenAsync(login);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        gate.SetResult();

        Assert.StartsWith("access-flows.globus.org-", await second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_another_process_has_renewed_is_taken_over()
    {
        _auth.Rotates = true;
        using GlobusLogin one = await LoggedInAsync();
        using GlobusLogin other = Create();
        _time.Advance(TimeSpan.FromDays(3));

        string renewed = await TokenAsync(other);

        Assert.Equal(renewed, await TokenAsync(one));
        Assert.Single(_auth.Forms("refresh_token"));
    }

    [Fact]
    public async Task A_service_that_refuses_a_token_gets_a_renewed_one()
    {
        using GlobusLogin login = await LoggedInAsync();
        string refused = await TokenAsync(login);
        _auth.Interfere = sent => sent.Path.StartsWith("/flows", StringComparison.Ordinal) && sent.Authorization == $"Bearer {refused}" ? ScriptedHandler.Answer(401) : null;

        Assert.Equal("T", (await login.Session.Flows.GetAsync(TestSession.FlowId)).Title);
        Assert.Single(_auth.Forms("refresh_token"));
    }

    [Fact]
    public async Task A_revoked_login_says_to_log_in_again()
    {
        using GlobusLogin login = await LoggedInAsync();
        foreach (StoredToken token in login.Current!.Tokens)
        {
            _auth.Revoked.Add(token.RefreshToken!);
        }

        _time.Advance(TimeSpan.FromDays(3));
        GlobusApiException error = await Assert.ThrowsAsync<GlobusApiException>(() => login.Session.Flows.GetAsync(TestSession.FlowId));

        Assert.Equal(GlobusErrorKind.AuthenticationRequired, error.Kind);
        Assert.Equal("The login has ended or was revoked: run Connect-Globus.", error.Message);
        Assert.Equal([GlobusScopes.FlowsAll], error.AuthorizationRequirements!.RequiredScopes);
    }

    [Fact]
    public async Task Without_a_login_a_request_says_to_log_in()
    {
        using GlobusLogin login = Create();

        GlobusApiException error = await Assert.ThrowsAsync<GlobusApiException>(() => login.Session.Flows.GetAsync(TestSession.FlowId));

        Assert.Equal(GlobusErrorKind.AuthenticationRequired, error.Kind);
        Assert.Equal("You are not logged in to Globus: run Connect-Globus.", error.Message);
        Assert.Empty(_auth.Handler.Requests);
    }

    [Fact]
    public async Task A_scope_that_was_not_consented_to_is_named_with_the_command_for_it()
    {
        using GlobusLogin login = await LoggedInAsync();

        GlobusApiException error = await Assert.ThrowsAsync<GlobusApiException>(
            () => login.Session.Flows.RunAsync(TestSession.FlowId, new Runs.RunSettings { Body = TestSession.Parse("{}") }));

        Assert.Equal(GlobusErrorKind.ConsentRequired, error.Kind);
        string scope = GlobusScopes.ForFlow(TestSession.FlowId);
        Assert.Equal([scope], error.AuthorizationRequirements!.RequiredScopes);
        Assert.Equal($"This login has no consent for {scope}: run Connect-Globus -Scope '{scope}'.", error.Message);
    }

    [Fact]
    public async Task A_logout_revokes_every_token_and_forgets_the_login()
    {
        using GlobusLogin login = await LoggedInAsync();
        string[] secrets = [.. login.Current!.Tokens.SelectMany(token => new[] { token.AccessToken, token.RefreshToken! })];

        Assert.Empty(await login.LogoutAsync());

        Assert.False(login.IsLoggedIn);
        Assert.Equal(secrets.Order(), _auth.Revoked.Order());
        using GlobusLogin next = Create();
        Assert.False(next.IsLoggedIn);
    }

    [Fact]
    public async Task A_logout_without_a_network_forgets_the_login_and_says_what_it_could_not_revoke()
    {
        using GlobusLogin login = await LoggedInAsync();
        _auth.Interfere = _ => throw new HttpRequestException(HttpRequestError.ConnectionError, "no network");

        IReadOnlyList<string> left = await _time.RunAsync(login.LogoutAsync());

        Assert.Equal(["auth.globus.org", "flows.globus.org"], left.Order());
        Assert.False(login.IsLoggedIn);
    }

    [Fact]
    public async Task A_service_account_asks_for_tokens_by_its_secret_and_again_when_they_end()
    {
        var recorder = new Recorder();
        using GlobusLogin login = ServiceAccount("s3cret+value=");
        GlobusSession session = login.Session.WithObserver(recorder);

        await session.Flows.GetAsync(TestSession.FlowId);
        await session.Flows.GetAsync(TestSession.FlowId);
        _time.Advance(TimeSpan.FromDays(3));
        await session.Flows.GetAsync(TestSession.FlowId);

        Assert.Equal(2, _auth.Forms("client_credentials").Count);
        Assert.All(_auth.Forms("client_credentials"), form => Assert.Equal(GlobusScopes.FlowsAll, form["scope"]));
        Assert.Equal("urn:globus:auth:identity:5fac2e64-c734-4e6b-90ea-ff12ddbf9653", login.Principal);
        Assert.Equal("5fac2e64-c734-4e6b-90ea-ff12ddbf9653@clients.auth.globus.org", login.Username);
        Assert.Equal(5, recorder.Exchanges.Count);
        Assert.DoesNotContain("s3cret", recorder.AllText, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.Path), "nothing of a service account is stored");
    }

    [Fact]
    public async Task A_wrong_secret_is_told_and_not_shown()
    {
        _auth.Interfere = sent => sent.Path.EndsWith("/token", StringComparison.Ordinal) && sent.Authorization != null
            ? ScriptedHandler.Answer(401, """{"error": "invalid_client", "error_description": "wrong-s3cret is wrong"}""")
            : null;
        using GlobusLogin login = ServiceAccount("wrong-s3cret");

        GlobusApiException error = await Assert.ThrowsAsync<GlobusApiException>(() => login.VerifyAsync());

        Assert.Equal(GlobusErrorKind.LoginFailed, error.Kind);
        Assert.DoesNotContain("wrong-s3cret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_account_needs_no_person()
    {
        using GlobusLogin login = ServiceAccount("s3cret+value=");
        await Assert.ThrowsAsync<InvalidOperationException>(() => login.LoginAsync(new LoginRequest(), new FakePerson(_auth)));
        Assert.Empty(await login.LogoutAsync());
    }

    [Fact]
    public async Task Client_credentials_go_to_globus_auth_alone()
    {
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(307, null, ("Location", "https://evil.example.org/token")));
        using var login = new GlobusLogin(
            GlobusEnvironment.Production,
            ClientCredentials.Create("5fac2e64-c734-4e6b-90ea-ff12ddbf9653", "s"),
            new TokenStore(new TokenStoreOptions { Folder = _folder.Path }),
            handler,
            new GlobusHttpOptions { TimeProvider = _time });

        GlobusApiException error = await Assert.ThrowsAsync<GlobusApiException>(() => login.VerifyAsync());

        Assert.Equal(GlobusErrorKind.RedirectRefused, error.Kind);
        Assert.All(handler.Requests, sent => Assert.Equal("auth.globus.org", sent.Url.Host));
    }

    private static async Task<string> TokenAsync(GlobusLogin login, CancellationToken cancellationToken = default)
        => await login.Session.Tokens.GetTokenAsync(new TokenRequest(GlobusScopes.ViewFlows, GlobusScopes.FlowsAll), cancellationToken);

    private GlobusLogin ServiceAccount(string secret) => new(
        GlobusEnvironment.Production,
        ClientCredentials.Create("5fac2e64-c734-4e6b-90ea-ff12ddbf9653", secret),
        new TokenStore(new TokenStoreOptions { Folder = _folder.Path }),
        _auth.Handler,
        new GlobusHttpOptions { TimeProvider = _time });

    private async Task<GlobusLogin> LoggedInAsync()
    {
        GlobusLogin login = Create();
        await login.LoginAsync(new LoginRequest { NoBrowser = true }, new FakePerson(_auth));
        return login;
    }

    private GlobusLogin Create() => new(
        GlobusEnvironment.Production,
        ClientCredentials.Create(ClientCredentials.DefaultNativeClientId),
        new TokenStore(new TokenStoreOptions { Folder = _folder.Path }),
        _auth.Handler,
        new GlobusHttpOptions { TimeProvider = _time });
}
