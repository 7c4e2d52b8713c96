using Globus.Automate.Client.Queues;

namespace Globus.Automate.PowerShell.Completion;

/// <summary>Completes queue ids: the label is what the list shows, the id is what is typed.</summary>
public sealed class QueueIdCompleter : ServiceCompleter
{
    private static readonly string[] s_roles = ["admin", "sender", "receiver"];

    /// <inheritdoc/>
    private protected override async Task<IEnumerable<Candidate>> FindAsync(Session.Connection connection, System.Collections.IDictionary boundParameters, CancellationToken cancellationToken)
    {
        IReadOnlyList<QueueInfo> queues = await connection.Session.Queues.ListAsync(s_roles, cancellationToken).ConfigureAwait(false);
        return queues.Select(static queue => new Candidate(queue.Id, queue.Label ?? queue.Id, $"{queue.Label} ({queue.Id})"));
    }
}
