using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Providers;

/// <summary>What a check of definitions needs to know of an action provider, without one at work.</summary>
/// <param name="Urls">The ActionUrls that name it.</param>
/// <param name="Title">The title.</param>
/// <param name="Scope">The scope of its actions.</param>
/// <param name="InputSchema">The JSON Schema of the Parameters.</param>
public sealed record ActionProviderCatalogEntry(IReadOnlyList<string> Urls, string Title, string Scope, FlowObject InputSchema);

/// <summary>The action providers that Globus operates, as data.</summary>
public static class ActionProviderCatalog
{
    private static readonly Lazy<IReadOnlyList<ActionProviderCatalogEntry>> s_entries = new(Create);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ActionProviderCatalogEntry> Entries => s_entries.Value;

    private static List<ActionProviderCatalogEntry> Create()
    {
        using var providers = new BuiltInProviders(new BuiltInProvidersOptions { Collections = new CollectionStore(withTutorialCollections: false) });
        return [.. providers.Registry.Providers.Select(static provider => new ActionProviderCatalogEntry(
            [.. ActionProviderRegistry.UrlsOf(provider.Description)],
            provider.Description.Title,
            provider.Description.GlobusAuthScope,
            provider.Description.InputSchema))];
    }
}
