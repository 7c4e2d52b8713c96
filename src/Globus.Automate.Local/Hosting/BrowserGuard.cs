using System.Globalization;
using Globus.Automate.Local.Services;

namespace Globus.Automate.Local.Hosting;

/// <summary>
/// Keeps web sites away from the service of someone's own machine: a request must name this machine as its host (a name that was made to point
/// here does not), and a browser may come from another site only to look at a page that is made for people.
/// </summary>
internal sealed class BrowserGuard(int port)
{
    private static readonly string[] s_pages = ["/v2/oauth2/authorize", "/v2/web/", "/weboption/", "/actions/weboption/"];

    private readonly string[] _hosts =
    [
        string.Create(CultureInfo.InvariantCulture, $"localhost:{port}"),
        string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"),
        string.Create(CultureInfo.InvariantCulture, $"[::1]:{port}"),
    ];

    /// <summary>The refusal of a request; null where it may pass.</summary>
    public ServiceException? Refuse(ServiceRequest request)
    {
        string host = request.Header("Host") ?? string.Empty;
        if (!_hosts.Contains(host, StringComparer.OrdinalIgnoreCase))
        {
            return new ServiceException(421, "MISDIRECTED_REQUEST", $"This service answers for {string.Join(" and ", _hosts)}, not for '{host}'.");
        }

        string? site = request.Header("Sec-Fetch-Site");
        string? origin = request.Header("Origin");
        bool isForeign = site is "cross-site" or "same-site" || (origin is not null && !_hosts.Any(own => origin.Equals("http://" + own, StringComparison.OrdinalIgnoreCase)));
        bool isVisit = request.Method is "GET" or "HEAD"
            && request.Header("Sec-Fetch-Mode") is null or "navigate"
            && origin is null
            && s_pages.Any(page => request.Url.AbsolutePath.StartsWith(page, StringComparison.Ordinal));
        return isForeign && !isVisit
            ? ServiceException.Forbidden("This service does not answer pages of other sites.")
            : null;
    }
}
