using System.Management.Automation;
using Globus.Automate.Local.Providers;
using Globus.Automate.PowerShell.Pipeline;

namespace Globus.Automate.PowerShell.Commands.Local;

/// <summary>Maps a collection of the local Globus to a folder of this machine.</summary>
[Cmdlet(VerbsCommon.Add, "GlobusLocalCollection")]
[OutputType("Globus.Automate.LocalCollection")]
public sealed class AddGlobusLocalCollectionCommand : AsyncCmdlet
{
    /// <summary>The id that flows use for the collection, or a name; a name gets an id that is always the same for it.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "CollectionId")]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = string.Empty;

    /// <summary>The folder; it is made where it is missing. Nothing outside it is ever read or written.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Path")]
    [ValidateNotNullOrEmpty]
    public string Folder { get; set; } = string.Empty;

    /// <summary>The name to show; the name itself without it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? DisplayName { get; set; }

    /// <summary>The subscription that makes it a managed collection.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? SubscriptionId { get; set; }

    /// <summary>The local user who owns the collection, which makes it a guest collection: other users reach only what access rules (set_permission) permit them. Without it the collection is open to all users of the local Globus.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? Owner { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken) => await TryAsync(Name, () =>
    {
        string folder = SessionState.Path.GetUnresolvedProviderPathFromPSPath(Folder);
        CollectionStore store = CollectionObject.Store;
        string? owner = Owner is null ? null : CollectionObject.PrincipalOf(Owner);
        WriteObject(CollectionObject.From(store.Add(Name, folder, DisplayName, SubscriptionId, owner)));
        return Task.CompletedTask;
    });
}
