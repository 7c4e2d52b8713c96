namespace Globus.Automate.Client.Transport;

/// <summary>Says by its name whether a value is a secret.</summary>
internal static class SecretNames
{
    private static readonly string[] s_marks =
        ["password", "passwd", "passphrase", "secret", "credential", "apikey", "privatekey", "accesskey", "authorization", "token"];

    // Names that hold a mark and no secret: they describe one, or page through a list.
    private static readonly HashSet<string> s_harmless = new(StringComparer.Ordinal)
    {
        "tokentype", "tokeninfo", "paginationtoken", "tokenendpoint", "tokenendpointauthmethodssupported", "authorizationendpoint",
        "authorizationparameters", "credentialmethod", "credentialtype", "secretname", "updatecredentials",
    };

    private static readonly HashSet<string> s_parameters = new(StringComparer.OrdinalIgnoreCase)
    {
        "code", "code_verifier", "token", "access_token", "refresh_token", "id_token", "client_secret", "password", "assertion", "subject_token",
    };

    /// <summary>A member of a JSON document: by a mark in its name, <c>_private...</c> and <c>_tokens</c> as the Flows service hides them.</summary>
    public static bool IsSecretMember(string name)
    {
        if (name.StartsWith("_private", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        string plain = Plain(name);
        return !s_harmless.Contains(plain) && s_marks.Any(mark => plain.Contains(mark, StringComparison.Ordinal));
    }

    /// <summary>A field of a form or a query parameter, as OAuth names them.</summary>
    public static bool IsSecretParameter(string name) => s_parameters.Contains(name);

    /// <summary>The name without the suffix that makes its value a path or an expression.</summary>
    public static string WithoutSuffix(string name)
        => name.EndsWith(".$", StringComparison.Ordinal) || name.EndsWith(".=", StringComparison.Ordinal) ? name[..^2] : name;

    private static string Plain(string name)
        => WithoutSuffix(name).Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
}
