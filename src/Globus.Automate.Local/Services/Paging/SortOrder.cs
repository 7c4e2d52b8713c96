namespace Globus.Automate.Local.Services;

/// <summary>The order of a listing: <c>orderby=FIELD ASC,FIELD DESC</c>, repeated or joined by commas, ties broken by the id.</summary>
internal sealed class SortOrder<T> : IComparer<IReadOnlyList<string>>
{
    private readonly List<(Func<T, string> Key, bool Descending)> _fields = [];

    private SortOrder()
    {
    }

    /// <summary>Reads <c>orderby</c>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="fields">The fields that can be ordered by, with keys that sort by their characters.</param>
    /// <param name="standard">What counts where nothing is said.</param>
    /// <param name="id">The field that no two items share.</param>
    public static SortOrder<T> Read(ListRequest request, IReadOnlyDictionary<string, Func<T, string>> fields, string standard, Func<T, string> id)
    {
        var order = new SortOrder<T>();
        IReadOnlyList<string> wanted = request.Values("orderby");
        foreach (string item in wanted.Count > 0 ? wanted : [standard])
        {
            string[] words = item.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            string direction = words.Length > 1 ? words[1].ToUpperInvariant() : "ASC";
            if (words.Length is 0 or > 2 || direction is not ("ASC" or "DESC") || !fields.TryGetValue(words[0], out Func<T, string>? key))
            {
                throw ServiceException.BadRequest($"'{item}' is not a valid orderby: give FIELD ASC or FIELD DESC, with FIELD one of {string.Join(", ", fields.Keys)}.");
            }

            order._fields.Add((key, direction == "DESC"));
        }

        order._fields.Add((id, false));
        return order;
    }

    /// <summary>The keys of an item.</summary>
    public string[] KeysOf(T item)
    {
        string[] keys = new string[_fields.Count];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = _fields[i].Key(item);
        }

        return keys;
    }

    /// <inheritdoc/>
    public int Compare(IReadOnlyList<string>? x, IReadOnlyList<string>? y)
    {
        for (int i = 0; i < _fields.Count; i++)
        {
            int result = string.CompareOrdinal(x![i], y![i]);
            if (result != 0)
            {
                return _fields[i].Descending ? -result : result;
            }
        }

        return 0;
    }

    /// <summary>Whether keys of a marker fit this order.</summary>
    public bool Fits(IReadOnlyList<string> keys) => keys.Count == _fields.Count;
}
