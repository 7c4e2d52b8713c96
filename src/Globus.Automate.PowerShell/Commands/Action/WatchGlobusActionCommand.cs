using System.Management.Automation;
using Globus.Automate.Client.Actions;
using Globus.Automate.PowerShell.Conversion;

namespace Globus.Automate.PowerShell.Commands.Action;

/// <summary>Writes an action's status, and again each time it has changed, until the action rests.</summary>
[Cmdlet(VerbsCommon.Watch, "GlobusAction")]
[OutputType("Globus.Automate.Action")]
public sealed class WatchGlobusActionCommand : ActionWaitingCmdlet
{
    /// <summary>The ids of the actions, watched one after the other.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("action_id")]
    [ValidateNotNullOrEmpty]
    [ObjectId("ActionId")]
    public string[] ActionId { get; set; } = [];

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
        => await TryAsync(ActionUrl, async () =>
        {
            ActionSource source = Source;
            foreach (string id in ActionId)
            {
                await TryAsync(id, () => WatchAsync(source, id, cancellationToken));
            }
        });

    private async Task WatchAsync(ActionSource source, string actionId, CancellationToken cancellationToken)
    {
        long started = TimeProvider.System.GetTimestamp();
        ActionStatus? last = null;
        await foreach (ActionStatus action in FollowerOf(source).FollowAsync(actionId, Timeout, seen => ShowProgress(seen, started), cancellationToken))
        {
            last = action;
            WriteObject(source.ToObject(action));
        }

        EndProgress(actionId);
        if (last is not null)
        {
            WriteOutcome(source, last);
        }
    }
}
