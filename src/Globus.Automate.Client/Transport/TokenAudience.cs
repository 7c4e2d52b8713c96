namespace Globus.Automate.Client.Transport;

/// <summary>
/// Says whether the token for a scope may go to a URL. A scope belongs to a service, and an action provider names its own scope in its
/// introspection: without this rule any URL could name the scope of another service and be given its token.
/// </summary>
internal static class TokenAudience
{
    private const string ScopeUrlPrefix = "https://auth.globus.org/scopes/";
    private const string ScopeUrnPrefix = "urn:globus:auth:scope:";

    /// <summary>The other name of the production Flows service, in the URLs of its documents.</summary>
    public static Uri FlowsDocumentHost { get; } = new("https://flows.globus.org");

    /// <summary>Null when the token may go there; otherwise a sentence that says why not.</summary>
    public static string? Refusal(string scope, Uri url, GlobusEnvironment environment)
    {
        string origin = url.GetLeftPart(UriPartial.Authority);
        if (!GlobusEnvironment.IsSafeForSecrets(url))
        {
            return $"No token is sent to {origin}: it is neither https nor this machine.";
        }

        return MayGo(GlobusScopes.WithoutDependencies(scope), url, environment)
            ? null
            : $"No token is sent to {origin}: the scope {scope} belongs to another service.";
    }

    private static bool MayGo(string scope, Uri url, GlobusEnvironment environment)
    {
        // All the services of the local Globus share one port.
        if (SameOrigin(environment.FlowsUrl, environment.AuthUrl) && SameOrigin(url, environment.FlowsUrl))
        {
            return true;
        }

        string owner = Owner(scope);
        switch (owner)
        {
            case GlobusScopes.FlowsServiceId:
            case "flows.globus.org":
                return SameOrigin(url, environment.FlowsUrl);
            case GlobusScopes.QueuesServiceId:
                return SameOrigin(url, environment.QueuesUrl);
            case GlobusScopes.TimersServiceId:
                return SameOrigin(url, environment.TimersUrl);
            case "auth.globus.org":
                return SameOrigin(url, environment.AuthUrl);
        }

        if (IsFlowScope(scope, owner))
        {
            // A flow is an action provider at its own URL, which the service writes with either of its names.
            return SameOrigin(url, environment.FlowsUrl)
                || (SameOrigin(environment.FlowsUrl, GlobusEnvironment.Production.FlowsUrl) && SameOrigin(url, FlowsDocumentHost));
        }

        if (owner.Contains('.', StringComparison.Ordinal))
        {
            return IsHostOf(url.Host, owner);
        }

        // The provider is known by a UUID alone, so nothing says where it stands: whoever calls names both the URL and the scope.
        return Guid.TryParse(owner, out _);
    }

    /// <summary>The resource server in a scope: a host name, a UUID, or <c>auth.globus.org</c> for the scopes of OpenID Connect.</summary>
    private static string Owner(string scope)
    {
        if (scope.StartsWith(ScopeUrlPrefix, StringComparison.Ordinal))
        {
            return scope[ScopeUrlPrefix.Length..].Split('/')[0].ToLowerInvariant();
        }

        if (scope.StartsWith(ScopeUrnPrefix, StringComparison.Ordinal))
        {
            return scope[ScopeUrnPrefix.Length..].Split(':')[0].ToLowerInvariant();
        }

        return scope is "openid" or "profile" or "email" ? "auth.globus.org" : "";
    }

    private static bool IsFlowScope(string scope, string owner)
        => scope.EndsWith($"/flow_{owner.Replace('-', '_')}_user", StringComparison.OrdinalIgnoreCase);

    private static bool IsHostOf(string host, string owner)
    {
        if (host.Equals(owner, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + owner, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        // A core service's own action providers take its scope: https://docs.globus.org/api/transfer/action-providers/migration says so of Transfer.
        const string Core = ".api.globus.org";
        if (owner.EndsWith(Core, StringComparison.Ordinal))
        {
            return host.Equals(owner[..^Core.Length] + ".actions.globus.org", StringComparison.OrdinalIgnoreCase);
        }

        // actions.globus.org is also reached as actions.automate.globus.org and transfer.actions.globus.org: Globus trusts its own domain.
        return owner.EndsWith(".globus.org", StringComparison.Ordinal)
            && owner.Contains("actions", StringComparison.Ordinal)
            && host.EndsWith(".globus.org", StringComparison.OrdinalIgnoreCase)
            && host.Contains("actions", StringComparison.OrdinalIgnoreCase);
    }

    public static bool SameOrigin(Uri one, Uri other)
        => string.Equals(one.Scheme, other.Scheme, StringComparison.Ordinal) && one.Port == other.Port && one.Host.Equals(other.Host, StringComparison.OrdinalIgnoreCase);
}
