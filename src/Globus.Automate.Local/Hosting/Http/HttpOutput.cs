using System.Globalization;
using System.Text;
using Globus.Automate.Local.Services;

namespace Globus.Automate.Local.Hosting;

/// <summary>Writes answers (RFC 9112, section 4).</summary>
internal static class HttpOutput
{
    private const int JoinUpTo = 64 * 1024;

    /// <summary>Tells a client that waits for it to send its body.</summary>
    public static ReadOnlyMemory<byte> Continue { get; } = "HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray();

    /// <summary>Writes an answer.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="withBody">Whether its body is sent; the answer to HEAD only says how long it is.</param>
    /// <param name="keepsConnection">Whether the connection goes on.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async ValueTask WriteAsync(Stream stream, ServiceResponse answer, bool withBody, bool keepsConnection, CancellationToken cancellationToken)
    {
        byte[] head = Head(answer, keepsConnection);
        ReadOnlyMemory<byte> body = withBody ? answer.Body : ReadOnlyMemory<byte>.Empty;
        if (head.Length + body.Length <= JoinUpTo)
        {
            byte[] whole = new byte[head.Length + body.Length];
            head.CopyTo(whole, 0);
            body.CopyTo(whole.AsMemory(head.Length));
            await stream.WriteAsync(whole, cancellationToken).ConfigureAwait(false);
            return;
        }

        await stream.WriteAsync(head, cancellationToken).ConfigureAwait(false);
        await stream.WriteAsync(body, cancellationToken).ConfigureAwait(false);
    }

    private static byte[] Head(ServiceResponse answer, bool keepsConnection)
    {
        var head = new StringBuilder(512);
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {answer.StatusCode} {Reason(answer.StatusCode)}\r\n");
        head.Append(CultureInfo.InvariantCulture, $"Date: {DateTime.UtcNow:R}\r\n");
        if (answer.ContentType.Length > 0)
        {
            Append(head, "Content-Type", answer.ContentType);
        }

        if (answer.StatusCode is not (204 or 304))
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {answer.Body.Length}\r\n");
        }

        Append(head, "X-Content-Type-Options", "nosniff");
        Append(head, "Cross-Origin-Resource-Policy", "same-origin");
        foreach ((string name, string value) in answer.Headers)
        {
            Append(head, name, value);
        }

        Append(head, "Connection", keepsConnection ? "keep-alive" : "close");
        return Encoding.ASCII.GetBytes(head.Append("\r\n").ToString());
    }

    /// <summary>A header is one line of ASCII, whatever a request made a service put into it.</summary>
    private static void Append(StringBuilder head, string name, string value)
    {
        head.Append(name).Append(": ");
        foreach (char c in value)
        {
            if (c is >= ' ' and <= '~')
            {
                head.Append(c);
            }
        }

        head.Append("\r\n");
    }

    /// <summary>The words for a status; they may be any (RFC 9112, section 4).</summary>
    private static string Reason(int status) => status switch
    {
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        204 => "No Content",
        302 => "Found",
        303 => "See Other",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        409 => "Conflict",
        413 => "Content Too Large",
        421 => "Misdirected Request",
        422 => "Unprocessable Content",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        503 => "Service Unavailable",
        505 => "HTTP Version Not Supported",
        _ => "Status",
    };
}
