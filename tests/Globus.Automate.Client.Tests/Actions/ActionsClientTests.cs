using System.Text.Json;
using Globus.Automate.Client.Actions;
using Globus.Automate.Client.Errors;
using Globus.Automate.Client.Runs;
using Globus.Automate.Client.Tests.Support;

namespace Globus.Automate.Client.Tests.Actions;

public sealed class ActionsClientTests
{
    private const string Scope = "https://auth.globus.org/scopes/actions.globus.org/hello_world";

    private static readonly Uri s_url = new("https://actions.globus.org/hello_world/");

    [Fact]
    public async Task A_provider_is_asked_without_a_token_and_its_scope_then_used()
    {
        using var handler = new ScriptedHandler(sent => sent.Path == "/hello_world"
            ? ScriptedHandler.Answer(200, $$"""{"title": "Hello", "globus_auth_scope": "{{Scope}}", "synchronous": true, "log_supported": false, "input_schema": {"type": "object"} }""")
            : ScriptedHandler.Answer(202, """{"action_id": "a/1", "status": "ACTIVE"}"""));
        using GlobusSession session = TestSession.Over(handler);
        ActionsClient actions = session.Actions(s_url);

        ActionProvider provider = await actions.IntrospectAsync();
        ActionStatus started = await actions.RunAsync(new ActionSettings { RequestId = "REQ-1", Body = TestSession.Parse("""{"echo_string": "hi"}"""), Label = "L", MonitorBy = ["urn:m"], ManageBy = [] });
        await actions.GetStatusAsync(started.ActionId);
        await actions.CancelAsync(started.ActionId);
        await actions.ResumeAsync(started.ActionId);
        await actions.ReleaseAsync(started.ActionId);

        Assert.Equal("Hello", provider.Title);
        Assert.True(provider.IsSynchronous);
        Assert.Equal(Scope, provider.Scope);
        Assert.False(started.IsFinished);
        Assert.Equal(
            [
                "GET /hello_world ", "GET /hello_world ", $"POST /hello_world/run Bearer token:{Scope}", $"GET /hello_world/a%2F1/status Bearer token:{Scope}",
                $"POST /hello_world/a%2F1/cancel Bearer token:{Scope}", $"POST /hello_world/a%2F1/resume Bearer token:{Scope}", $"POST /hello_world/a%2F1/release Bearer token:{Scope}",
            ],
            handler.Requests.Select(sent => $"{sent.Method} {sent.Path} {sent.Authorization}"));
        Assert.True(JsonElement.DeepEquals(
            TestSession.Parse("""{"request_id": "REQ-1", "body": {"echo_string": "hi"}, "label": "L", "monitor_by": ["urn:m"], "manage_by": []}"""),
            TestSession.Parse(handler.Requests[2].Body!)));
    }

    [Fact]
    public async Task A_provider_that_shows_itself_to_some_only_is_asked_again_with_the_token()
    {
        using var handler = new ScriptedHandler(sent => sent.Authorization is null ? ScriptedHandler.Answer(401) : ScriptedHandler.Answer(200, """{"title": "Hidden"}"""));
        using GlobusSession session = TestSession.Over(handler);

        Assert.Equal("Hidden", (await session.Actions(s_url, Scope).IntrospectAsync()).Title);
        Assert.Equal([null, $"Bearer token:{Scope}"], handler.Requests.Select(sent => sent.Authorization));
    }

    [Fact]
    public async Task A_provider_that_shows_itself_to_some_only_needs_a_scope_to_be_named()
    {
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(401));
        using GlobusSession session = TestSession.Over(handler);

        GlobusApiException error = await Assert.ThrowsAsync<GlobusApiException>(() => session.Actions(s_url).IntrospectAsync());

        Assert.Equal(GlobusErrorKind.AuthenticationRequired, error.Kind);
        Assert.Single(handler.Requests);
    }

    [Fact]
    public async Task A_provider_without_a_scope_is_called_without_a_token()
    {
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(200, """{"title": "Open", "action_id": "a", "status": "SUCCEEDED"}"""));
        using GlobusSession session = TestSession.Over(handler);
        ActionsClient actions = session.Actions(s_url);

        Assert.True((await actions.GetStatusAsync("a")).IsFinished);
        await actions.GetStatusAsync("a");

        Assert.All(handler.Requests, sent => Assert.Null(sent.Authorization));
        Assert.Equal(3, handler.Requests.Count);
    }

    [Theory]
    [InlineData("https://flows.automate.globus.org/flows/")]
    [InlineData("https://flows.globus.org/flows/")]
    public async Task A_flow_is_a_provider_whose_scope_follows_from_its_id(string flows)
    {
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(200, """{"title": "A flow", "action_id": "a", "status": "SUCCEEDED"}"""));
        using GlobusSession session = TestSession.Over(handler);
        ActionsClient actions = session.Actions(new Uri(flows + TestSession.FlowId));

        await actions.GetStatusAsync("a");
        await actions.IntrospectAsync();

        Assert.Equal([TestSession.FlowToken, TestSession.FlowsToken], handler.Requests.Select(sent => sent.Authorization));
        Assert.Equal($"https://flows.automate.globus.org/flows/{TestSession.FlowId}", handler.Requests[1].Url.AbsoluteUri);
    }

    [Fact]
    public async Task What_only_looks_like_a_flow_is_asked_for_its_scope()
    {
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(200, """{"title": "Open", "action_id": "a", "status": "SUCCEEDED"}"""));
        using GlobusSession session = TestSession.Over(handler);

        await session.Actions(new Uri("https://example.org/flows/" + TestSession.FlowId)).GetStatusAsync("a");

        Assert.All(handler.Requests, sent => Assert.Null(sent.Authorization));
    }

    [Fact]
    public async Task The_log_of_an_action_is_read_page_by_page()
    {
        using var handler = new ScriptedHandler(
            () => ScriptedHandler.Answer(200, """{"entries": [{"code": "A", "description": ""}], "has_next_page": true, "marker": "m"}"""),
            () => ScriptedHandler.Answer(200, """{"entries": [{"code": "B", "description": ""}], "has_next_page": false}"""));
        using GlobusSession session = TestSession.Over(handler);

        List<RunLogEntry> log = await TestSession.ToListAsync(session.Actions(s_url, Scope).GetLogAsync("a", pageSize: 5, newestFirst: true));

        Assert.Equal(["A", "B"], log.Select(entry => entry.Code));
        Assert.Equal(["/hello_world/a/log?limit=5&reverse_order=true", "/hello_world/a/log?pagination_token=m"], handler.Requests.Select(sent => sent.Url.PathAndQuery));
    }

    [Fact]
    public async Task A_finished_action_that_is_cancelled_is_a_conflict()
    {
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(409, """{"code": "ActionConflict", "description": "Already done"}"""));
        using GlobusSession session = TestSession.Over(handler);

        GlobusApiException error = await Assert.ThrowsAsync<GlobusApiException>(() => session.Actions(s_url, Scope).CancelAsync("a"));

        Assert.Equal(GlobusErrorKind.Conflict, error.Kind);
        Assert.Equal("Already done (ActionConflict, HTTP 409).", error.Message);
    }

    [Fact]
    public void An_inactive_action_says_what_it_waits_for()
    {
        var status = new ActionStatus(TestSession.Parse("""{"status": "INACTIVE", "details": {"code": "ConsentRequired", "required_scope": "s"}}"""));
        Assert.Equal(["s"], status.Requirements!.RequiredScopes);
    }
}
