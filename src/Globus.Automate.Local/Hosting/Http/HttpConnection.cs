using System.Net.Sockets;
using Globus.Automate.Local.Services;

namespace Globus.Automate.Local.Hosting;

/// <summary>One connection: its requests, one after the other, each within bounds of size and time. Whatever comes on it stays in it.</summary>
internal sealed class HttpConnection(Socket socket, ServiceRouter router, BrowserGuard guard, LoopbackServiceOptions options, Uri baseUrl) : IAsyncDisposable
{
    private const int DrainUpTo = 1024 * 1024;
    private static readonly TimeSpan s_drainFor = TimeSpan.FromSeconds(1);

    private readonly NetworkStream _stream = new(socket, ownsSocket: true);

    /// <summary>Answers requests until the client ends, asks for something that is no HTTP, or the service stops.</summary>
    /// <param name="stopping">No further request is taken.</param>
    /// <param name="aborting">The request under way is given up.</param>
    public async Task ServeAsync(CancellationToken stopping, CancellationToken aborting)
    {
        try
        {
            var input = new HttpInput(_stream, options.MaximumHeaders);
            while (await ServeOneAsync(input, stopping, aborting).ConfigureAwait(false))
            {
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The client went away, was too slow, or the service stops: there is nobody to tell.
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    /// <summary>Tells a client that there are too many.</summary>
    public async Task RefuseAsync()
    {
        try
        {
            using var timeout = new CancellationTokenSource(s_drainFor);
            ServiceResponse busy = new ServiceException(503, "SERVICE_BUSY", $"More than {options.MaximumConnections} connections are open: try again.")
            {
                Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Retry-After"] = "1" },
            }.ToResponse(Guid.NewGuid());
            await FinishAsync(busy, timeout.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // It did not wait for the answer.
        }
    }

    private async Task<bool> ServeOneAsync(HttpInput input, CancellationToken stopping, CancellationToken aborting)
    {
        if (input.Available.IsEmpty)
        {
            using var idle = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            idle.CancelAfter(options.IdleTimeout);
            if (!await input.FillAsync(idle.Token).ConfigureAwait(false))
            {
                return false;
            }
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(aborting);
        timeout.CancelAfter(options.RequestTimeout);
        ServiceResponse answer;
        bool keepsConnection;
        bool isHead;
        try
        {
            HttpHead head = await ReadHeadAsync(input, timeout.Token).ConfigureAwait(false);
            answer = await AnswerAsync(head, input, timeout.Token).ConfigureAwait(false);
            keepsConnection = head.KeepsConnection && !stopping.IsCancellationRequested;
            isHead = head.Method == "HEAD";
        }
        catch (HttpFaultException fault)
        {
            await FinishAsync(new ServiceException(fault.StatusCode, fault.Code, fault.Message).ToResponse(Guid.NewGuid()), timeout.Token).ConfigureAwait(false);
            return false;
        }

        await HttpOutput.WriteAsync(_stream, answer, withBody: !isHead, keepsConnection, timeout.Token).ConfigureAwait(false);
        return keepsConnection;
    }

    private async ValueTask<HttpHead> ReadHeadAsync(HttpInput input, CancellationToken cancellationToken)
    {
        while (true)
        {
            // Empty lines before a request are left over from the one before (RFC 9112, section 2.2).
            while (input.Available.StartsWith("\r\n"u8))
            {
                input.Advance(2);
            }

            if (!HttpHead.CanBegin(input.Available))
            {
                throw HttpFaultException.BadRequest("This is not HTTP: the service speaks plain HTTP/1.1.");
            }

            int end = input.Available.IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                var head = HttpHead.Parse(input.Available[..end]);
                input.Advance(end + 4);
                return head;
            }

            if (input.IsFull)
            {
                throw new HttpFaultException(431, "HEADERS_TOO_LARGE", $"The request's target and headers have more than {options.MaximumHeaders} bytes.");
            }

            if (!await input.FillAsync(cancellationToken).ConfigureAwait(false))
            {
                throw HttpFaultException.BadRequest("The request ended before its headers did.");
            }
        }
    }

    private async ValueTask<ServiceResponse> AnswerAsync(HttpHead head, HttpInput input, CancellationToken cancellationToken)
    {
        var request = new ServiceRequest(head.Method.ToUpperInvariant(), UrlOf(head), head.Headers, ReadOnlyMemory<byte>.Empty);
        ServiceException? refusal = guard.Refuse(request);
        if (head.ExpectsContinue && head.ContentLength <= options.MaximumBody)
        {
            await _stream.WriteAsync(HttpOutput.Continue, cancellationToken).ConfigureAwait(false);
        }

        ReadOnlyMemory<byte> body = await HttpBody.ReadAsync(head, input, options.MaximumBody, cancellationToken).ConfigureAwait(false);
        return refusal?.ToResponse(Guid.NewGuid()) ?? await router.HandleAsync(request with { Body = body }, cancellationToken).ConfigureAwait(false);
    }

    private Uri UrlOf(HttpHead head)
    {
        string path = head.Target;
        if (path == "*")
        {
            path = "/";
        }
        else if (!path.StartsWith('/') && Uri.TryCreate(path, UriKind.Absolute, out Uri? whole) && whole.Scheme == Uri.UriSchemeHttp)
        {
            // A whole URL (as for a proxy) must name what the Host header does.
            path = whole.Authority.Equals(head.Headers.GetValueOrDefault("Host"), StringComparison.OrdinalIgnoreCase) ? whole.PathAndQuery : string.Empty;
        }

        return path.StartsWith('/') && Uri.TryCreate(baseUrl.GetLeftPart(UriPartial.Authority) + path, UriKind.Absolute, out Uri? url) && url.Authority == baseUrl.Authority
            ? url
            : throw HttpFaultException.BadRequest("The request's target is not a path.");
    }

    /// <summary>The last answer of a connection: what the client still sends is taken in for a moment, since an answer to someone who is still sending is lost otherwise.</summary>
    private async Task FinishAsync(ServiceResponse answer, CancellationToken cancellationToken)
    {
        await HttpOutput.WriteAsync(_stream, answer, withBody: true, keepsConnection: false, cancellationToken).ConfigureAwait(false);
        socket.Shutdown(SocketShutdown.Send);
        using var drain = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        drain.CancelAfter(s_drainFor);
        byte[] rest = new byte[16 * 1024];
        int drained = 0;
        int read;
        while (drained < DrainUpTo && (read = await _stream.ReadAsync(rest, drain.Token).ConfigureAwait(false)) > 0)
        {
            drained += read;
        }
    }
}
