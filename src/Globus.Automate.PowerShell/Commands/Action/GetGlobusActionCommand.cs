using System.Management.Automation;

namespace Globus.Automate.PowerShell.Commands.Action;

/// <summary>Gets the status of actions.</summary>
[Cmdlet(VerbsCommon.Get, "GlobusAction")]
[OutputType("Globus.Automate.Action")]
public sealed class GetGlobusActionCommand : ActionCmdlet
{
    /// <inheritdoc/>
    protected override Task ProcessAsync(CancellationToken cancellationToken)
        => ForEachActionAsync(static _ => true, static (actions, id, stop) => actions.GetStatusAsync(id, stop), WriteObject);
}
