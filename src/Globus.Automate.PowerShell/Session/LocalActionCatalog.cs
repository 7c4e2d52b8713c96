using Globus.Automate.FlowLanguage.Linting;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Providers;

namespace Globus.Automate.PowerShell.Session;

/// <summary>What the local Globus knows of the action providers that Globus operates, for the check of definitions.</summary>
internal sealed class LocalActionCatalog : IActionProviderCatalog
{
    private readonly Lazy<Dictionary<string, FlowValue>> _schemas = new(static () =>
    {
        var schemas = new Dictionary<string, FlowValue>(StringComparer.OrdinalIgnoreCase);
        foreach (ActionProviderCatalogEntry entry in ActionProviderCatalog.Entries)
        {
            foreach (string url in entry.Urls)
            {
                schemas[url.TrimEnd('/')] = entry.InputSchema;
            }
        }

        return schemas;
    });

    public static LocalActionCatalog Instance { get; } = new();

    public FlowValue? FindInputSchema(string actionUrl) => _schemas.Value.GetValueOrDefault(actionUrl.TrimEnd('/'));
}
