namespace Globus.Automate.Local.Services;

/// <summary>The URLs by which a flow is an action provider: <c>https://flows.globus.org/flows/{id}</c> and its other spellings.</summary>
internal static class FlowUrls
{
    private static readonly string[] s_hosts = ["flows.globus.org", "flows.automate.globus.org"];

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
