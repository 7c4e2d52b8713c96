using System.Management.Automation;
using Globus.Automate.Client.Actions;
using Globus.Automate.PowerShell.Completion;

namespace Globus.Automate.PowerShell.Commands.Action;

/// <summary>A cmdlet that works on actions of a provider.</summary>
public abstract class ActionCmdlet : ThrottledCmdlet
{
    private ActionSources? _sources;

    /// <summary>The URL of the action provider, or the name of one that Globus operates, such as <c>hello_world</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Url", "action_url")]
    [ArgumentCompleter(typeof(ActionUrlCompleter))]
    [ValidateNotNullOrEmpty]
    public string ActionUrl { get; set; } = string.Empty;

    /// <summary>The ids of the actions.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("action_id")]
    [ValidateNotNullOrEmpty]
    public string[] ActionId { get; set; } = [];

    /// <summary>The scope of the action provider. Needed only for a provider that does not show itself to everyone; the others are asked for it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("action_scope", "GlobusAuthScope")]
    public string? ActionScope { get; set; }

    /// <summary>The provider that this input names.</summary>
    private protected ActionSource Source => (_sources ??= new ActionSources(() => Session)).Find(ActionUrl, ActionScope);

    /// <summary>How an action is called in questions and errors.</summary>
    private protected static string Target(ActionSource source, string actionId) => $"action {actionId} of {source.Url.AbsoluteUri}";

    /// <summary>Asks before each action that this input names, and works on those that may be changed.</summary>
    private protected async Task ChangeAsync(
        Func<string, bool> shouldChange,
        Func<ActionsClient, string, CancellationToken, Task<ActionStatus>> change,
        Action<PSObject> complete)
        => await TryAsync(ActionUrl, async () =>
        {
            ActionSource source = Source;
            foreach (string id in ActionId)
            {
                if (shouldChange(Target(source, id)))
                {
                    await AddWorkAsync(id, stop => change(source.Client, id, stop), action =>
                    {
                        complete(source.ToObject(action));
                        return Task.CompletedTask;
                    });
                }
            }
        });
}
