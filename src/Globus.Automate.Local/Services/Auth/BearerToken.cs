namespace Globus.Automate.Local.Services;

/// <summary>The token of a request (RFC 6750, section 2.1).</summary>
internal static class BearerToken
{
    /// <summary>The token; null where the request has none.</summary>
    public static string? Read(ServiceRequest request)
        => request.Header("Authorization") is { } header && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? header["Bearer ".Length..].Trim()
            : null;
}
