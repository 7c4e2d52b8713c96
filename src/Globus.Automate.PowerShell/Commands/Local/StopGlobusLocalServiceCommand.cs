using System.Management.Automation;
using Globus.Automate.PowerShell.Pipeline;
using Globus.Automate.PowerShell.Session;

namespace Globus.Automate.PowerShell.Commands.Local;

/// <summary>Takes the local Globus off its port. Flows and runs stay.</summary>
[Cmdlet(VerbsLifecycle.Stop, "GlobusLocalService", SupportsShouldProcess = true)]
public sealed class StopGlobusLocalServiceCommand : AsyncCmdlet
{
    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        if (LocalService.Current is not null && ShouldProcess("the local Globus", "Take off its port"))
        {
            await LocalService.StopAsync();
        }
    }
}
