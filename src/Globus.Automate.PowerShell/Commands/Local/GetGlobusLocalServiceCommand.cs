using System.Management.Automation;
using Globus.Automate.PowerShell.Session;

namespace Globus.Automate.PowerShell.Commands.Local;

/// <summary>Gets the local service of this process; nothing where it is not on a port.</summary>
[Cmdlet(VerbsCommon.Get, "GlobusLocalService")]
[OutputType("Globus.Automate.LocalService")]
public sealed class GetGlobusLocalServiceCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (LocalService.Current is { } service)
        {
            WriteObject(service.ToObject());
        }
    }
}
