namespace Globus.Automate.Local.Hosting;

/// <summary>What has come on a connection and was not read yet. Its size bounds the head of a request.</summary>
internal sealed class HttpInput(Stream stream, int capacity)
{
    private readonly byte[] _buffer = new byte[capacity];
    private int _start;
    private int _end;

    /// <summary>What is there.</summary>
    public ReadOnlySpan<byte> Available => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Whether no more fits in before something is read.</summary>
    public bool IsFull => _end - _start == _buffer.Length;

    /// <summary>Takes some of what is there as read.</summary>
    public void Advance(int count) => _start += count;

    /// <summary>Waits for more.</summary>
    /// <returns>False where the other side has ended.</returns>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }
        else if (_end == _buffer.Length)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        int read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += read;
        return read > 0;
    }

    /// <summary>Reads some bytes, of which there must be exactly as many.</summary>
    /// <exception cref="HttpFaultException">The other side ended before.</exception>
    public async ValueTask ReadExactlyAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        int taken = Math.Min(Available.Length, target.Length);
        Available[..taken].CopyTo(target.Span);
        Advance(taken);
        while (taken < target.Length)
        {
            int read = await stream.ReadAsync(target[taken..], cancellationToken).ConfigureAwait(false);
            taken += read > 0 ? read : throw Ended();
        }
    }

    /// <summary>Reads a line that ends with CR LF, without its end.</summary>
    /// <exception cref="HttpFaultException">The line is longer than its bound, or the other side ended before.</exception>
    public async ValueTask<string> ReadLineAsync(int maximum, CancellationToken cancellationToken)
    {
        while (true)
        {
            int end = Available.IndexOf("\r\n"u8);
            if (end > maximum || (end < 0 && Available.Length > maximum))
            {
                throw HttpFaultException.BadRequest("A line of the request's body is too long.");
            }

            if (end >= 0)
            {
                string line = System.Text.Encoding.Latin1.GetString(Available[..end]);
                Advance(end + 2);
                return line;
            }

            if (!await FillAsync(cancellationToken).ConfigureAwait(false))
            {
                throw Ended();
            }
        }
    }

    private static HttpFaultException Ended() => HttpFaultException.BadRequest("The request ended before its body did.");
}
