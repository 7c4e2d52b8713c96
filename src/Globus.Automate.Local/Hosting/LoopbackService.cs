using System.Net;
using System.Net.Sockets;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Services;

namespace Globus.Automate.Local.Hosting;

/// <summary>
/// A <see cref="LocalGlobus"/> on a loopback port, every service at its own paths on the one port, so that clients in other processes and
/// languages can use it. Nothing but this machine can reach it; it answers to its own name only, and not to the pages of other sites.
/// </summary>
public sealed class LoopbackService : IAsyncDisposable
{
    private readonly HttpListener _listener;
    private readonly LocalGlobus _globus;
    private readonly LoopbackLimits _limits;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _connections;
    private readonly Task _accepting;
    private long _requests;

    private LoopbackService(LocalGlobus globus, HttpListener listener, Uri url, LoopbackLimits limits)
    {
        _globus = globus;
        _listener = listener;
        _limits = limits;
        _connections = new SemaphoreSlim(limits.MaxConnections);
        Url = url;
        StartedAt = globus.Now;
        globus.WebOptions.BaseUrl = new Uri(url, "actions/");
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>Where it stands: <c>http://localhost:{port}/</c>.</summary>
    public Uri Url { get; }

    /// <summary>When it was started.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>How many requests have come.</summary>
    public long RequestCount => Interlocked.Read(ref _requests);

    /// <summary>The environment variables that point the official Python tools and the old client at it.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Settings
    {
        get
        {
            string url = Url.AbsoluteUri.TrimEnd('/');
            return
            [
                new("GLOBUS_SDK_SERVICE_URL_FLOWS", url),
                new("GLOBUS_SDK_SERVICE_URL_AUTH", url),
                new("GLOBUS_AUTOMATE_FLOWS_ENDPOINT", url),
                new("GLOBUS_CLI_CLIENT_ID", "local"),
                new("GLOBUS_CLI_CLIENT_SECRET", _globus.ClientSecret),
            ];
        }
    }

    /// <summary>Completes when the service has stopped.</summary>
    public Task Completion => _accepting;

    /// <summary>Starts serving.</summary>
    /// <param name="globus">What is served. It lives on when the service stops.</param>
    /// <param name="port">The port; 0 takes a free one.</param>
    /// <param name="limits">The bounds; the standard ones when null.</param>
    /// <exception cref="IOException">The port cannot be had; the message says why.</exception>
    public static LoopbackService Start(LocalGlobus globus, int port = 0, LoopbackLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(globus);
        ArgumentOutOfRangeException.ThrowIfLessThan(port, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, IPEndPoint.MaxPort);

        // HttpListener cannot choose a port itself, and one that was free a moment ago may be taken by now.
        for (int attempt = 0; ; attempt++)
        {
            int chosen = port == 0 ? FreePort() : port;
            var listener = new HttpListener { IgnoreWriteExceptions = true };
            listener.Prefixes.Add($"http://localhost:{chosen}/");
            listener.Prefixes.Add($"http://127.0.0.1:{chosen}/");
            try
            {
                listener.Start();
                return new LoopbackService(globus, listener, new Uri($"http://localhost:{chosen}/"), limits ?? new LoopbackLimits());
            }
            catch (Exception e) when (e is HttpListenerException or SocketException)
            {
                ((IDisposable)listener).Dispose();
                if (port != 0 || attempt == 4)
                {
                    throw new IOException($"Port {chosen} cannot be used: {e.Message}. Leave the port out to take a free one.", e);
                }
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        _listener.Close();
        await _accepting.ConfigureAwait(false);
    }

    private static int FreePort()
    {
        var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        try
        {
            return ((IPEndPoint)probe.LocalEndpoint).Port;
        }
        finally
        {
            probe.Stop();
        }
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            HttpListenerContext context;
            try
            {
                await _connections.WaitAsync(_stop.Token).ConfigureAwait(false);
                context = await _listener.GetContextAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (e is OperationCanceledException or HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }

            Interlocked.Increment(ref _requests);
            _ = Task.Run(() => ServeAsync(context));
        }
    }

    private async Task ServeAsync(HttpListenerContext context)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        limit.CancelAfter(_limits.RequestTime);
        try
        {
            ServiceResponse answer = await AnswerAsync(context.Request, limit.Token).ConfigureAwait(false);
            await SendAsync(context.Response, answer, isHead: context.Request.HttpMethod == "HEAD", limit.Token).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever a client does with its connection, the service stays up.
        catch (Exception)
#pragma warning restore CA1031
        {
            context.Response.Abort();
        }
        finally
        {
            _connections.Release();
        }
    }

    private async Task<ServiceResponse> AnswerAsync(HttpListenerRequest request, CancellationToken cancellationToken)
    {
        if (RequestGuard.Refusal(request, Url) is { } refusal)
        {
            return refusal;
        }

        if (await ReadBodyAsync(request, cancellationToken).ConfigureAwait(false) is not { } body)
        {
            return Error(413, "PAYLOAD_TOO_LARGE", $"The body has more than {_limits.MaxBody:N0} bytes, which the local Globus does not take.");
        }

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string? name in request.Headers.AllKeys)
        {
            if (name is not null && request.Headers[name] is { } value)
            {
                headers[name] = value;
            }
        }

        var message = new ServiceRequest(request.HttpMethod.ToUpperInvariant(), new Uri(Url, request.RawUrl is { } raw && raw.StartsWith('/') ? raw : "/"), headers, body);
        return _globus.WebOptions.TryHandle(message) ?? await _globus.Router.HandleAsync(message, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The body; null where it is larger than what is taken.</summary>
    private async Task<byte[]?> ReadBodyAsync(HttpListenerRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength64 > _limits.MaxBody)
        {
            return null;
        }

        using var body = new MemoryStream();
        byte[] buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.InputStream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (body.Length + read > _limits.MaxBody)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    private static async Task SendAsync(HttpListenerResponse response, ServiceResponse answer, bool isHead, CancellationToken cancellationToken)
    {
        response.StatusCode = answer.StatusCode;
        response.Headers["Server"] = "globus-automate-local";
        response.Headers["X-Content-Type-Options"] = "nosniff";
        foreach ((string name, string value) in answer.Headers)
        {
            response.Headers[name] = value;
        }

        if (answer.ContentType.Length > 0)
        {
            response.ContentType = answer.ContentType;
        }

        response.ContentLength64 = answer.StatusCode is 204 or 304 ? 0 : answer.Body.Length;
        if (!isHead && response.ContentLength64 > 0)
        {
            await response.OutputStream.WriteAsync(answer.Body, cancellationToken).ConfigureAwait(false);
        }

        response.Close();
    }

    internal static ServiceResponse Error(int status, string code, string detail) => ServiceResponse.Json(status, FlowObject.Create(
        ("error", FlowObject.Create(("code", FlowValue.From(code)), ("detail", FlowValue.From(detail)))),
        ("debug_id", FlowValue.From(Guid.NewGuid().ToString()))));
}

/// <summary>What a <see cref="LoopbackService"/> takes from a client.</summary>
public sealed record LoopbackLimits
{
    /// <summary>The largest body, in bytes: 10 MB.</summary>
    public long MaxBody { get; init; } = 10_000_000;

    /// <summary>How many requests are answered at the same time: 256. More wait.</summary>
    public int MaxConnections { get; init; } = 256;

    /// <summary>How long a request may take: a minute.</summary>
    public TimeSpan RequestTime { get; init; } = TimeSpan.FromMinutes(1);
}

/// <summary>Keeps out who does not belong: other machines, other names for this one (DNS rebinding), and the pages of other sites.</summary>
internal static class RequestGuard
{
    public static ServiceResponse? Refusal(HttpListenerRequest request, Uri own)
    {
        if (!request.IsLocal || !IPAddress.IsLoopback(request.RemoteEndPoint.Address))
        {
            return LoopbackService.Error(403, "FORBIDDEN", "The local Globus answers this machine only.");
        }

        string host = request.Headers["Host"] ?? string.Empty;
        if (host != own.Authority && host != $"127.0.0.1:{own.Port}")
        {
            return LoopbackService.Error(421, "MISDIRECTED_REQUEST", $"The local Globus answers to {own.Authority}, not to '{host}'.");
        }

        string? origin = request.Headers["Origin"];
        bool ownPage = origin is null || origin == own.GetLeftPart(UriPartial.Authority) || origin == $"http://127.0.0.1:{own.Port}";
        bool crossSite = request.Headers["Sec-Fetch-Site"] is "cross-site" or "same-site" && request.Headers["Sec-Fetch-Mode"] is not "navigate";
        return ownPage && !crossSite ? null : LoopbackService.Error(403, "FORBIDDEN", "The local Globus does not answer the pages of other sites.");
    }
}
