using System.Text;
using Globus.Automate.Client.Actions;
using Globus.Automate.Client.Errors;
using Globus.Automate.Client.Flows;
using Globus.Automate.Client.Runs;
using Globus.Automate.Client.Tests.Support;
using Globus.Automate.Client.Transport;
using Microsoft.Extensions.Time.Testing;

namespace Globus.Automate.Client.Tests.Transport;

/// <summary>A secret is in no text that a person or a log may see: a canary that is put everywhere turns up nowhere.</summary>
public sealed class MaskTests
{
    private const string Canary = "c4naRy-s3cret-value";

    public static TheoryData<string> SecretBodies => new()
    {
        $$"""{"password": "{{Canary}}"}""",
        $$"""{"Pass_Word": "{{Canary}}"}""",
        $$"""{"api-key": "{{Canary}}"}""",
        $$"""{"nested": [{"client_secret": {"deep": ["{{Canary}}"] } }] }""",
        $$"""{"_tokens": {"role": "{{Canary}}" } }""",
        $$"""{"_private_data": {"x": {"y": "{{Canary}}" } } }""",
        $$"""{"_privateThing": "{{Canary}}"}""",
        $$"""{"refresh_token": "{{Canary}}", "marker": "m"}""",
        $$"""{"Authorization": "Bearer {{Canary}}"}""",
        $$"""{"send_credentials": [{"credential_type": "smtp", "credential_value": "{{Canary}}"}]}""",
        $$"""{"Parameters": {"__Private_Parameters": ["hidden"], "hidden": "{{Canary}}", "shown": 1 } }""",
        $$"""{"Parameters": {"__Private_Parameters": ["hidden"], "hidden.=": "'{{Canary}}'" } }""",
        $$"""{"properties": {"password": "{{Canary}}" } }""",
    };

    [Theory]
    [MemberData(nameof(SecretBodies))]
    public async Task A_secret_in_the_input_is_in_no_text(string body)
    {
        // The service says it back wherever it can.
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(
            400,
            $$"""{"error": {"code": "FLOW_INPUT_ERROR", "message": "bad {{Canary}}", "detail": [{"loc": ["$.x"], "msg": "'{{Canary}}' is not of type 'integer'", "type": "T"}]}, "echo": "{{Canary}}"}"""));
        var recorder = new Recorder();
        using GlobusSession session = TestSession.Over(handler);

        GlobusApiException error = await Assert.ThrowsAsync<GlobusApiException>(
            () => session.WithObserver(recorder).Flows.RunAsync(TestSession.FlowId, new RunSettings { Body = TestSession.Parse(body) }));

        Assert.Contains(Canary, handler.Requests[0].Body, StringComparison.Ordinal);
        AssertClean(recorder, error);
        Assert.Contains("***", recorder.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_is_in_no_text_even_where_a_proxy_prints_the_request()
    {
        using var handler = new ScriptedHandler(() => new HttpResponseMessage(System.Net.HttpStatusCode.Forbidden)
        {
            Content = new StringContent($"<html>blocked: Authorization: Bearer {Canary} and once more {Canary}</html>", Encoding.UTF8, "text/html"),
        });
        var recorder = new Recorder();
        using GlobusSession session = GlobusSession.Over(handler, GlobusEnvironment.Production, static _ => Canary);

        GlobusApiException error = await Assert.ThrowsAsync<GlobusApiException>(() => session.WithObserver(recorder).Flows.GetAsync(TestSession.FlowId));

        Assert.Equal($"Bearer {Canary}", handler.Requests[0].Authorization);
        AssertClean(recorder, error);
        Assert.Contains("a proxy or gateway may have answered in its place", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_is_in_no_text_where_a_handler_puts_it_into_its_exception()
    {
        var time = new FakeTimeProvider();
        using var handler = new ScriptedHandler(_ => throw new HttpRequestException($"cannot send Bearer {Canary}", new IOException(Canary)));
        var recorder = new Recorder();
        using GlobusSession session = GlobusSession.Over(handler, GlobusEnvironment.Production, static _ => Canary, new GlobusHttpOptions { TimeProvider = time });

        GlobusApiException error = await Assert.ThrowsAsync<GlobusApiException>(() => time.RunAsync(session.WithObserver(recorder).Flows.GetAsync(TestSession.FlowId)));

        AssertClean(recorder, error);
    }

    [Fact]
    public async Task Secrets_in_urls_are_masked()
    {
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(404));
        var recorder = new Recorder();
        using GlobusSession session = TestSession.Over(handler);

        GlobusApiException error = await Assert.ThrowsAsync<GlobusApiException>(() => session.WithObserver(recorder).Http.SendAsync(
            new GlobusRequest { Method = HttpMethod.Get, Url = new Uri($"https://auth.globus.org/x?code={Canary}&page=2&access_token={Canary}#token={Canary}") }));

        AssertClean(recorder, error);
        Assert.Equal("https://auth.globus.org/x?code=***&page=2&access_token=***#token=***", error.Url);
    }

    [Fact]
    public async Task Tokens_in_answers_are_masked()
    {
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(200, $$"""{"access_token": "{{Canary}}", "id_token": "{{Canary}}", "other_tokens": [{"refresh_token": "{{Canary}}"}], "token_type": "Bearer", "expires_in": 5}"""));
        var recorder = new Recorder();
        using GlobusSession session = TestSession.Over(handler);

        await session.WithObserver(recorder).Http.SendAsync(new GlobusRequest { Method = HttpMethod.Post, Url = new Uri("https://auth.globus.org/v2/oauth2/token") });

        AssertClean(recorder, null);
        Assert.Contains("\"token_type\":\"Bearer\"", recorder.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forms_are_masked_by_the_names_of_OAuth()
    {
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(400, $$"""{"error": "invalid_grant", "error_description": "code {{Canary}} was used"}"""));
        var recorder = new Recorder();
        using GlobusSession session = TestSession.Over(handler);

        GlobusApiException error = await Assert.ThrowsAsync<GlobusApiException>(() => session.WithObserver(recorder).Http.SendAsync(new GlobusRequest
        {
            Method = HttpMethod.Post,
            Url = new Uri("https://auth.globus.org/v2/oauth2/token"),
            ContentType = "application/x-www-form-urlencoded",
            Body = Encoding.UTF8.GetBytes($"grant_type=authorization_code&code={Canary}&code_verifier={Canary}&client_id=abc"),
        }));

        AssertClean(recorder, error);
        Assert.Contains("grant_type=authorization_code&code=***&code_verifier=***&client_id=abc", recorder.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_secret_stays_readable()
    {
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(200, """{"has_next_page": false, "flows": [], "pagination_token": "p"}"""));
        var recorder = new Recorder();
        using GlobusSession session = TestSession.Over(handler);

        await session.WithObserver(recorder).Flows.CreateAsync(new FlowSettings
        {
            Title = "Ein schöner Titel",
            Definition = TestSession.Parse("""{"__Private_Parameters": ["a"], "input_schema": {"password": {"type": "string"}}, "requires_secret": true}"""),
        });

        Assert.Contains("\"title\":\"Ein schöner Titel\"", recorder.AllText, StringComparison.Ordinal);
        Assert.Contains("\"password\":{\"type\":\"string\"}", recorder.AllText, StringComparison.Ordinal);
        Assert.Contains("\"requires_secret\":true", recorder.AllText, StringComparison.Ordinal);
        Assert.Contains("\"__Private_Parameters\":[\"a\"]", recorder.AllText, StringComparison.Ordinal);
        Assert.Contains("\"pagination_token\":\"p\"", recorder.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_action_body_is_masked_too()
    {
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(422, $$"""{"code": "BAD", "message": "no {{Canary}}"}"""));
        var recorder = new Recorder();
        using GlobusSession session = TestSession.Over(handler);
        ActionsClient actions = session.WithObserver(recorder).Actions(new Uri("https://actions.globus.org/notification/notify"), "https://auth.globus.org/scopes/actions.globus.org/notification/notify");

        GlobusApiException error = await Assert.ThrowsAsync<GlobusApiException>(
            () => actions.RunAsync(new ActionSettings { Body = TestSession.Parse($$"""{"notification": {"smtp_password": "{{Canary}}" } }""") }));

        AssertClean(recorder, error);
    }

    [Fact]
    public async Task A_body_of_great_depth_is_masked_without_harm()
    {
        string deep = string.Concat(Enumerable.Repeat("[", 100_000));
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(400, deep));
        var recorder = new Recorder();
        using GlobusSession session = TestSession.Over(handler);

        GlobusApiException error = await Assert.ThrowsAsync<GlobusApiException>(() => session.WithObserver(recorder).Flows.GetAsync(TestSession.FlowId));

        Assert.True(error.Message.Length < 500);
        Assert.True(recorder.AllText.Length < 10_000);
    }

    private static void AssertClean(Recorder recorder, GlobusApiException? error)
    {
        Assert.DoesNotContain(Canary, recorder.AllText, StringComparison.Ordinal);
        if (error is not null)
        {
            Assert.DoesNotContain(Canary, error.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(Canary, error.Url, StringComparison.Ordinal);
            Assert.All(error.Details, detail => Assert.DoesNotContain(Canary, detail.ToString(), StringComparison.Ordinal));
        }
    }
}
