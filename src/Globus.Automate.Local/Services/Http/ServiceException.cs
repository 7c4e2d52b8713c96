using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Services;

/// <summary>
/// A request that a service refuses. It becomes the error body of the services, <c>{"error": {"code", "detail", "message"?}, "debug_id"}</c>
/// (Flows API, error bodies).
/// </summary>
public sealed class ServiceException : Exception
{
    /// <summary>Describes the refusal.</summary>
    /// <param name="statusCode">The HTTP status.</param>
    /// <param name="code">The service's code, such as <c>NOT_FOUND</c>.</param>
    /// <param name="message">What is wrong, and where there are several faults, all of them in one sentence.</param>
    /// <param name="detail">The list of faults; null puts the sentence itself into <c>detail</c>.</param>
    public ServiceException(int statusCode, string code, string message, FlowArray? detail = null)
        : base(message)
    {
        StatusCode = statusCode;
        Code = code;
        Detail = detail;
    }

    /// <summary>The HTTP status.</summary>
    public int StatusCode { get; }

    /// <summary>The service's code.</summary>
    public string Code { get; }

    /// <summary>The list of faults, each <c>{loc, msg, type}</c>; null where there is one sentence.</summary>
    public FlowArray? Detail { get; }

    /// <summary>Further headers of the answer.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    internal static ServiceException BadRequest(string message) => new(400, "BAD_REQUEST", message);

    internal static ServiceException Unauthenticated() => new(401, "AUTHENTICATION_ERROR", "Expired or invalid Bearer token")
    {
        Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["WWW-Authenticate"] = "Bearer" },
    };

    internal static ServiceException MissingScope(string scope) => new(403, "MISSING_SCOPE", $"This action requires the following scope: {scope}");

    internal static ServiceException Forbidden(string message) => new(403, "FORBIDDEN", message);

    internal static ServiceException NotFound(string kind, string id) => new(404, "NOT_FOUND", $"No {kind} exists with id value {id}");

    internal static ServiceException Conflict(string message) => new(409, "STATE_CONFLICT", message);

    internal static ServiceException Unprocessable(string message) => new(422, "UNPROCESSABLE_ENTITY", message);

    /// <summary>The faults of a request's body as the service lists them.</summary>
    internal static ServiceException Unprocessable(IReadOnlyList<RequestFault> faults)
    {
        string count = faults.Count == 1 ? "1 validation error" : $"{faults.Count} validation errors";
        return new ServiceException(
            422,
            "UNPROCESSABLE_ENTITY",
            $"{count} in body. {string.Join(' ', faults.Select(static fault => $"{fault.JsonPath}: {fault.Message}"))}",
            FlowArray.Create(faults.Select(static fault => (FlowValue)fault.ToDetail())));
    }

    /// <summary>The error body.</summary>
    internal FlowObject ToBody(Guid debugId)
    {
        var error = new FlowObject.Builder();
        error.Set("code", FlowValue.From(Code));
        error.Set("detail", Detail ?? FlowValue.From(Message));
        if (Detail is not null)
        {
            error.Set("message", FlowValue.From(Message));
        }

        return FlowObject.Create(("error", error.Build()), ("debug_id", FlowValue.From(debugId.ToString())));
    }

    internal ServiceResponse ToResponse(Guid debugId)
    {
        ServiceResponse response = ServiceResponse.Json(StatusCode, ToBody(debugId));
        return Headers is null ? response : response with { Headers = Headers };
    }
}
