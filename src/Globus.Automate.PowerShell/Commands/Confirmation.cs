using System.Management.Automation;

namespace Globus.Automate.PowerShell.Commands;

/// <summary>The question before a change.</summary>
internal static class Confirmation
{
    /// <summary>Whether to go on: -WhatIf says no, -Confirm and a high impact ask, -Force does not ask.</summary>
    public static bool ShouldChange(this PSCmdlet cmdlet, string target, string action, bool force)
    {
        bool asked = cmdlet.MyInvocation.BoundParameters.TryGetValue("Confirm", out object? confirm) && LanguagePrimitives.IsTrue(confirm);
        bool whatIf = cmdlet.MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? given)
            ? LanguagePrimitives.IsTrue(given)
            : LanguagePrimitives.IsTrue(cmdlet.SessionState.PSVariable.GetValue("WhatIfPreference"));
        return (force && !asked && !whatIf) || cmdlet.ShouldProcess(target, action);
    }
}
