using System.Management.Automation;
using Globus.Automate.Client.Transport;
using Globus.Automate.Local.Providers;
using Globus.Automate.PowerShell.Errors;

namespace Globus.Automate.PowerShell.Session;

/// <summary>The action providers that Globus operates, by the names that their URLs give them: <c>hello_world</c>, <c>transfer/transfer</c>.</summary>
internal static class WellKnownActions
{
    private const string Prefix = "https://actions.globus.org/";
    private const string ServiceSuffix = ".actions.globus.org";

    private static readonly Lazy<IReadOnlyList<WellKnownAction>> s_all = new(static () =>
        [.. ActionProviderCatalog.Entries.Select(static entry => new WellKnownAction(NameOf(entry), new Uri(entry.Urls[0]), entry.Title)).OrderBy(static known => known.Name, StringComparer.Ordinal)]);

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<WellKnownAction> All => s_all.Value;

    /// <summary>The URL that a person means: a URL as it is, or that of a well-known name.</summary>
    /// <exception cref="CommandException">It is neither.</exception>
    public static Uri Resolve(string urlOrName, GlobusEnvironment environment)
    {
        string text = urlOrName.Trim();
        if (text.Contains("://", StringComparison.Ordinal))
        {
            return Uri.TryCreate(text, UriKind.Absolute, out Uri? url)
                ? At(url, environment)
                : throw new CommandException("InvalidActionUrl", ErrorCategory.InvalidArgument, $"-ActionUrl: '{text}' is not a URL.");
        }

        WellKnownAction? known = All.FirstOrDefault(known => known.Name.Equals(text.Trim('/'), StringComparison.OrdinalIgnoreCase));
        return known is not null ? At(known.Url, environment) : throw new CommandException(
            "UnknownActionProvider",
            ErrorCategory.ObjectNotFound,
            $"-ActionUrl: '{text}' is neither a URL nor one of the action providers that Globus operates: {string.Join(", ", All.Select(static known => known.Name))}.",
            "Get-GlobusActionProvider");
    }

    /// <summary>
    /// Where a provider stands for a Globus. One on a port of this machine serves what Globus operates itself, below its own URL: its
    /// documents name the real hosts all the same, and nothing of it goes there.
    /// </summary>
    public static Uri At(Uri url, GlobusEnvironment environment)
    {
        if (!environment.FlowsUrl.IsLoopback)
        {
            return url;
        }

        string? path = url.Host.ToLowerInvariant() switch
        {
            "actions.globus.org" or "actions.automate.globus.org" => "/actions" + url.AbsolutePath,
            "flows.globus.org" or "flows.automate.globus.org" => url.AbsolutePath,
            string host when host.EndsWith(ServiceSuffix, StringComparison.Ordinal) => $"/{host[..^ServiceSuffix.Length]}{url.AbsolutePath}",
            _ => null,
        };
        return path is null ? url : new Uri(environment.FlowsUrl, path.TrimEnd('/'));
    }

    private static string NameOf(ActionProviderCatalogEntry entry)
    {
        string url = entry.Urls.FirstOrDefault(static url => url.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) ?? entry.Urls[0];
        return url.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? url[Prefix.Length..] : url["https://".Length..];
    }
}

/// <summary>An action provider that Globus operates.</summary>
/// <param name="Name">The name that its URL gives it.</param>
/// <param name="Url">The URL.</param>
/// <param name="Title">The title.</param>
internal sealed record WellKnownAction(string Name, Uri Url, string Title);
