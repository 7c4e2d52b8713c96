using System.Management.Automation;
using Globus.Automate.Client.Actions;
using Globus.Automate.Client.Errors;
using Globus.Automate.PowerShell.Completion;
using Globus.Automate.PowerShell.Errors;

namespace Globus.Automate.PowerShell.Commands.Action;

/// <summary>A cmdlet that can wait for actions.</summary>
public abstract class ActionWaitingCmdlet : WaitingCmdlet
{
    private ActionSources? _sources;

    /// <summary>The URL of the action provider, or the name of one that Globus operates, such as <c>hello_world</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Url", "action_url")]
    [ArgumentCompleter(typeof(ActionUrlCompleter))]
    [ValidateNotNullOrEmpty]
    public string ActionUrl { get; set; } = string.Empty;

    /// <summary>The scope of the action provider. Needed only for a provider that does not show itself to everyone; the others are asked for it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("action_scope", "GlobusAuthScope")]
    public string? ActionScope { get; set; }

    /// <summary>The provider that this input names.</summary>
    private protected ActionSource Source => (_sources ??= new ActionSources(() => Session)).Find(ActionUrl, ActionScope);

    /// <summary>What asks about actions of a provider.</summary>
    private protected ActionFollower FollowerOf(ActionSource source) => new(source.Client, Schedule);

    /// <summary>Waits until an action rests. Runs away from the pipeline thread.</summary>
    private protected Task<ActionStatus> WaitForAsync(ActionSource source, ActionStatus action, CancellationToken stop)
    {
        long started = TimeProvider.System.GetTimestamp();
        return FollowerOf(source).WaitAsync(action, Timeout, seen => ShowProgress(seen, started), stop);
    }

    /// <summary>Shows that an action goes on, once it takes longer than a moment.</summary>
    private protected void ShowProgress(ActionStatus action, long started)
        => ShowProgress(action.ActionId, action.Label ?? $"Action {action.ActionId}", action.DisplayStatus ?? action.Status, TimeProvider.System.GetElapsedTime(started));

    /// <summary>Writes an action that rests. One that waits for somebody is an error that says what it waits for.</summary>
    private protected void WriteRested(ActionSource source, ActionStatus action)
    {
        EndProgress(action.ActionId);
        WriteObject(source.ToObject(action));
        WriteOutcome(source, action);
    }

    /// <summary>Writes the error that an action which rests gives cause for, if it does.</summary>
    private protected void WriteOutcome(ActionSource source, ActionStatus action)
    {
        if (action.IsInactive)
        {
            WriteError(Inactive(source, action), action.ActionId);
        }
        else if (ErrorOnFailure && action.Status is not "SUCCEEDED")
        {
            WriteError(new CommandException("ActionFailed", ErrorCategory.OperationStopped, $"Action {action.ActionId} ended as {action.Status}: {StatusText.Reason(action.Status, action.Details)}"), action.ActionId);
        }
    }

    private static CommandException Inactive(ActionSource source, ActionStatus action)
    {
        string resume = $"Resume-GlobusAction -ActionUrl {source.Url.AbsoluteUri} -ActionId {action.ActionId}";
        AuthorizationRequirements? needed = action.Requirements;

        // The local Globus has nobody to ask: naming the scope is the consent.
        string remedy = needed is null ? resume
            : Connection.Local is not null && needed.RequiredScopes is [string scope] ? $"{resume} -ActionScope '{scope}'"
            : $"{ErrorRecords.ConnectCommand(needed)}; {resume}";
        return new CommandException(
            "ActionInactive",
            ErrorCategory.ResourceUnavailable,
            $"Action {action.ActionId} is INACTIVE and waits for somebody: {StatusText.Reason(action.Status, action.Details)} Then resume it: {remedy}",
            remedy);
    }
}
