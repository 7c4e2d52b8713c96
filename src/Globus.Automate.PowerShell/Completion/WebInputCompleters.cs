using Globus.Automate.Client.Flows;

namespace Globus.Automate.PowerShell.Completion;

/// <summary>Completes the ids of open web inputs: the question is what the list shows.</summary>
public sealed class WebInputIdCompleter : ServiceCompleter
{
    /// <inheritdoc/>
    private protected override async Task<IEnumerable<Candidate>> FindAsync(Session.Connection connection, System.Collections.IDictionary boundParameters, CancellationToken cancellationToken)
    {
        var found = new List<Candidate>();
        await foreach (WebInput input in connection.Session.WebInputs.ListAsync(new WebInputFilter { PerPage = 50 }, cancellationToken).ConfigureAwait(false))
        {
            string title = input.Title ?? input.Id;
            found.Add(new Candidate(input.Id, title, $"{title}, {input.Status}, {input.Id}"));
            if (found.Count == 50)
            {
                break;
            }
        }

        return found;
    }
}

/// <summary>Completes the answers of the web input that is given already.</summary>
public sealed class WebInputOptionCompleter : ServiceCompleter
{
    /// <inheritdoc/>
    private protected override async Task<IEnumerable<Candidate>> FindAsync(Session.Connection connection, System.Collections.IDictionary boundParameters, CancellationToken cancellationToken)
    {
        if (boundParameters["WebInputId"]?.ToString() is not { Length: > 0 } id)
        {
            return [];
        }

        WebInput input = await connection.Session.WebInputs.GetAsync(id, cancellationToken).ConfigureAwait(false);
        return input.Options.Select(static option => new Candidate(Quote(option.OptionId), option.Label, option.Description is { Length: > 0 } text ? $"{option.Label}: {text}" : option.Label));
    }

    private static string Quote(string text)
        => text.All(static c => char.IsLetterOrDigit(c) || c is '_' or '-') ? text : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
