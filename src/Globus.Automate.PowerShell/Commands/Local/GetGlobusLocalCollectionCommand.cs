using System.Management.Automation;
using Globus.Automate.Local.Providers;
using Globus.Automate.PowerShell.Errors;
using Globus.Automate.PowerShell.Pipeline;

namespace Globus.Automate.PowerShell.Commands.Local;

/// <summary>Gets the collections of the local Globus and the folders they stand for.</summary>
[Cmdlet(VerbsCommon.Get, "GlobusLocalCollection")]
[OutputType("Globus.Automate.LocalCollection")]
public sealed class GetGlobusLocalCollectionCommand : AsyncCmdlet
{
    /// <summary>The id or name of a collection. Without it, all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("Id", "CollectionId")]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken) => await TryAsync(Name, () =>
    {
        CollectionStore store = CollectionObject.Store;
        if (Name is null)
        {
            WriteObject(store.Collections.Select(CollectionObject.From), enumerateCollection: true);
            return Task.CompletedTask;
        }

        LocalCollection collection = store.Find(Name)
            ?? throw new CommandException("CollectionNotFound", ErrorCategory.ObjectNotFound, $"The local Globus has no collection '{Name}'.", "Get-GlobusLocalCollection");
        WriteObject(CollectionObject.From(collection));
        return Task.CompletedTask;
    });
}
