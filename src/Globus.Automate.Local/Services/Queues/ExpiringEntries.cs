using System.Diagnostics.CodeAnalysis;

namespace Globus.Automate.Local.Services;

/// <summary>Entries that are forgotten at their time. Forgetting costs as much as what is forgotten, however many stay. Not safe to use from many threads.</summary>
internal sealed class ExpiringEntries<T>
    where T : class
{
    private readonly Dictionary<string, (T Value, DateTimeOffset Until)> _entries = new(StringComparer.Ordinal);
    private readonly PriorityQueue<string, DateTimeOffset> _expiry = new();

    /// <summary>Puts an entry, in place of one that is there.</summary>
    public void Set(string key, T value, DateTimeOffset until)
    {
        _entries[key] = (value, until);
        _expiry.Enqueue(key, until);
    }

    /// <summary>The entry of a key.</summary>
    public bool TryGet(string key, [NotNullWhen(true)] out T? value)
    {
        bool found = _entries.TryGetValue(key, out (T Value, DateTimeOffset Until) entry);
        value = entry.Value;
        return found;
    }

    /// <summary>Takes an entry out.</summary>
    public bool Remove(string key, [NotNullWhen(true)] out T? value)
    {
        bool found = _entries.Remove(key, out (T Value, DateTimeOffset Until) entry);
        value = entry.Value;
        return found;
    }

    /// <summary>Forgets the entries whose time has come.</summary>
    public void RemoveExpired(DateTimeOffset now)
    {
        while (_expiry.TryPeek(out string? key, out DateTimeOffset until) && until <= now)
        {
            _expiry.Dequeue();

            // The key may have been taken out, or set again for longer.
            if (_entries.TryGetValue(key, out (T Value, DateTimeOffset Until) entry) && entry.Until <= now)
            {
                _entries.Remove(key);
            }
        }
    }
}
