using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.Local.Engine;
using Globus.Automate.Local.Providers;
using Globus.Automate.Local.Testing;
using Globus.Automate.Tests;

namespace Globus.Automate.Local.Tests.Testing;

/// <summary>Actions without a mock that are called over the network, where that is allowed.</summary>
public sealed class NetworkTests
{
    [Fact]
    public async Task A_real_provider_is_called_in_real_time_while_waits_cost_nothing()
    {
        await using var provider = new LoopbackProvider();
        using var client = new HttpClient(HttpActionGateway.CreateHandler());
        var options = new FlowTestOptions
        {
            PassThroughUnmocked = true,
            Network = new HttpActionGateway(client, static (call, _) => new ValueTask<string?>("token of " + call.StateName)),
        };
        var clock = Stopwatch.StartNew();
        FlowTestResult result = await TestFlows.RunAsync(Flow(provider.Url), "Mocked: {return: {n: 1}, delay: 600}", options: options);
        Assert.Equal(("", RunStatus.Succeeded), (result.Error?.Cause ?? "", result.Status));
        Assert.Equal("Mocked Rest Count", TestFlows.Path(result));
        Assert.True(clock.Elapsed >= TimeSpan.FromSeconds(0.9), $"The poll came after {clock.Elapsed}, which is too early.");
        Assert.True(result.Duration > TimeSpan.FromDays(1));
        Assert.Contains("\"counted\":3", result.Output.ToJson(), StringComparison.Ordinal);
        Assert.Equal(["POST /actions/count/run Bearer token of Count", "GET /actions/count/real-1/status Bearer token of Count"], provider.Requests);
        Assert.Contains("\"what\":\"words\"", Assert.Single(provider.Bodies), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_network_the_action_is_unable_to_run_and_says_what_to_do()
    {
        await using var provider = new LoopbackProvider();
        FlowTestResult result = await TestFlows.RunAsync(Flow(provider.Url), "Mocked: {return: {}}", options: new FlowTestOptions { PassThroughUnmocked = true });
        Assert.Equal("ActionUnableToRun", result.Error!.Name);
        Assert.Contains($"no action provider at '{provider.Url}' (state 'Count')", result.Error.Cause, StringComparison.Ordinal);
        Assert.Contains("-AllowNetwork", result.Error.Cause, StringComparison.Ordinal);
        Assert.Empty(provider.Requests);
    }

    [Theory]
    [InlineData("http://192.0.2.1/actions/count")]
    [InlineData("http://example.org/actions/count")]
    [InlineData("https://user:word@example.org/actions/count")]
    [InlineData("ftp://127.0.0.1/actions/count")]
    public async Task Nothing_is_sent_where_it_could_be_read_on_the_way(string url)
    {
        bool asked = false;
        using var client = new HttpClient(HttpActionGateway.CreateHandler());
        var network = new HttpActionGateway(client, (_, _) =>
        {
            asked = true;
            return default;
        });
        FlowTestResult result = await TestFlows.RunAsync(Flow(url), "Mocked: {return: {}}", options: new FlowTestOptions { PassThroughUnmocked = true, Network = network });
        Assert.Equal("ActionUnableToRun", result.Error!.Name);
        Assert.Contains("is not the https URL of an action provider", result.Error.Cause, StringComparison.Ordinal);
        Assert.False(asked);
    }

    [Fact]
    public async Task A_provider_with_a_certificate_that_nobody_vouches_for_gets_no_token()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task<int> served = ReadAsync(listener, certificate);

        using var client = new HttpClient(HttpActionGateway.CreateHandler());
        var network = new HttpActionGateway(client, static (_, _) => new ValueTask<string?>("the-token"));
        string url = $"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/actions/count";
        FlowTestResult result = await TestFlows.RunAsync(Flow(url), "Mocked: {return: {}}", options: new FlowTestOptions { PassThroughUnmocked = true, Network = network });
        Assert.Equal("ActionUnableToRun", result.Error!.Name);
        Assert.Contains("could not be reached", result.Error.Cause, StringComparison.Ordinal);
        Assert.DoesNotContain("the-token", result.Error.Cause, StringComparison.Ordinal);
        Assert.Equal(0, await served);
    }

    [Fact]
    public async Task What_keeps_the_token_away_keeps_the_call_away()
    {
        await using var provider = new LoopbackProvider();
        using var client = new HttpClient(HttpActionGateway.CreateHandler());
        var network = new HttpActionGateway(client, static (_, _) => throw new InvalidOperationException("Log in first."));
        FlowTestResult result = await TestFlows.RunAsync(Flow(provider.Url), "Mocked: {return: {}}", options: new FlowTestOptions { PassThroughUnmocked = true, Network = network });
        Assert.Equal("ActionUnableToRun", result.Error!.Name);
        Assert.EndsWith($"The action provider at '{provider.Url}' was not called: Log in first.", result.Error.Cause, StringComparison.Ordinal);
        Assert.Empty(provider.Requests);
    }

    private static async Task<int> ReadAsync(TcpListener listener, X509Certificate2 certificate)
    {
        using TcpClient client = await listener.AcceptTcpClientAsync();
        await using var stream = new SslStream(client.GetStream());
        try
        {
            await stream.AuthenticateAsServerAsync(certificate);
            return await stream.ReadAsync(new byte[1024]);
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            return 0;
        }
    }

    private static FlowDefinition Flow(string url) => TestFlows.Parse($$"""
        StartAt: Mocked
        States:
          Mocked: {Type: Action, ActionUrl: https://example.org/x, Parameters: {}, WaitTime: 3600, ResultPath: $.mocked, Next: Rest}
          Rest: {Type: Wait, Seconds: 86400, Next: Count}
          Count: {Type: Action, ActionUrl: "{{url}}", Parameters: {what: words}, WaitTime: 30, ResultPath: $.counted, End: true}
        """);
}
