using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Providers;

/// <summary><c>mkdir</c> (manual 7.1.6): makes one folder in one that is there.</summary>
public sealed class MakeDirectoryProvider : TransferServiceProvider
{
    /// <summary>Makes the provider of a family.</summary>
    public MakeDirectoryProvider(CollectionStore collections, TransferFamily family)
        : base(collections, family, "mkdir", "Globus Transfer - Make Directory", "Create a folder on a collection", synchronous: true, InputSchemas.Parse(
            $$$"""
            {
              "type": "object",
              "additionalProperties": false,
              {{{Required(family, "path")}}},
              "properties": {
                {{{CollectionSchema(family)}}},
                "DATA_TYPE": {"const": "mkdir"},
                "path": {"type": "string", "minLength": 1, "description": "The folder to create"},
                "local_user": {"type": "string"}
              }
            }
            """))
    {
    }

    /// <inheritdoc/>
    public override ValueTask<ActionProgress> RunAsync(ActionContext action, CancellationToken cancellationToken)
        => new(Answer(action, "/operation/endpoint/mkdir", () =>
        {
            CollectionPath path = PathOf(action, action.Body["path"]!.AsString()!, write: true);
            LocalCollection collection = path.Collection;
            collection.Files.MakeDirectory(path);
            return FlowObject.Create(
                ("DATA_TYPE", FlowValue.From("mkdir_result")),
                ("code", FlowValue.From("DirectoryCreated")),
                ("message", FlowValue.From("The directory was created successfully")),
                ("resource", FlowValue.From($"/operation/endpoint/{collection.Id}/mkdir")),
                ("request_id", FlowValue.From(RequestIds.Short(action.NewId()))));
        }));
}
