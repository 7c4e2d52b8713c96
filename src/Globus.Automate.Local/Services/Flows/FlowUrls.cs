namespace Globus.Automate.Local.Services;

/// <summary>
/// The URLs by which a flow is an action provider, <c>https://flows.globus.org/flows/{id}</c> and its other spellings; and that of a registered API,
/// which stands for a state's Handler.
/// </summary>
internal static class FlowUrls
{
    private static readonly string[] s_hosts = ["flows.globus.org", "flows.automate.globus.org"];
    private static readonly string[] s_otherHosts = ["auth.globus.org", "queues.api.globus.org"];

    private const string RegisteredApis = "https://flows.globus.org/registered_apis/";

    /// <summary>The URL of a registered API.</summary>
    public static Uri OfRegisteredApi(Guid id) => new(RegisteredApis + id);

    /// <summary>The id in the URL that stands for a state's Handler, as it was written there.</summary>
    public static bool TryReadRegisteredApi(string actionUrl, out string id)
    {
        bool isOne = actionUrl.StartsWith(RegisteredApis, StringComparison.Ordinal);
        id = isOne ? actionUrl[RegisteredApis.Length..] : string.Empty;
        return isOne;
    }

    /// <summary>Whether a URL is one of Globus' services that this Globus answers for.</summary>
    public static bool IsGlobus(Uri url)
        => s_hosts.Contains(url.Host, StringComparer.OrdinalIgnoreCase) || s_otherHosts.Contains(url.Host, StringComparer.OrdinalIgnoreCase);

    /// <summary>The flow that a URL names.</summary>
    public static bool TryRead(Uri url, out Guid flowId)
    {
        flowId = Guid.Empty;
        bool isFlows = url.IsLoopback
            || s_hosts.Contains(url.Host, StringComparer.OrdinalIgnoreCase)
            || url.Host.EndsWith(".flows.automate.globus.org", StringComparison.OrdinalIgnoreCase);
        return isFlows
            && url.AbsolutePath.Trim('/').Split('/') is ["flows", string id]
            && Guid.TryParseExact(id, "D", out flowId);
    }
}
