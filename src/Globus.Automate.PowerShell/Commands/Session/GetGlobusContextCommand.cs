using System.Management.Automation;
using Globus.Automate.Client.Auth;
using Globus.Automate.PowerShell.Errors;
using Globus.Automate.PowerShell.Session;

namespace Globus.Automate.PowerShell.Commands.Session;

/// <summary>Gets the connection: where to, and as whom.</summary>
[Cmdlet(VerbsCommon.Get, "GlobusContext")]
[OutputType("Globus.Automate.Context")]
public sealed class GetGlobusContextCommand : PSCmdlet
{
    /// <summary>The logins to the hosted Globus that are kept on this machine, instead of the connection.</summary>
    [Parameter]
    public SwitchParameter Saved { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Saved)
        {
            foreach (StoredLogin login in HostedConnection.Saved(WriteWarning))
            {
                WriteObject(ContextObject.Create(login));
            }
        }
        else if (Connection.Current is { } connection)
        {
            WriteObject(ContextObject.Create(connection));
        }
        else
        {
            WriteError(ErrorRecords.From(CommandException.NotConnected(), target: null));
        }
    }
}
