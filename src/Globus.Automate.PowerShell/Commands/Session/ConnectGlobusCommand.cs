using System.Management.Automation;
using Globus.Automate.PowerShell.Pipeline;
using Globus.Automate.PowerShell.Session;

namespace Globus.Automate.PowerShell.Commands.Session;

/// <summary>Connects to the Globus on this machine, or to the hosted one.</summary>
[Cmdlet(VerbsCommunications.Connect, "Globus", DefaultParameterSetName = HostedSet)]
[OutputType("Globus.Automate.Context")]
public sealed class ConnectGlobusCommand : AsyncCmdlet
{
    private const string HostedSet = "Hosted";
    private const string LocalSet = "Local";

    /// <summary>The Globus in this process: no account, no network, no port.</summary>
    [Parameter(ParameterSetName = LocalSet, Mandatory = true)]
    public SwitchParameter Local { get; set; }

    /// <summary>As whom, for trying roles: <c>alice</c> is <c>alice@local</c>, who is made when she is not there yet.</summary>
    [Parameter(ParameterSetName = LocalSet)]
    [ValidatePattern(@"^[A-Za-z0-9][A-Za-z0-9._-]*(@local)?$")]
    public string As { get; set; } = "you";

    /// <summary>A folder in which the local Globus keeps flows, runs and logs; without it they are gone when the process ends.</summary>
    [Parameter(ParameterSetName = LocalSet)]
    public string? DataPath { get; set; }

    /// <summary>Whether actions that the local Globus does not have are called over the network.</summary>
    [Parameter(ParameterSetName = LocalSet)]
    public SwitchParameter AllowNetwork { get; set; }

    /// <summary>Whether the connection is written out.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        Connection connection = await LocalConnection.OpenAsync(new LocalConnectionRequest(
            As,
            DataPath is null ? null : SessionState.Path.GetUnresolvedProviderPathFromPSPath(DataPath),
            AllowNetwork));
        Connection.Use(connection);
        WriteVerbose($"Connected to the local Globus as {connection.Identity.Username}.");
        if (PassThru)
        {
            WriteObject(ContextObject.Create(connection));
        }
    }
}
