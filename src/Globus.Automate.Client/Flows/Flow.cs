using System.Text.Json;

namespace Globus.Automate.Client.Flows;

/// <summary>A flow as the service shows it.</summary>
/// <param name="Document">The whole document.</param>
public sealed record Flow(JsonElement Document) : GlobusDocument(Document)
{
    /// <summary>The id, a UUID.</summary>
    public string Id => Required("id");

    /// <summary>The title.</summary>
    public string Title => Required("title");

    /// <summary>The subtitle; null for none.</summary>
    public string? Subtitle => Text("subtitle");

    /// <summary>The description; null for none.</summary>
    public string? Description => Text("description");

    /// <summary>The definition; null in listings of flows under high assurance.</summary>
    public JsonElement? Definition => Member("definition");

    /// <summary>The schema that inputs must satisfy; null where it is not shown.</summary>
    public JsonElement? InputSchema => Member("input_schema");

    /// <summary>The owner's URN.</summary>
    public string? Owner => Text("flow_owner");

    /// <summary>The caller's roles.</summary>
    public IReadOnlyList<string> UserRoles => Texts("user_roles") is { Count: > 0 } roles ? roles : Texts("user_role");

    /// <summary>The scope to start it with.</summary>
    public string? Scope => Text("globus_auth_scope");

    /// <summary>Its URL as an action provider.</summary>
    public string? ActionUrl => Text("action_url") ?? Text("flow_url");

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreatedAt => When("created_at");

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset? UpdatedAt => When("updated_at");
}

/// <summary>What the service says of a definition that it accepts.</summary>
/// <param name="Document">The whole document.</param>
public sealed record FlowValidation(JsonElement Document) : GlobusDocument(Document)
{
    /// <summary>The scopes that the flow needs, by <c>RunAs</c>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Scopes
        => Member("scopes") is { ValueKind: JsonValueKind.Object } scopes
            ? scopes.EnumerateObject().ToDictionary(static role => role.Name, role => Json.Texts(scopes, role.Name), StringComparer.Ordinal)
            : new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>In how many ways the definition can be gone through; null where the service does not say.</summary>
    public long? NumberOfPossibilities => Member("analysis") is { } analysis ? Json.Number(analysis, "number_of_possibilities") : null;
}
