using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Services;

/// <summary>The flows that are published, and what runs still say of those that were deleted.</summary>
internal sealed class FlowStore
{
    private const string Type = "flow";
    private const string DeletedType = "deleted-flow";
    private readonly StateKeeper _keeper;
    private readonly ConcurrentDictionary<Guid, FlowRecord> _flows = new();
    private readonly ConcurrentDictionary<Guid, FlowObject> _deleted = new();
    private readonly object _gate = new();
    private Order? _order;
    private long _version;

    public FlowStore(StateKeeper keeper)
    {
        _keeper = keeper;
        keeper.OnRestore(Type, (key, stored) => Set(FlowRecord.FromStored(Guid.Parse(key), stored)));
        keeper.OnRestore(DeletedType, (key, stored) => _deleted[Guid.Parse(key)] = stored);
    }

    /// <summary>The flows, the oldest first. Sorted once after each change, and not for each listing.</summary>
    public IReadOnlyList<FlowRecord> ByCreation
    {
        get
        {
            // The version first: what changes while the flows are read makes this order an old one.
            long version = Interlocked.Read(ref _version);
            if (Volatile.Read(ref _order) is { } order && order.Version == version)
            {
                return order.Flows;
            }

            FlowRecord[] flows = [.. _flows.Values];
            Array.Sort(flows, static (left, right) => left.CreatedAt.CompareTo(right.CreatedAt));
            Volatile.Write(ref _order, new Order(version, flows));
            return flows;
        }
    }

    public bool TryFind(Guid id, [NotNullWhen(true)] out FlowRecord? flow) => _flows.TryGetValue(id, out flow);

    /// <summary>Publishes a flow.</summary>
    public async Task AddAsync(FlowRecord flow)
    {
        await _keeper.PutAsync(Type, flow.Id.ToString(), flow.ToStored()).ConfigureAwait(false);
        Set(flow);
    }

    /// <summary>Changes a flow; nobody else changes it meanwhile.</summary>
    /// <param name="id">The flow.</param>
    /// <param name="change">The flow as it is now, to what it shall be; it may refuse by an exception.</param>
    /// <returns>The changed flow; null where there is none.</returns>
    public async Task<FlowRecord?> UpdateAsync(Guid id, Func<FlowRecord, FlowRecord> change)
    {
        FlowRecord changed;
        Task kept;
        lock (_gate)
        {
            if (!_flows.TryGetValue(id, out FlowRecord? flow))
            {
                return null;
            }

            changed = change(flow);
            kept = _keeper.PutAsync(Type, id.ToString(), changed.ToStored());
            Set(changed);
        }

        await kept.ConfigureAwait(false);
        return changed;
    }

    /// <summary>Takes a flow out; its runs go on and still say what it was.</summary>
    /// <returns>False where there is none.</returns>
    public async Task<bool> RemoveAsync(Guid id, DateTimeOffset time)
    {
        Task kept;
        lock (_gate)
        {
            if (!_flows.TryRemove(id, out FlowRecord? flow))
            {
                return false;
            }

            Interlocked.Increment(ref _version);
            FlowObject last = FlowDocuments.Embed(flow, time);
            _deleted[id] = last;
            kept = Task.WhenAll(_keeper.PutAsync(DeletedType, id.ToString(), last), _keeper.RemoveAsync(Type, id.ToString()));
        }

        await kept.ConfigureAwait(false);
        return true;
    }

    /// <summary>What a run says of its flow; null where the flow was never here.</summary>
    public FlowObject? Describe(Guid id)
        => _flows.TryGetValue(id, out FlowRecord? flow) ? FlowDocuments.Embed(flow, deletedAt: null) : _deleted.GetValueOrDefault(id);

    private void Set(FlowRecord flow)
    {
        _flows[flow.Id] = flow;
        Interlocked.Increment(ref _version);
    }

    private sealed record Order(long Version, FlowRecord[] Flows);
}
