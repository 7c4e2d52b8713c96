using System.Text.Json;
using System.Text.Json.Serialization;

namespace Globus.Automate.Client.Auth;

/// <summary>The token of one resource server, and what renews it. Never shown to a person.</summary>
/// <param name="ResourceServer">The service that takes it: <c>flows.globus.org</c>, <c>auth.globus.org</c>, a flow's id ...</param>
/// <param name="AccessToken">The token.</param>
/// <param name="RefreshToken">What renews it; null where nothing does.</param>
/// <param name="Scope">Its scopes, parted by spaces.</param>
/// <param name="ExpiresAt">When it ends.</param>
public sealed record StoredToken(string ResourceServer, string AccessToken, string? RefreshToken, string Scope, DateTimeOffset ExpiresAt)
{
    // A token that ends within the minute may have ended when the service looks at it.
    private static readonly TimeSpan s_margin = TimeSpan.FromSeconds(60);

    /// <summary>Whether it is good for a minute yet.</summary>
    public bool IsFresh(DateTimeOffset now) => ExpiresAt - s_margin > now;

    /// <summary>Whether it is for a scope.</summary>
    public bool Covers(string scope) => Scope.Split(' ', StringSplitOptions.RemoveEmptyEntries).Contains(scope, StringComparer.Ordinal);

    /// <summary>The record's name only: tokens are not for texts.</summary>
    public override string ToString() => $"token of {ResourceServer}";

    /// <summary>The tokens in an answer of the token endpoint: one at the top, one like it for each further resource server.</summary>
    internal static IReadOnlyList<StoredToken> ReadAll(JsonElement answer, DateTimeOffset now)
        => [.. new[] { answer }.Concat(Json.Items(answer, "other_tokens")).Select(token => Read(token, now)).OfType<StoredToken>()];

    private static StoredToken? Read(JsonElement token, DateTimeOffset now)
    {
        string? access = Json.Text(token, "access_token");
        return access is null
            ? null
            : new StoredToken(
                Json.Text(token, "resource_server") ?? "",
                access,
                Json.Text(token, "refresh_token"),
                Json.Text(token, "scope") ?? "",
                now + TimeSpan.FromSeconds(Math.Clamp(Json.Number(token, "expires_in") ?? 0, 0, 10 * 365 * 86_400L)));
    }
}

/// <summary>A login that is kept: who, where, through which client, and the tokens.</summary>
public sealed record StoredLogin
{
    /// <summary>The environment's name.</summary>
    public required string Environment { get; init; }

    /// <summary>The client through which the login went.</summary>
    public required string ClientId { get; init; }

    /// <summary>The identity's id, a UUID.</summary>
    public required string Subject { get; init; }

    /// <summary>The user name, such as <c>someone@example.org</c>; null where it is not known.</summary>
    public string? Username { get; init; }

    /// <summary>Whether commands use this one where several are kept for the same environment and client.</summary>
    public bool IsCurrent { get; init; }

    /// <summary>The tokens, one for each resource server.</summary>
    public required IReadOnlyList<StoredToken> Tokens { get; init; }

    /// <summary>The principal's URN.</summary>
    [JsonIgnore]
    public string Principal => $"urn:globus:auth:identity:{Subject}";

    /// <summary>The same login with more tokens; one for a resource server that is there already takes its place.</summary>
    public StoredLogin With(IReadOnlyList<StoredToken> tokens)
        => this with { Tokens = [.. Tokens.Where(old => tokens.All(token => !string.Equals(token.ResourceServer, old.ResourceServer, StringComparison.Ordinal))), .. tokens] };

    /// <summary>Who and where; no token.</summary>
    public override string ToString() => $"{Username ?? Subject} ({Environment})";

    internal bool Is(string environment, string clientId, string? subject)
        => string.Equals(Environment, environment, StringComparison.Ordinal)
            && string.Equals(ClientId, clientId, StringComparison.OrdinalIgnoreCase)
            && (subject is null || string.Equals(Subject, subject, StringComparison.OrdinalIgnoreCase));
}

/// <summary>All that a token store holds.</summary>
internal sealed record StoredLogins(int Version, IReadOnlyList<StoredLogin> Logins);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredLogins))]
internal sealed partial class StoreContext : JsonSerializerContext;
