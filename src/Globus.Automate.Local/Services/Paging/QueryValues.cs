using Globus.Automate.Local.Providers;

namespace Globus.Automate.Local.Services;

/// <summary>Reads list parameters of a query.</summary>
internal static class QueryValues
{
    /// <summary>The values of a parameter, whether repeated or joined by commas; without empty ones.</summary>
    public static IReadOnlyList<string> Values(this QueryParameters query, string name)
        => [.. query.Items
            .Where(item => item.Key == name)
            .SelectMany(static item => item.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    /// <summary>Whether a switch is on: <c>true</c>, <c>True</c>, <c>1</c>.</summary>
    public static bool IsTrue(this QueryParameters query, string name) => query[name]?.ToUpperInvariant() is "TRUE" or "1";
}
