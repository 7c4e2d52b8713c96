using System.Net;

namespace Globus.Automate.Client.Transport;

/// <summary>Is told of every exchange with a service. It is called on whatever thread the exchange ended on, and must not throw.</summary>
public interface IExchangeObserver
{
    /// <summary>An answer came, or the attempt failed.</summary>
    void OnExchange(Exchange exchange);

    /// <summary>The request will be sent again after a wait.</summary>
    void OnRetry(Exchange exchange, TimeSpan delay)
    {
    }
}

/// <summary>One request and what came of it, with every secret masked.</summary>
public sealed class Exchange
{
    private readonly GlobusRequest _request;
    private readonly Attempt _attempt;
    private readonly SecretMask _mask;

    internal Exchange(GlobusRequest request, Uri url, Attempt attempt, SecretMask mask, int number, TimeSpan duration)
    {
        _request = request;
        _attempt = attempt;
        _mask = mask;
        Url = mask.MaskUrl(url);
        Attempt = number;
        Duration = duration;
    }

    /// <summary>The method.</summary>
    public string Method => _request.Method.Method;

    /// <summary>The URL.</summary>
    public string Url { get; }

    /// <summary>The status; null when no answer came.</summary>
    public HttpStatusCode? StatusCode => _attempt.Status;

    /// <summary>Why no answer came; null when one did.</summary>
    public string? Failure => _attempt.Failure is { } failure ? _mask.MaskText(failure) : null;

    /// <summary>How long the attempt took.</summary>
    public TimeSpan Duration { get; }

    /// <summary>Which attempt this was; the first is 1.</summary>
    public int Attempt { get; }

    /// <summary>The id under which Globus support finds an error; null where the body names none.</summary>
    public string? DebugId => _attempt.Status is >= HttpStatusCode.BadRequest && Json.TryParse(_attempt.Body) is { } body
        ? Json.Text(body, "debug_id") ?? Json.Text(body, "request_id")
        : _attempt.Header("X-Request-Id");

    /// <summary>The body that was sent, masked when it is asked for; null for none.</summary>
    public string? ReadRequestBody() => _request.Body is { } body ? _mask.MaskBody(body, _request.ContentType) : null;

    /// <summary>The body that came back, masked when it is asked for; null for none.</summary>
    public string? ReadResponseBody() => _attempt.Body.Length == 0 ? null : _mask.MaskBody(_attempt.Body, _attempt.ContentType);

    /// <summary>The exchange in one line: <c>GET https://... 200 in 143 ms</c>.</summary>
    public override string ToString()
    {
        string outcome = StatusCode is { } status ? ((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture) : Failure ?? "failed";
        string attempt = Attempt > 1 ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $", attempt {Attempt}") : "";
        string debugId = DebugId is { } id ? $", debug id {id}" : "";
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Method} {Url} {outcome} in {Duration.TotalMilliseconds:0} ms{attempt}{debugId}");
    }
}
