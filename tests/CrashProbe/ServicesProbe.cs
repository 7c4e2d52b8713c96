using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local;

namespace Globus.Automate.CrashProbe;

/// <summary>
/// Uses all services of a local Globus with a data folder until it is killed. It prints "try" before each change and "done" when the change was
/// acknowledged; at its start it prints what is there.
/// </summary>
internal sealed class ServicesProbe : IAsyncDisposable
{
    private const string FlowsAll = "https://auth.globus.org/scopes/eec9b274-0c81-4334-bdc2-54e90e689b9a/all";
    private const string Queues = "https://queues.api.globus.org/v1/queues";
    private const string QueueScope = "https://auth.globus.org/scopes/3170bf0b-6789-4285-9aba-8b7875be7cbc/";

    private const string Definition = """
        {"StartAt": "Kind", "States": {
          "Kind": {"Type": "Choice", "Choices": [
            {"Variable": "$.kind", "StringEquals": "wait", "Next": "Wait"},
            {"Variable": "$.kind", "StringEquals": "ask", "Next": "Ask"}], "Default": "Hello"},
          "Wait": {"Type": "Wait", "Seconds": 86400, "Next": "End"},
          "Ask": {"Type": "Action", "ActionUrl": "https://actions.globus.org/weboption/wait_for_option", "WaitTime": 86400, "ResultPath": "$.choice", "Next": "End",
            "Parameters": {"options": [{"name": "yes", "url_suffix.$": "$.suffix"}]}},
          "Hello": {"Type": "Action", "ActionUrl": "https://actions.globus.org/hello_world", "Parameters": {"sleep_time": 1}, "ResultPath": "$.hello", "Next": "End"},
          "End": {"Type": "Pass", "End": true}}}
        """;

    private readonly LocalGlobus _globus;
    private readonly HttpClient _http;
    private readonly Action<string> _print;
    private readonly Random _random = new();
    private readonly List<string> _flows = [];
    private readonly List<string> _runs = [];
    private readonly List<string> _asked = [];
    private string? _queue;

    private ServicesProbe(string folder, Action<string> print)
    {
        _globus = new LocalGlobus(new LocalGlobusOptions { DataPath = folder });
        _http = new HttpClient(_globus.CreateHandler());
        _print = print;
    }

    /// <param name="folder">The data folder.</param>
    /// <param name="changes">How many changes to make; 0 only tells what is there.</param>
    /// <param name="print">Takes lines.</param>
    public static async Task RunAsync(string folder, int changes, Action<string> print)
    {
        await using var probe = new ServicesProbe(folder, print);
        await probe.TellAsync(changes == 0);
        print("ready");
        for (int i = 0; i < changes; i++)
        {
            await probe.ChangeAsync($"{Environment.ProcessId}-{i}");
        }

        print("end");
        await Task.Delay(Timeout.Infinite);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _globus.DisposeAsync();
    }

    /// <summary>What is there: flows with subtitle and starters, runs with status and tags, in the end the messages of the queue and whether options can be selected.</summary>
    private async Task TellAsync(bool isLast)
    {
        foreach (FlowObject flow in await ListAsync("/flows?per_page=100", "flows"))
        {
            _flows.Add(Text(flow, "id"));
            _print($"flow {Text(flow, "title")} {flow["subtitle"]?.AsString()} {((FlowArray)flow["flow_starters"]!).Count}");
        }

        foreach (FlowObject run in await ListAsync("/runs?per_page=100", "runs"))
        {
            string label = Text(run, "label");
            _runs.Add(Text(run, "run_id"));
            _print($"run {label} {Text(run, "status")} {string.Join(',', ((FlowArray)run["tags"]!).Select(static tag => tag.AsString()))}");
            if (label.StartsWith("ask-", StringComparison.Ordinal) && Text(run, "status") == "ACTIVE")
            {
                _asked.Add(label);
            }
        }

        FlowObject queues = await SendAsync("GET", Queues, null, QueueScope + "admin");
        _queue = ((FlowArray)queues["data"]!).Cast<FlowObject>().Select(static queue => Text(queue, "id")).FirstOrDefault();
        if (!isLast)
        {
            return;
        }

        foreach (string asked in _asked)
        {
            _print($"{(await SelectAsync(asked, attempts: 50) ? "open" : "closed")} {asked}");
        }

        // What was received before the kill becomes visible again.
        await Task.Delay(2500);

        while (_queue is not null && await ReceiveAsync() is { Count: > 0 } messages)
        {
            foreach (FlowObject message in messages.Cast<FlowObject>())
            {
                _print($"message {Text(message, "message_body")}");
            }
        }
    }

    private async Task ChangeAsync(string name)
    {
        if (_flows.Count == 0)
        {
            await DoAsync($"flow flow-{name}", async () => _flows.Add(Text(await SendAsync("POST", "/flows", $$"""{"title": "flow-{{name}}", "definition": {{Definition}}}"""), "id")));
        }

        if (_queue is null)
        {
            await DoAsync("queue", async () => _queue = Text((FlowObject)(await SendAsync("POST", Queues, """{"data": {"label": "Q", "visibility_timeout": 2}}""", QueueScope + "admin"))["data"]!, "id"));
        }

        string flow = _flows[_random.Next(_flows.Count)];
        switch (_random.Next(8))
        {
            case 0 when _flows.Count < 20:
                await DoAsync($"flow more-{name}", async () => _flows.Add(Text(await SendAsync("POST", "/flows", $$"""{"title": "more-{{name}}", "definition": {{Definition}}}"""), "id")));
                break;
            case 1:
                FlowObject shown = await SendAsync("GET", $"/flows/{flow}", null);
                await DoAsync($"change {Text(shown, "title")} {name}", () => SendAsync("PUT", $"/flows/{flow}", $$"""{"subtitle": "{{name}}", "flow_starters": ["{{_globus.PrincipalOf("bob")}}"]}"""));
                break;
            case 2:
                await StartAsync(flow, "wait", name);
                break;
            case 3:
                await StartAsync(flow, "ask", name);
                break;
            case 4:
                await StartAsync(flow, "hello", name);
                break;
            case 5 when _runs.Count > 0:
                string run = _runs[_random.Next(_runs.Count)];
                FlowObject before = await SendAsync("GET", $"/runs/{run}", null);
                await DoAsync($"tag {Text(before, "label")} {name}", () => SendAsync("PUT", $"/runs/{run}", $$"""{"tags": ["{{name}}"]}"""));
                break;
            case 6 when _asked.Count > 0:
                // Some were selected before the last kill, and their runs have not seen it yet.
                string asked = _asked[_random.Next(_asked.Count)];
                _print($"try select {asked}");
                if (await SelectAsync(asked, attempts: 3))
                {
                    _print($"done select {asked}");
                }

                _asked.Remove(asked);
                break;
            case 7:
                foreach (FlowObject message in (await ReceiveAsync()).Cast<FlowObject>().Take(1))
                {
                    await DoAsync($"take {Text(message, "message_body")}", () => SendAsync(
                        "DELETE", $"{Queues}/{_queue}/messages", $$"""{"data": [{"receipt_handle": "{{Text(message, "receipt_handle")}}"}]}""", QueueScope + "receive"));
                }

                break;
            default:
                await DoAsync($"send m-{name}", () => SendAsync(
                    "POST", $"{Queues}/{_queue}/messages", $$"""{"data": [{"deduplication_id": "{{name}}", "message_body": "m-{{name}}"}]}""", QueueScope + "send"));
                break;
        }
    }

    private Task StartAsync(string flow, string kind, string name) => DoAsync($"start {kind}-{name}", async () =>
    {
        FlowObject run = await SendAsync(
            "POST", $"/flows/{flow}/run", $$"""{"label": "{{kind}}-{{name}}", "body": {"kind": "{{kind}}", "suffix": "{{kind}}-{{name}}"} }""",
            $"https://auth.globus.org/scopes/{flow}/flow_{flow.Replace('-', '_')}_user");
        _runs.Add(Text(run, "run_id"));
        if (kind == "ask")
        {
            _asked.Add($"{kind}-{name}");
        }
    });

    /// <returns>Whether the option was there to be selected.</returns>
    private async Task<bool> SelectAsync(string suffix, int attempts)
    {
        // The run asks soon after its start.
        for (int attempt = 0; ; attempt++)
        {
            using HttpResponseMessage page = await _http.GetAsync(new Uri("https://actions.globus.org/weboption/option/" + suffix));
            if (page.IsSuccessStatusCode || attempt == attempts)
            {
                return page.IsSuccessStatusCode;
            }

            await Task.Delay(10);
        }
    }

    private async Task<FlowArray> ReceiveAsync()
        => (FlowArray)(await SendAsync("GET", $"{Queues}/{_queue}/messages?max_messages=10", null, QueueScope + "receive"))["data"]!;

    private async Task DoAsync(string what, Func<Task> change)
    {
        _print("try " + what);
        await change();
        _print("done " + what);
    }

    private async Task<List<FlowObject>> ListAsync(string path, string name)
    {
        var all = new List<FlowObject>();
        string? marker = null;
        do
        {
            FlowObject page = await SendAsync("GET", path + (marker is null ? string.Empty : "&marker=" + Uri.EscapeDataString(marker)), null);
            all.AddRange(((FlowArray)page[name]!).Cast<FlowObject>());
            marker = page["marker"]?.AsString();
        }
        while (marker is not null);
        return all;
    }

    private async Task<FlowObject> SendAsync(string method, string url, string? body, string scope = FlowsAll)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), url.StartsWith('/') ? "https://flows.globus.org" + url : url);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _globus.IssueToken(scope));
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await _http.SendAsync(request);
        string text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode
            ? (FlowObject)FlowValue.Parse(text)
            : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{method} {url}: {(int)response.StatusCode} {text}"));
    }

    private static string Text(FlowObject document, string name) => document[name]!.AsString()!;
}
