using System.Net;

namespace Globus.Automate.Client.Transport;

/// <summary>
/// The system's proxy, except for this very machine: plain http to loopback is allowed to carry a token because it does not leave the
/// machine, which a proxy named in <c>http_proxy</c> would change.
/// </summary>
internal sealed class ProxyForOthers(IWebProxy system) : IWebProxy
{
    public ICredentials? Credentials
    {
        get => system.Credentials;
        set => system.Credentials = value;
    }

    public Uri? GetProxy(Uri destination) => GlobusEnvironment.IsLoopback(destination) ? null : system.GetProxy(destination);

    public bool IsBypassed(Uri host) => GlobusEnvironment.IsLoopback(host) || system.IsBypassed(host);
}
