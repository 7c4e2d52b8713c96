using Globus.Automate.Client.Flows;

namespace Globus.Automate.PowerShell.Completion;

/// <summary>Completes flow ids: the title is what the list shows, the id is what is typed. A word of the title finds the flow too.</summary>
public sealed class FlowIdCompleter : ServiceCompleter
{
    /// <inheritdoc/>
    private protected override async Task<IEnumerable<Candidate>> FindAsync(Session.Connection connection, System.Collections.IDictionary boundParameters, CancellationToken cancellationToken)
    {
        var found = new List<Candidate>();
        await foreach (Client.Flows.Flow flow in connection.Session.Flows.ListAsync(new FlowFilter { OrderBy = ["updated_at DESC"], PerPage = 100 }, cancellationToken).ConfigureAwait(false))
        {
            found.Add(new Candidate(flow.Id, flow.Title, $"{flow.Title} ({flow.Id})"));
            if (found.Count == 100)
            {
                break;
            }
        }

        return found;
    }
}
