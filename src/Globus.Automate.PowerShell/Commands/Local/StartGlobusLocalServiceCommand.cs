using System.Management.Automation;
using Globus.Automate.Local;
using Globus.Automate.PowerShell.Pipeline;
using Globus.Automate.PowerShell.Session;

namespace Globus.Automate.PowerShell.Commands.Local;

/// <summary>Puts the local Globus on a loopback port, so that other clients can use it.</summary>
[Cmdlet(VerbsLifecycle.Start, "GlobusLocalService", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType("Globus.Automate.LocalService")]
public sealed class StartGlobusLocalServiceCommand : AsyncCmdlet
{
    /// <summary>The port; 0, as without it, takes a free one.</summary>
    [Parameter(Position = 0)]
    [ValidateRange(0, 65535)]
    public int Port { get; set; }

    /// <summary>The folder in which flows, runs and logs are kept; without it, the Globus is the one that is connected, or the one in memory.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? DataPath { get; set; }

    /// <summary>Whether actions that the local Globus does not have are called over the network, with the tokens of the login that is kept.</summary>
    [Parameter]
    public SwitchParameter AllowNetwork { get; set; }

    /// <summary>Blocks until Ctrl+C, and stops the service then.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        if (!ShouldProcess(Port == 0 ? "a free loopback port" : $"localhost:{Port}", "Serve the local Globus"))
        {
            return;
        }

        string? folder = DataPath is null ? null : SessionState.Path.GetUnresolvedProviderPathFromPSPath(DataPath);
        LocalGlobus globus = folder is null && !AllowNetwork && Connection.Current?.Local is { } connected ? connected : LocalConnection.Find(folder, AllowNetwork);
        LocalService service = LocalService.Start(globus, Port);
        WriteObject(service.ToObject());
        if (!Wait)
        {
            return;
        }

        try
        {
            await service.Completion.WaitAsync(cancellationToken);
        }
        finally
        {
            await LocalService.StopAsync();
        }
    }
}
