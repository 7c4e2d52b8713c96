using System.Management.Automation;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Globus.Automate.Tests;

namespace Globus.Automate.PowerShell.Tests.Commands;

/// <summary>The local Globus on a port, driven by a client that knows nothing of this project but HTTP.</summary>
[Collection(nameof(Session.SharedConnection))]
public sealed class LocalServiceTests : IDisposable
{
    private readonly LocalSession _session = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly Uri _url;

    public LocalServiceTests()
    {
        _session.Run("Stop-GlobusLocalService");
        _url = Start(_session.Invoke);
    }

    [Fact]
    public async Task A_flow_and_a_run_live_their_whole_life_over_plain_http()
    {
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync("https://auth.globus.org/scopes/eec9b274-0c81-4334-bdc2-54e90e689b9a/all"));
        JsonElement flow = await SendAsync(HttpMethod.Post, "flows", """{"title": "Over HTTP", "input_schema": {}, "definition": {"StartAt": "H", "States": {"H": {"Type": "Action", "ActionUrl": "https://actions.globus.org/hello_world", "Parameters": {"echo_string.$": "$.name"}, "ResultPath": "$.r", "End": true}}}}""", HttpStatusCode.Created);
        string id = flow.GetProperty("id").GetString()!;

        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(flow.GetProperty("globus_auth_scope").GetString()!));
        JsonElement run = await SendAsync(HttpMethod.Post, $"flows/{id}/run", """{"body": {"name": "Ada"}, "label": "first"}""", HttpStatusCode.Created);
        string runId = run.GetProperty("run_id").GetString()!;

        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync("https://auth.globus.org/scopes/eec9b274-0c81-4334-bdc2-54e90e689b9a/all"));
        JsonElement status = default;
        for (int i = 0; i < 200 && (i == 0 || status.GetProperty("status").GetString() == "ACTIVE"); i++)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
            status = await SendAsync(HttpMethod.Get, $"runs/{runId}", null, HttpStatusCode.OK);
        }

        Assert.Equal("SUCCEEDED", status.GetProperty("status").GetString());
        JsonElement log = await SendAsync(HttpMethod.Get, $"runs/{runId}/log?limit=100", null, HttpStatusCode.OK);
        Assert.Equal("FlowSucceeded", log.GetProperty("entries").EnumerateArray().Last().GetProperty("code").GetString());
        await SendAsync(HttpMethod.Post, $"runs/{runId}/release", null, HttpStatusCode.OK);
        await SendAsync(HttpMethod.Delete, $"flows/{id}", null, HttpStatusCode.OK);
        await SendAsync(HttpMethod.Get, $"flows/{id}", null, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Other_names_other_sites_and_malformed_requests_are_refused_and_the_service_stays_up()
    {
        using var rebound = new HttpRequestMessage(HttpMethod.Get, new Uri(_url, "flows")) { Headers = { Host = "evil.example.org" } };
        Assert.NotEqual(HttpStatusCode.OK, (await _http.SendAsync(rebound, TestContext.Current.CancellationToken)).StatusCode);

        using var crossSite = new HttpRequestMessage(HttpMethod.Post, new Uri(_url, "flows")) { Headers = { { "Origin", "https://evil.example.org" } }, Content = new StringContent("{}") };
        Assert.Equal(HttpStatusCode.Forbidden, (await _http.SendAsync(crossSite, TestContext.Current.CancellationToken)).StatusCode);

        using var broken = new HttpRequestMessage(HttpMethod.Post, new Uri(_url, "flows")) { Content = new StringContent("{not json", Encoding.UTF8, "application/json") };
        Assert.InRange((int)(await _http.SendAsync(broken, TestContext.Current.CancellationToken)).StatusCode, 400, 499);

        using var large = new HttpRequestMessage(HttpMethod.Post, new Uri(_url, "flows")) { Content = new ByteArrayContent(new byte[11_000_000]) };
        try
        {
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await _http.SendAsync(large, TestContext.Current.CancellationToken)).StatusCode);
        }
        catch (HttpRequestException)
        {
            // The connection may be closed while the client still sends.
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await _http.GetAsync(new Uri(_url, "flows"), TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task A_wrong_secret_gets_no_token()
    {
        using HttpResponseMessage answer = await PostTokenAsync("openid", "wrong");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public void Only_one_service_runs_and_it_can_be_looked_at_and_stopped()
    {
        Assert.StartsWith("LocalServiceRunning,", _session.Run("Start-GlobusLocalService").SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
        PSObject service = Assert.Single(_session.Invoke("Get-GlobusLocalService"));
        Assert.Equal($"http://localhost:{_url.Port}/", service.Dig("Url"));
        Assert.Equal($"http://localhost:{_url.Port}", service.Dig("Settings.GLOBUS_SDK_SERVICE_URL_FLOWS"));
        _session.Invoke("Stop-GlobusLocalService");
        Assert.Empty(_session.Invoke("Get-GlobusLocalService"));
    }

    [Fact]
    public void A_port_that_is_taken_is_said_to_be()
    {
        _session.Invoke("Stop-GlobusLocalService");
        using var taken = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        ErrorRecord error = _session.Run($"Start-GlobusLocalService -Port {((IPEndPoint)taken.LocalEndpoint).Port}").SingleError;
        Assert.StartsWith("PortInUse,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("cannot listen on port", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Wait_blocks_until_it_is_stopped()
    {
        _session.Invoke("Stop-GlobusLocalService");
        (System.Management.Automation.PowerShell shell, PSDataCollection<PSObject> output, _) = _session.Begin("Start-GlobusLocalService -Wait");
        using (shell)
        {
            Assert.True(SpinWait.SpinUntil(() => output.Count > 0, TimeSpan.FromSeconds(20)));
            shell.Stop();
        }

        Assert.Empty(_session.Invoke("Get-GlobusLocalService"));
    }

    [Fact]
    public async Task A_web_option_is_chosen_by_a_real_request()
    {
        // The service is that of the connection, which keeps its runs in a folder.
        _session.Invoke(
            "$run = Publish-GlobusFlow $definition | Invoke-GlobusFlow -Input $file",
            ("definition", Corpus.Path("flows", "web-option", "definition.json")),
            ("file", Corpus.Path("flows", "web-option", "input.json")));

        HttpStatusCode chosen = HttpStatusCode.NotFound;
        for (int i = 0; i < 100 && chosen != HttpStatusCode.OK; i++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
            chosen = (await _http.GetAsync(new Uri(_url, "actions/weboption/option/0e73cf94-3819-4c0d-a3f3-2b2b214963df_accept"), TestContext.Current.CancellationToken)).StatusCode;
        }

        Assert.Equal(HttpStatusCode.OK, chosen);
        PSObject run = _session.Invoke("$run | Wait-GlobusRun -TimeoutSeconds 30")[0];
        Assert.Equal("SUCCEEDED", run.Dig("Status"));
        Assert.Equal("accept", run.Dig("Details.output.WebOptionResult.details.name"));
    }

    public void Dispose()
    {
        _session.Run("Stop-GlobusLocalService");
        _session.Dispose();
        _http.Dispose();
    }

    /// <summary>By its IPv4 address: other tests' listeners may come to stand on the same port of the IPv6 one.</summary>
    private static Uri Start(Func<string, (string, object?)[], System.Collections.ObjectModel.Collection<PSObject>> invoke)
        => new(((string)invoke("(Start-GlobusLocalService).Url", [])[0].BaseObject).Replace("localhost", "127.0.0.1", StringComparison.Ordinal));

    private async Task<string> TokenAsync(string scope)
    {
        using HttpResponseMessage answer = await PostTokenAsync(scope, "local");
        answer.EnsureSuccessStatusCode();
        using JsonDocument document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return document.RootElement.GetProperty("access_token").GetString()!;
    }

    private Task<HttpResponseMessage> PostTokenAsync(string scope, string secret)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_url, "v2/oauth2/token"))
        {
            Content = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("scope", scope)]),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"local:{secret}")));
        return _http.SendAsync(request);
    }

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, string? body, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(method, new Uri(_url, path));
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using HttpResponseMessage answer = await _http.SendAsync(request);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(expected == answer.StatusCode, $"{method} {path}: {answer.StatusCode} {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement.Clone();
    }
}
