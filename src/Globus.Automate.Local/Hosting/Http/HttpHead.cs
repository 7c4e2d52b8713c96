using System.Buffers;
using System.Text;

namespace Globus.Automate.Local.Hosting;

/// <summary>The request line and the headers of a request (RFC 9112, sections 3 and 5), read strictly: what two readers could take differently is refused.</summary>
internal sealed class HttpHead
{
    private static readonly SearchValues<byte> s_tokenBytes = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private readonly Dictionary<string, string> _headers = new(StringComparer.OrdinalIgnoreCase);

    private HttpHead(string method, string target, bool isHttp11)
    {
        Method = method;
        Target = target;
        IsHttp11 = isHttp11;
    }

    public string Method { get; }

    /// <summary>The target as it came: a path with query, a whole URL, or <c>*</c>.</summary>
    public string Target { get; }

    public bool IsHttp11 { get; }

    public IReadOnlyDictionary<string, string> Headers => _headers;

    /// <summary>Whether the connection goes on after the answer.</summary>
    public bool KeepsConnection => Has("Connection", "keep-alive") || (IsHttp11 && !Has("Connection", "close"));

    /// <summary>Whether the client waits for leave to send the body.</summary>
    public bool ExpectsContinue => IsHttp11 && Has("Expect", "100-continue");

    /// <summary>Whether the body comes in chunks.</summary>
    public bool IsChunked { get; private set; }

    /// <summary>How long the body is; 0 where there is none, or where it comes in chunks.</summary>
    public long ContentLength { get; private set; }

    /// <summary>Whether bytes can begin a request; those of TLS cannot.</summary>
    public static bool CanBegin(ReadOnlySpan<byte> bytes) => bytes.IsEmpty || s_tokenBytes.Contains(bytes[0]) || bytes[0] is (byte)'\r' or (byte)'\n';

    /// <summary>Reads a head, without the empty line that ends it.</summary>
    /// <exception cref="HttpFaultException">It is not valid.</exception>
    public static HttpHead Parse(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf("\r\n"u8);
        HttpHead head = ParseRequestLine(end < 0 ? bytes : bytes[..end]);
        while (end >= 0)
        {
            bytes = bytes[(end + 2)..];
            end = bytes.IndexOf("\r\n"u8);
            head.AddHeader(end < 0 ? bytes : bytes[..end]);
        }

        head.ReadFraming();
        return head;
    }

    private static HttpHead ParseRequestLine(ReadOnlySpan<byte> line)
    {
        int first = line.IndexOf((byte)' ');
        int last = line.LastIndexOf((byte)' ');
        if (first <= 0 || last == first || line[..first].IndexOfAnyExcept(s_tokenBytes) >= 0)
        {
            throw HttpFaultException.BadRequest("The request does not begin with METHOD TARGET HTTP/1.1.");
        }

        ReadOnlySpan<byte> target = line[(first + 1)..last];
        if (target.IsEmpty || target.IndexOfAnyExceptInRange((byte)0x21, (byte)0x7E) >= 0)
        {
            throw HttpFaultException.BadRequest("The request's target has characters that must be escaped.");
        }

        ReadOnlySpan<byte> version = line[(last + 1)..];
        bool isHttp11 = version.SequenceEqual("HTTP/1.1"u8);
        if (!isHttp11 && !version.SequenceEqual("HTTP/1.0"u8))
        {
            throw version.StartsWith("HTTP/"u8)
                ? new HttpFaultException(505, "HTTP_VERSION_NOT_SUPPORTED", "This service speaks HTTP/1.1.")
                : HttpFaultException.BadRequest("The request does not begin with METHOD TARGET HTTP/1.1.");
        }

        return new HttpHead(Encoding.ASCII.GetString(line[..first]), Encoding.ASCII.GetString(target), isHttp11);
    }

    private void AddHeader(ReadOnlySpan<byte> line)
    {
        int colon = line.IndexOf((byte)':');
        if (colon <= 0 || line[..colon].IndexOfAnyExcept(s_tokenBytes) >= 0)
        {
            throw HttpFaultException.BadRequest("A header is not of the form Name: value.");
        }

        ReadOnlySpan<byte> bytes = line[(colon + 1)..].Trim(" \t"u8);
        foreach (byte value in bytes)
        {
            if (value is (< 0x20 and not (byte)'\t') or 0x7F)
            {
                throw HttpFaultException.BadRequest("A header has a control character in its value.");
            }
        }

        string name = Encoding.ASCII.GetString(line[..colon]);
        string text = Encoding.Latin1.GetString(bytes);
        if (!_headers.TryGetValue(name, out string? before))
        {
            _headers[name] = text;
        }
        else if (name.Equals("Host", StringComparison.OrdinalIgnoreCase) || (name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) && before != text))
        {
            throw HttpFaultException.BadRequest($"The header {name} stands twice.");
        }
        else if (!name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
        {
            _headers[name] = before + (name.Equals("Cookie", StringComparison.OrdinalIgnoreCase) ? "; " : ", ") + text;
        }
    }

    private void ReadFraming()
    {
        if (IsHttp11 && !_headers.ContainsKey("Host"))
        {
            throw HttpFaultException.BadRequest("The request has no Host header.");
        }

        bool hasLength = _headers.TryGetValue("Content-Length", out string? length);
        if (_headers.TryGetValue("Transfer-Encoding", out string? encoding))
        {
            if (hasLength || !IsHttp11)
            {
                throw HttpFaultException.BadRequest("The request has a Transfer-Encoding where it must not.");
            }

            IsChunked = encoding.Equals("chunked", StringComparison.OrdinalIgnoreCase)
                ? true
                : throw new HttpFaultException(501, "NOT_IMPLEMENTED", "The only Transfer-Encoding here is chunked.");
        }
        else if (hasLength)
        {
            ContentLength = length!.Length is > 0 and <= 18 && length.All(char.IsAsciiDigit)
                ? long.Parse(length, System.Globalization.CultureInfo.InvariantCulture)
                : throw HttpFaultException.BadRequest("The Content-Length is not a number.");
        }
    }

    private bool Has(string name, string word)
        => _headers.TryGetValue(name, out string? value) && value.Split(',').Any(part => part.AsSpan().Trim().Equals(word, StringComparison.OrdinalIgnoreCase));
}
