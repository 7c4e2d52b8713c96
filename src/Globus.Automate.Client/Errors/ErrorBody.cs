using System.Text.Json;

namespace Globus.Automate.Client.Errors;

/// <summary>
/// An error body, whichever service wrote it: Flows (<c>{error: {code, detail, message}, debug_id}</c>), the older services
/// (<c>{code, message, request_id}</c>), JSON:API (<c>{errors: [...]}</c>) and OAuth (<c>{error: "invalid_grant"}</c>).
/// </summary>
internal sealed record ErrorBody(string? Code, string? Message, IReadOnlyList<ErrorDetail> Details, string? DebugId, AuthorizationRequirements? Requirements)
{
    private const string MissingScopeLead = "This action requires the following scope: ";

    public static ErrorBody Read(JsonElement root)
    {
        string? code = Json.Text(root, "code");
        string? message = Json.Text(root, "message") ?? Json.Text(root, "error_description") ?? Json.Text(root, "description");
        var details = new List<ErrorDetail>();

        if (Json.Member(root, "error") is { } error)
        {
            if (error.ValueKind == JsonValueKind.String)
            {
                code ??= error.GetString();
            }
            else if (error.ValueKind == JsonValueKind.Object)
            {
                code = Json.Text(error, "code") ?? code;
                message = Json.Text(error, "message") ?? message;
                message = AddDetail(Json.Member(error, "detail"), details) ?? message;
            }
        }

        if (Json.Member(root, "detail") is { } detail)
        {
            message ??= AddDetail(detail, details);
        }

        foreach (JsonElement entry in Json.Items(root, "errors"))
        {
            ErrorDetail read = ErrorDetail.Read(entry);
            details.Add(read);
            code ??= Json.Text(entry, "code");
            message ??= read.Message;
        }

        return new ErrorBody(code, message, details, Json.Text(root, "debug_id") ?? Json.Text(root, "request_id"), ReadRequirements(root, code, message));
    }

    /// <summary>A detail is one text, or a list of problems; the text is returned.</summary>
    private static string? AddDetail(JsonElement? detail, List<ErrorDetail> details)
    {
        switch (detail)
        {
            case { ValueKind: JsonValueKind.String } text:
                return text.GetString();
            case { ValueKind: JsonValueKind.Array } list:
                foreach (JsonElement entry in list.EnumerateArray())
                {
                    details.Add(ErrorDetail.Read(entry));
                }

                return null;
            case { ValueKind: JsonValueKind.Object } one:
                details.Add(ErrorDetail.Read(one));
                return null;
            default:
                return null;
        }
    }

    private static AuthorizationRequirements? ReadRequirements(JsonElement root, string? code, string? message)
    {
        if (AuthorizationRequirements.Find(root) is { } found)
        {
            return found;
        }

        // The definition changed since the consent was given: the scope is named in the sentence only.
        return code is "MISSING_SCOPE" && message is not null && message.StartsWith(MissingScopeLead, StringComparison.Ordinal)
            ? new AuthorizationRequirements { Code = "ConsentRequired", RequiredScopes = [.. ScopeText.Split(message[MissingScopeLead.Length..].TrimEnd('.'))] }
            : null;
    }
}
