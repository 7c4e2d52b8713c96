using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Globus.Automate.Local.Services;

namespace Globus.Automate.Local.Hosting;

/// <summary>
/// The local Globus on a port of this machine, for every HTTP client: all services at the paths that the real ones use. It listens on loopback
/// only, and bounds what a request may cost. See docs/decisions/0043-loopback-listener.md.
/// </summary>
public sealed class LoopbackService : IAsyncDisposable
{
    /// <summary>How often a free port is looked for, since another process may take it first.</summary>
    private const int Attempts = 20;

    private readonly HttpListener _listener;
    private readonly LocalGlobus _globus;
    private readonly LoopbackServiceOptions _options;
    private readonly BrowserGuard _guard;
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _slots;
    private readonly ConcurrentDictionary<Task, byte> _requests = new();
    private readonly Task _loop;
    private long _requestCount;
    private int _isStopped;

    private LoopbackService(LocalGlobus globus, LoopbackServiceOptions options, HttpListener listener, int port)
    {
        _globus = globus;
        _options = options;
        _listener = listener;
        _slots = new SemaphoreSlim(options.MaximumRequests);
        Url = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port}/"));
        _guard = new BrowserGuard(port);
        _loop = Task.Run(AcceptAsync);
    }

    /// <summary>Where it listens: <c>http://localhost:{port}/</c>. It answers at <c>http://127.0.0.1:{port}/</c> too.</summary>
    public Uri Url { get; }

    /// <summary>How many requests have come.</summary>
    public long RequestCount => Interlocked.Read(ref _requestCount);

    /// <summary>Completes when the service has stopped.</summary>
    public Task Completion => _loop;

    /// <summary>Whether it listens.</summary>
    public bool IsListening => _listener.IsListening;

    /// <summary>Starts to listen.</summary>
    /// <param name="globus">What is served. It is not disposed of with the service.</param>
    /// <param name="options">Port and bounds; the standard ones when null.</param>
    /// <exception cref="InvalidOperationException">The port is taken, or the system refuses; the message says which and what to do.</exception>
    public static LoopbackService Start(LocalGlobus globus, LoopbackServiceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(globus);
        options ??= new LoopbackServiceOptions();
        for (int attempt = 1; ; attempt++)
        {
            int port = options.Port == 0 ? FindFreePort() : options.Port;
            var listener = new HttpListener { IgnoreWriteExceptions = true };
            listener.Prefixes.Add(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"));
            listener.Prefixes.Add(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port}/"));
            try
            {
                listener.Start();
            }
            catch (Exception exception) when (exception is HttpListenerException or SocketException)
            {
                ((IDisposable)listener).Dispose();
                if (options.Port == 0 && attempt < Attempts)
                {
                    continue;
                }

                throw new InvalidOperationException($"The local Globus cannot listen on port {port} of this machine: {exception.Message.TrimEnd('.')}. Choose another port, or none to take a free one.", exception);
            }

            var service = new LoopbackService(globus, options, listener, port);
            globus.Served(service.Url);
            return service;
        }
    }

    /// <summary>
    /// The environment settings that point other clients here: the official SDK and CLI, the earlier automation client, and this module.
    /// The client id and secret among them act as <c>you@local</c>.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string>> GetEnvironmentSettings()
    {
        string url = Url.AbsoluteUri.TrimEnd('/');
        return
        [
            new("GLOBUS_SDK_SERVICE_URL_FLOWS", url),
            new("GLOBUS_SDK_SERVICE_URL_AUTH", url),
            new("GLOBUS_SDK_SERVICE_URL_QUEUES", url + "/v1"),
            new("GLOBUS_SDK_SERVICE_URL_SEARCH", url),
            new("GLOBUS_SDK_SERVICE_URL_GROUPS", url),
            new("GLOBUS_AUTOMATE_FLOWS_ENDPOINT", url),
            new("GLOBUS_CLI_CLIENT_ID", _globus.Identities.You.Id.ToString()),
            new("GLOBUS_CLI_CLIENT_SECRET", _globus.ClientSecret),
            new("GLOBUS_CLIENT_ID", ClientDirectory.Local),
            new("GLOBUS_CLIENT_SECRET", _globus.ClientSecret),
        ];
    }

    /// <summary>Stops to listen; requests under way are finished where that does not take long.</summary>
    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _isStopped, 1) != 0)
        {
            await _loop.ConfigureAwait(false);
            return;
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        Task under = Task.WhenAll(_requests.Keys);
        await Task.WhenAny(under, Task.Delay(_options.StopTimeout)).ConfigureAwait(false);
        _listener.Stop();
        await _loop.ConfigureAwait(false);
        _listener.Close();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _stopping.Dispose();
        _slots.Dispose();
    }

    /// <summary>A port that nobody has on either loopback address: clients take <c>localhost</c> for the IPv6 one first.</summary>
    private static int FindFreePort()
    {
        for (int attempt = 1; ; attempt++)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            int port = ((IPEndPoint)socket.LocalEndPoint!).Port;
            if (attempt == Attempts || !Socket.OSSupportsIPv6 || IsFreeOnIPv6(port))
            {
                return port;
            }
        }
    }

    private static bool IsFreeOnIPv6(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.IPv6Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync().WaitAsync(_stopping.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception exception) when (exception is HttpListenerException or InvalidOperationException or ObjectDisposedException)
            {
                if (!_listener.IsListening)
                {
                    return;
                }

                continue;
            }

            Interlocked.Increment(ref _requestCount);
            var exchange = new LoopbackExchange(context, _globus.Router, _guard, _options, Url);
            bool hasSlot = _slots.Wait(0);
            Task request = Task.Run(() => hasSlot ? exchange.AnswerAsync() : exchange.RefuseBusyAsync());
            _requests[request] = 0;
            _ = ForgetAsync(request, hasSlot);
        }
    }

    private async Task ForgetAsync(Task request, bool hasSlot)
    {
        await request.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _requests.TryRemove(request, out _);
        if (hasSlot)
        {
            _slots.Release();
        }
    }
}
