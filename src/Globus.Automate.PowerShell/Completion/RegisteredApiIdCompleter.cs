using Globus.Automate.Client.Flows;

namespace Globus.Automate.PowerShell.Completion;

/// <summary>Completes the ids of registered APIs: the name is what the list shows.</summary>
public sealed class RegisteredApiIdCompleter : ServiceCompleter
{
    /// <inheritdoc/>
    private protected override async Task<IEnumerable<Candidate>> FindAsync(Session.Connection connection, System.Collections.IDictionary boundParameters, CancellationToken cancellationToken)
    {
        var found = new List<Candidate>();
        await foreach (RegisteredApi api in connection.Session.RegisteredApis.ListAsync(new RegisteredApiFilter { PerPage = 100 }, cancellationToken).ConfigureAwait(false))
        {
            found.Add(new Candidate(api.Id, api.Name, $"{api.Name} ({api.Id})"));
            if (found.Count == 100)
            {
                break;
            }
        }

        return found;
    }
}
