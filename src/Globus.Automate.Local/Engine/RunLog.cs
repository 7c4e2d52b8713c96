using System.Collections;

namespace Globus.Automate.Local.Engine;

/// <summary>
/// A run's log: it only ever grows, and any number of readers may read while it does, without a lock. A reader sees every entry up to the
/// <see cref="Count"/> that it read.
/// </summary>
public sealed class RunLog : IReadOnlyList<LogEntry>
{
    private LogEntry[] _entries = new LogEntry[4];
    private int _count;

    /// <summary>How many entries there are by now.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>The entry at a place, from 0: the oldest first.</summary>
    public LogEntry this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return Volatile.Read(ref _entries)[index];
        }
    }

    /// <summary>The entries that are there now.</summary>
    public IEnumerator<LogEntry> GetEnumerator()
    {
        int count = Count;
        LogEntry[] entries = Volatile.Read(ref _entries);
        for (int i = 0; i < count; i++)
        {
            yield return entries[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Adds an entry. Only one writer at a time.</summary>
    internal void Add(LogEntry entry)
    {
        LogEntry[] entries = _entries;
        if (_count == entries.Length)
        {
            Array.Resize(ref entries, entries.Length * 2);
            entries[_count] = entry;
            Volatile.Write(ref _entries, entries);
        }
        else
        {
            entries[_count] = entry;
        }

        // The entry first, then the count that lets readers see it.
        Volatile.Write(ref _count, _count + 1);
    }
}
