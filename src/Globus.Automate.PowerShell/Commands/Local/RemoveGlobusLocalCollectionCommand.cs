using System.Management.Automation;
using Globus.Automate.PowerShell.Errors;
using Globus.Automate.PowerShell.Pipeline;

namespace Globus.Automate.PowerShell.Commands.Local;

/// <summary>Forgets a collection of the local Globus; its folder stays as it is.</summary>
[Cmdlet(VerbsCommon.Remove, "GlobusLocalCollection", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
public sealed class RemoveGlobusLocalCollectionCommand : AsyncCmdlet
{
    /// <summary>The id or name of the collection.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "CollectionId")]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = string.Empty;

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken) => await TryAsync(Name, () =>
    {
        if (ShouldProcess($"collection {Name}", "Forget") && !CollectionObject.Store.Remove(Name))
        {
            throw new CommandException("CollectionNotFound", ErrorCategory.ObjectNotFound, $"The local Globus has no collection '{Name}'.", "Get-GlobusLocalCollection");
        }

        return Task.CompletedTask;
    });
}
