using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Globus.Automate.PowerShell.Triggers;

namespace Globus.Automate.PowerShell.Completion;

/// <summary>Completes the names of the triggers of this process, with what they wait for.</summary>
public sealed class TriggerNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = wordToComplete.Trim('\'', '"');
        return TriggerStore.Find("*")
            .Where(trigger => trigger.Settings.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(static trigger => new CompletionResult(
                trigger.Settings.Name.Contains(' ', StringComparison.Ordinal) ? $"'{trigger.Settings.Name}'" : trigger.Settings.Name,
                trigger.Settings.Name,
                CompletionResultType.ParameterValue,
                $"{trigger.Settings.FlowTitle}: {trigger.Source}"));
    }
}
