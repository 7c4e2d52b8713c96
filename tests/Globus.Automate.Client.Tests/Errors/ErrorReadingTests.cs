using System.Net;
using System.Text;
using Globus.Automate.Client.Errors;
using Globus.Automate.Client.Runs;
using Globus.Automate.Client.Tests.Support;
using Globus.Automate.Client.Transport;

namespace Globus.Automate.Client.Tests.Errors;

public sealed class ErrorReadingTests
{
    [Theory]
    [InlineData(404, """{"code": "ClientError.NotFound", "message": "No such queue.", "request_id": "r-1"}""", GlobusErrorKind.NotFound, "ClientError.NotFound", "r-1", "No such queue (ClientError.NotFound, HTTP 404).")]
    [InlineData(403, """{"errors": [{"id": "x", "code": "FORBIDDEN", "detail": "Not yours", "title": "Forbidden", "status": "403"}]}""", GlobusErrorKind.Forbidden, "FORBIDDEN", null, "Not yours (FORBIDDEN, HTTP 403).")]
    [InlineData(400, """{"error": "invalid_request", "error_description": "redirect_uri is missing."}""", GlobusErrorKind.InvalidInput, "invalid_request", null, "redirect_uri is missing (invalid_request, HTTP 400).")]
    [InlineData(409, """{"error": {"code": "STATE_CONFLICT", "detail": "busy"}, "debug_id": "d"}""", GlobusErrorKind.Conflict, "STATE_CONFLICT", "d", "busy (STATE_CONFLICT, HTTP 409).")]
    [InlineData(422, """{"error": {"code": "UNPROCESSABLE_ENTITY", "detail": [{"loc": ["a.b", 0, "it's"], "msg": "bad.", "type": "t"}, {"loc": ["c"], "msg": "worse"}]}}""", GlobusErrorKind.InvalidInput, "UNPROCESSABLE_ENTITY", null, @"$['a.b'][0]['it\'s']: bad, and 1 more (UNPROCESSABLE_ENTITY, HTTP 422).")]
    [InlineData(422, """{"detail": [{"loc": ["body", "definition", "StartAt"], "msg": "field required", "type": "value_error.missing"}]}""", GlobusErrorKind.InvalidDefinition, null, null, "$.body.definition.StartAt: field required (HTTP 422).")]
    [InlineData(422, """{"error": {"code": "X", "detail": ["plain text", 7, {"odd": 1}]}}""", GlobusErrorKind.InvalidInput, "X", null, "plain text, and 2 more (X, HTTP 422).")]
    [InlineData(404, """{}""", GlobusErrorKind.NotFound, null, null, "flows.automate.globus.org answered GET /runs/r with Not Found (HTTP 404).")]
    [InlineData(404, """[1, 2]""", GlobusErrorKind.NotFound, null, null, "flows.automate.globus.org answered GET /runs/r with Not Found (HTTP 404).")]
    [InlineData(404, """{"error": {"code": 5, "detail": null}, "debug_id": [], "errors": "x"}""", GlobusErrorKind.NotFound, null, null, "flows.automate.globus.org answered GET /runs/r with Not Found (HTTP 404).")]
    [InlineData(413, "<html><body>413 Request Entity Too Large nginx</body></html>", GlobusErrorKind.InvalidInput, null, null, "flows.automate.globus.org answered GET /runs/r with RequestEntityTooLarge and no error that can be read; a proxy or gateway may have answered in its place (HTTP 413).")]
    [InlineData(407, "", GlobusErrorKind.Unknown, null, null, "flows.automate.globus.org answered GET /runs/r with ProxyAuthenticationRequired and no error that can be read; a proxy or gateway may have answered in its place (HTTP 407).")]
    public async Task Each_shape_of_an_error_body_is_read(int status, string body, GlobusErrorKind kind, string? code, string? debugId, string message)
    {
        GlobusApiException error = await FailAsync(status, body);

        Assert.Equal(kind, error.Kind);
        Assert.Equal(code, error.Code);
        Assert.Equal(debugId, error.DebugId);
        Assert.Equal(message, error.Message);
        Assert.Equal((HttpStatusCode)status, error.StatusCode);
        Assert.Equal("GET", error.Method);
        Assert.Equal("https://flows.automate.globus.org/runs/r", error.Url);
    }

    [Theory]
    [InlineData("""{"code": "AuthenticationPolicyRequired", "authorization_parameters": {"session_required_policies": ["p1", "p2"], "session_message": "hello"}}""", "AuthenticationPolicyRequired", "", "p1|p2", GlobusErrorKind.SessionRequired)]
    [InlineData("""{"authorization_parameters": {"session_required_policies": "p1,p2"}}""", "AuthorizationRequired", "", "p1|p2", GlobusErrorKind.SessionRequired)]
    [InlineData("""{"code": "ConsentRequired", "authorization_parameters": {"required_scopes": ["a[b *c]", "d"]}}""", "ConsentRequired", "a[b *c]|d", "", GlobusErrorKind.ConsentRequired)]
    [InlineData("""{"code": "ConsentRequired", "authorization_parameters": {"required_scopes": "a[b *c] d"}}""", "ConsentRequired", "a[b *c]|d", "", GlobusErrorKind.ConsentRequired)]
    [InlineData("""{"code": "ConsentRequired", "required_scopes": ["a", "b"], "message": "m"}""", "ConsentRequired", "a|b", "", GlobusErrorKind.ConsentRequired)]
    [InlineData("""{"code": "ConsentRequired", "required_scope": "a[b]", "description": "d"}""", "ConsentRequired", "a[b]", "", GlobusErrorKind.ConsentRequired)]
    [InlineData("""{"error": "dependent_consent_required", "errors": [{"unapproved_scopes": ["a"]}, {"unapproved_scopes": ["b"]}]}""", "ConsentRequired", "a|b", "", GlobusErrorKind.ConsentRequired)]
    [InlineData("""{"error": {"code": "ConsentRequired", "required_scope": "a"}}""", "ConsentRequired", "a", "", GlobusErrorKind.ConsentRequired)]
    [InlineData("""{"errors": [{"code": "X"}, {"code": "ConsentRequired", "authorization_parameters": {"required_scopes": ["a"]}}]}""", "ConsentRequired", "a", "", GlobusErrorKind.ConsentRequired)]
    [InlineData("""{"code": "Both", "authorization_parameters": {"required_scopes": ["a"], "session_required_policies": ["p"]}}""", "Both", "a", "p", GlobusErrorKind.SessionRequired)]
    public async Task Each_shape_of_an_authorization_requirement_is_read(string body, string code, string scopes, string policies, GlobusErrorKind kind)
    {
        GlobusApiException error = await FailAsync(403, body);

        Assert.Equal(kind, error.Kind);
        Assert.Equal(code, error.AuthorizationRequirements!.Code);
        Assert.Equal(scopes.Split('|', StringSplitOptions.RemoveEmptyEntries), error.AuthorizationRequirements.RequiredScopes);
        Assert.Equal(policies.Split('|', StringSplitOptions.RemoveEmptyEntries), error.AuthorizationRequirements.SessionRequiredPolicies);
    }

    [Theory]
    [InlineData("""{"error": {"code": "FORBIDDEN", "detail": "no"}}""")]
    [InlineData("""{"code": "ConsentRequired"}""")]
    [InlineData("""{"authorization_parameters": {}}""")]
    [InlineData("""{"authorization_parameters": "x"}""")]
    [InlineData("""{"code": "ConsentRequired", "required_scopes": [1, null]}""")]
    public async Task What_asks_for_nothing_is_no_requirement(string body)
        => Assert.Null((await FailAsync(403, body)).AuthorizationRequirements);

    [Fact]
    public void All_session_parameters_are_read()
    {
        AuthorizationRequirements needs = AuthorizationRequirements.Find(TestSession.Parse("""
            {"code": "AuthorizationRequired", "authorization_parameters": {"session_message": "m", "session_required_identities": ["i1", "i2"],
             "session_required_single_domain": ["d.org"], "session_required_mfa": true, "prompt": "login"}}
            """))!;

        Assert.Equal("m", needs.SessionMessage);
        Assert.Equal(["i1", "i2"], needs.SessionRequiredIdentities);
        Assert.Equal(["d.org"], needs.SessionRequiredSingleDomains);
        Assert.True(needs.SessionRequiredMfa);
        Assert.Equal("login", needs.Prompt);
        Assert.True(needs.NeedsSession);
    }

    [Fact]
    public void An_inactive_run_says_what_it_waits_for()
    {
        var run = new Run(TestSession.Parse("""
            {"run_id": "r", "status": "INACTIVE", "details": {"code": "ConsentRequired", "description": "d", "required_scope": "https://auth.globus.org/scopes/F/flow_F_user[x]", "state_name": "Transfer"}}
            """));

        Assert.Equal(["https://auth.globus.org/scopes/F/flow_F_user[x]"], run.Requirements!.RequiredScopes);
    }

    [Fact]
    public void An_inactive_run_says_what_its_action_waits_for()
    {
        var run = new Run(TestSession.Parse("""
            {"run_id": "r", "status": "INACTIVE", "details": {"code": "FlowInactive", "action_statuses": [{"action_id": "a", "details": {"code": "ConsentRequired", "required_scope": "s"}}]}}
            """));

        Assert.Equal(["s"], run.Requirements!.RequiredScopes);
    }

    [Fact]
    public void A_run_that_goes_on_waits_for_nothing()
        => Assert.Null(new Run(TestSession.Parse("""{"status": "ACTIVE", "details": {"code": "ConsentRequired", "required_scope": "s"}}""")).Requirements);

    [Fact]
    public void A_scope_is_put_in_front_once()
    {
        var needs = new AuthorizationRequirements { Code = "X", RequiredScopes = ["a[b]"] };

        Assert.Equal(["flow", "a[b]"], needs.WithScope("flow").RequiredScopes);
        Assert.Equal(["a[b]"], needs.WithScope("a").RequiredScopes);
    }

    [Fact]
    public void Requirements_hidden_in_great_depth_are_not_searched_for_without_end()
    {
        string json = string.Concat(Enumerable.Repeat("""{"error": """, 60)) + """{"code": "ConsentRequired", "required_scope": "s"}""" + new string('}', 60);
        Assert.Null(AuthorizationRequirements.Find(TestSession.Parse(json)));
    }

    [Fact]
    public async Task A_body_beyond_the_bound_is_not_read()
    {
        using var handler = new ScriptedHandler(() => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new EndlessStream()) });
        using GlobusSession session = TestSession.Over(handler, new GlobusHttpOptions { MaxResponseBytes = 100_000 });

        GlobusApiException error = await Assert.ThrowsAsync<GlobusApiException>(() => session.Runs.GetAsync("r"));

        Assert.Equal(GlobusErrorKind.InvalidResponse, error.Kind);
        Assert.Equal("The answer of flows.automate.globus.org is not read: the body is larger than 100000 bytes.", error.Message);
        Assert.Single(handler.Requests);
    }

    [Fact]
    public async Task A_page_of_a_proxy_in_place_of_an_answer_is_told_as_such()
    {
        using var handler = new ScriptedHandler(() => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("<html>Please log in to the Wi-Fi</html>", Encoding.UTF8, "text/html") });
        using GlobusSession session = TestSession.Over(handler);

        GlobusApiException error = await Assert.ThrowsAsync<GlobusApiException>(() => session.Runs.GetAsync("r"));

        Assert.Equal(GlobusErrorKind.InvalidResponse, error.Kind);
        Assert.Equal("The answer to GET https://flows.automate.globus.org/runs/r cannot be used: it is not JSON but text/html; a proxy may have answered in the service's place.", error.Message);
        Assert.False(error.MayHaveStarted);
    }

    [Fact]
    public async Task A_byte_order_mark_does_no_harm()
    {
        using var handler = new ScriptedHandler(() => new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent([0xEF, 0xBB, 0xBF, .. """{"run_id": "r"}"""u8]) });
        using GlobusSession session = TestSession.Over(handler);

        Assert.Equal("r", (await session.Runs.GetAsync("r")).RunId);
    }

    private static async Task<GlobusApiException> FailAsync(int status, string body)
    {
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(status, body));
        using GlobusSession session = TestSession.Over(handler);
        return await Assert.ThrowsAsync<GlobusApiException>(() => session.Runs.GetAsync("r"));
    }

    private sealed class EndlessStream : MemoryStream
    {
        public override int Read(byte[] buffer, int offset, int count) => count;

        public override int Read(Span<byte> buffer) => buffer.Length;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(buffer.Length);

        public override bool CanSeek => false;
    }
}
