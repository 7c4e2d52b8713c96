using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local;

namespace Globus.Automate.Benchmarks;

/// <summary>What listings cost where there is much to list: runs, flows, a long log, a full queue. The times are those of the whole request, in memory: by the clock, and of the processor, which other programs do not disturb.</summary>
/// <remarks>dotnet run -c Release --project tests/Benchmarks -- listings 100000</remarks>
internal sealed class ListingScenarios : IAsyncDisposable
{
    private const string FlowsUrl = "https://flows.globus.org";
    private const string QueuesUrl = "https://queues.api.globus.org/v1";
    private const string Pass = """{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}""";
    private const string Fail = """{"StartAt": "A", "States": {"A": {"Type": "Fail", "Error": "E", "Cause": "C"}}}""";

    private readonly LocalGlobus _globus = new();
    private readonly HttpClient _client;
    private readonly string _token;

    private ListingScenarios()
    {
        _client = new HttpClient(_globus.CreateHandler());
        _token = _globus.IssueToken("https://auth.globus.org/scopes/eec9b274-0c81-4334-bdc2-54e90e689b9a/all");
    }

    public static async Task RunAsync(int count)
    {
        foreach (int runs in count > 1000 ? new[] { 1000, count } : [count])
        {
            await using var scenarios = new ListingScenarios();
            await scenarios.RunsAsync(runs);
        }

        await using var others = new ListingScenarios();
        await others.FlowsAsync(5000);
        await others.LogAsync(count);
        await others.QueueAsync(count);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _globus.DisposeAsync();
    }

    private async Task RunsAsync(int count)
    {
        string flow = await PublishAsync("Good", Pass);
        string bad = await PublishAsync("Bad", Fail);
        string flowToken = TokenFor(flow);
        string badToken = TokenFor(bad);
        for (int i = 0; i < count; i++)
        {
            bool isBad = i % 1000 == 7;
            await SendAsync("POST", $"{FlowsUrl}/flows/{(isBad ? bad : flow)}/run", isBad ? badToken : flowToken, $$"""{"body": {}, "label": "run {{i}}"}""");
        }

        string title = count.ToString("N0", CultureInfo.InvariantCulture) + " runs: ";
        await MeasureAsync(title + "the latest 20", FlowsUrl + "/runs");
        await MeasureAsync(title + "20 by label text", FlowsUrl + "/runs?filter_label=run");
        await MeasureAsync(title + "20 of one flow", $"{FlowsUrl}/flows/{flow}/runs");
        await MeasureAsync(title + "failed ones (1 of 1,000)", FlowsUrl + "/runs?filter_status=FAILED");
        await MeasureAsync(title + "a label that no run has", FlowsUrl + "/runs?filter_label=nothing");
        await MeasureAsync(title + "20 ordered by label", FlowsUrl + "/runs?orderby=label+ASC");
        await MeasureAsync(title + "20 of the last hour, oldest first", $"{FlowsUrl}/runs?orderby=start_time+ASC&filter_start_time={DateTimeOffset.UtcNow.AddHours(-1):yyyy-MM-ddTHH:mm:ss}Z,");
        string marker = string.Empty;
        for (int page = 0; page < Math.Min(count / 100, 500); page++)
        {
            FlowObject answer = await SendAsync("GET", FlowsUrl + "/runs?" + (page == 0 ? "per_page=100" : "marker=" + marker), _token);
            marker = answer["marker"]?.AsString() ?? string.Empty;
        }

        if (marker.Length > 0)
        {
            await MeasureAsync(title + "a page of 100 far behind, by marker", FlowsUrl + "/runs?marker=" + marker);
        }
    }

    private async Task FlowsAsync(int count)
    {
        for (int i = 0; i < count; i++)
        {
            await SendAsync("POST", FlowsUrl + "/flows", _token, $$"""{"title": "Flow {{i}}", "description": "Moves the data of instrument {{i % 97}} to the archive", "keywords": ["beamline", "night"], "definition": {{Pass}}}""");
        }

        string title = count.ToString("N0", CultureInfo.InvariantCulture) + " flows: ";
        await MeasureAsync(title + "the latest 20", FlowsUrl + "/flows");
        await MeasureAsync(title + "20 by full text", FlowsUrl + "/flows?filter_fulltext=archive+instrument+beamline");
        await MeasureAsync(title + "20 by title", FlowsUrl + "/flows?orderby=title+ASC");
    }

    private async Task LogAsync(int entries)
    {
        string last = (entries / 6).ToString(CultureInfo.InvariantCulture);
        string flow = await PublishAsync("Loop", """
            {"StartAt": "Count", "States": {
              "Count": {"Type": "ExpressionEval", "Parameters": {"n.=": "n + 1"}, "ResultPath": "$.r", "Next": "Take"},
              "Take": {"Type": "Pass", "Parameters": {"n.$": "$.r.n"}, "Next": "More"},
              "More": {"Type": "Choice", "Choices": [{"Variable": "$.n", "NumericLessThan": LAST, "Next": "Count"}], "Default": "End"},
              "End": {"Type": "Pass", "End": true}}}
            """.Replace("LAST", last, StringComparison.Ordinal));
        FlowObject run = await SendAsync("POST", $"{FlowsUrl}/flows/{flow}/run", TokenFor(flow), """{"body": {"n": 0}}""");
        string id = run["run_id"]!.AsString()!;
        while ((await SendAsync("GET", FlowsUrl + "/runs/" + id, _token))["status"]!.AsString() == "ACTIVE")
        {
            await Task.Delay(20);
        }

        string title = "a log of about " + entries.ToString("N0", CultureInfo.InvariantCulture) + " entries: ";
        await MeasureAsync(title + "the newest 100", $"{FlowsUrl}/runs/{id}/log?limit=100&reverse_order=true");
        var clock = Stopwatch.StartNew();
        int read = 0;
        string query = "limit=100";
        while (query.Length > 0)
        {
            FlowObject page = await SendAsync("GET", $"{FlowsUrl}/runs/{id}/log?{query}", _token);
            read += ((FlowArray)page["entries"]!).Count;
            query = page["marker"]?.AsString() is { } marker ? "marker=" + marker : string.Empty;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{title + "read to the end, " + read,-70} {clock.Elapsed.TotalMilliseconds,10:N1} ms"));
    }

    private async Task QueueAsync(int count)
    {
        const string scope = "https://auth.globus.org/scopes/3170bf0b-6789-4285-9aba-8b7875be7cbc/";
        string send = _globus.IssueToken(scope + "send");
        string receive = _globus.IssueToken(scope + "receive");
        FlowObject queue = await SendAsync("POST", QueuesUrl + "/queues", _globus.IssueToken(scope + "admin"), """{"data": {"label": "Q", "visibility_timeout": 3600, "delivery_timeout": 3600}}""");
        string url = $"{QueuesUrl}/queues/{((FlowObject)queue["data"]!)["id"]!.AsString()}/messages";
        var clock = Stopwatch.StartNew();
        for (int i = 0; i < count; i += 100)
        {
            string messages = string.Join(',', Enumerable.Range(i, 100).Select(static n => $$"""{"message_body": "message {{n}}"}"""));
            await SendAsync("POST", url, send, $$"""{"data": [{{messages}}]}""");
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"a queue: " + count + " messages sent, 100 a request",-70} {clock.Elapsed.TotalMilliseconds,10:N1} ms"));
        await MeasureAsync("a queue of " + count + ": 10 messages received", url + "?max_messages=10", receive);
    }

    private async Task MeasureAsync(string what, string url, string? token = null)
    {
        // Enough of them to be past the compiler, and no longer than it takes.
        var clock = Stopwatch.StartNew();
        for (int i = 0; i < 200 && clock.ElapsedMilliseconds < 1000; i++)
        {
            await SendAsync("GET", url, token ?? _token);
        }

        int count = 0;
        TimeSpan before = Environment.CpuUsage.TotalTime;
        clock.Restart();
        while (count < 1000 && clock.ElapsedMilliseconds < 2000)
        {
            await SendAsync("GET", url, token ?? _token);
            count++;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-70} {clock.Elapsed.TotalMilliseconds / count,10:N3} ms, processor {(Environment.CpuUsage.TotalTime - before).TotalMilliseconds / count,10:N3} ms"));
    }

    private async Task<string> PublishAsync(string title, string definition)
        => (await SendAsync("POST", FlowsUrl + "/flows", _token, $$"""{"title": "{{title}}", "definition": {{definition}}}"""))["id"]!.AsString()!;

    private string TokenFor(string flow) => _globus.IssueToken($"https://auth.globus.org/scopes/{flow}/flow_{flow.Replace('-', '_')}_user");

    private async Task<FlowObject> SendAsync(string method, string url, string token, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), url);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await _client.SendAsync(request);
        byte[] answer = await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
        return (FlowObject)FlowValue.Parse(answer);
    }
}
