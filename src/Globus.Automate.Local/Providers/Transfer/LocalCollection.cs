using System.Diagnostics.CodeAnalysis;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Services;

namespace Globus.Automate.Local.Providers;

/// <summary>A folder of this machine that stands for a Globus collection. Nothing outside the folder can be reached through it.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "A collection is what Globus calls it.")]
public sealed class LocalCollection
{
    internal LocalCollection(string id, IReadOnlyList<string> names, string displayName, string root, string home, string? subscriptionId, string? owner)
    {
        Id = id;
        Names = names;
        DisplayName = displayName;
        Root = root;
        Home = home;
        SubscriptionId = subscriptionId;
        Owner = owner;
        Files = new CollectionFiles(this);
    }

    /// <summary>The collection's id, a UUID.</summary>
    public string Id { get; }

    /// <summary>Further names that stand for the collection, such as <c>go#ep1</c> or older ids.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The name to show.</summary>
    public string DisplayName { get; }

    /// <summary>The folder: a full path without links in it. It is the collection's <c>/</c>.</summary>
    public string Root { get; }

    /// <summary>Where <c>/~/</c> is: names joined by <c>/</c> below the root, or empty for the root itself.</summary>
    public string Home { get; }

    /// <summary>The subscription that the collection is managed under, or null.</summary>
    public string? SubscriptionId { get; }

    /// <summary>
    /// The owner of a guest collection, as a URN: others reach only what the access rules permit them. Null for a mapped collection, which is open to
    /// all users of the local Globus.
    /// </summary>
    public string? Owner { get; }

    /// <summary>The access rules that were set on it.</summary>
    public AccessRules AccessRules { get; } = new();

    internal CollectionFiles Files { get; }

    /// <summary>Whether somebody may do everything here, and set access rules.</summary>
    internal bool IsManagedBy(Caller caller) => Owner is null || ActionAccess.HoldsAny(caller, [Owner]);

    /// <exception cref="TransferFault">Somebody may not read, or write, at a path.</exception>
    internal void RequireAccess(Caller caller, CollectionPath path, bool write, DateTimeOffset now)
    {
        if (!IsManagedBy(caller) && !AccessRules.Permit(caller, path, write, now))
        {
            throw TransferFault.Denied(
                path.ToString(),
                $"{caller.Username} has no permission to {(write ? "write" : "read")} there on the guest collection '{DisplayName}'. Its owner can give it with set_permission.");
        }
    }

    /// <summary>The Transfer API's document of the collection, with <c>is_managed</c> (manual 7.1.7).</summary>
    public FlowObject ToDocument() => FlowObject.Create(
        ("DATA_TYPE", FlowValue.From("endpoint")),
        ("id", FlowValue.From(Id)),
        ("display_name", FlowValue.From(DisplayName)),
        ("canonical_name", FlowValue.From(Names.FirstOrDefault(static name => name.Contains('#', StringComparison.Ordinal)) ?? $"local#{Id}")),
        ("description", FlowValue.From("A folder of this machine, served by the local Globus.")),
        ("entity_type", FlowValue.From(Owner is null ? "GCSv5_mapped_collection" : "GCSv5_guest_collection")),
        ("default_directory", FlowValue.From("/~/")),
        ("acl_available", FlowValue.True),
        ("acl_editable", FlowValue.True),
        ("disable_verify", FlowValue.False),
        ("force_encryption", FlowValue.False),
        ("gcs_version", FlowValue.Null),
        ("gcp_connected", FlowValue.Null),
        ("is_globus_connect", FlowValue.False),
        ("mapped_collection_id", FlowValue.Null),
        ("non_functional", FlowValue.False),
        ("organization", FlowValue.Null),
        ("owner_id", FlowValue.From(Owner?.Split(':')[^1])),
        ("owner_string", FlowValue.From("local")),
        ("public", FlowValue.True),
        ("subscription_id", FlowValue.From(SubscriptionId)),
        ("user_message", FlowValue.Null),
        ("is_managed", FlowValue.From(SubscriptionId is not null)));
}
