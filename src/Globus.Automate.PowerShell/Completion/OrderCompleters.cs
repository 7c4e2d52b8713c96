using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Globus.Automate.PowerShell.Completion;

/// <summary>Completes <c>FIELD ASC|DESC</c> by the fields that a listing can be ordered by.</summary>
public abstract class OrderCompleter(params string[] fields) : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = wordToComplete.Trim('\'', '"');
        return fields
            .SelectMany(static field => (string[])[$"{field} ASC", $"{field} DESC"])
            .Where(order => order.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(static order => new CompletionResult($"'{order}'", order, CompletionResultType.ParameterValue, order));
    }
}

/// <summary>The orders of flows.</summary>
public sealed class FlowOrderCompleter() : OrderCompleter("title", "updated_at", "created_at", "id", "flow_owner", "flow_administrators", "scope_string");

/// <summary>The orders of runs.</summary>
public sealed class RunOrderCompleter() : OrderCompleter("start_time", "completion_time", "label", "status", "id");

/// <summary>The orders of registered APIs.</summary>
public sealed class RegisteredApiOrderCompleter() : OrderCompleter("name", "created_timestamp", "updated_timestamp", "id");

/// <summary>The orders of web inputs.</summary>
public sealed class WebInputOrderCompleter() : OrderCompleter("created_timestamp", "edited_timestamp", "closed_timestamp");
