using System.Management.Automation;
using Globus.Automate.PowerShell.Pipeline;
using Globus.Automate.PowerShell.Session;

namespace Globus.Automate.PowerShell.Commands.Session;

/// <summary>Ends the connection.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "Globus")]
public sealed class DisconnectGlobusCommand : AsyncCmdlet
{
    /// <inheritdoc/>
    protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        Connection.Use(null);
        return Task.CompletedTask;
    }
}
