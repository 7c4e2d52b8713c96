using System.Collections.Concurrent;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Providers;

namespace Globus.Automate.Local.Services;

/// <summary>Keeps the actions of the providers in the journal.</summary>
internal sealed class JournalActionStore : IActionStore
{
    private const string Type = "action";
    private readonly StateKeeper _keeper;
    private readonly ConcurrentDictionary<string, ActionRecord> _restored = new(StringComparer.Ordinal);
    private readonly object _gate = new();
    private Task _last = Task.CompletedTask;

    public JournalActionStore(StateKeeper keeper)
    {
        _keeper = keeper;
        keeper.OnRestore(Type, (id, state) => _restored[id] = ActionRecord.FromDocument(state));
    }

    /// <inheritdoc/>
    public IEnumerable<ActionRecord> Load()
    {
        ActionRecord[] records = [.. _restored.Values];
        _restored.Clear();
        return records;
    }

    /// <inheritdoc/>
    public void Put(ActionRecord record)
    {
        FlowObject state = record.ToDocument();
        lock (_gate)
        {
            _last = _keeper.PutAsync(Type, record.ActionId, state);
        }
    }

    /// <inheritdoc/>
    public void Remove(string actionId)
    {
        lock (_gate)
        {
            _last = _keeper.RemoveAsync(Type, actionId);
        }
    }

    /// <inheritdoc/>
    /// <remarks>The journal's records reach the disk in their order: with the last one, all are there.</remarks>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        Task last;
        lock (_gate)
        {
            last = _last;
        }

        await last.WaitAsync(cancellationToken).ConfigureAwait(false);
    }
}
