using System.Management.Automation;
using Globus.Automate.PowerShell.Session;
using Globus.Automate.PowerShell.Triggers;

namespace Globus.Automate.PowerShell.Loading;

/// <summary>When the module is removed, the port is given back, triggers stop and the connection ends; a login is kept.</summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        _ = Task.Run(LocalService.StopAsync);
        _ = Task.Run(TriggerStore.StopAllAsync);
        Connection.Use(null);
    }
}
