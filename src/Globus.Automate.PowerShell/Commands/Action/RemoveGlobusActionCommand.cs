using System.Management.Automation;

namespace Globus.Automate.PowerShell.Commands.Action;

/// <summary>Releases actions: their provider forgets them. An action that has not ended cannot be released.</summary>
[Cmdlet(VerbsCommon.Remove, "GlobusAction", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemoveGlobusActionCommand : ActionCmdlet
{
    /// <summary>Removes without asking.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessAsync(CancellationToken cancellationToken)
        => ForEachActionAsync(target => this.ShouldChange(target, "Remove the record of", Force), static (actions, id, stop) => actions.ReleaseAsync(id, stop), static _ => { });
}
