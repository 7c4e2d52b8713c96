using System.Buffers;

namespace Globus.Automate.Client.Transport;

/// <summary>Reads a body up to a bound, so that no answer can fill the memory.</summary>
internal static class BoundedBody
{
    /// <exception cref="BodyTooLargeException">The body is larger.</exception>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, int limit, CancellationToken cancellationToken)
    {
        long? announced = content.Headers.ContentLength;
        if (announced > limit)
        {
            throw new BodyTooLargeException(limit);
        }

        var buffer = new ArrayBufferWriter<byte>((int)Math.Max(256, announced is { } known ? known + 1 : 16 * 1024));
        Stream stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            while (true)
            {
                int read = await stream.ReadAsync(buffer.GetMemory(), cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    return buffer.WrittenMemory;
                }

                buffer.Advance(read);
                if (buffer.WrittenCount > limit)
                {
                    throw new BodyTooLargeException(limit);
                }
            }
        }
    }
}

/// <summary>A body beyond the bound.</summary>
internal sealed class BodyTooLargeException(int limit)
    : IOException(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the body is larger than {limit} bytes"));
