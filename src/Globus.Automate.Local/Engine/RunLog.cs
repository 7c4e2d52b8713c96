using System.Collections;
using System.Numerics;

namespace Globus.Automate.Local.Engine;

/// <summary>
/// A run's log: it only ever grows, and any number of readers may read while it does, without a lock. A reader sees every entry up to the
/// <see cref="Count"/> that it read.
/// </summary>
public sealed class RunLog : IReadOnlyList<LogEntry>
{
    /// <summary>The first block is this large; each further one doubles the log, until it is as large as the largest.</summary>
    private const int FirstBlock = 4;

    private const int LargestBlock = 4096;
    private static readonly int s_doublings = BitOperations.Log2(LargestBlock / FirstBlock) + 1;

    private LogEntry[][] _blocks = [new LogEntry[FirstBlock]];
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
            (int block, int place) = Locate(index);
            return Volatile.Read(ref _blocks)[block][place];
        }
    }

    /// <summary>The entries that are there now.</summary>
    public IEnumerator<LogEntry> GetEnumerator()
    {
        int count = Count;
        for (int i = 0; i < count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Adds an entry. Only one writer at a time.</summary>
    internal void Add(in LogEntry entry)
    {
        (int block, int place) = Locate(_count);
        if (block == _blocks.Length)
        {
            Volatile.Write(ref _blocks, [.. _blocks, new LogEntry[Math.Min(_count, LargestBlock)]]);
        }

        _blocks[block][place] = entry;

        // The entry first, then the count that lets readers see it.
        Volatile.Write(ref _count, _count + 1);
    }

    /// <summary>Which block an entry is in, and where. Entries never move: a long log is not copied as it grows.</summary>
    private static (int Block, int Place) Locate(int index)
    {
        if (index < FirstBlock)
        {
            return (0, index);
        }

        if (index < LargestBlock)
        {
            int power = BitOperations.Log2((uint)index);
            return (power - BitOperations.Log2(FirstBlock) + 1, index - (1 << power));
        }

        return (s_doublings + ((index - LargestBlock) / LargestBlock), index % LargestBlock);
    }
}
