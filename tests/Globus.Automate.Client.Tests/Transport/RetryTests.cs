using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Globus.Automate.Client.Errors;
using Globus.Automate.Client.Flows;
using Globus.Automate.Client.Tests.Support;
using Globus.Automate.Client.Transport;
using Microsoft.Extensions.Time.Testing;

namespace Globus.Automate.Client.Tests.Transport;

public sealed class RetryTests
{
    private const string FlowJson = """{"id": "24bc4997-b483-4c25-a19c-64b0afc00743", "title": "T"}""";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 9, 1, 12, 0, 0, TimeSpan.Zero));

    private GlobusHttpOptions Options => new() { TimeProvider = _time };

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_passing_trouble_of_the_service_is_waited_out(int status)
    {
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(status), () => ScriptedHandler.Answer(status), () => ScriptedHandler.Answer(200, FlowJson));
        using GlobusSession session = TestSession.Over(handler, Options);

        Flow flow = await _time.RunAsync(session.Flows.GetAsync(TestSession.FlowId));

        Assert.Equal("T", flow.Title);
        Assert.Equal(3, handler.Requests.Count);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(422)]
    [InlineData(501)]
    public async Task A_refusal_is_not_repeated(int status)
    {
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(status, """{"error": {"code": "X", "detail": "no"}}"""));
        using GlobusSession session = TestSession.Over(handler, Options);

        GlobusApiException error = await Assert.ThrowsAsync<GlobusApiException>(() => _time.RunAsync(session.Flows.GetAsync(TestSession.FlowId)));

        Assert.Equal((HttpStatusCode)status, error.StatusCode);
        Assert.Single(handler.Requests);
    }

    [Fact]
    public async Task A_broken_connection_is_tried_again()
    {
        int calls = 0;
        using var handler = new ScriptedHandler(_ => ++calls < 3 ? throw new HttpRequestException("reset", new SocketException((int)SocketError.ConnectionReset)) : ScriptedHandler.Answer(200, FlowJson));
        using GlobusSession session = TestSession.Over(handler, Options);

        Assert.Equal("T", (await _time.RunAsync(session.Flows.GetAsync(TestSession.FlowId))).Title);
        Assert.Equal(3, calls);
    }

    [Fact]
    public async Task After_five_repetitions_the_error_says_what_the_service_said()
    {
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(503, """{"error": {"code": "MAINTENANCE", "detail": "Back at noon"}, "debug_id": "d-1"}"""));
        var recorder = new Recorder();
        using GlobusSession session = TestSession.Over(handler, Options);

        GlobusApiException error = await Assert.ThrowsAsync<GlobusApiException>(() => _time.RunAsync(session.WithObserver(recorder).Flows.GetAsync(TestSession.FlowId)));

        Assert.Equal(6, handler.Requests.Count);
        Assert.Equal(6, error.Attempts);
        Assert.Equal(GlobusErrorKind.ServiceUnavailable, error.Kind);
        Assert.Equal("Back at noon (MAINTENANCE, HTTP 503).", error.Message);
        Assert.Equal("d-1", error.DebugId);
        Assert.Equal([1, 2, 3, 4, 5, 6], recorder.Exchanges.Select(exchange => exchange.Attempt));
        Assert.Equal(5, recorder.Delays.Count);
        Assert.All(recorder.Delays, delay => Assert.InRange(delay, TimeSpan.Zero, Options.MaxDelay));
        Assert.True(recorder.Delays[^1] > recorder.Delays[0], "the waits grow");
    }

    [Fact]
    public async Task Retry_After_in_seconds_is_waited_for_and_no_longer()
    {
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(429, null, ("Retry-After", "37")), () => ScriptedHandler.Answer(200, FlowJson));
        var recorder = new Recorder();
        using GlobusSession session = TestSession.Over(handler, Options);

        await _time.RunAsync(session.WithObserver(recorder).Flows.GetAsync(TestSession.FlowId), TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.FromSeconds(37), Assert.Single(recorder.Delays));
    }

    [Fact]
    public async Task Retry_After_as_a_date_is_waited_for()
    {
        string date = _time.GetUtcNow().AddSeconds(20).ToString("R", CultureInfo.InvariantCulture);
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(503, null, ("Retry-After", date)), () => ScriptedHandler.Answer(200, FlowJson));
        var recorder = new Recorder();
        DateTimeOffset before = _time.GetUtcNow();
        using GlobusSession session = TestSession.Over(handler, Options);

        await _time.RunAsync(session.WithObserver(recorder).Flows.GetAsync(TestSession.FlowId), TimeSpan.FromSeconds(1));

        Assert.Equal(20, Assert.Single(recorder.Delays).TotalSeconds, 1.0);
        Assert.True(_time.GetUtcNow() - before >= TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_Retry_After_in_the_past_or_unreadable_does_no_harm()
    {
        using var handler = new ScriptedHandler(
            () => ScriptedHandler.Answer(503, null, ("Retry-After", "Mon, 01 Jan 2001 00:00:00 GMT")),
            () => ScriptedHandler.Answer(503, null, ("Retry-After", "soon")),
            () => ScriptedHandler.Answer(503, null, ("Retry-After", "-5")),
            () => ScriptedHandler.Answer(200, FlowJson));
        using GlobusSession session = TestSession.Over(handler, Options);

        Assert.Equal("T", (await _time.RunAsync(session.Flows.GetAsync(TestSession.FlowId))).Title);
    }

    [Fact]
    public async Task A_Retry_After_beyond_patience_ends_in_an_error_at_once()
    {
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(429, null, ("Retry-After", "3600")));
        using GlobusSession session = TestSession.Over(handler, Options);

        // The clock stands still: waiting would never end.
        GlobusApiException error = await Assert.ThrowsAsync<GlobusApiException>(() => session.Flows.GetAsync(TestSession.FlowId).WaitAsync(TimeSpan.FromSeconds(20)));

        Assert.Equal(GlobusErrorKind.RateLimited, error.Kind);
        Assert.Equal(TimeSpan.FromHours(1), error.RetryAfter);
        Assert.Single(handler.Requests);
    }

    [Fact]
    public async Task No_attempt_begins_after_the_total_time()
    {
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(429, null, ("Retry-After", "50")));
        using GlobusSession session = TestSession.Over(handler, Options with { TotalTime = TimeSpan.FromSeconds(120) });

        await Assert.ThrowsAsync<GlobusApiException>(() => _time.RunAsync(session.Flows.GetAsync(TestSession.FlowId), TimeSpan.FromSeconds(1)));

        // At 0, 50 and 100 seconds; 150 would be too late.
        Assert.Equal(3, handler.Requests.Count);
    }

    [Fact]
    public async Task An_attempt_without_an_answer_ends_at_the_time_out_and_is_repeated()
    {
        using var handler = new ScriptedHandler(async (sent, token) =>
        {
            if (sent.Number == 1)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
            }

            return ScriptedHandler.Answer(200, FlowJson);
        });
        using GlobusSession session = TestSession.Over(handler, Options with { Timeout = TimeSpan.FromSeconds(30) });

        Assert.Equal("T", (await _time.RunAsync(session.Flows.GetAsync(TestSession.FlowId), TimeSpan.FromSeconds(1))).Title);
        Assert.Equal(2, handler.Requests.Count);
    }

    [Fact]
    public async Task A_service_that_never_answers_ends_in_a_time_out_error()
    {
        using var handler = new ScriptedHandler(async (_, token) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
            throw new InvalidOperationException();
        });
        using GlobusSession session = TestSession.Over(handler, Options with { Timeout = TimeSpan.FromSeconds(30), MaxRetries = 1 });

        GlobusApiException error = await Assert.ThrowsAsync<GlobusApiException>(() => _time.RunAsync(session.Flows.GetAsync(TestSession.FlowId), TimeSpan.FromSeconds(1)));

        Assert.Equal(GlobusErrorKind.Timeout, error.Kind);
        Assert.Equal("flows.automate.globus.org did not answer within 30 seconds.", error.Message);
    }

    [Fact]
    public async Task Cancelling_ends_a_request_that_is_under_way()
    {
        using var stop = new CancellationTokenSource();
        using var handler = new ScriptedHandler(async (_, token) =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
            throw new InvalidOperationException();
        });
        using GlobusSession session = TestSession.Over(handler, Options);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => session.Flows.GetAsync(TestSession.FlowId, stop.Token));
        Assert.Single(handler.Requests);
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_between_attempts()
    {
        using var stop = new CancellationTokenSource();
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(503, null, ("Retry-After", "50")));
        using GlobusSession session = TestSession.Over(handler, Options);

        // The clock stands still, so only cancelling can end this.
        Task<Flow> task = session.Flows.GetAsync(TestSession.FlowId, stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Single(handler.Requests);
    }

    [Fact]
    public async Task A_repeated_deletion_that_finds_nothing_says_that_it_may_be_done()
    {
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(502), () => ScriptedHandler.Answer(404, """{"error": {"code": "NOT_FOUND", "detail": "No flow"}}"""));
        using GlobusSession session = TestSession.Over(handler, Options);

        GlobusApiException error = await Assert.ThrowsAsync<GlobusApiException>(() => _time.RunAsync(session.Flows.DeleteAsync(TestSession.FlowId)));

        Assert.Equal(GlobusErrorKind.NotFound, error.Kind);
        Assert.Equal("No flow (NOT_FOUND, HTTP 404). An earlier attempt of the same request may have done it already.", error.Message);
    }

    [Fact]
    public async Task Without_repetitions_one_attempt_is_all()
    {
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(503));
        using GlobusSession session = TestSession.Over(handler, Options with { MaxRetries = 0 });

        await Assert.ThrowsAsync<GlobusApiException>(() => session.Flows.GetAsync(TestSession.FlowId).WaitAsync(TimeSpan.FromSeconds(20)));

        Assert.Single(handler.Requests);
    }
}
