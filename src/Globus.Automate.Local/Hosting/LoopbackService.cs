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
    private const int Backlog = 512;

    private readonly Socket[] _listeners;
    private readonly LocalGlobus _globus;
    private readonly LoopbackServiceOptions _options;
    private readonly BrowserGuard _guard;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _aborting = new();
    private readonly ConcurrentDictionary<Task, byte> _connections = new();
    private readonly Task _accepting;
    private readonly Lazy<Task> _stop;
    private int _open;
    private long _connectionCount;

    private LoopbackService(LocalGlobus globus, LoopbackServiceOptions options, Socket[] listeners, int port)
    {
        _globus = globus;
        _options = options;
        _listeners = listeners;
        _guard = new BrowserGuard(port);
        Url = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port}/"));
        _stop = new Lazy<Task>(StopOnceAsync);
        _accepting = Task.WhenAll(listeners.Select(listener => Task.Run(() => AcceptAsync(listener))));
    }

    /// <summary>Where it listens: <c>http://localhost:{port}/</c>. It answers at <c>http://127.0.0.1:{port}/</c> too, and at <c>[::1]</c> where the machine has it.</summary>
    public Uri Url { get; }

    /// <summary>How many connections have come; each may carry many requests.</summary>
    public long ConnectionCount => Interlocked.Read(ref _connectionCount);

    /// <summary>Completes when the service takes no more connections.</summary>
    public Task Completion => _accepting;

    /// <summary>Whether it listens.</summary>
    public bool IsListening => !_stop.IsValueCreated;

    /// <summary>Starts to listen.</summary>
    /// <param name="globus">What is served. It is not disposed of with the service.</param>
    /// <param name="options">Port and bounds; the standard ones when null.</param>
    /// <exception cref="InvalidOperationException">The port is taken, or the system refuses; the message says which and what to do.</exception>
    public static LoopbackService Start(LocalGlobus globus, LoopbackServiceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(globus);
        options ??= new LoopbackServiceOptions();
        Socket listener;
        try
        {
            listener = Listen(IPAddress.Loopback, options.Port);
        }
        catch (Exception exception) when (exception is SocketException or ArgumentOutOfRangeException)
        {
            throw new InvalidOperationException($"The local Globus cannot listen on port {options.Port} of this machine: {exception.Message.TrimEnd('.')}. Choose another port, or none to take a free one.", exception);
        }

        int port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        Socket? second = TryListenV6(port);
        var service = new LoopbackService(globus, options, second is null ? [listener] : [listener, second], port);
        globus.Served(service.Url);
        return service;
    }

    /// <summary>
    /// The environment settings that point other clients here: the official SDK and CLI, the earlier automation client, and this module.
    /// The client id and secret among them act as <c>you@local</c>.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string>> GetEnvironmentSettings()
    {
        string url = Url.GetLeftPart(UriPartial.Authority);
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

    /// <summary>Stops to listen. Requests under way are finished where that does not take long; connections without one end at once.</summary>
    public Task StopAsync() => _stop.Value;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    private static Socket Listen(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (OperatingSystem.IsWindows())
            {
                // Without this, another process could listen on the same port and take our clients.
                socket.ExclusiveAddressUse = true;
            }

            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(Backlog);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Clients may look up <c>localhost</c> as ::1 first.</summary>
    private static Socket? TryListenV6(int port)
    {
        try
        {
            return Socket.OSSupportsIPv6 ? Listen(IPAddress.IPv6Loopback, port) : null;
        }
        catch (SocketException)
        {
            // They come to 127.0.0.1 next.
            return null;
        }
    }

    private async Task StopOnceAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        foreach (Socket listener in _listeners)
        {
            listener.Dispose();
        }

        _globus.NoLongerServed(Url);
        await _accepting.ConfigureAwait(false);
        Task connections = Task.WhenAll(_connections.Keys);
        await Task.WhenAny(connections, Task.Delay(_options.StopTimeout)).ConfigureAwait(false);
        await _aborting.CancelAsync().ConfigureAwait(false);
        await connections.ConfigureAwait(false);
        _stopping.Dispose();
        _aborting.Dispose();
    }

    private async Task AcceptAsync(Socket listener)
    {
        while (!_stopping.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await listener.AcceptAsync(_stopping.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // This client went away, or the machine is short of sockets: the next one may come through.
                await Task.Delay(TimeSpan.FromMilliseconds(10)).ConfigureAwait(false);
                continue;
            }

            Interlocked.Increment(ref _connectionCount);
            socket.NoDelay = true;
            bool hasPlace = Interlocked.Increment(ref _open) <= _options.MaximumConnections;
            Task served = Task.Run(() => ServeAsync(socket, hasPlace));
            _connections[served] = 0;
            _ = ForgetAsync(served);
        }
    }

    private async Task ServeAsync(Socket socket, bool hasPlace)
    {
        var connection = new HttpConnection(socket, _globus.Router, _guard, _options, Url);
        await using (connection.ConfigureAwait(false))
        {
            await (hasPlace ? connection.ServeAsync(_stopping.Token, _aborting.Token) : connection.RefuseAsync()).ConfigureAwait(false);
        }
    }

    private async Task ForgetAsync(Task served)
    {
        await served.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Interlocked.Decrement(ref _open);
        _connections.TryRemove(served, out _);
    }
}
