using System.Management.Automation;

namespace Globus.Automate.PowerShell.Errors;

/// <summary>Something that the caller of a cmdlet can mend: it becomes an error record as it is.</summary>
public sealed class CommandException : Exception
{
    /// <summary>Describes the fault.</summary>
    /// <param name="errorId">The stable id that scripts match.</param>
    /// <param name="category">The kind of error.</param>
    /// <param name="message">One sentence: what is wrong, where, and what to do.</param>
    /// <param name="recommendedAction">What to type next, when it is more than the message says.</param>
    /// <param name="inner">What lay below.</param>
    public CommandException(string errorId, ErrorCategory category, string message, string? recommendedAction = null, Exception? inner = null)
        : base(message, inner)
    {
        ErrorId = errorId;
        Category = category;
        RecommendedAction = recommendedAction;
    }

    /// <summary>The stable id that scripts match.</summary>
    public string ErrorId { get; }

    /// <summary>The kind of error.</summary>
    public ErrorCategory Category { get; }

    /// <summary>What to type next.</summary>
    public string? RecommendedAction { get; }

    internal static CommandException NotConnected() => new(
        "NotConnected",
        ErrorCategory.ConnectionError,
        "There is no connection to Globus: use Connect-Globus for the hosted service, or Connect-Globus -Local for the Globus on this machine.",
        "Connect-Globus -Local");
}
