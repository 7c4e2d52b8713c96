using System.Management.Automation;
using Globus.Automate.PowerShell.Pipeline;
using Globus.Automate.PowerShell.Session;

namespace Globus.Automate.PowerShell.Commands.Session;

/// <summary>Ends the connection. A person's login to the hosted Globus is revoked and forgotten, unless it is to be kept.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "Globus", SupportsShouldProcess = true)]
public sealed class DisconnectGlobusCommand : AsyncCmdlet
{
    /// <summary>Keeps the login for the next Connect-Globus.</summary>
    [Parameter]
    public SwitchParameter KeepLogin { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        if (Connection.Current is not { } connection || !ShouldProcess(connection.Identity.Username, "Disconnect"))
        {
            return;
        }

        if (connection.Login is { } login && !KeepLogin)
        {
            foreach (string server in await login.LogoutAsync(cancellationToken: cancellationToken))
            {
                WriteWarning($"The token for {server} could not be revoked; it ends by itself.");
            }
        }

        Connection.Use(null);
    }
}
