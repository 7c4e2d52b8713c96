using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Persistence;

namespace Globus.Automate.Local.Services;

/// <summary>
/// What the services remember beyond the process: each thing is a stream of the journal that a new state replaces. Without a journal nothing is
/// kept and nothing costs anything. Runs keep themselves (the engine's records); this gives them their part of the journal when it is read.
/// </summary>
internal sealed class StateKeeper(IJournal? journal)
{
    private readonly List<(string Type, Action<string, FlowObject> Restore)> _restore = [];

    /// <summary>Whether anything is kept.</summary>
    public bool IsKeeping => journal is not null;

    /// <summary>Says what takes in the things of a type when the journal is read. Types come in the order in which this was called for them.</summary>
    public void OnRestore(string type, Action<string, FlowObject> restore) => _restore.Add((type, restore));

    /// <summary>Keeps a state; it is on the disk when the task completes. Calls for one thing must come in its order.</summary>
    public Task PutAsync(string type, string key, FlowObject state)
        => journal?.CommitAsync(new JournalRecord(JournalOperation.Put, type, key, state)) ?? Task.CompletedTask;

    /// <summary>Keeps a state that may be lost when the machine stops.</summary>
    public void Put(string type, string key, FlowObject state) => journal?.Append(new JournalRecord(JournalOperation.Put, type, key, state));

    /// <summary>Forgets a thing; it is gone from the disk when the task completes.</summary>
    public Task RemoveAsync(string type, string key)
        => journal?.CommitAsync(new JournalRecord(JournalOperation.Delete, type, key, FlowValue.Null)) ?? Task.CompletedTask;

    /// <summary>Forgets a thing some time.</summary>
    public void Remove(string type, string key) => journal?.Append(new JournalRecord(JournalOperation.Delete, type, key, FlowValue.Null));

    /// <summary>Reads the journal.</summary>
    /// <param name="takeRun">Takes a record of the engine; false where it is not one.</param>
    /// <exception cref="JournalException">The journal is damaged, or holds something that this version cannot read.</exception>
    public void Restore(Func<JournalRecord, bool> takeRun)
    {
        if (journal is null)
        {
            return;
        }

        // A thing that was changed stands behind others that need it: all are read before any is taken in.
        var things = _restore.ToDictionary(static entry => entry.Type, static _ => new List<JournalRecord>(), StringComparer.Ordinal);
        journal.Replay(record =>
        {
            if (things.TryGetValue(record.Type, out List<JournalRecord>? records))
            {
                records.Add(record);
            }
            else if (!takeRun(record))
            {
                throw new JournalException($"The journal holds records of the kind '{record.Type}', which this version does not know. Use the version that wrote them, or another data folder.");
            }
        });

        foreach ((string type, Action<string, FlowObject> restore) in _restore)
        {
            foreach (JournalRecord record in things[type])
            {
                try
                {
                    restore(record.Key, (FlowObject)record.Payload);
                }
                catch (Exception exception) when (exception is FormatException or InvalidCastException or ArgumentException)
                {
                    throw new JournalException($"The journal holds a record of '{record.Type}' ({record.Key}) that this version cannot read: {exception.Message}", exception);
                }
            }
        }
    }
}
