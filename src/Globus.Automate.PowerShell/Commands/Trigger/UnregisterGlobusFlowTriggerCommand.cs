using System.Management.Automation;
using Globus.Automate.PowerShell.Completion;
using Globus.Automate.PowerShell.Pipeline;
using Globus.Automate.PowerShell.Triggers;

namespace Globus.Automate.PowerShell.Commands.Trigger;

/// <summary>Stops triggers and forgets them. The runs that they have started go on.</summary>
[Cmdlet(VerbsLifecycle.Unregister, "GlobusFlowTrigger", SupportsShouldProcess = true)]
public sealed class UnregisterGlobusFlowTriggerCommand : AsyncCmdlet
{
    /// <summary>The names of the triggers; wildcards may be in them.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(TriggerNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        foreach (string name in Name)
        {
            IReadOnlyList<FlowTrigger> found = TriggerStore.Find(name);
            if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                WriteError(GetGlobusFlowTriggerCommand.NotFound(name), name);
            }

            foreach (FlowTrigger trigger in found)
            {
                if (ShouldProcess($"trigger '{trigger.Settings.Name}'", "Unregister"))
                {
                    await TriggerStore.StopAsync(trigger);
                }
            }
        }
    }
}
