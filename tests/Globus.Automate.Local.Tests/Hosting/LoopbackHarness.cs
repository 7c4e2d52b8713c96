using System.Net.Sockets;
using System.Text;
using Globus.Automate.Local;
using Globus.Automate.Local.Hosting;

namespace Globus.Automate.Tests.Hosting;

/// <summary>A local Globus on a free port, and raw requests to it: bytes out, bytes in.</summary>
internal sealed class LoopbackHarness : IAsyncDisposable
{
    public LoopbackHarness(LoopbackServiceOptions? options = null, LocalGlobusOptions? globus = null)
    {
        Globus = new LocalGlobus(globus);
        Service = LoopbackService.Start(Globus, options);
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = Service.Url };
    }

    public LocalGlobus Globus { get; }

    public LoopbackService Service { get; }

    public HttpClient Client { get; }

    public string Authority => Service.Url.Authority;

    /// <summary>Sends a text as it is, and reads what comes until the connection ends or some time has passed.</summary>
    public async Task<string> SendRawAsync(string text, TimeSpan? patience = null, bool wholeConnection = false)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", Service.Url.Port, TestContext.Current.CancellationToken);
        NetworkStream stream = socket.GetStream();
        using var timeout = new CancellationTokenSource(patience ?? TimeSpan.FromSeconds(2));
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, TestContext.Current.CancellationToken);
        var answer = new StringBuilder();
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(text), either.Token);
            byte[] buffer = new byte[8192];
            int read;
            while ((read = await stream.ReadAsync(buffer, either.Token)) > 0)
            {
                answer.Append(Encoding.Latin1.GetString(buffer, 0, read));
                if (!wholeConnection && HasWholeAnswer(answer.ToString()))
                {
                    break;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The service hung up, or said nothing: what came is the answer.
        }

        return answer.ToString();
    }

    /// <summary>Whether the service still answers as it should.</summary>
    public async Task AssertAliveAsync()
    {
        using HttpResponseMessage response = await Client.GetAsync(new Uri("/.well-known/openid-configuration", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.OK, response.StatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Service.DisposeAsync();
        await Globus.DisposeAsync();
    }

    private static bool HasWholeAnswer(string text)
    {
        text = text.StartsWith("HTTP/1.1 100", StringComparison.Ordinal) ? text[(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..] : text;
        int end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        int length = text.IndexOf("Content-Length: ", StringComparison.OrdinalIgnoreCase);
        return end > 0 && length > 0 && length < end
            && text.Length - end - 4 >= int.Parse(text.AsSpan(length + 16, text.IndexOf('\r', length) - length - 16), System.Globalization.CultureInfo.InvariantCulture);
    }
}
