using Globus.Automate.Client.Errors;
using Globus.Automate.Client.Flows;
using Globus.Automate.Client.Tests.Support;
using Globus.Automate.Client.Transport;

namespace Globus.Automate.Client.Tests.Transport;

/// <summary>A token goes to the service that it belongs to, over a safe way, and nowhere else.</summary>
public sealed class TokenRuleTests
{
    private const string FlowJson = """{"id": "24bc4997-b483-4c25-a19c-64b0afc00743", "title": "T"}""";

    [Theory]
    [InlineData("https://auth.globus.org/scopes/actions.globus.org/hello_world", "https://actions.globus.org/hello_world", true)]
    [InlineData("https://auth.globus.org/scopes/actions.globus.org/transfer/transfer", "https://actions.automate.globus.org/transfer/transfer", true)]
    [InlineData("https://auth.globus.org/scopes/actions.globus.org/transfer/transfer", "https://transfer.actions.globus.org/transfer", true)]
    [InlineData("https://auth.globus.org/scopes/5fac2e64-c734-4e6b-90ea-ff12ddbf9653/run", "https://provider.example.org/run_it", true)]
    [InlineData("https://auth.globus.org/scopes/provider.example.org/run", "https://provider.example.org/run_it", true)]
    [InlineData("https://auth.globus.org/scopes/24bc4997-b483-4c25-a19c-64b0afc00743/flow_24bc4997_b483_4c25_a19c_64b0afc00743_user", "https://flows.globus.org/flows/24bc4997-b483-4c25-a19c-64b0afc00743", true)]
    [InlineData("https://auth.globus.org/scopes/24bc4997-b483-4c25-a19c-64b0afc00743/flow_24bc4997_b483_4c25_a19c_64b0afc00743_user", "https://flows.automate.globus.org/flows/24bc4997-b483-4c25-a19c-64b0afc00743", true)]
    [InlineData("https://auth.globus.org/scopes/24bc4997-b483-4c25-a19c-64b0afc00743/flow_24bc4997_b483_4c25_a19c_64b0afc00743_user", "https://evil.example.org/flows/x", false)]
    [InlineData("https://auth.globus.org/scopes/eec9b274-0c81-4334-bdc2-54e90e689b9a/all", "https://evil.example.org/x", false)]
    [InlineData("https://auth.globus.org/scopes/eec9b274-0c81-4334-bdc2-54e90e689b9a/all[https://auth.globus.org/scopes/evil.example.org/x]", "https://evil.example.org/x", false)]
    [InlineData("https://auth.globus.org/scopes/3170bf0b-6789-4285-9aba-8b7875be7cbc/admin", "https://evil.example.org/x", false)]
    [InlineData("https://auth.globus.org/scopes/524230d7-ea86-4a52-8312-86065a9e0417/timer", "https://evil.example.org/x", false)]
    [InlineData("urn:globus:auth:scope:transfer.api.globus.org:all", "https://evil.example.org/x", false)]
    [InlineData("urn:globus:auth:scope:transfer.api.globus.org:all", "https://actions.globus.org/x", false)]
    [InlineData("urn:globus:auth:scope:transfer.api.globus.org:all", "https://transfer.actions.globus.org/ls", true)]
    [InlineData("urn:globus:auth:scope:transfer.api.globus.org:all", "https://compute.actions.globus.org/", false)]
    [InlineData("urn:globus:auth:scope:transfer.api.globus.org:all", "https://transfer.actions.globus.org.evil.example/ls", false)]
    [InlineData("urn:globus:auth:scope:transfer.api.globus.org:all", "https://evil.example/transfer.actions.globus.org", false)]
    [InlineData("urn:globus:auth:scope:search.api.globus.org:all", "https://transfer.actions.globus.org/ls", false)]
    [InlineData("urn:globus:auth:scope:auth.globus.org:view_identities", "https://evil.example.org/x", false)]
    [InlineData("openid", "https://evil.example.org/x", false)]
    [InlineData("https://auth.globus.org/scopes/actions.globus.org/hello_world", "https://actions.globus.org.evil.example/x", false)]
    [InlineData("https://auth.globus.org/scopes/actions.globus.org/hello_world", "https://evil.example.org/actions.globus.org", false)]
    [InlineData("whatever", "https://evil.example.org/x", false)]
    public async Task The_scope_that_a_provider_names_must_be_its_own(string scope, string actionUrl, bool isSent)
    {
        using var handler = new ScriptedHandler(sent => sent.Method == "GET" && !sent.Path.EndsWith("/status", StringComparison.Ordinal)
            ? ScriptedHandler.Answer(200, $$"""{"globus_auth_scope": "{{scope}}"}""")
            : ScriptedHandler.Answer(200, """{"action_id": "a", "status": "ACTIVE"}"""));
        using GlobusSession session = TestSession.Over(handler);

        Task status = session.Actions(new Uri(actionUrl)).GetStatusAsync("a");

        if (isSent)
        {
            await status;
            Assert.Equal($"Bearer token:{scope}", handler.Requests[^1].Authorization);
        }
        else
        {
            GlobusApiException error = await Assert.ThrowsAsync<GlobusApiException>(() => status);
            Assert.Equal(GlobusErrorKind.TokenRefused, error.Kind);
            Assert.All(handler.Requests, sent => Assert.Null(sent.Authorization));
        }
    }

    [Theory]
    [InlineData("http://flows.globus.org")]
    [InlineData("http://localhost.evil.example")]
    [InlineData("http://127.0.0.1.evil.example")]
    [InlineData("ftp://localhost")]
    [InlineData("https://user:pass@flows.example.org")]
    [InlineData("not a url")]
    public void A_service_url_that_is_not_safe_is_refused(string url)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => GlobusEnvironment.FromVariables(name => name == "GLOBUS_SDK_SERVICE_URL_FLOWS" ? url : null));
        Assert.Contains("GLOBUS_SDK_SERVICE_URL_FLOWS", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pass@", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://actions.globus.org/hello_world")]
    [InlineData("https://user:pass@actions.globus.org/hello_world")]
    [InlineData("file:///etc/passwd")]
    public void An_action_url_that_is_not_safe_is_refused(string url)
    {
        using GlobusSession session = TestSession.Over(new ScriptedHandler(() => ScriptedHandler.Answer(200)));
        Assert.Throws<ArgumentException>(() => session.Actions(new Uri(url)));
    }

    [Theory]
    [InlineData("https://evil.example.org/flows/x")]
    [InlineData("http://flows.automate.globus.org/flows/x")]
    [InlineData("https://flows.automate.globus.org:8443/flows/x")]
    [InlineData("//evil.example.org/x")]
    public async Task A_redirect_to_another_place_is_not_followed_with_a_token(string location)
    {
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(302, null, ("Location", location)), () => ScriptedHandler.Answer(200, FlowJson));
        using GlobusSession session = TestSession.Over(handler);

        GlobusApiException error = await Assert.ThrowsAsync<GlobusApiException>(() => session.Flows.GetAsync(TestSession.FlowId));

        Assert.Equal(GlobusErrorKind.RedirectRefused, error.Kind);
        Assert.Single(handler.Requests);
        Assert.StartsWith("https://flows.automate.globus.org redirects to ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_within_the_host_is_followed()
    {
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(308, null, ("Location", "/flows/moved")), () => ScriptedHandler.Answer(200, FlowJson));
        using GlobusSession session = TestSession.Over(handler);

        Flow flow = await session.Flows.GetAsync(TestSession.FlowId);

        Assert.Equal("T", flow.Title);
        Assert.Equal("/flows/moved", handler.Requests[1].Path);
        Assert.Equal(TestSession.FlowsToken, handler.Requests[1].Authorization);
    }

    [Fact]
    public async Task Redirects_in_a_circle_come_to_an_end()
    {
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(302, null, ("Location", "/flows/again")));
        using GlobusSession session = TestSession.Over(handler);

        GlobusApiException error = await Assert.ThrowsAsync<GlobusApiException>(() => session.Flows.GetAsync(TestSession.FlowId));

        Assert.Equal(GlobusErrorKind.RedirectRefused, error.Kind);
        Assert.Equal(6, handler.Requests.Count);
    }

    [Fact]
    public async Task A_post_is_not_turned_into_a_get_by_a_redirect()
    {
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(303, null, ("Location", "/elsewhere")));
        using GlobusSession session = TestSession.Over(handler);

        GlobusApiException error = await Assert.ThrowsAsync<GlobusApiException>(() => session.Runs.CancelAsync(TestSession.RunId));

        Assert.Equal(GlobusErrorKind.RedirectRefused, error.Kind);
        Assert.Single(handler.Requests);
    }

    [Fact]
    public async Task A_refused_token_is_renewed_once()
    {
        int issued = 0;
        using var handler = new ScriptedHandler(sent => sent.Authorization == "Bearer t2"
            ? ScriptedHandler.Answer(200, FlowJson)
            : ScriptedHandler.Answer(401, """{"error": {"code": "AUTHENTICATION_ERROR", "detail": "Expired or invalid Bearer token"}}"""));
        using GlobusSession session = GlobusSession.Over(handler, GlobusEnvironment.Production, _ => $"t{++issued}");

        Assert.Equal("T", (await session.Flows.GetAsync(TestSession.FlowId)).Title);
        Assert.Equal(["Bearer t1", "Bearer t2"], handler.Requests.Select(sent => sent.Authorization!));
    }

    [Fact]
    public async Task A_token_that_is_refused_again_after_its_renewal_is_an_error()
    {
        int issued = 0;
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(401, """{"error": {"code": "AUTHENTICATION_ERROR", "detail": "Expired or invalid Bearer token"}}"""));
        using GlobusSession session = GlobusSession.Over(handler, GlobusEnvironment.Production, _ => $"t{++issued}");

        GlobusApiException error = await Assert.ThrowsAsync<GlobusApiException>(() => session.Flows.GetAsync(TestSession.FlowId));

        Assert.Equal(GlobusErrorKind.AuthenticationRequired, error.Kind);
        Assert.Equal(2, handler.Requests.Count);
    }

    [Fact]
    public async Task Starting_a_run_after_a_renewed_token_is_safe_since_the_first_was_turned_away()
    {
        int issued = 0;
        using var handler = new ScriptedHandler(sent => sent.Authorization == "Bearer t1" ? ScriptedHandler.Answer(401) : ScriptedHandler.Answer(201, """{"run_id": "R", "status": "ACTIVE"}"""));
        using GlobusSession session = GlobusSession.Over(handler, GlobusEnvironment.Production, _ => $"t{++issued}");

        Assert.Equal("R", (await session.Flows.RunAsync(TestSession.FlowId, new Runs.RunSettings { Body = TestSession.Parse("{}") })).RunId);
    }

    [Fact]
    public async Task All_services_at_one_place_take_the_tokens_of_all()
    {
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(200, """{"data": []}"""));
        using GlobusSession session = TestSession.Over(handler, environment: GlobusEnvironment.AtOnePlace("local", new Uri("http://localhost:8765")));

        await session.Queues.ListAsync();

        Assert.Equal("http://localhost:8765/v1/queues?roles=admin", handler.Requests[0].Url.AbsoluteUri);
        Assert.Equal("Bearer token:https://auth.globus.org/scopes/3170bf0b-6789-4285-9aba-8b7875be7cbc/admin", handler.Requests[0].Authorization);
    }

    [Theory]
    [InlineData("not-a-uuid")]
    [InlineData("24bc4997-b483-4c25-a19c-64b0afc00743 openid")]
    [InlineData("24bc4997-b483-4c25-a19c-64b0afc00743[x]")]
    [InlineData("")]
    public async Task What_is_no_flow_id_does_not_get_into_a_scope(string id)
    {
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(200));
        using GlobusSession session = TestSession.Over(handler);

        await Assert.ThrowsAsync<ArgumentException>(() => session.Flows.RunAsync(id, new Runs.RunSettings { Body = TestSession.Parse("{}") }));
        Assert.Empty(handler.Requests);
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData(" ")]
    public async Task An_id_that_would_name_another_route_is_refused(string id)
    {
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(200));
        using GlobusSession session = TestSession.Over(handler);

        await Assert.ThrowsAsync<ArgumentException>(() => session.Runs.GetAsync(id));
        Assert.Empty(handler.Requests);
    }

    [Fact]
    public async Task An_id_with_odd_letters_stays_one_segment()
    {
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(200, "{}"));
        using GlobusSession session = TestSession.Over(handler);

        await session.Runs.GetAsync("a/../b?c=d#e f");

        Assert.Equal("/runs/a%2F..%2Fb%3Fc%3Dd%23e%20f", handler.Requests[0].Path);
        Assert.Empty(handler.Requests[0].Url.Query);
    }
}
