using System.Globalization;
using System.Net;
using Globus.Automate.Client.Errors;

namespace Globus.Automate.Client.Transport;

/// <summary>What one attempt brought: an answer, or a failure and what is known about whether the request arrived.</summary>
internal sealed class Attempt
{
    private readonly IReadOnlyDictionary<string, string> _headers;

    private Attempt(HttpStatusCode? status, IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> body)
    {
        Status = status;
        _headers = headers;
        Body = body;
    }

    public HttpStatusCode? Status { get; }

    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>Why there is no answer, as the beginning of a sentence; null when there is one.</summary>
    public string? Failure { get; private init; }

    public GlobusErrorKind FailureKind { get; private init; }

    /// <summary>Whether another attempt could end better.</summary>
    public bool IsTransient { get; private init; }

    /// <summary>Whether the request may have been carried out although it looks failed.</summary>
    public bool IsAmbiguous { get; private init; }

    /// <summary>Whether an attempt before this one may have been carried out.</summary>
    public bool EarlierWasAmbiguous { get; set; }

    public TimeSpan? RetryAfter { get; private init; }

    public string ContentType => Header("Content-Type") ?? "";

    public bool IsSuccess => Status is { } status && (int)status is >= 200 and < 300;

    private Exception? Cause { get; init; }

    public static Attempt Answered(HttpStatusCode status, IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> body, DateTimeOffset now)
        => new(status, headers, body)
        {
            // 429 and 503 refuse a request; after the others it may have been carried out.
            IsTransient = (int)status is 408 or 429 or 500 or 502 or 503 or 504,
            IsAmbiguous = (int)status is 408 or 500 or 502 or 504,
            RetryAfter = ReadRetryAfter(headers, now),
        };

    public static Attempt Failed(GlobusErrorKind kind, string failure, Exception? cause, bool isTransient, bool isAmbiguous)
        => new(null, new Dictionary<string, string>(StringComparer.Ordinal), default)
        {
            FailureKind = kind,
            Failure = failure,
            Cause = cause,
            IsTransient = isTransient,
            IsAmbiguous = isAmbiguous,
        };

    public string? Header(string name) => _headers.TryGetValue(name, out string? value) ? value : null;

    /// <summary>The cause, unless its texts hold a secret.</summary>
    public Exception? MaskedCause(SecretMask mask)
        => Cause?.ToString() is { } text && string.Equals(mask.MaskText(text), text, StringComparison.Ordinal) ? Cause : null;

    /// <summary>RFC 9110, 10.2.3: a number of seconds or a date. What is neither counts as absent.</summary>
    private static TimeSpan? ReadRetryAfter(IReadOnlyDictionary<string, string> headers, DateTimeOffset now)
    {
        if (!headers.TryGetValue("Retry-After", out string? text))
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds))
        {
            return seconds <= 10 * 365 * 86_400.0 ? TimeSpan.FromSeconds(seconds) : TimeSpan.FromDays(3650);
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date))
        {
            return date > now ? date - now : TimeSpan.Zero;
        }

        return null;
    }
}
