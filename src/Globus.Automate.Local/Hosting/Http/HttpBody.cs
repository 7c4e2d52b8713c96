using System.Globalization;

namespace Globus.Automate.Local.Hosting;

/// <summary>Reads the body of a request: of an announced length, or in chunks (RFC 9112, sections 6 and 7).</summary>
internal static class HttpBody
{
    private const int MaximumLine = 4096;
    private const int MaximumTrailers = 64;

    /// <summary>Reads the body.</summary>
    /// <exception cref="HttpFaultException">It is longer than its bound (413), or not valid (400).</exception>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(HttpHead head, HttpInput input, int maximum, CancellationToken cancellationToken)
    {
        if (head.ContentLength > maximum)
        {
            throw TooLarge(maximum);
        }

        if (head.IsChunked)
        {
            return await ReadChunksAsync(input, maximum, cancellationToken).ConfigureAwait(false);
        }

        if (head.ContentLength == 0)
        {
            return ReadOnlyMemory<byte>.Empty;
        }

        byte[] body = new byte[head.ContentLength];
        await input.ReadExactlyAsync(body, cancellationToken).ConfigureAwait(false);
        return body;
    }

    private static async ValueTask<ReadOnlyMemory<byte>> ReadChunksAsync(HttpInput input, int maximum, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        while (true)
        {
            string line = await input.ReadLineAsync(MaximumLine, cancellationToken).ConfigureAwait(false);
            string size = line.Split(';')[0].Trim();
            if (size.Length is 0 or > 15 || !long.TryParse(size, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long length))
            {
                throw HttpFaultException.BadRequest("A chunk of the request's body has no size.");
            }

            if (length == 0)
            {
                await SkipTrailersAsync(input, cancellationToken).ConfigureAwait(false);
                return body.ToArray();
            }

            if (body.Length + length > maximum)
            {
                throw TooLarge(maximum);
            }

            byte[] chunk = new byte[length];
            await input.ReadExactlyAsync(chunk, cancellationToken).ConfigureAwait(false);
            body.Write(chunk, 0, chunk.Length);
            if ((await input.ReadLineAsync(MaximumLine, cancellationToken).ConfigureAwait(false)).Length > 0)
            {
                throw HttpFaultException.BadRequest("A chunk of the request's body is longer than it says.");
            }
        }
    }

    private static async ValueTask SkipTrailersAsync(HttpInput input, CancellationToken cancellationToken)
    {
        for (int i = 0; i <= MaximumTrailers; i++)
        {
            if ((await input.ReadLineAsync(MaximumLine, cancellationToken).ConfigureAwait(false)).Length == 0)
            {
                return;
            }
        }

        throw HttpFaultException.BadRequest("The request's body has too many trailers.");
    }

    private static HttpFaultException TooLarge(int maximum) => new(413, "PAYLOAD_TOO_LARGE", $"The request's body has more than {maximum} bytes.");
}
