using Globus.Automate.Client.Runs;

namespace Globus.Automate.PowerShell.Completion;

/// <summary>Completes run ids, the latest first, with their labels and status.</summary>
public sealed class RunIdCompleter : ServiceCompleter
{
    /// <inheritdoc/>
    private protected override async Task<IEnumerable<Candidate>> FindAsync(Session.Connection connection, System.Collections.IDictionary boundParameters, CancellationToken cancellationToken)
    {
        var found = new List<Candidate>();
        await foreach (Client.Runs.Run run in connection.Session.Runs.ListAsync(new RunFilter { OrderBy = ["start_time DESC"], PerPage = 50 }, cancellationToken).ConfigureAwait(false))
        {
            string label = run.Label ?? run.FlowTitle ?? run.RunId;
            found.Add(new Candidate(run.RunId, $"{label} ({run.Status})", $"{label}, {run.Status}, {run.RunId}"));
            if (found.Count == 50)
            {
                break;
            }
        }

        return found;
    }
}
