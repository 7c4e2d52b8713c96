using System.Text.Json;

namespace Globus.Automate.Client.Errors;

/// <summary>Reads every known shape of a Globus Auth Requirements Error: the document itself first, then what it holds.</summary>
internal static class RequirementsReader
{
    private const int MaxDepth = 4;

    // Where services put the error inside another document.
    private static readonly string[] s_holders = ["error", "errors", "details", "detail", "action_statuses", "inactive_reason"];

    public static AuthorizationRequirements? Find(JsonElement document, int depth)
    {
        if (document.ValueKind == JsonValueKind.Array)
        {
            return depth > MaxDepth ? null : FirstOf(document.EnumerateArray(), depth);
        }

        if (document.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (Read(document) is { } found)
        {
            return found;
        }

        return depth > MaxDepth
            ? null
            : FirstOf(s_holders.Select(name => Json.Member(document, name)).OfType<JsonElement>(), depth);
    }

    private static AuthorizationRequirements? FirstOf(IEnumerable<JsonElement> elements, int depth)
    {
        foreach (JsonElement element in elements)
        {
            if (Find(element, depth + 1) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static AuthorizationRequirements? Read(JsonElement document)
    {
        string? code = Json.Text(document, "code");
        if (Json.Member(document, "authorization_parameters") is { ValueKind: JsonValueKind.Object } parameters)
        {
            return FromParameters(code ?? "AuthorizationRequired", parameters);
        }

        string? message = Json.Text(document, "message") ?? Json.Text(document, "description");
        if (code is "ConsentRequired")
        {
            IReadOnlyList<string> scopes = [.. Json.Texts(document, "required_scopes"), .. Json.Texts(document, "required_scope")];
            return scopes.Count == 0
                ? null
                : new AuthorizationRequirements { Code = code, RequiredScopes = scopes, SessionMessage = message };
        }

        if (Json.Text(document, "error") is "dependent_consent_required")
        {
            IReadOnlyList<string> scopes =
            [
                .. Json.Items(document, "errors").SelectMany(static error => Json.Texts(error, "unapproved_scopes")),
                .. Json.Texts(document, "unapproved_scopes"),
            ];
            return scopes.Count == 0
                ? null
                : new AuthorizationRequirements { Code = "ConsentRequired", RequiredScopes = scopes, SessionMessage = message };
        }

        return null;
    }

    private static AuthorizationRequirements? FromParameters(string code, JsonElement parameters)
    {
        var found = new AuthorizationRequirements
        {
            Code = code,
            RequiredScopes = ReadScopes(parameters),
            SessionMessage = Json.Text(parameters, "session_message"),
            SessionRequiredIdentities = ReadList(parameters, "session_required_identities"),
            SessionRequiredPolicies = ReadList(parameters, "session_required_policies"),
            SessionRequiredSingleDomains = ReadList(parameters, "session_required_single_domain"),
            SessionRequiredMfa = Json.Truth(parameters, "session_required_mfa"),
            Prompt = Json.Text(parameters, "prompt"),
        };
        return found.RequiredScopes.Count == 0 && !found.NeedsSession && found.SessionMessage is null ? null : found;
    }

    /// <summary>A list, or the comma string that older services write.</summary>
    private static List<string> ReadList(JsonElement parameters, string name)
        => [.. Json.Texts(parameters, name).SelectMany(static text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    /// <summary>Scopes are parted by spaces outside brackets; a comma is never part of a scope either.</summary>
    private static List<string> ReadScopes(JsonElement parameters)
        => [.. Json.Texts(parameters, "required_scopes").SelectMany(ScopeText.Split)];
}
