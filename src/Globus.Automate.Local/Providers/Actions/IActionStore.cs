namespace Globus.Automate.Local.Providers;

/// <summary>
/// Where actions are kept. Records are put in order and made safe together: the service puts one per step, quickly, and waits for
/// <see cref="FlushAsync"/> before it acknowledges anything to a caller. A journal implements this with one write for many actions.
/// </summary>
public interface IActionStore
{
    /// <summary>The actions that are there, in any order: what the last <see cref="Put"/> for each said, without the removed ones.</summary>
    IEnumerable<ActionRecord> Load();

    /// <summary>Takes in a record, in place of an earlier one for the same action. Called from many threads, in order for each action.</summary>
    void Put(ActionRecord record);

    /// <summary>Forgets an action.</summary>
    void Remove(string actionId);

    /// <summary>Ends when all that was put or removed before the call would survive the end of the process.</summary>
    ValueTask FlushAsync(CancellationToken cancellationToken);
}

/// <summary>Keeps nothing beyond the process: the actions live in the service itself.</summary>
public sealed class TransientActionStore : IActionStore
{
    /// <inheritdoc/>
    public IEnumerable<ActionRecord> Load() => [];

    /// <inheritdoc/>
    public void Put(ActionRecord record)
    {
    }

    /// <inheritdoc/>
    public void Remove(string actionId)
    {
    }

    /// <inheritdoc/>
    public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
