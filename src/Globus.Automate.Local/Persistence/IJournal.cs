using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Persistence;

/// <summary>
/// An append-only record of what happened, from which everything can be made again after a crash. Records belong to streams (a type and a
/// key, such as <c>run</c> and the run's id): a put replaces what its stream held, an append adds to it, a delete ends it.
/// </summary>
public interface IJournal
{
    /// <summary>Adds a record in the order of the calls. It survives the end of this process soon after, that of the machine with the next commit.</summary>
    /// <exception cref="JournalException">The journal cannot be written any more.</exception>
    void Append(JournalRecord record);

    /// <summary>Adds a record; the task completes when it, and all before it, are on the disk.</summary>
    /// <exception cref="JournalException">The journal cannot be written any more.</exception>
    Task CommitAsync(JournalRecord record);

    /// <summary>Waits while far more has been appended than the disk has taken.</summary>
    ValueTask WaitForRoomAsync(CancellationToken cancellationToken = default);

    /// <summary>Calls back with the records of all streams that have not ended, in order. To be read once, before anything is added.</summary>
    /// <exception cref="JournalException">The journal is damaged, or a record holds no JSON.</exception>
    void Replay(Action<JournalRecord> onRecord);
}

/// <summary>A record of a journal.</summary>
/// <param name="Operation">What it does to its stream.</param>
/// <param name="Type">What the stream is about: no white space, such as <c>run</c>.</param>
/// <param name="Key">Which one: no white space, such as an id.</param>
/// <param name="Payload">What there is to remember; null for a delete.</param>
public sealed record JournalRecord(JournalOperation Operation, string Type, string Key, FlowValue Payload);

/// <summary>What a record does to its stream.</summary>
public enum JournalOperation
{
    /// <summary>Replaces all that the stream held.</summary>
    Put,

    /// <summary>Adds to what the stream holds.</summary>
    Append,

    /// <summary>Ends the stream.</summary>
    Delete,
}

/// <summary>A journal that cannot be read or written.</summary>
public sealed class JournalException : IOException
{
    /// <summary>Describes the fault.</summary>
    /// <param name="message">One sentence: which file, what is wrong, what to do.</param>
    /// <param name="inner">What the system said.</param>
    public JournalException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
