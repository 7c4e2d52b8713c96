using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local;
using Microsoft.Extensions.Time.Testing;

namespace Globus.Automate.Tests.Services;

public sealed class ListingTests
{
    [Fact]
    public async Task A_marker_holds_the_whole_query_and_survives_changes_between_pages()
    {
        await using var client = new LocalClient();
        for (int i = 0; i < 25; i++)
        {
            await client.PublishAsync(LocalClient.PassFlow, $"Flow {i:00}", settings: LocalClient.Json(i % 5 == 0 ? """{"keywords": ["fifth"]}""" : "{}"));
        }

        var titles = new List<string>();
        Answer page = (await client.SendAsync("GET", "/flows?filter_role=flow_viewer&orderby=title+DESC&per_page=10")).Expect(200);
        while (true)
        {
            titles.AddRange(page.Texts("flows", "title"));
            Assert.Equal(FlowValue.From(10), page.Object["limit"]);
            if (page.Object["has_next_page"]!.Equals(FlowValue.False))
            {
                Assert.Equal(FlowValue.Null, page.Object["marker"]);
                break;
            }

            // What comes in front, and what goes from before the place, moves nothing.
            await client.PublishAsync(LocalClient.PassFlow, "Z new");
            page = (await client.SendAsync("GET", $"/flows?marker={Uri.EscapeDataString(page.Text("marker"))}&per_page=3&orderby=title+ASC")).Expect(200);
        }

        Assert.Equal(Enumerable.Range(0, 25).Reverse().Select(static i => $"Flow {i:00}"), titles);
    }

    [Theory]
    [InlineData("filter_fulltext=transfer", "B,C")]
    [InlineData("filter_fulltext=DATA+transfer", "B")]
    [InlineData("filter_fulltext=hello,index", "A,C")]
    [InlineData("filter_title=a", "A")]
    [InlineData("title=A,b", "A,B")]
    [InlineData("filter_keywords=nightly", "C")]
    [InlineData("filter_subtitle=data", "B")]
    [InlineData("filter_title=a&filter_description=index", "")]
    [InlineData("filter_scope_string=no-such", "")]
    [InlineData("filter_roles=", "A,B,C")]
    public async Task Flows_are_found_by_text(string query, string expected)
    {
        await using var client = new LocalClient();
        await client.PublishAsync(LocalClient.PassFlow, "A", settings: LocalClient.Json("""{"description": "Says hello"}"""));
        await client.PublishAsync(LocalClient.PassFlow, "B", settings: LocalClient.Json("""{"subtitle": "Data", "description": "Transfer and wait"}"""));
        await client.PublishAsync(LocalClient.PassFlow, "C", settings: LocalClient.Json("""{"keywords": ["nightly", "transfer"], "description": "Into the index"}"""));
        Answer page = (await client.SendAsync("GET", $"/flows?orderby=title+ASC&{query}")).Expect(200);
        Assert.Equal(expected, string.Join(',', page.Texts("flows", "title")));
    }

    [Theory]
    [InlineData("", "own")]
    [InlineData("filter_role=flow_administrator", "admin,own")]
    [InlineData("filter_role=flow_starter", "admin,own,start")]
    [InlineData("filter_role=flow_viewer", "admin,own,start,view")]
    [InlineData("filter_roles=flow_starter,flow_viewers", "start,view")]
    [InlineData("filter_roles=flow_starter&filter_roles=flow_owner", "own,start")]
    [InlineData("filter_role=runnable_by", "admin,own,start")]
    [InlineData("filter_roles=run_monitor", "monitor")]
    public async Task Flows_are_found_by_role(string query, string expected)
    {
        await using var client = new LocalClient();
        string bob = client.Globus.PrincipalOf("bob");
        await client.PublishAsync(LocalClient.PassFlow, "own", "bob");
        await client.PublishAsync(LocalClient.PassFlow, "hidden", "alice");
        foreach ((string title, string role) in new[] { ("admin", "flow_administrators"), ("start", "flow_starters"), ("view", "flow_viewers"), ("monitor", "run_monitors") })
        {
            await client.PublishAsync(LocalClient.PassFlow, title, "alice", LocalClient.Json($$"""{"{{role}}": ["{{bob}}"]}"""));
        }

        Answer page = (await client.SendAsync("GET", $"/flows?orderby=title&{query}", user: "bob")).Expect(200);
        Assert.Equal(expected, string.Join(',', page.Texts("flows", "title")));
    }

    [Theory]
    [InlineData("/flows?per_page=0")]
    [InlineData("/flows?per_page=x")]
    [InlineData("/flows?orderby=definition+ASC")]
    [InlineData("/flows?orderby=title+SIDEWAYS")]
    [InlineData("/flows?filter_role=king")]
    [InlineData("/flows?marker=nonsense")]
    [InlineData("/flows?marker=WyJhIl0")]
    [InlineData("/runs?filter_status=DONE")]
    [InlineData("/runs?filter_start_time=yesterday")]
    [InlineData("/runs?filter_roles=king")]
    [InlineData("/runs?pagination_token=W10")]
    public async Task A_query_that_makes_no_sense_is_refused(string query)
    {
        await using var client = new LocalClient();
        Assert.Equal("BAD_REQUEST", (await client.SendAsync("GET", query)).Expect(400).Code);
    }

    [Fact]
    public async Task Runs_are_found_by_status_label_flow_and_time_and_paged()
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-01-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
        await using var client = new LocalClient(new LocalGlobusOptions { TimeProvider = time });
        string quick = await client.PublishAsync(LocalClient.PassFlow, "Quick one");
        string slow = await client.PublishAsync(LocalClient.LongFlow, "Slow one");
        for (int hour = 0; hour < 6; hour++)
        {
            string run = await client.StartAsync(hour % 2 == 0 ? quick : slow, settings: LocalClient.Json($$"""{"label": "run {{hour}}"}"""));
            if (hour % 2 == 0)
            {
                await client.WaitAsync(run);
            }

            if (hour == 1)
            {
                (await client.SendAsync("POST", $"/runs/{run}/cancel")).Expect(202);
            }

            time.Advance(TimeSpan.FromMinutes(10));
        }

        async Task<string> Labels(string query) => string.Join(',', (await client.SendAsync("GET", $"/runs?orderby=start_time+ASC&{query}")).Expect(200).Texts("runs", "label"));
        Assert.Equal("run 0,run 1,run 2,run 3,run 4,run 5", await Labels("filter_flow_id=&filter_roles="));
        Assert.Equal("run 0,run 2,run 4", await Labels("filter_status=SUCCEEDED"));
        Assert.Equal("run 1,run 3,run 5", await Labels("filter_status=ENDED,ACTIVE"));
        Assert.Equal("run 3", await Labels("filter_label=RUN%203"));
        Assert.Equal("run 1,run 3,run 5", await Labels($"filter_flow_id={slow},{Guid.NewGuid()}"));
        Assert.Equal("run 0,run 2,run 4", await Labels("filter_flow_title=quick"));
        Assert.Equal("run 2,run 3", await Labels("filter_start_time=2026-01-01T00:20:00Z,2026-01-01T00:40:00%2B00:00"));
        Assert.Equal("run 4,run 5", await Labels("filter_start_time=2026-01-01T00:40:00,"));
        Assert.Equal("run 0,run 1", await Labels("filter_completion_time=,2026-01-01T00:20:00Z"));
        Assert.Equal("run 5,run 4,run 3,run 2,run 1,run 0", string.Join(',', (await client.SendAsync("GET", "/runs?orderby=label+DESC")).Texts("runs", "label")));

        Answer first = (await client.SendAsync("GET", $"/flows/{quick}/runs?per_page=2&orderby=start_time+ASC", scope: LocalClient.FlowScope(quick))).Expect(200);
        Assert.Equal(["run 0", "run 2"], first.Texts("actions", "label"));
        Answer second = (await client.SendAsync("GET", $"/flows/{quick}/runs?pagination_token={first.Text("marker")}")).Expect(200);
        Assert.Equal(["run 4"], second.Texts("runs", "label"));
        (await client.SendAsync("GET", $"/flows/{Guid.NewGuid()}/runs")).Expect(404);
    }

    [Fact]
    public async Task A_log_is_read_in_both_directions_page_by_page()
    {
        await using var client = new LocalClient();
        string flow = await client.PublishAsync(LocalClient.Json("""
            {"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Pass", "Next": "C"}, "C": {"Type": "Pass", "End": true}}}
            """));
        string run = await client.StartAsync(flow);
        await client.WaitAsync(run);
        string[] all = (await client.SendAsync("GET", $"/runs/{run}/log?limit=100&reverse_order=False")).Expect(200).Texts("entries", "code");
        Assert.Equal(8, all.Length);

        foreach (bool reverse in new[] { false, true })
        {
            var read = new List<string>();
            Answer page = (await client.SendAsync("GET", $"/runs/{run}/log?limit=3{(reverse ? "&reverse_order=True" : "")}")).Expect(200);
            read.AddRange(page.Texts("entries", "code"));
            while (page.Object["has_next_page"]!.Equals(FlowValue.True))
            {
                page = (await client.SendAsync("GET", $"/flows/{flow}/runs/{run}/log?marker={page.Text("marker")}")).Expect(200);
                read.AddRange(page.Texts("entries", "code"));
            }

            Assert.Equal(reverse ? all.Reverse() : all, read);
        }

        Assert.Equal(FlowValue.From(5), (await client.SendAsync("GET", $"/flows/{flow}/{run}/log?limit=100&per_page=5", scope: LocalClient.FlowScope(flow))).Expect(200).Object["limit"]);
        (await client.SendAsync("GET", $"/runs/{run}/log?limit=101")).Expect(400);
        (await client.SendAsync("GET", $"/runs/{run}/log?marker=nonsense")).Expect(400);
    }
}
