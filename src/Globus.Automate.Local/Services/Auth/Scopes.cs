using System.Text.RegularExpressions;

namespace Globus.Automate.Local.Services;

/// <summary>The scopes of the services and the resource server that each belongs to.</summary>
internal static partial class Scopes
{
    public const string UrlPrefix = "https://auth.globus.org/scopes/";
    public const string UrnPrefix = "urn:globus:auth:scope:";
    public const string AuthServer = "auth.globus.org";
    public const string FlowsServer = "flows.globus.org";
    public const string QueuesServer = "queues.api.globus.org";

    private const string FlowsPrefix = UrlPrefix + "eec9b274-0c81-4334-bdc2-54e90e689b9a/";
    private const string QueuesPrefix = UrlPrefix + "3170bf0b-6789-4285-9aba-8b7875be7cbc/";

    public const string FlowsAll = FlowsPrefix + "all";
    public const string ManageFlows = FlowsPrefix + "manage_flows";
    public const string ViewFlows = FlowsPrefix + "view_flows";
    public const string Run = FlowsPrefix + "run";
    public const string RunStatus = FlowsPrefix + "run_status";
    public const string RunManage = FlowsPrefix + "run_manage";

    public const string QueuesAdmin = QueuesPrefix + "admin";
    public const string QueuesSend = QueuesPrefix + "send";
    public const string QueuesReceive = QueuesPrefix + "receive";

    public const string OpenId = "openid";
    public const string Profile = "profile";
    public const string Email = "email";
    public const string ViewIdentities = UrnPrefix + "auth.globus.org:view_identities";
    public const string ViewIdentitySet = UrnPrefix + "auth.globus.org:view_identity_set";
    public const string ViewConsents = UrnPrefix + "auth.globus.org:view_consents";
    public const string ManageProjects = UrnPrefix + "auth.globus.org:manage_projects";

    /// <summary>Flows scopes are known under the service's id, its name in documents, and the host.</summary>
    private static readonly string[] s_flowsAliases = ["eec9b274-0c81-4334-bdc2-54e90e689b9a", "flows.globus.org", "flows.automate.globus.org"];

    /// <summary>The scope to start and resume runs of one flow; for a role of its definition, <c>flow_{id}_{role}</c>.</summary>
    public static string ForFlow(Guid flowId, string role = "user") => $"{UrlPrefix}{flowId}/flow_{flowId.ToString().Replace('-', '_')}_{role}";

    /// <summary>The resource server of a scope; null where the text is no scope.</summary>
    public static string? ResourceServerOf(string scope)
    {
        if (scope is OpenId or Profile or Email)
        {
            return AuthServer;
        }

        if (scope.StartsWith(UrnPrefix, StringComparison.Ordinal))
        {
            string[] parts = scope[UrnPrefix.Length..].Split(':');
            return parts.Length == 2 && parts.All(static part => Word().IsMatch(part)) ? parts[0] : null;
        }

        if (!scope.StartsWith(UrlPrefix, StringComparison.Ordinal))
        {
            return null;
        }

        string[] steps = scope[UrlPrefix.Length..].Split('/');
        if (steps.Length < 2 || !steps.All(static step => Word().IsMatch(step)))
        {
            return null;
        }

        return s_flowsAliases.Contains(steps[0], StringComparer.Ordinal) ? FlowsServer
            : scope.StartsWith(QueuesPrefix, StringComparison.Ordinal) ? QueuesServer
            : steps[0];
    }

    [GeneratedRegex(@"^[A-Za-z0-9._~-]+\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();
}
