namespace Globus.Automate.Local.Providers;

/// <summary>The parameters of a query or of a posted form (<c>application/x-www-form-urlencoded</c>), in their order.</summary>
internal sealed class QueryParameters
{
    private QueryParameters(IReadOnlyList<KeyValuePair<string, string>> items) => Items = items;

    /// <summary>All of them; a name may be there more than once.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Items { get; }

    /// <summary>The first value of a name, or null.</summary>
    public string? this[string name]
    {
        get
        {
            foreach ((string key, string value) in Items)
            {
                if (key == name)
                {
                    return value;
                }
            }

            return null;
        }
    }

    public static QueryParameters Parse(string text)
    {
        var items = new List<KeyValuePair<string, string>>();
        foreach (string pair in text.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            items.Add(equals < 0
                ? new(Decode(pair), string.Empty)
                : new(Decode(pair[..equals]), Decode(pair[(equals + 1)..])));
        }

        return new QueryParameters(items);
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
