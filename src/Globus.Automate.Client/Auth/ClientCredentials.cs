namespace Globus.Automate.Client.Auth;

/// <summary>The registration with Globus Auth through which logins go, and the secret of a service account.</summary>
/// <param name="ClientId">The client's id, a UUID.</param>
/// <param name="ClientSecret">The secret of a service account; null for the login of a person.</param>
public sealed record ClientCredentials(string ClientId, string? ClientSecret)
{
    /// <summary>The client of people who name none: the manual's own, in this one place, until this module is registered.</summary>
    public const string DefaultNativeClientId = "e6c75d97-532a-4c88-b031-8584a319fa3e";

    /// <summary>Whether this is a service account, which needs no person to log in.</summary>
    public bool IsServiceAccount => ClientSecret is not null;

    /// <summary>
    /// The credentials in <c>GLOBUS_CLIENT_ID</c> and <c>GLOBUS_CLIENT_SECRET</c>, or in <c>GLOBUS_CLI_CLIENT_ID</c> and
    /// <c>GLOBUS_CLI_CLIENT_SECRET</c>; an id alone in the first pair is the native client of people.
    /// </summary>
    /// <param name="read">Reads a variable; <see cref="Environment.GetEnvironmentVariable(string)"/> when null.</param>
    /// <exception cref="ArgumentException">A secret without an id, one half of the second pair, or an id that is no UUID.</exception>
    public static ClientCredentials FromVariables(Func<string, string?>? read = null)
    {
        read ??= Environment.GetEnvironmentVariable;
        string? id = Value(read, "GLOBUS_CLIENT_ID");
        string? secret = Value(read, "GLOBUS_CLIENT_SECRET");
        if (secret is not null && id is null)
        {
            throw new ArgumentException("GLOBUS_CLIENT_SECRET is set and GLOBUS_CLIENT_ID is not: set both for a service account.", nameof(read));
        }

        if (id is null)
        {
            id = Value(read, "GLOBUS_CLI_CLIENT_ID");
            secret = Value(read, "GLOBUS_CLI_CLIENT_SECRET");
            if (id is null != secret is null)
            {
                throw new ArgumentException("Of GLOBUS_CLI_CLIENT_ID and GLOBUS_CLI_CLIENT_SECRET only one is set: set both or none.", nameof(read));
            }
        }

        return Create(id ?? DefaultNativeClientId, secret);
    }

    /// <summary>Credentials that a person gave.</summary>
    /// <exception cref="ArgumentException">The id is no UUID, or the secret is empty.</exception>
    public static ClientCredentials Create(string clientId, string? clientSecret = null)
    {
        // The local Globus has a client of a plain name.
        if (!Guid.TryParse(clientId, out _) && clientId is not "local")
        {
            throw new ArgumentException($"'{clientId}' is not a client id: it must be a UUID.", nameof(clientId));
        }

        if (clientSecret is { Length: 0 })
        {
            throw new ArgumentException("The client secret is empty.", nameof(clientSecret));
        }

        return new ClientCredentials(clientId, clientSecret);
    }

    /// <summary>The id; the secret is not for texts.</summary>
    public override string ToString() => ClientId;

    private static string? Value(Func<string, string?> read, string name) => string.IsNullOrWhiteSpace(read(name)) ? null : read(name)!.Trim();
}
