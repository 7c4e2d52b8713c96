using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Globus.Automate.PowerShell.Session;

namespace Globus.Automate.PowerShell.Completion;

/// <summary>Completes the names of the action providers that Globus operates, their titles as tooltips; a word of the title or the start of the URL finds them too.</summary>
public sealed class ActionUrlCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = wordToComplete.Trim('\'', '"');
        return WellKnownActions.All
            .Where(known => known.Name.Contains(word, StringComparison.OrdinalIgnoreCase)
                || known.Title.Contains(word, StringComparison.OrdinalIgnoreCase)
                || known.Url.AbsoluteUri.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(known =>
            {
                string text = word.Contains(':', StringComparison.Ordinal) ? known.Url.AbsoluteUri : known.Name;
                return new CompletionResult(text, known.Name, CompletionResultType.ParameterValue, $"{known.Title} ({known.Url.AbsoluteUri})");
            });
    }
}
