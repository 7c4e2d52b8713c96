using System.Management.Automation;
using Globus.Automate.Client.Actions;
using Globus.Automate.PowerShell.Completion;
using Globus.Automate.PowerShell.Conversion;

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
    [ObjectId("ActionId")]
    public string[] ActionId { get; set; } = [];

    /// <summary>The scope of the action provider. Needed only for a provider that does not show itself to everyone; the others are asked for it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("action_scope", "GlobusAuthScope")]
    public string? ActionScope { get; set; }

    /// <summary>The provider that this input names.</summary>
    private protected ActionSource Source => (_sources ??= new ActionSources(() => Session)).Find(ActionUrl, ActionScope);

    /// <summary>How an action is called in questions and errors.</summary>
    private protected static string Target(ActionSource source, string actionId) => $"action {actionId} of {source.Url.AbsoluteUri}";

    /// <summary>Asks the provider about each action that this input names and that is wanted, at the same time.</summary>
    private protected async Task ForEachActionAsync(
        Func<string, bool> isWanted,
        Func<ActionsClient, string, CancellationToken, Task<ActionStatus>> ask,
        Action<PSObject> complete)
        => await TryAsync(ActionUrl, async () =>
        {
            ActionSource source = Source;
            foreach (string id in ActionId)
            {
                if (isWanted(Target(source, id)))
                {
                    await AddWorkAsync(id, stop => ask(source.Client, id, stop), action =>
                    {
                        complete(source.ToObject(action));
                        return Task.CompletedTask;
                    });
                }
            }
        });
}
