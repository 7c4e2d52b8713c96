using System.Net;
using System.Net.Sockets;
using System.Text;
using Globus.Automate.Client.Errors;
using Globus.Automate.Client.Runs;
using Globus.Automate.Client.Tests.Support;
using Globus.Automate.Client.Transport;
using Microsoft.Extensions.Time.Testing;

namespace Globus.Automate.Client.Tests.Transport;

/// <summary>The same rules over real sockets.</summary>
public sealed class NetworkTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_port_where_nobody_listens_is_told_and_nothing_has_started()
    {
        int port = FreePort();
        using GlobusSession session = GlobusSession.Hosted(
            GlobusEnvironment.AtOnePlace("local", new Uri($"http://localhost:{port}")),
            new DelegateTokenSource(static _ => "t"),
            new GlobusHttpOptions { TimeProvider = _time, MaxRetries = 2, Timeout = Timeout.InfiniteTimeSpan });

        GlobusApiException error = await Assert.ThrowsAsync<GlobusApiException>(
            () => _time.RunAsync(session.Flows.RunAsync(TestSession.FlowId, new RunSettings { Body = TestSession.Parse("{}") })));

        Assert.Equal(GlobusErrorKind.Network, error.Kind);
        Assert.Equal(3, error.Attempts);
        Assert.False(error.MayHaveStarted);
        Assert.StartsWith($"No connection to http://localhost:{port}: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_told()
    {
        using GlobusSession session = GlobusSession.Hosted(
            GlobusEnvironment.AtOnePlace("nowhere", new Uri("https://flows.globus.invalid")),
            new DelegateTokenSource(static _ => "t"),
            new GlobusHttpOptions { TimeProvider = _time, MaxRetries = 0, Timeout = Timeout.InfiniteTimeSpan });

        GlobusApiException error = await Assert.ThrowsAsync<GlobusApiException>(() => session.Flows.GetAsync(TestSession.FlowId));

        Assert.Equal(GlobusErrorKind.Network, error.Kind);
    }

    [Fact]
    public async Task A_service_without_TLS_where_TLS_is_due_is_told_and_gets_no_token()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var received = new MemoryStream();
        Task serving = Task.Run(async () =>
        {
            using TcpClient client = await listener.AcceptTcpClientAsync();
            byte[] buffer = new byte[4096];
            int read = await client.GetStream().ReadAsync(buffer);
            received.Write(buffer, 0, read);
            await client.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
        });
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using GlobusSession session = GlobusSession.Hosted(
            GlobusEnvironment.AtOnePlace("local", new Uri($"https://localhost:{port}")),
            new DelegateTokenSource(static _ => "s3cret-token"),
            new GlobusHttpOptions { TimeProvider = _time, MaxRetries = 0, Timeout = Timeout.InfiniteTimeSpan });

        GlobusApiException error = await Assert.ThrowsAsync<GlobusApiException>(
            () => session.Flows.RunAsync(TestSession.FlowId, new RunSettings { Body = TestSession.Parse("{}") }));
        await serving;

        Assert.Equal(GlobusErrorKind.Network, error.Kind);
        Assert.False(error.MayHaveStarted);
        Assert.StartsWith($"No secure connection to https://localhost:{port}: ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret-token", Encoding.ASCII.GetString(received.ToArray()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://localhost:8080/x", true)]
    [InlineData("http://127.0.0.1/x", true)]
    [InlineData("http://[::1]/x", true)]
    [InlineData("https://flows.automate.globus.org/x", false)]
    public void This_machine_is_never_reached_through_a_proxy(string url, bool isDirect)
    {
        IWebProxy before = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new WebProxy("http://proxy.example.org:3128");
        try
        {
            using SocketsHttpHandler handler = GlobusHttp.CreateNetworkHandler();

            Assert.Equal(isDirect, handler.Proxy!.IsBypassed(new Uri(url)));
            Assert.Equal(isDirect, handler.Proxy.GetProxy(new Uri(url)) is null);
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
