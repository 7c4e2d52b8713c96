using System.Globalization;
using System.Net;
using System.Text.Json;
using Globus.Automate.Client.Transport;

namespace Globus.Automate.Client.Errors;

/// <summary>Makes the one exception type from what came back, or did not.</summary>
internal static class ErrorFactory
{
    public static GlobusApiException Create(GlobusRequest request, Attempt attempt, int attempts, SecretMask mask)
        => attempt.Status is { } status ? FromAnswer(request, attempt, status, attempts, mask) : FromFailure(request, attempt, attempts, mask);

    /// <summary>A success status whose body cannot be used.</summary>
    public static GlobusApiException Unreadable(GlobusRequest request, Attempt attempt, int attempts, SecretMask mask, string why)
    {
        string message = Sentence($"The answer to {request.Method} {mask.MaskUrl(request.Url)} cannot be used: {why}");
        return new GlobusApiException(GlobusErrorKind.InvalidResponse, WithWarning(request, message, mayHaveStarted: true))
        {
            StatusCode = attempt.Status,
            Method = request.Method.Method,
            Url = mask.MaskUrl(request.Url),
            MayHaveStarted = request.NeverTwice is not null,
            Attempts = attempts,
        };
    }

    private static GlobusApiException FromAnswer(GlobusRequest request, Attempt attempt, HttpStatusCode status, int attempts, SecretMask mask)
    {
        JsonElement? root = Json.TryParse(attempt.Body);
        ErrorBody body = root is { ValueKind: JsonValueKind.Object } document
            ? ErrorBody.Read(document)
            : new ErrorBody(null, null, [], null, null);

        // The gateway's own answers leave open whether the service behind it got the request.
        bool mayHaveStarted = request.NeverTwice is not null && attempt.IsAmbiguous;
        GlobusErrorKind kind = mayHaveStarted ? GlobusErrorKind.MayHaveStarted : KindOf(request, status, body);
        IReadOnlyList<ErrorDetail> details = [.. body.Details.Select(detail => detail with { Message = mask.MaskText(detail.Message) })];
        string message = mask.MaskText(Describe(request, status, body, details, isJson: root is not null));
        if (attempts > 1 && status == HttpStatusCode.NotFound && attempt.EarlierWasAmbiguous)
        {
            message += " An earlier attempt of the same request may have done it already.";
        }

        return new GlobusApiException(kind, WithWarning(request, message, mayHaveStarted))
        {
            StatusCode = status,
            Code = body.Code,
            Details = details,
            DebugId = body.DebugId ?? attempt.Header("X-Request-Id"),
            AuthorizationRequirements = body.Requirements,
            Method = request.Method.Method,
            Url = mask.MaskUrl(request.Url),
            RetryAfter = attempt.RetryAfter,
            MayHaveStarted = mayHaveStarted,
            Attempts = attempts,
        };
    }

    private static GlobusApiException FromFailure(GlobusRequest request, Attempt attempt, int attempts, SecretMask mask)
    {
        bool mayHaveStarted = request.NeverTwice is not null && attempt.IsAmbiguous;
        GlobusErrorKind kind = mayHaveStarted ? GlobusErrorKind.MayHaveStarted : attempt.FailureKind;
        return new GlobusApiException(kind, WithWarning(request, Sentence(mask.MaskText(attempt.Failure!)), mayHaveStarted), attempt.MaskedCause(mask))
        {
            Method = request.Method.Method,
            Url = mask.MaskUrl(request.Url),
            MayHaveStarted = mayHaveStarted,
            Attempts = attempts,
        };
    }

    private static string WithWarning(GlobusRequest request, string message, bool mayHaveStarted)
        => mayHaveStarted && request.NeverTwice is { } rule ? $"{message} {rule.Warning}" : message;

    private static GlobusErrorKind KindOf(GlobusRequest request, HttpStatusCode status, ErrorBody body)
    {
        if (body.Requirements is { } needs && (int)status < 500)
        {
            return needs.NeedsSession || needs.RequiredScopes.Count == 0 ? GlobusErrorKind.SessionRequired : GlobusErrorKind.ConsentRequired;
        }

        return (int)status switch
        {
            401 => request.IsLogin ? GlobusErrorKind.LoginFailed : GlobusErrorKind.AuthenticationRequired,
            403 when body.Code is "MISSING_SCOPE" => GlobusErrorKind.ConsentRequired,
            403 => GlobusErrorKind.Forbidden,
            404 or 410 => GlobusErrorKind.NotFound,
            409 => GlobusErrorKind.Conflict,
            422 or 400 when IsAboutDefinition(body) => GlobusErrorKind.InvalidDefinition,
            400 or 405 or 406 or 411 or 412 or 413 or 414 or 415 or 422 => request.IsLogin ? GlobusErrorKind.LoginFailed : GlobusErrorKind.InvalidInput,
            429 => GlobusErrorKind.RateLimited,
            408 => GlobusErrorKind.Timeout,
            502 or 503 or 504 => GlobusErrorKind.ServiceUnavailable,
            >= 500 => GlobusErrorKind.ServiceError,
            _ => GlobusErrorKind.Unknown,
        };
    }

    private static bool IsAboutDefinition(ErrorBody body)
        => body.Details.Any(static detail => detail.Loc is ["definition" or "body", ..] && (detail.Loc[0] is "definition" || detail.Loc is [_, "definition", ..]));

    private static string Describe(GlobusRequest request, HttpStatusCode status, ErrorBody body, IReadOnlyList<ErrorDetail> details, bool isJson)
    {
        string origin = string.Create(CultureInfo.InvariantCulture, $"HTTP {(int)status}");
        string marks = body.Code is { } code ? $"({code}, {origin})" : $"({origin})";
        if (details.Count > 0)
        {
            string more = details.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $", and {details.Count - 1} more") : "";
            return $"{details[0].ToString().TrimEnd('.')}{more} {marks}.";
        }

        if (body.Message is { Length: > 0 } message)
        {
            return $"{message.TrimEnd('.')} {marks}.";
        }

        string reason = StatusText(status);
        return isJson
            ? $"{request.Url.Host} answered {request.Method} {request.Url.AbsolutePath} with {reason} {marks}."
            : $"{request.Url.Host} answered {request.Method} {request.Url.AbsolutePath} with {reason} and no error that can be read; a proxy or gateway may have answered in its place {marks}.";
    }

    private static string StatusText(HttpStatusCode status) => (int)status switch
    {
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => status.ToString(),
    };

    private static string Sentence(string text) => text.EndsWith('.') ? text : text + ".";
}
