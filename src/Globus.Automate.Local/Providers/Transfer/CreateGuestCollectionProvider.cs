using System.Globalization;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Providers;

/// <summary>
/// <c>gcsv5/create_guest_collection</c>: makes a folder of a mapped collection a guest collection of the caller's, which others reach by access rules.
/// The hosted provider needs a subscription for the mapped collection; a local one does without.
/// </summary>
public sealed class CreateGuestCollectionProvider : ActionProvider
{
    private readonly CollectionStore _collections;

    /// <summary>Makes the provider.</summary>
    public CreateGuestCollectionProvider(CollectionStore collections)
        : base(new ActionProviderDescription
        {
            Url = new Uri("https://transfer.actions.globus.org/gcsv5/create_guest_collection"),
            Title = "Globus Transfer - Create GCSv5 Guest Collection",
            Subtitle = "Create a guest collection on a mapped collection",
            Keywords = ["transfer", "collection"],
            GlobusAuthScope = "urn:globus:auth:scope:transfer.actions.globus.org:create_guest_collection",
            Synchronous = true,
            InputSchema = InputSchemas.Parse(
                """
                {
                  "type": "object",
                  "required": ["mapped_collection_id", "collection_base_path", "display_name"],
                  "properties": {
                    "mapped_collection_id": {"type": "string", "description": "The id of the collection that has the folder"},
                    "collection_base_path": {"type": "string", "minLength": 1, "description": "The folder; it must be there"},
                    "display_name": {"type": "string", "minLength": 1, "maxLength": 128, "description": "The name to show"},
                    "public": {"type": "boolean"},
                    "contact_email": {"type": ["string", "null"]},
                    "description": {"type": ["string", "null"]},
                    "organization": {"type": ["string", "null"]},
                    "keywords": {"type": "array", "items": {"type": "string"}}
                  }
                }
                """),
        })
    {
        _collections = collections;
    }

    /// <inheritdoc/>
    public override ValueTask<ActionProgress> RunAsync(ActionContext action, CancellationToken cancellationToken)
        => new(TransferServiceProvider.Answer(action, "/collections", () =>
        {
            LocalCollection mapped = _collections.Get(action.Body["mapped_collection_id"]!.AsString()!);
            if (mapped.Owner is not null)
            {
                throw TransferFault.Denied(mapped.DisplayName, "it is a guest collection itself; a guest collection is made on a mapped one.");
            }

            CollectionPath folder = mapped.Files.Get(CollectionPath.Parse(mapped, action.Body["collection_base_path"]!.AsString()!)) is { Kind: CollectionEntryKind.Directory } found
                ? found.Path
                : throw TransferFault.NotDirectory(action.Body["collection_base_path"]!.AsString()!);
            LocalCollection guest = _collections.Add(
                action.NewId().ToString(), [], action.Body["display_name"]!.AsString()!, folder.Physical, home: string.Empty, mapped.SubscriptionId, action.Caller.Principal);
            return Document(action, mapped, guest);
        }));

    /// <summary>The GCS Manager API's document of the new collection.</summary>
    private static FlowObject Document(ActionContext action, LocalCollection mapped, LocalCollection guest) => FlowObject.Create(
        ("DATA_TYPE", FlowValue.From("collection#1.9.0")),
        ("id", FlowValue.From(guest.Id)),
        ("collection_type", FlowValue.From("guest")),
        ("display_name", FlowValue.From(guest.DisplayName)),
        ("mapped_collection_id", FlowValue.From(mapped.Id)),
        ("identity_id", FlowValue.From(action.Caller.Principal.Split(':')[^1])),
        ("public", action.Body["public"] ?? FlowValue.False),
        ("contact_email", action.Body["contact_email"] ?? FlowValue.Null),
        ("created_at", FlowValue.From(action.TimeProvider.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))),
        ("last_access", FlowValue.Null),
        ("disable_anonymous_writes", FlowValue.False),
        ("disable_verify", FlowValue.False),
        ("force_encryption", FlowValue.False),
        ("force_verify", FlowValue.False),
        ("enable_https", FlowValue.False),
        ("high_assurance", FlowValue.False),
        ("require_mfa", FlowValue.False),
        ("policies", FlowObject.Create(("DATA_TYPE", FlowValue.From("posix_collection_policies#1.1.0")))));
}
