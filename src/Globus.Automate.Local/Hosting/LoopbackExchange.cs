using System.Net;
using System.Text;
using Globus.Automate.Local.Services;

namespace Globus.Automate.Local.Hosting;

/// <summary>One request on the port and its answer, within bounds of size and time. Whatever happens in it stays in it.</summary>
internal sealed class LoopbackExchange(HttpListenerContext context, ServiceRouter router, BrowserGuard guard, LoopbackServiceOptions options, Uri baseUrl)
{
    private const int ChunkSize = 32 * 1024;

    private static readonly Dictionary<string, string> s_standardHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        ["X-Content-Type-Options"] = "nosniff",
        ["Cross-Origin-Resource-Policy"] = "same-origin",
    };

    public async Task AnswerAsync()
    {
        using var timeout = new CancellationTokenSource(options.RequestTimeout);
        try
        {
            await SendAsync(await HandleAsync(timeout.Token).ConfigureAwait(false), timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Too slow: there is nobody to tell, or nothing that could still be told in order.
            context.Response.Abort();
        }
        catch (Exception exception) when (exception is HttpListenerException or IOException or ObjectDisposedException or InvalidOperationException or ProtocolViolationException)
        {
            // The client went away, or spoke no HTTP.
            context.Response.Abort();
        }
    }

    public async Task RefuseBusyAsync()
    {
        ServiceResponse busy = new ServiceException(503, "SERVICE_BUSY", $"More than {options.MaximumRequests} requests are being answered: try again.").ToResponse(Guid.NewGuid());
        try
        {
            await SendAsync(busy with { Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Retry-After"] = "1" } }, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpListenerException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            context.Response.Abort();
        }
    }

    private async Task<ServiceResponse> HandleAsync(CancellationToken cancellationToken)
    {
        try
        {
            ServiceRequest request = ReadHead();
            if (guard.Refuse(request) is { } refusal)
            {
                throw refusal;
            }

            return await router.HandleAsync(request with { Body = await ReadBodyAsync(cancellationToken).ConfigureAwait(false) }, cancellationToken).ConfigureAwait(false);
        }
        catch (ServiceException refusal)
        {
            return refusal.ToResponse(Guid.NewGuid());
        }
    }

    private ServiceRequest ReadHead()
    {
        HttpListenerRequest request = context.Request;
        string target = request.RawUrl ?? "/";
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        int size = target.Length;
        foreach (string name in request.Headers.AllKeys.OfType<string>())
        {
            headers[name] = request.Headers[name] ?? string.Empty;
            size += name.Length + headers[name].Length;
        }

        if (size > options.MaximumHeaders)
        {
            throw new ServiceException(431, "HEADERS_TOO_LARGE", $"The request's target and headers have more than {options.MaximumHeaders} bytes.");
        }

        // An absolute target (as proxies send it) says nothing that the Host header does not.
        string path = Uri.TryCreate(target, UriKind.Absolute, out Uri? absolute) && absolute.Scheme is "http" or "https" ? absolute.PathAndQuery : target;
        return path.StartsWith('/') && Uri.TryCreate(baseUrl.AbsoluteUri.TrimEnd('/') + path, UriKind.Absolute, out Uri? url) && url.Authority == baseUrl.Authority
            ? new ServiceRequest(request.HttpMethod.ToUpperInvariant(), url, headers, ReadOnlyMemory<byte>.Empty)
            : throw ServiceException.BadRequest("The request's target is not a path.");
    }

    private async Task<ReadOnlyMemory<byte>> ReadBodyAsync(CancellationToken cancellationToken)
    {
        HttpListenerRequest request = context.Request;
        if (!request.HasEntityBody)
        {
            return ReadOnlyMemory<byte>.Empty;
        }

        long announced = request.ContentLength64;
        if (announced > options.MaximumBody)
        {
            throw TooLarge();
        }

        using var body = new MemoryStream((int)Math.Max(announced, 0));
        byte[] chunk = new byte[ChunkSize];
        int read;
        while ((read = await request.InputStream.ReadAsync(chunk, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (body.Length + read > options.MaximumBody)
            {
                throw TooLarge();
            }

            body.Write(chunk, 0, read);
        }

        return body.ToArray();
    }

    private async Task SendAsync(ServiceResponse answer, CancellationToken cancellationToken)
    {
        HttpListenerResponse response = context.Response;
        response.StatusCode = answer.StatusCode;
        foreach ((string name, string value) in s_standardHeaders.Concat(answer.Headers))
        {
            response.Headers[name] = WithoutBreaks(value);
        }

        if (answer.ContentType.Length > 0)
        {
            response.ContentType = answer.ContentType;
        }

        if (answer.StatusCode == 413)
        {
            // The rest of the body is not read: the connection cannot go on.
            response.KeepAlive = false;
        }

        response.ContentLength64 = answer.Body.Length;
        if (context.Request.HttpMethod != "HEAD" && !answer.Body.IsEmpty)
        {
            await response.OutputStream.WriteAsync(answer.Body, cancellationToken).ConfigureAwait(false);
        }

        response.Close();
    }

    private ServiceException TooLarge() => new(413, "PAYLOAD_TOO_LARGE", $"The request's body has more than {options.MaximumBody} bytes.");

    /// <summary>A header is one line of ASCII, whatever a request made a service put into it.</summary>
    private static string WithoutBreaks(string value)
        => value.All(static c => c is >= ' ' and <= '~') ? value : new StringBuilder().AppendJoin(string.Empty, value.Where(static c => c is >= ' ' and <= '~')).ToString();
}
