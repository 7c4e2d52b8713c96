using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Globus.Automate.Local.Services;

/// <summary>The flows that are published.</summary>
internal sealed class FlowStore
{
    private readonly ConcurrentDictionary<Guid, FlowRecord> _flows = new();
    private readonly object _gate = new();

    public IEnumerable<FlowRecord> All => _flows.Values;

    public bool TryFind(Guid id, [NotNullWhen(true)] out FlowRecord? flow) => _flows.TryGetValue(id, out flow);

    public void Add(FlowRecord flow) => _flows[flow.Id] = flow;

    /// <summary>Changes a flow; nobody else changes it meanwhile.</summary>
    /// <param name="id">The flow.</param>
    /// <param name="change">The flow as it is now, to what it shall be; it may refuse by an exception.</param>
    /// <returns>The changed flow; null where there is none.</returns>
    public FlowRecord? Update(Guid id, Func<FlowRecord, FlowRecord> change)
    {
        lock (_gate)
        {
            return _flows.TryGetValue(id, out FlowRecord? flow) ? _flows[id] = change(flow) : null;
        }
    }

    public bool Remove(Guid id)
    {
        lock (_gate)
        {
            return _flows.TryRemove(id, out _);
        }
    }
}
