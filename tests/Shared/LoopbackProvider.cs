using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Globus.Automate.Tests;

/// <summary>A real action provider on a port of this machine, in a few lines of HTTP of its own: an action is ACTIVE when it starts and SUCCEEDED at the first poll.</summary>
internal sealed class LoopbackProvider : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _serving;
    private readonly string? _scope;

    public LoopbackProvider(string? scope = null)
    {
        _scope = scope;
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Url = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/actions/count";
        }

        _listener.Prefixes.Add(new Uri(Url).GetLeftPart(UriPartial.Authority) + "/");
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>The provider's URL, for an ActionUrl.</summary>
    public string Url { get; }

    /// <summary>What was asked: method, path, and the Authorization header or <c>-</c>.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>The bodies of the requests that had one.</summary>
    public ConcurrentQueue<string> Bodies { get; } = new();

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            string path = context.Request.Url!.AbsolutePath;
            Requests.Enqueue($"{context.Request.HttpMethod} {path} {context.Request.Headers["Authorization"] ?? "-"}");
            if (context.Request.HasEntityBody)
            {
                using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
                Bodies.Enqueue(await reader.ReadToEndAsync());
            }

            (int status, string body) = path switch
            {
                _ when path.EndsWith("/run", StringComparison.Ordinal) => (202, Status("ACTIVE")),
                _ when path.EndsWith("/status", StringComparison.Ordinal) => (200, Status("SUCCEEDED")),
                _ => (200, $$"""{"title": "Count", "api_version": "1.0", "globus_auth_scope": {{(_scope is null ? "null" : $"\"{_scope}\"")}} }"""),
            };
            byte[] bytes = Encoding.UTF8.GetBytes(body);
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            await context.Response.OutputStream.WriteAsync(bytes);
            context.Response.Close();
        }
    }

    private static string Status(string status) => $$"""{"action_id": "real-1", "status": "{{status}}", "creator_id": "x", "details": {"counted": 3} }""";
}
