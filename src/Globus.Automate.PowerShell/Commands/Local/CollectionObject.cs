using System.Management.Automation;
using Globus.Automate.Local.Providers;
using Globus.Automate.PowerShell.Errors;
using Globus.Automate.PowerShell.Session;

namespace Globus.Automate.PowerShell.Commands.Local;

/// <summary>The collections of the local Globus.</summary>
internal static class CollectionObject
{
    /// <summary>The collections of the connection.</summary>
    /// <exception cref="CommandException">There is no local connection.</exception>
    public static CollectionStore Store => Connection.RequiredLocal("whose collections are not folders of this machine").Collections;

    /// <summary>The principal of a local user; one that is given as a URN (as <see cref="From"/> shows it) stays as it is.</summary>
    /// <exception cref="ArgumentException">The name is none.</exception>
    public static string PrincipalOf(string user) => user.StartsWith("urn:globus:auth:identity:", StringComparison.Ordinal)
        ? user
        : Connection.Required.Local!.PrincipalOf(user);

    /// <summary>A collection as an object.</summary>
    public static PSObject From(LocalCollection collection)
    {
        var result = new PSObject();
        result.TypeNames.Insert(0, "Globus.Automate.LocalCollection");
        result.Properties.Add(new PSNoteProperty("Name", collection.Names.Count > 0 ? collection.Names[0] : collection.DisplayName));
        result.Properties.Add(new PSNoteProperty("Id", collection.Id));
        result.Properties.Add(new PSNoteProperty("DisplayName", collection.DisplayName));
        result.Properties.Add(new PSNoteProperty("Folder", collection.Root));
        result.Properties.Add(new PSNoteProperty("SubscriptionId", collection.SubscriptionId));
        result.Properties.Add(new PSNoteProperty("Owner", collection.Owner));
        return result;
    }
}
