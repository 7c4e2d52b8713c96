using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Services;

/// <summary>The flows that are published.</summary>
internal sealed class FlowStore
{
    private readonly ConcurrentDictionary<Guid, FlowRecord> _flows = new();
    private readonly ConcurrentDictionary<Guid, (FlowRecord Flow, DateTimeOffset Time)> _deleted = new();
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

    /// <summary>Takes a flow out; its runs go on and still say what it was.</summary>
    public bool Remove(Guid id, DateTimeOffset time)
    {
        lock (_gate)
        {
            if (!_flows.TryRemove(id, out FlowRecord? flow))
            {
                return false;
            }

            _deleted[id] = (flow, time);
            return true;
        }
    }

    /// <summary>What a run says of its flow; null where the flow was never here.</summary>
    public FlowObject? Describe(Guid id)
        => _flows.TryGetValue(id, out FlowRecord? flow) ? FlowDocuments.Embed(flow, deletedAt: null)
            : _deleted.TryGetValue(id, out (FlowRecord Flow, DateTimeOffset Time) deleted) ? FlowDocuments.Embed(deleted.Flow, deleted.Time)
            : null;
}
