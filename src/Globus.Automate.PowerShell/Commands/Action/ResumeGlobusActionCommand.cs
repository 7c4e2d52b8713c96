using System.Management.Automation;
using Globus.Automate.Client.Actions;
using Globus.Automate.PowerShell.Conversion;

namespace Globus.Automate.PowerShell.Commands.Action;

/// <summary>Lets INACTIVE actions go on, once what they waited for has been given. One that goes on waiting is an error that says for what.</summary>
[Cmdlet(VerbsLifecycle.Resume, "GlobusAction", SupportsShouldProcess = true)]
[OutputType("Globus.Automate.Action")]
public sealed class ResumeGlobusActionCommand : ActionWaitingCmdlet
{
    /// <summary>The ids of the actions.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("action_id")]
    [ValidateNotNullOrEmpty]
    [ObjectId("ActionId")]
    public string[] ActionId { get; set; } = [];

    /// <summary>Waits until the actions rest again.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>Whether the actions are written out as they are after it.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
        => await TryAsync(ActionUrl, async () =>
        {
            ActionSource source = Source;
            foreach (string id in ActionId)
            {
                if (ShouldProcess($"action {id} of {source.Url.AbsoluteUri}", "Resume"))
                {
                    await AddWorkAsync(id, stop => ResumeAsync(source, id, stop), action => Finish(source, action));
                }
            }
        });

    private async Task<ActionStatus> ResumeAsync(ActionSource source, string id, CancellationToken stop)
    {
        ActionStatus action = await source.Client.ResumeAsync(id, stop).ConfigureAwait(false);
        return Wait ? await WaitForAsync(source, action, stop).ConfigureAwait(false) : action;
    }

    private Task Finish(ActionSource source, ActionStatus action)
    {
        if (Wait)
        {
            WriteRested(source, action);
            return Task.CompletedTask;
        }

        if (PassThru)
        {
            WriteObject(source.ToObject(action));
        }

        if (action.IsInactive)
        {
            WriteOutcome(source, action);
        }

        return Task.CompletedTask;
    }
}
