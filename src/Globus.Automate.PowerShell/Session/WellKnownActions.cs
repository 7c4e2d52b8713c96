using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using Globus.Automate.Client.Transport;
using Globus.Automate.Local.Providers;
using Globus.Automate.PowerShell.Errors;

namespace Globus.Automate.PowerShell.Session;

/// <summary>The action providers that Globus operates, by the names that their URLs give them: <c>hello_world</c>, <c>transfer/transfer</c>.</summary>
internal static class WellKnownActions
{
    private const string Prefix = "https://actions.globus.org/";

    private static readonly Lazy<IReadOnlyList<WellKnownAction>> s_all = new(static () =>
        [.. ActionProviderCatalog.Entries.Select(static entry => new WellKnownAction(NameOf(entry), new Uri(entry.Urls[0]), entry.Title)).OrderBy(static known => known.Name, StringComparer.Ordinal)]);

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<WellKnownAction> All => s_all.Value;

    /// <summary>The URL that a person means: a URL as it is, or that of a well-known name. A local Globus on a port has those below its own URL.</summary>
    /// <exception cref="CommandException">It is neither.</exception>
    public static Uri Resolve(string urlOrName, GlobusEnvironment environment)
    {
        string text = urlOrName.Trim();
        if (text.Contains("://", StringComparison.Ordinal))
        {
            return Uri.TryCreate(text, UriKind.Absolute, out Uri? url)
                ? url
                : throw new CommandException("InvalidActionUrl", ErrorCategory.InvalidArgument, $"-ActionUrl: '{text}' is not a URL.");
        }

        WellKnownAction? known = All.FirstOrDefault(known => known.Name.Equals(text.Trim('/'), StringComparison.OrdinalIgnoreCase));
        return UrlOf(known, environment) ?? throw new CommandException(
            "UnknownActionProvider",
            ErrorCategory.ObjectNotFound,
            $"-ActionUrl: '{text}' is neither a URL nor one of the action providers that Globus operates: {string.Join(", ", All.Select(static known => known.Name))}.",
            "Get-GlobusActionProvider");
    }

    /// <summary>The URL of a well-known provider at a Globus.</summary>
    [return: NotNullIfNotNull(nameof(known))]
    public static Uri? UrlOf(WellKnownAction? known, GlobusEnvironment environment)
        => known is not null && environment.FlowsUrl.IsLoopback && known.Url.AbsoluteUri.StartsWith(Prefix, StringComparison.Ordinal)
            ? new Uri(environment.FlowsUrl, $"/actions/{known.Name}")
            : known?.Url;

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
