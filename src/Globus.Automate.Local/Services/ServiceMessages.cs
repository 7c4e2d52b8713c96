using System.Text;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Services;

/// <summary>A request to one of the local services, whether it came through the in-memory handler or the loopback port.</summary>
/// <param name="Method">The method, in capitals.</param>
/// <param name="Url">The whole URL. Services look at its path and query; the host tells real service URLs apart.</param>
/// <param name="Headers">The headers, by their names without regard to case.</param>
/// <param name="Body">The body's bytes; empty where there is none.</param>
public sealed record ServiceRequest(string Method, Uri Url, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>Who calls, when a valid token came along; null for an anonymous request.</summary>
    public Caller? Caller { get; init; }

    /// <summary>A header's value, or null.</summary>
    public string? Header(string name) => Headers.TryGetValue(name, out string? value) ? value : null;
}

/// <summary>The holder of a token.</summary>
/// <param name="Principal">The identity, <c>urn:globus:auth:identity:{uuid}</c>.</param>
/// <param name="Username">The Globus username, such as <c>you@local</c>.</param>
/// <param name="Scopes">The scopes that the token is for.</param>
public sealed record Caller(string Principal, string Username, IReadOnlySet<string> Scopes)
{
    /// <summary>The email address.</summary>
    public string? Email { get; init; }

    /// <summary>All identities of the person, as URNs; at least <see cref="Principal"/>.</summary>
    public IReadOnlyList<string> Identities { get; init; } = [];

    /// <summary>The groups of the person, as <c>urn:globus:groups:id:{uuid}</c>.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>When the token was issued.</summary>
    public DateTimeOffset IssuedAt { get; init; }

    /// <summary>When the token expires.</summary>
    public DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>An answer of one of the local services.</summary>
/// <param name="StatusCode">The HTTP status.</param>
/// <param name="Body">The body's bytes.</param>
/// <param name="ContentType">The media type of the body.</param>
public sealed record ServiceResponse(int StatusCode, ReadOnlyMemory<byte> Body, string ContentType)
{
    /// <summary>Further headers, such as Location or Retry-After.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>An answer with a JSON body.</summary>
    public static ServiceResponse Json(int statusCode, FlowValue body)
        => new(statusCode, Encoding.UTF8.GetBytes(body.ToJson()), "application/json");
}
