using System.Management.Automation;

namespace Globus.Automate.PowerShell.Commands.Action;

/// <summary>Asks actions to stop. A provider may let an action go on; one that has ended already is an error.</summary>
[Cmdlet(VerbsLifecycle.Stop, "GlobusAction", SupportsShouldProcess = true)]
[OutputType("Globus.Automate.Action")]
public sealed class StopGlobusActionCommand : ActionCmdlet
{
    /// <summary>Whether the actions are written out as they are after it.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessAsync(CancellationToken cancellationToken)
        => ForEachActionAsync(target => ShouldProcess(target, "Cancel"), static (actions, id, stop) => actions.CancelAsync(id, stop), Write);

    private void Write(PSObject action)
    {
        if (PassThru)
        {
            WriteObject(action);
        }
    }
}
