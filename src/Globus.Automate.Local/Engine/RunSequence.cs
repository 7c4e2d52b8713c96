namespace Globus.Automate.Local.Engine;

/// <summary>
/// The runs by their start, so that a page of the latest ones costs a page and not a sort of all. A start adds to the end and costs next to
/// nothing; whoever reads gets an array that nobody changes. Safe to use from many threads.
/// </summary>
internal sealed class RunSequence
{
    /// <summary>How many removed runs may lie around, besides a quarter of those that are there.</summary>
    private const int Slack = 64;

    private static readonly Comparison<FlowRun> s_byStart = static (left, right) =>
    {
        int order = left.StartTime.CompareTo(right.StartTime);
        return order != 0 ? order : string.CompareOrdinal(left.RunId, right.RunId);
    };

    private readonly object _gate = new();
    private readonly List<FlowRun> _added = [];
    private FlowRun[] _sorted = new FlowRun[16];
    private int _count;
    private int _removed;

    /// <summary>Takes in a run.</summary>
    public void Add(FlowRun run)
    {
        lock (_gate)
        {
            _added.Add(run);
        }
    }

    /// <summary>Takes a run out that was taken in.</summary>
    public void Remove(FlowRun run)
    {
        lock (_gate)
        {
            run.IsRemoved = true;
            _removed++;
            if (_removed > Slack + ((_count + _added.Count) / 4))
            {
                Merge();
                _sorted = [.. _sorted.Take(_count).Where(static kept => !kept.IsRemoved)];
                _count = _sorted.Length;
                _removed = 0;
            }
        }
    }

    /// <summary>The runs, the oldest first. Some may have been removed: <see cref="FlowRun.IsRemoved"/>.</summary>
    public ArraySegment<FlowRun> Read()
    {
        lock (_gate)
        {
            Merge();
            return new ArraySegment<FlowRun>(_sorted, 0, _count);
        }
    }

    /// <summary>Puts what was added into its place. Readers hold the array up to the count of their time, so that nothing before it may move.</summary>
    private void Merge()
    {
        if (_added.Count == 0)
        {
            return;
        }

        _added.Sort(s_byStart);
        int needed = _count + _added.Count;
        if (_count > 0 && s_byStart(_sorted[_count - 1], _added[0]) > 0)
        {
            FlowRun[] all = [.. _sorted.AsSpan(0, _count), .. _added];
            Array.Sort(all, s_byStart);
            _sorted = all;
        }
        else
        {
            if (needed > _sorted.Length)
            {
                Array.Resize(ref _sorted, Math.Max(needed, _sorted.Length * 2));
            }

            _added.CopyTo(_sorted, _count);
        }

        _count = needed;
        _added.Clear();
    }
}
