namespace Globus.Automate.Local.Services;

/// <summary>The order of a listing: <c>orderby=FIELD ASC,FIELD DESC</c>, repeated or joined by commas, ties broken by the id.</summary>
internal sealed class SortOrder<T> : IComparer<SortKey[]>
{
    private readonly List<(string Name, Func<T, SortKey> Key, bool Descending)> _fields = [];

    private SortOrder()
    {
    }

    /// <summary>The field that counts first.</summary>
    public string LeadingField => _fields[0].Name;

    /// <summary>Whether the field that counts first goes from the greatest down.</summary>
    public bool IsLeadingDescending => _fields[0].Descending;

    /// <summary>Reads <c>orderby</c>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="fields">The fields that can be ordered by.</param>
    /// <param name="standard">What counts where nothing is said.</param>
    /// <param name="id">The field that no two items share.</param>
    public static SortOrder<T> Read(ListRequest request, IReadOnlyDictionary<string, Func<T, SortKey>> fields, string standard, Func<T, SortKey> id)
    {
        var order = new SortOrder<T>();
        IReadOnlyList<string> wanted = request.Values("orderby");
        foreach (string item in wanted.Count > 0 ? wanted : [standard])
        {
            string[] words = item.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            string direction = words.Length > 1 ? words[1].ToUpperInvariant() : "ASC";
            if (words.Length is 0 or > 2 || direction is not ("ASC" or "DESC") || !fields.TryGetValue(words[0], out Func<T, SortKey>? key))
            {
                throw ServiceException.BadRequest($"'{item}' is not a valid orderby: give FIELD ASC or FIELD DESC, with FIELD one of {string.Join(", ", fields.Keys)}.");
            }

            order._fields.Add((words[0], key, direction == "DESC"));
        }

        order._fields.Add((string.Empty, id, false));
        return order;
    }

    /// <summary>The key that counts first.</summary>
    public SortKey LeadingKeyOf(T item) => _fields[0].Key(item);

    /// <summary>All keys of an item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="leading">Its <see cref="LeadingKeyOf"/>, which is not asked for twice: it may change meanwhile.</param>
    public SortKey[] KeysOf(T item, SortKey leading)
    {
        var keys = new SortKey[_fields.Count];
        keys[0] = leading;
        for (int i = 1; i < keys.Length; i++)
        {
            keys[i] = _fields[i].Key(item);
        }

        return keys;
    }

    /// <summary>Compares the keys that count first.</summary>
    public int CompareLeading(SortKey x, SortKey y) => _fields[0].Descending ? y.CompareTo(x) : x.CompareTo(y);

    /// <inheritdoc/>
    public int Compare(SortKey[]? x, SortKey[]? y)
    {
        for (int i = 0; i < _fields.Count; i++)
        {
            int result = x![i].CompareTo(y![i]);
            if (result != 0)
            {
                return _fields[i].Descending ? -result : result;
            }
        }

        return 0;
    }

    /// <summary>The keys of a marker; null where they are none of this order.</summary>
    public SortKey[]? ReadMarker(IReadOnlyList<string> parts)
    {
        SortKey?[] keys = [.. parts.Select(SortKey.FromMarker)];
        return keys.Length == _fields.Count && Array.TrueForAll(keys, static key => key is not null) ? [.. keys.Select(static key => key!.Value)] : null;
    }
}
