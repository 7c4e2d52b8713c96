using System.Net;
using System.Net.Sockets;
using System.Text;
using Duende.IdentityModel.Client;

namespace Globus.Automate.Client.Auth;

/// <summary>
/// Waits on a free port of this machine for the browser to come back from the login (RFC 8252, 7.3). It answers that one request and is
/// gone; anything that does not carry the state of this login is turned away and does not end the wait.
/// </summary>
internal sealed class LoopbackListener : IDisposable
{
    private const int MaxRequestBytes = 16 * 1024;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly List<TcpListener> _listeners = [];
    private readonly string _state;

    /// <param name="state">The state that a true answer carries.</param>
    public LoopbackListener(string state)
    {
        _state = state;
        var first = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        _listeners.Add(first);
        Port = ((IPEndPoint)first.LocalEndpoint).Port;

        // A browser may try the other address of localhost first.
        try
        {
            var second = new TcpListener(IPAddress.IPv6Loopback, Port);
            second.Start();
            _listeners.Add(second);
        }
        catch (SocketException)
        {
            // No IPv6, or the port is taken there: browsers then use the first.
        }
    }

    public int Port { get; }

    /// <summary>Globus Auth takes <c>localhost</c> and not the number.</summary>
    public string RedirectUri => $"http://localhost:{Port}";

    /// <summary>Waits for the answer.</summary>
    public async Task<AuthorizeResponse> WaitAsync(CancellationToken cancellationToken)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var answer = new TaskCompletionSource<AuthorizeResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        Task[] loops = [.. _listeners.Select(listener => AcceptAsync(listener, answer, done.Token))];
        try
        {
            return await answer.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await done.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(loops).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        foreach (TcpListener listener in _listeners)
        {
            listener.Dispose();
        }
    }

    private async Task AcceptAsync(TcpListener listener, TaskCompletionSource<AuthorizeResponse> answer, CancellationToken cancellationToken)
    {
        var connections = new List<Task>();
        try
        {
            while (!answer.Task.IsCompleted)
            {
                TcpClient client = await listener.AcceptTcpClientAsync(cancellationToken).ConfigureAwait(false);
                connections.RemoveAll(static task => task.IsCompleted);
                connections.Add(ServeAsync(client, answer, cancellationToken));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The wait is over.
        }

        await Task.WhenAll(connections).ConfigureAwait(false);
    }

    private async Task ServeAsync(TcpClient client, TaskCompletionSource<AuthorizeResponse> answer, CancellationToken cancellationToken)
    {
        using TcpClient connection = client;
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(s_patience);
        try
        {
            NetworkStream stream = connection.GetStream();
            string? head = await ReadHeadAsync(stream, bound.Token).ConfigureAwait(false);
            AuthorizeResponse? response = head is null ? null : Understand(head);
            (string status, string title, string text) = response switch
            {
                null => ("400 Bad Request", "Nothing to see here", "This page is for the login that was started from the terminal. It is still waiting."),
                { IsError: true } => ("200 OK", "The login did not succeed", "Go back to the terminal to see why."),
                _ => ("200 OK", "You are logged in", "Close this page and go back to the terminal."),
            };

            // The page must be out before the login goes on: its end closes the connection.
            try
            {
                await stream.WriteAsync(Page(status, title, text), bound.Token).ConfigureAwait(false);
            }
            finally
            {
                if (response is not null)
                {
                    answer.TrySetResult(response);
                }
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // A browser that hangs up, or one that says nothing, changes nothing.
        }
    }

    private static async Task<string?> ReadHeadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[MaxRequestBytes];
        int length = 0;
        while (length < buffer.Length)
        {
            int read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return null;
            }

            length += read;
            if (buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) >= 0)
            {
                return Encoding.ASCII.GetString(buffer, 0, length);
            }
        }

        return null;
    }

    /// <summary>The answer in a request; null for any other request.</summary>
    private AuthorizeResponse? Understand(string head)
    {
        string[] lines = head.Split("\r\n");
        string[] start = lines[0].Split(' ');
        if (start is not ["GET", { } target, ..] || !target.StartsWith("/?", StringComparison.Ordinal) || !IsForUs(lines))
        {
            return null;
        }

        var response = new AuthorizeResponse(RedirectUri + target);
        bool isOurs = response.State is { } state
            && System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(state), Encoding.UTF8.GetBytes(_state));
        return isOurs && (response.IsError || !string.IsNullOrEmpty(response.Code)) ? response : null;
    }

    /// <summary>Whether the request names this listener, and not a name of its own that leads here.</summary>
    private bool IsForUs(string[] lines)
    {
        string[] names = [$"localhost:{Port}", $"127.0.0.1:{Port}", $"[::1]:{Port}"];
        string? host = lines.Skip(1).FirstOrDefault(static line => line.StartsWith("Host:", StringComparison.OrdinalIgnoreCase));
        return host is not null && names.Contains(host[5..].Trim(), StringComparer.OrdinalIgnoreCase);
    }

    private static ReadOnlyMemory<byte> Page(string status, string title, string text)
    {
        string html = $$"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><title>{{title}}</title>
            <style>body{font:16px system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1rem}</style></head>
            <body><h1>{{title}}</h1><p>{{text}}</p></body>
            </html>
            """;
        byte[] body = Encoding.UTF8.GetBytes(html);
        byte[] head = Encoding.ASCII.GetBytes(
            $"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {body.Length}\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nContent-Security-Policy: default-src 'none'; style-src 'unsafe-inline'\r\nConnection: close\r\n\r\n");
        return (byte[])[.. head, .. body];
    }
}
