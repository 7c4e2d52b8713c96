using Globus.Automate.Client.Errors;
using Globus.Automate.Client.Flows;
using Globus.Automate.Client.Runs;
using Globus.Automate.Client.Tests.Support;

namespace Globus.Automate.Client.Tests.Transport;

public sealed class PagingTests
{
    [Fact]
    public async Task The_next_page_is_asked_for_only_when_it_is_needed()
    {
        using var handler = new ScriptedHandler(Pages);
        using GlobusSession session = TestSession.Over(handler);

        await using IAsyncEnumerator<Run> runs = session.Runs.ListAsync().GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.Empty(handler.Requests);
        Assert.True(await runs.MoveNextAsync());
        Assert.True(await runs.MoveNextAsync());
        Assert.Equal("r1-1", runs.Current.RunId);
        Assert.Single(handler.Requests);

        Assert.True(await runs.MoveNextAsync());
        Assert.Equal("r2-0", runs.Current.RunId);
        Assert.Equal(2, handler.Requests.Count);
    }

    [Fact]
    public async Task Stopping_early_asks_for_nothing_more()
    {
        using var handler = new ScriptedHandler(Pages);
        using GlobusSession session = TestSession.Over(handler);

        await foreach (Run run in session.Runs.ListAsync())
        {
            if (run.RunId == "r1-1")
            {
                break;
            }
        }

        Assert.Single(handler.Requests);
    }

    [Fact]
    public async Task The_marker_goes_alone_and_the_list_ends_with_the_last_page()
    {
        using var handler = new ScriptedHandler(Pages);
        using GlobusSession session = TestSession.Over(handler);

        List<Run> runs = await TestSession.ToListAsync(session.Runs.ListAsync(new RunFilter { Statuses = ["ACTIVE", "INACTIVE"], PerPage = 2 }));

        Assert.Equal(6, runs.Count);
        Assert.Equal(
            ["/runs?filter_status=ACTIVE,INACTIVE&per_page=2", "/runs?marker=m 1/&", "/runs?marker=m 2/&"],
            handler.Requests.Select(sent => sent.PathAndQuery));
    }

    [Fact]
    public async Task Each_listing_of_the_same_source_begins_anew()
    {
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(200, """{"runs": [{"run_id": "a"}], "has_next_page": false}"""));
        using GlobusSession session = TestSession.Over(handler);
        IAsyncEnumerable<Run> source = session.Runs.ListAsync();

        Assert.Single(await TestSession.ToListAsync(source));
        Assert.Single(await TestSession.ToListAsync(source));
        Assert.Equal(2, handler.Requests.Count);
    }

    [Fact]
    public async Task A_marker_that_comes_again_ends_in_an_error_instead_of_a_circle()
    {
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(200, """{"runs": [], "has_next_page": true, "marker": "same"}"""));
        using GlobusSession session = TestSession.Over(handler);

        GlobusApiException error = await Assert.ThrowsAsync<GlobusApiException>(() => TestSession.ToListAsync(session.Runs.ListAsync()));

        Assert.Equal(GlobusErrorKind.InvalidResponse, error.Kind);
        Assert.Equal(2, handler.Requests.Count);
    }

    [Theory]
    [InlineData("""{"has_next_page": false}""")]
    [InlineData("""{"runs": {"a": 1}}""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("7")]
    public async Task An_answer_without_a_list_is_an_error(string json)
    {
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(200, json));
        using GlobusSession session = TestSession.Over(handler);

        GlobusApiException error = await Assert.ThrowsAsync<GlobusApiException>(() => TestSession.ToListAsync(session.Runs.ListAsync()));

        Assert.Equal(GlobusErrorKind.InvalidResponse, error.Kind);
        Assert.Equal("The answer to GET /runs holds no 'runs'.", error.Message);
    }

    [Fact]
    public async Task Cancelling_ends_a_listing_between_items()
    {
        using var stop = new CancellationTokenSource();
        using var handler = new ScriptedHandler(Pages);
        using GlobusSession session = TestSession.Over(handler);
        int seen = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (Run _ in session.Runs.ListAsync(cancellationToken: stop.Token))
            {
                seen++;
                await stop.CancelAsync();
            }
        });

        Assert.Equal(1, seen);
        Assert.Single(handler.Requests);
    }

    [Fact]
    public async Task A_listing_can_go_on_from_a_marker()
    {
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(200, """{"flows": [], "has_next_page": false}"""));
        using GlobusSession session = TestSession.Over(handler);

        await TestSession.ToListAsync(session.Flows.ListAsync(new FlowFilter { Marker = "here", FullText = "ignored" }));

        Assert.Equal("/flows?marker=here", handler.Requests[0].PathAndQuery);
    }

    [Fact]
    public async Task Every_filter_of_flows_is_sent_as_the_service_takes_it()
    {
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(200, """{"flows": [], "has_next_page": false}"""));
        using GlobusSession session = TestSession.Over(handler);

        await TestSession.ToListAsync(session.Flows.ListAsync(new FlowFilter
        {
            Roles = ["flow_viewer", "flow_starter"],
            FullText = "hello world & more",
            Title = "t",
            Subtitle = "s",
            Description = "d",
            Keywords = "k",
            ScopeString = "sc",
            OrderBy = ["title ASC", "updated_at DESC"],
            PerPage = 50,
        }));

        Assert.Equal(
            "/flows?filter_roles=flow_viewer%2Cflow_starter&filter_fulltext=hello%20world%20%26%20more&filter_title=t&filter_subtitle=s&filter_description=d&filter_keywords=k&filter_scope_string=sc&orderby=title%20ASC%2Cupdated_at%20DESC&per_page=50",
            handler.Requests[0].Url.PathAndQuery);
    }

    [Fact]
    public async Task Every_filter_of_runs_is_sent_as_the_service_takes_it()
    {
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(200, """{"actions": [{"action_id": "a"}], "has_next_page": false}"""));
        using GlobusSession session = TestSession.Over(handler);

        List<Run> runs = await TestSession.ToListAsync(session.Flows.ListRunsAsync(TestSession.FlowId, new RunFilter
        {
            Roles = ["run_owner", "run_manager"],
            Statuses = ["FAILED"],
            Labels = ["night"],
            StartedAfter = new DateTimeOffset(2026, 8, 1, 2, 0, 0, TimeSpan.FromHours(2)),
            CompletedBefore = new DateTimeOffset(2026, 8, 2, 0, 0, 0, 500, TimeSpan.Zero),
            OrderBy = ["start_time DESC"],
        }));

        Assert.Equal("a", Assert.Single(runs).RunId);
        Assert.Equal(
            "/flows/24bc4997-b483-4c25-a19c-64b0afc00743/runs?filter_roles=run_owner,run_manager&filter_status=FAILED&filter_label=night&filter_start_time=2026-08-01T00:00:00+00:00,&filter_completion_time=,2026-08-02T00:00:00.5+00:00&orderby=start_time DESC",
            handler.Requests[0].PathAndQuery);
    }

    [Fact]
    public async Task One_page_of_a_log_says_where_the_next_begins()
    {
        using var handler = new ScriptedHandler(
            () => ScriptedHandler.Answer(200, """{"limit": 2, "has_next_page": true, "marker": "m", "entries": [{"code": "A", "description": "", "time": "2026-01-01T00:00:00Z", "details": {"state_name": "S"}}]}"""),
            () => ScriptedHandler.Answer(200, """{"limit": 2, "has_next_page": false, "entries": []}"""));
        using GlobusSession session = TestSession.Over(handler);

        RunLogPage first = await session.Runs.GetLogPageAsync(TestSession.RunId, pageSize: 2, newestFirst: true);
        RunLogPage second = await session.Runs.GetLogPageAsync(TestSession.RunId, pageSize: 2, newestFirst: true, marker: first.Marker);

        Assert.True(first.HasNextPage);
        Assert.Equal("S", first.Entries[0].StateName);
        Assert.False(second.HasNextPage);
        Assert.Null(second.Marker);
        Assert.Equal(["?limit=2&reverse_order=true", "?marker=m"], handler.Requests.Select(sent => sent.Url.Query));
    }

    private static HttpResponseMessage Pages(Sent sent)
        => ScriptedHandler.Answer(200, $$"""
            {"runs": [{"run_id": "r{{sent.Number}}-0"}, {"run_id": "r{{sent.Number}}-1"}], "limit": 2, "has_next_page": {{(sent.Number < 3 ? "true" : "false")}}, "marker": "m {{sent.Number}}/&"}
            """);
}
