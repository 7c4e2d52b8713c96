using System.Management.Automation;
using Globus.Automate.PowerShell.Errors;
using Globus.Automate.PowerShell.Session;

namespace Globus.Automate.PowerShell.Commands.Session;

/// <summary>Gets the connection: where to, and as whom.</summary>
[Cmdlet(VerbsCommon.Get, "GlobusContext")]
[OutputType("Globus.Automate.Context")]
public sealed class GetGlobusContextCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Connection.Current is { } connection)
        {
            WriteObject(ContextObject.Create(connection));
        }
        else
        {
            WriteError(ErrorRecords.From(CommandException.NotConnected(), target: null));
        }
    }
}
