using System.Net.Http.Headers;
using System.Text;
using BenchmarkDotNet.Attributes;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local;
using Globus.Automate.Local.Hosting;

namespace Globus.Automate.Benchmarks;

/// <summary>What a request to the local Globus costs: in memory, and over the loopback port (256 requests on 16 connections, and one after the other).</summary>
/// <remarks>dotnet run -c Release --project tests/Benchmarks -- --filter '*Service*' --job short</remarks>
[MemoryDiagnoser]
public class ServiceBenchmarks : IAsyncDisposable
{
    private const int Batch = 256;
    private const string FlowsUrl = "https://flows.globus.org";
    private const string Definition = """{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}""";

    private LocalGlobus _globus = null!;
    private LoopbackService _service = null!;
    private HttpClient _memory = null!;
    private HttpClient _loopback = null!;
    private string _token = null!;
    private string _flowToken = null!;
    private string _flow = null!;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _globus = new LocalGlobus();
        _service = LoopbackService.Start(_globus);
        _memory = new HttpClient(_globus.CreateHandler());
        _loopback = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 16 });
        _token = _globus.IssueToken("https://auth.globus.org/scopes/eec9b274-0c81-4334-bdc2-54e90e689b9a/all");
        _flow = await PostAsync("/flows", $$"""{"title": "F", "definition": {{Definition}}}""", _token, "id");
        _flowToken = _globus.IssueToken($"https://auth.globus.org/scopes/{_flow}/flow_{_flow.Replace('-', '_')}_user");
        for (int i = 0; i < 1000; i++)
        {
            await PostAsync($"/flows/{_flow}/run", $$"""{"body": {}, "label": "run {{i}}"}""", _flowToken, "run_id");
        }
    }

    [GlobalCleanup]
    public Task CleanupAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        _memory.Dispose();
        _loopback.Dispose();
        await _service.DisposeAsync();
        await _globus.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public Task<int> GetFlowInMemory() => GetAsync(_memory, FlowsUrl + "/flows/" + _flow);

    [Benchmark]
    public Task<int> ListTwentyOfAThousandRunsInMemory() => GetAsync(_memory, FlowsUrl + "/runs?filter_label=run");

    [Benchmark]
    public Task<string> ValidateFlowInMemory() => PostAsync("/flows/validate", $$"""{"definition": {{Definition}}}""", _token, "scopes");

    [Benchmark]
    public Task<int> GetFlowOverLoopback() => GetAsync(_loopback, _service.Url.AbsoluteUri + "flows/" + _flow);

    [Benchmark(OperationsPerInvoke = Batch)]
    public Task GetFlowOverLoopbackOnSixteenConnections()
        => Task.WhenAll(Enumerable.Range(0, Batch).Select(_ => GetAsync(_loopback, _service.Url.AbsoluteUri + "flows/" + _flow)));

    private async Task<int> GetAsync(HttpClient client, string url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        using HttpResponseMessage response = await client.SendAsync(request);
        byte[] body = await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
        return body.Length;
    }

    private async Task<string> PostAsync(string path, string body, string token, string result)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, FlowsUrl + path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using HttpResponseMessage response = await _memory.SendAsync(request);
        FlowValue answer = FlowValue.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync());
        return ((FlowObject)answer)[result]!.AsString() ?? string.Empty;
    }
}
