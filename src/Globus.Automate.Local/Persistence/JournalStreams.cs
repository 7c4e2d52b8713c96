namespace Globus.Automate.Local.Persistence;

/// <summary>Which records of a journal still count, and how many bytes they take.</summary>
internal sealed class JournalStreams
{
    private readonly Dictionary<(string Type, string Key), Extent> _streams = [];
    private long _next;

    /// <summary>The bytes of the records that still count.</summary>
    public long LiveBytes { get; private set; }

    /// <summary>Takes note of the next record.</summary>
    public void Add(JournalOperation operation, string type, string key, int bytes)
    {
        long ordinal = _next++;
        Extent extent = _streams.GetValueOrDefault((type, key));
        if (operation != JournalOperation.Append)
        {
            LiveBytes -= extent.Bytes;
            extent = default;
        }

        if (operation == JournalOperation.Delete)
        {
            _streams.Remove((type, key));
            return;
        }

        LiveBytes += bytes;
        _streams[(type, key)] = new Extent(operation == JournalOperation.Put || extent.Bytes == 0 ? ordinal : extent.First, extent.Bytes + bytes);
    }

    /// <summary>Whether a record, by its place in the order in which they were added, still counts.</summary>
    public bool IsLive(string type, string key, long ordinal)
        => _streams.TryGetValue((type, key), out Extent extent) && ordinal >= extent.First;

    private readonly record struct Extent(long First, long Bytes);
}
