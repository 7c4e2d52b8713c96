using System.Management.Automation;
using Globus.Automate.PowerShell.Completion;
using Globus.Automate.PowerShell.Errors;
using Globus.Automate.PowerShell.Triggers;

namespace Globus.Automate.PowerShell.Commands.Trigger;

/// <summary>Gets the triggers of this process: what they wait for, how many runs they have started, and what went wrong.</summary>
[Cmdlet(VerbsCommon.Get, "GlobusFlowTrigger")]
[OutputType("Globus.Automate.Trigger")]
public sealed class GetGlobusFlowTriggerCommand : PSCmdlet
{
    /// <summary>The names of the triggers; wildcards may be in them.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(TriggerNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string name in Name)
        {
            IReadOnlyList<FlowTrigger> found = TriggerStore.Find(name);
            if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                WriteError(ErrorRecords.From(NotFound(name), name));
            }

            foreach (FlowTrigger trigger in found)
            {
                WriteObject(TriggerStore.ToObject(trigger));
            }
        }
    }

    internal static CommandException NotFound(string name)
        => new("TriggerNotFound", ErrorCategory.ObjectNotFound, $"There is no trigger '{name}' in this process.", "Get-GlobusFlowTrigger");
}
