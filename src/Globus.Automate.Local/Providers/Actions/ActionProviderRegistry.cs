using System.Diagnostics.CodeAnalysis;

namespace Globus.Automate.Local.Providers;

/// <summary>
/// The action providers, found by every form of URL in which definitions and clients name them:
/// <c>https://actions.globus.org/{name}</c>, <c>https://actions.automate.globus.org/{name}</c>,
/// <c>https://{service}.actions.globus.org/{operation}</c>, and on the loopback service <c>/actions/{name}</c> and <c>/transfer/{operation}</c>.
/// </summary>
public sealed class ActionProviderRegistry
{
    private const string Host = "actions.globus.org";
    private const string OlderHost = "actions.automate.globus.org";
    private const string OlderSandbox = "sandbox." + OlderHost;
    private const string LoopbackPrefix = "actions/";
    private readonly Dictionary<string, ActionProvider> _byName = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Makes a registry of these providers.</summary>
    /// <exception cref="ArgumentException">Two of them have one URL.</exception>
    public ActionProviderRegistry(IEnumerable<ActionProvider> providers)
    {
        Providers = [.. providers];
        foreach (ActionProvider provider in Providers)
        {
            _byName.Add(provider.Description.Name, provider);
            foreach (Uri url in provider.Description.AlternateUrls)
            {
                _byName.Add(NameOf(url), provider);
            }
        }
    }

    /// <summary>All providers.</summary>
    public IReadOnlyList<ActionProvider> Providers { get; }

    /// <summary>The provider that an ActionUrl names.</summary>
    public bool TryFind(Uri actionUrl, [NotNullWhen(true)] out ActionProvider? provider)
    {
        provider = null;
        foreach (string name in CandidateNames(actionUrl))
        {
            if (_byName.TryGetValue(name, out provider))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The provider of a name (<see cref="ActionProviderDescription.Name"/>).</summary>
    public bool TryFind(string name, [NotNullWhen(true)] out ActionProvider? provider) => _byName.TryGetValue(name, out provider);

    /// <summary>The provider that a request goes to, and what of the path is left for it: nothing, <c>run</c>, or <c>{action_id}/status</c>.</summary>
    public bool TryRoute(Uri requestUrl, [NotNullWhen(true)] out ActionProvider? provider, out string rest)
    {
        string path = requestUrl.AbsolutePath.Trim('/');
        rest = string.Empty;
        for (int segments = 0; segments <= 2; segments++)
        {
            if (TryFind(new UriBuilder(requestUrl) { Path = path, Query = string.Empty, Fragment = string.Empty }.Uri, out provider))
            {
                return true;
            }

            if (path.Length == 0)
            {
                break;
            }

            int slash = path.LastIndexOf('/');
            string last = path[(slash + 1)..];
            rest = rest.Length == 0 ? last : $"{last}/{rest}";
            path = slash < 0 ? string.Empty : path[..slash];
        }

        provider = null;
        return false;
    }

    /// <summary>The name of the provider with a URL on Globus' hosts.</summary>
    internal static string NameOf(Uri url)
    {
        string path = url.AbsolutePath.Trim('/');
        return url.Host.Equals(Host, StringComparison.OrdinalIgnoreCase) || url.Host.Equals(OlderHost, StringComparison.OrdinalIgnoreCase) || url.Host.Equals(OlderSandbox, StringComparison.OrdinalIgnoreCase)
            ? path
            : $"{url.Host}/{path}".TrimEnd('/');
    }

    /// <summary>All URLs of a provider on Globus' hosts.</summary>
    internal static IEnumerable<string> UrlsOf(ActionProviderDescription description)
    {
        foreach (Uri url in description.AlternateUrls.Prepend(description.Url))
        {
            yield return url.AbsoluteUri.TrimEnd('/');
            if (url.Host.Equals(Host, StringComparison.OrdinalIgnoreCase))
            {
                yield return $"https://{OlderHost}{url.AbsolutePath}";
            }
        }
    }

    private static IEnumerable<string> CandidateNames(Uri url)
    {
        if (!url.IsAbsoluteUri || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp))
        {
            yield break;
        }

        string path = url.AbsolutePath.Trim('/');
        if (url.IsLoopback)
        {
            if (path.StartsWith(LoopbackPrefix, StringComparison.OrdinalIgnoreCase))
            {
                yield return path[LoopbackPrefix.Length..];
            }

            int slash = path.IndexOf('/', StringComparison.Ordinal);
            yield return slash < 0 ? $"{path}.{Host}" : $"{path[..slash]}.{Host}/{path[(slash + 1)..]}";
            yield break;
        }

        if (url.Scheme != Uri.UriSchemeHttps)
        {
            yield break;
        }

        yield return NameOf(url);
        const string Suffix = "." + Host;
        if (url.Host.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase))
        {
            yield return $"{url.Host[..^Suffix.Length]}/{path}";
        }
    }
}
