using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Globus.Automate.PowerShell.Session;

namespace Globus.Automate.PowerShell.Completion;

/// <summary>Completion from the service: two seconds at most, never an error, nothing without a connection.</summary>
public abstract class ServiceCompleter : IArgumentCompleter
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        if (Connection.Current is not { } connection)
        {
            return [];
        }

        IEnumerable<Candidate> candidates;
        try
        {
            using var limit = new CancellationTokenSource(s_limit);
            Task<IEnumerable<Candidate>> search = Task.Run(() => FindAsync(connection, fakeBoundParameters, limit.Token), limit.Token);
            if (!search.Wait(s_limit))
            {
                return [];
            }

            candidates = search.Result;
        }
        catch (Exception e) when (e is AggregateException or OperationCanceledException)
        {
            // A completer that fails completes nothing.
            return [];
        }

        string word = wordToComplete.Trim('\'', '"');
        return candidates
            .Where(c => c.Value.StartsWith(word, StringComparison.OrdinalIgnoreCase) || c.ListText.Contains(word, StringComparison.OrdinalIgnoreCase))
            .Select(static c => new CompletionResult(c.Value, c.ListText, CompletionResultType.ParameterValue, c.ToolTip));
    }

    /// <summary>Asks the service.</summary>
    private protected abstract Task<IEnumerable<Candidate>> FindAsync(Connection connection, IDictionary boundParameters, CancellationToken cancellationToken);

    /// <summary>A value that can be completed.</summary>
    private protected sealed record Candidate(string Value, string ListText, string ToolTip);
}
