namespace Globus.Automate.Local.Providers;

/// <summary><c>stat</c>: the entry of one file or folder, as <c>ls</c> lists it.</summary>
public sealed class StatProvider : TransferServiceProvider
{
    /// <summary>Makes the provider of a family.</summary>
    public StatProvider(CollectionStore collections, TransferFamily family)
        : base(collections, family, "stat", "Globus Transfer - Stat", "Get information about a file or folder on a collection", synchronous: true, InputSchemas.Parse(
            $$$"""
            {
              "type": "object",
              "additionalProperties": false,
              {{{Required(family, "path")}}},
              "properties": {
                {{{CollectionSchema(family)}}},
                "path": {"type": "string", "minLength": 1, "description": "The file or folder"},
                "local_user": {"type": "string"}
              }
            }
            """))
    {
    }

    /// <inheritdoc/>
    public override bool IsRepeatable => true;

    /// <inheritdoc/>
    public override ValueTask<ActionProgress> RunAsync(ActionContext action, CancellationToken cancellationToken)
        => new(Answer(action, "/operation/endpoint/stat", () =>
        {
            CollectionPath path = PathOf(action, action.Body["path"]!.AsString()!, write: false);
            return path.Collection.Files.Get(path).ToDocument();
        }));
}
