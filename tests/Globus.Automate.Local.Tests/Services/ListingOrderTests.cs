using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local;
using Microsoft.Extensions.Time.Testing;

namespace Globus.Automate.Tests.Services;

/// <summary>Pages are what a sort of everything would give, whatever is started, released and listed in between.</summary>
public sealed class ListingOrderTests
{
    private static readonly FlowObject s_failing = LocalClient.Json("""{"StartAt": "A", "States": {"A": {"Type": "Fail", "Error": "E", "Cause": "C"}}}""");

    [Theory]
    [InlineData("", "start_time DESC")]
    [InlineData("orderby=start_time+ASC", "start_time ASC")]
    [InlineData("orderby=start_time+ASC,label+DESC", "start_time ASC,label DESC")]
    [InlineData("orderby=start_time+DESC&orderby=status+ASC&orderby=label+ASC", "start_time DESC,status ASC,label ASC")]
    [InlineData("orderby=label+ASC", "label ASC")]
    [InlineData("orderby=status+DESC,completion_time+ASC", "status DESC,completion_time ASC")]
    [InlineData("orderby=run_id+DESC", "run_id DESC")]
    public async Task Pages_of_runs_are_those_of_a_sort(string query, string order)
    {
        var random = new Random(20261124);
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-01-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
        await using var client = new LocalClient(new LocalGlobusOptions { TimeProvider = time });
        string good = await client.PublishAsync(LocalClient.PassFlow, "Good");
        string bad = await client.PublishAsync(s_failing, "Bad");
        var runs = new List<string>();
        for (int i = 0; i < 130; i++)
        {
            // Many start in the same moment, some twice under one label, some without one.
            string settings = random.Next(5) == 0 ? "{}" : $$"""{"label": "{{(random.Next(2) == 0 ? "run" : "RUN")}} {{random.Next(40)}}"}""";
            runs.Add(await client.StartAsync(random.Next(3) == 0 ? bad : good, settings: LocalClient.Json(settings)));
            time.Advance(TimeSpan.FromSeconds(random.Next(4) == 0 ? 1 : 0));
            if (i % 10 == 9)
            {
                int gone = random.Next(runs.Count);
                await client.WaitAsync(runs[gone]);
                (await client.SendAsync("POST", $"/runs/{runs[gone]}/release")).Expect(200);
                runs.RemoveAt(gone);
                (await client.SendAsync("GET", "/runs?per_page=1")).Expect(200);
            }
        }

        var all = new List<FlowObject>();
        foreach (string run in runs)
        {
            all.Add((await client.WaitAsync(run)).Object);
        }

        string[] expected = [.. Sort(all, order).Select(static run => run["run_id"]!.AsString()!)];
        foreach (int perPage in new[] { 7, 100 })
        {
            Assert.Equal(expected, await ReadAllAsync(client, $"/runs?per_page={perPage}&{query}"));
        }

        Assert.Equal(expected.Skip(40).Take(20), (await client.SendAsync("GET", $"/runs?per_page=20&page=3&{query}")).Expect(200).Texts("runs", "run_id"));
        string[] failed = [.. Sort(all, order).Where(static run => run["status"]!.AsString() == "FAILED").Select(static run => run["run_id"]!.AsString()!)];
        Assert.Equal(failed, await ReadAllAsync(client, $"/runs?per_page=4&filter_status=FAILED&{query}"));
        Assert.Equal(failed, await ReadAllAsync(client, $"/flows/{bad}/runs?per_page=4&{query}"));
    }

    [Fact]
    public async Task Released_runs_are_gone_from_listings_and_the_others_stay()
    {
        await using var client = new LocalClient();
        string flow = await client.PublishAsync(LocalClient.PassFlow);
        var kept = new List<string>();
        for (int i = 0; i < 400; i++)
        {
            string run = await client.StartAsync(flow);
            if (i % 8 == 0)
            {
                kept.Add(run);
                continue;
            }

            await client.WaitAsync(run);
            (await client.SendAsync("POST", $"/runs/{run}/release")).Expect(200);
        }

        Assert.Equal(kept, await ReadAllAsync(client, "/runs?orderby=start_time+ASC&per_page=9"));
        Assert.Equal(kept.AsEnumerable().Reverse(), await ReadAllAsync(client, "/runs"));
    }

    [Fact]
    public async Task Runs_that_are_listed_while_others_start_are_each_there_once()
    {
        await using var client = new LocalClient();
        string flow = await client.PublishAsync(LocalClient.PassFlow);
        string token = client.Globus.IssueToken(LocalClient.FlowScope(flow));
        Task[] starters = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (int i = 0; i < 100; i++)
            {
                (await client.SendAsync("POST", $"/flows/{flow}/run", FlowObject.Create(("body", FlowObject.Empty)), token: token)).Expect(201);
            }
        }))];
        var all = Task.WhenAll(starters);
        do
        {
            List<string> seen = await ReadAllAsync(client, "/runs?per_page=50&orderby=start_time+ASC");
            Assert.Equal(seen.Count, seen.Distinct(StringComparer.Ordinal).Count());
        }
        while (!all.IsCompleted);

        await all;
        Assert.Equal(400, (await ReadAllAsync(client, "/runs?per_page=100")).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_marker_of_another_order_is_refused()
    {
        await using var client = new LocalClient();
        string flow = await client.PublishAsync(LocalClient.PassFlow);
        for (int i = 0; i < 3; i++)
        {
            await client.StartAsync(flow);
        }

        string marker = (await client.SendAsync("GET", "/runs?per_page=1")).Expect(200).Text("marker");
        var parts = (FlowArray)FlowValue.Parse(Convert.FromBase64String(marker.Replace('-', '+').Replace('_', '/').PadRight((marker.Length + 3) / 4 * 4, '=')));
        foreach (FlowArray wrong in new[] { FlowArray.Create(parts.Take(2)), FlowArray.Create(parts.Select(static _ => FlowValue.From("x"))), FlowArray.Create([parts[0], FlowValue.From("nine"), FlowValue.From("n9")]) })
        {
            string forged = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(wrong.ToJson())).TrimEnd('=').Replace('+', '-').Replace('/', '_');
            (await client.SendAsync("GET", "/runs?marker=" + forged)).Expect(400);
        }
    }

    private static IEnumerable<FlowObject> Sort(IEnumerable<FlowObject> runs, string order)
    {
        IOrderedEnumerable<FlowObject>? sorted = null;
        foreach (string[] field in $"{order},run_id ASC".Split(',').Select(static item => item.Split(' ')))
        {
            string Key(FlowObject run) => (run[field[0]]!.AsString() ?? string.Empty).ToUpperInvariant();
            sorted = (sorted, field[1]) switch
            {
                (null, "ASC") => runs.OrderBy(Key, StringComparer.Ordinal),
                (null, _) => runs.OrderByDescending(Key, StringComparer.Ordinal),
                (_, "ASC") => sorted.ThenBy(Key, StringComparer.Ordinal),
                _ => sorted.ThenByDescending(Key, StringComparer.Ordinal),
            };
        }

        return sorted!;
    }

    private static async Task<List<string>> ReadAllAsync(LocalClient client, string url)
    {
        string route = url.Split('?')[0];
        var read = new List<string>();
        Answer page = (await client.SendAsync("GET", url)).Expect(200);
        read.AddRange(page.Texts("runs", "run_id"));
        while (page.Object["has_next_page"]!.Equals(FlowValue.True))
        {
            page = (await client.SendAsync("GET", $"{route}?marker={page.Text("marker")}")).Expect(200);
            read.AddRange(page.Texts("runs", "run_id"));
        }

        return read;
    }
}
