using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Globus.Automate.Client;
using Globus.Automate.Client.Runs;
using Globus.Automate.Client.Transport;

namespace Globus.Automate.Benchmarks;

/// <summary>
/// What the client adds to a request: against a bare <see cref="HttpMessageInvoker"/> that sends the same and parses the same, over a handler that
/// answers from memory.
/// </summary>
/// <remarks>dotnet run -c Release --project tests/Benchmarks -- --filter '*Client*' --job short</remarks>
[MemoryDiagnoser]
public class ClientBenchmarks : IDisposable
{
    private readonly CannedHandler _handler = new();
    private readonly HttpMessageInvoker _bare;
    private readonly GlobusSession _session;
    private readonly GlobusSession _observed;
    private readonly JsonElement _input;

    public ClientBenchmarks()
    {
        _bare = new HttpMessageInvoker(_handler, disposeHandler: false);
        _session = GlobusSession.Over(_handler, GlobusEnvironment.Production, static _ => "token");
        _observed = _session.WithObserver(new BodyReader());
        _input = JsonDocument.Parse("""{"source": "a", "items": [1, 2, 3], "password": "s3cret-value", "nested": {"x": [{"y": "z"}]}}""").RootElement;
    }

    [Benchmark(Baseline = true)]
    public async Task<JsonElement> BareGet()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://flows.automate.globus.org/runs/36ad9f9a-ad29-488f-beb4-c22ab729643a");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "token");
        using HttpResponseMessage response = await _bare.SendAsync(request, CancellationToken.None);
        return JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync()).RootElement;
    }

    [Benchmark]
    public async Task<string> GetRun() => (await _session.Runs.GetAsync("36ad9f9a-ad29-488f-beb4-c22ab729643a")).Status;

    [Benchmark]
    public async Task<string> GetRunWithMaskedBodies() => (await _observed.Runs.GetAsync("36ad9f9a-ad29-488f-beb4-c22ab729643a")).Status;

    [Benchmark]
    public async Task<string> StartRunWithMaskedBodies()
        => (await _observed.Flows.RunAsync("24bc4997-b483-4c25-a19c-64b0afc00743", new RunSettings { Body = _input, Label = "L" })).RunId;

    /// <summary>A thousand runs in ten pages.</summary>
    [Benchmark]
    public async Task<int> ListThousandRuns()
    {
        int count = 0;
        await foreach (Run run in _session.Runs.ListAsync())
        {
            count += run.IsFinished ? 1 : 0;
        }

        return count;
    }

    /// <summary>A thousand requests under way at once.</summary>
    [Benchmark]
    public async Task<int> ThousandGetsAtOnce()
        => (await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => _session.Runs.GetAsync("36ad9f9a-ad29-488f-beb4-c22ab729643a")))).Length;

    public void Dispose()
    {
        _bare.Dispose();
        _session.Dispose();
        GC.SuppressFinalize(this);
    }

    private sealed class BodyReader : IExchangeObserver
    {
        public void OnExchange(Exchange exchange)
        {
            _ = exchange.ToString();
            _ = exchange.ReadRequestBody();
            _ = exchange.ReadResponseBody();
        }
    }

    private sealed class CannedHandler : HttpMessageHandler
    {
        private const string RunJson = """
            {"run_id": "36ad9f9a-ad29-488f-beb4-c22ab729643a", "flow_id": "24bc4997-b483-4c25-a19c-64b0afc00743", "flow_title": "Multi Step Transfer",
             "start_time": "2026-09-12T15:00:20.711845+00:00", "status": "SUCCEEDED", "display_status": "SUCCEEDED", "label": "Transfer all of these files!",
             "details": {"code": "FlowSucceeded", "description": "The Flow run reached a successful completion state", "output": {"Result": {"status": "SUCCEEDED", "details": {"n": [1, 2, 3]}}}},
             "run_owner": "urn:globus:auth:identity:b44bddda-d274-11e5-978a-9f15789a8150", "tags": ["my-transfer-run", "jazz-fans"], "user_role": "run_owner"}
            """;

        private static readonly byte[] s_run = Encoding.UTF8.GetBytes(RunJson);
        private static readonly byte[][] s_pages = [.. Enumerable.Range(1, 10).Select(static page => Encoding.UTF8.GetBytes(
            $$"""{"runs": [{{string.Join(',', Enumerable.Repeat(RunJson, 100))}}], "has_next_page": {{(page < 10 ? "true" : "false")}}, "marker": "{{page}}"}"""))];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            byte[] body = s_run;
            if (request.RequestUri!.AbsolutePath == "/runs")
            {
                string query = request.RequestUri.Query;
                int page = query.StartsWith("?marker=", StringComparison.Ordinal) ? int.Parse(query.AsSpan(8), System.Globalization.CultureInfo.InvariantCulture) : 0;
                body = s_pages[page];
            }

            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
            });
        }
    }
}
