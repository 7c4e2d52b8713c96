using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Services;

/// <summary>The two kinds of error body that Globus Auth has: OAuth's own (RFC 6749, section 5.2) and JSON:API's.</summary>
internal static class AuthErrors
{
    /// <summary><c>{"error": "invalid_grant", "error_description": ...}</c>.</summary>
    public static ServiceResponse OAuth(int status, string error, string description)
        => ServiceResponse.Json(status, FlowObject.Create(("error", FlowValue.From(error)), ("error_description", FlowValue.From(description))));

    /// <summary>The client is unknown or its secret is wrong.</summary>
    public static ServiceResponse InvalidClient() => OAuth(
        401,
        "invalid_client",
        "The client is not known here or its secret is wrong: scripts use client id 'local' with secret 'local'.") with
    {
        Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["WWW-Authenticate"] = "Basic realm=\"Globus Auth\"" },
    };

    /// <summary><c>{"errors": [{"status", "id", "code", "title", "detail"}]}</c>.</summary>
    public static ServiceResponse Api(int status, string code, string title, string detail)
        => ServiceResponse.Json(status, FlowObject.Create(("errors", FlowArray.Create(FlowObject.Create(
            ("status", FlowValue.From(status.ToString(System.Globalization.CultureInfo.InvariantCulture))),
            ("id", FlowValue.From(Guid.NewGuid().ToString())),
            ("code", FlowValue.From(code)),
            ("title", FlowValue.From(title)),
            ("detail", FlowValue.From(detail)))))));

    /// <summary>A refusal that all services share, in the words of Globus Auth.</summary>
    public static ServiceResponse Api(ServiceException refusal)
    {
        string title = string.Join(' ', refusal.Code.Split('_').Select(static word => word[..1] + word[1..].ToLowerInvariant()));
        ServiceResponse response = Api(refusal.StatusCode, refusal.Code, title, refusal.Message);
        return refusal.Headers is { } headers ? response with { Headers = headers } : response;
    }

    public static ServiceResponse Unauthorized() => Api(401, "UNAUTHORIZED", "Unauthorized", "Expired or invalid Bearer token");

    public static ServiceResponse Forbidden(string detail) => Api(403, "FORBIDDEN", "Forbidden", detail);
}
