namespace Globus.Automate.Local.Providers;

/// <summary><c>collection_info</c> (manual 7.1.7): the collection's document, with <c>is_managed</c>.</summary>
public sealed class CollectionInfoProvider : TransferServiceProvider
{
    /// <summary>Makes the provider of a family.</summary>
    public CollectionInfoProvider(CollectionStore collections, TransferFamily family)
        : base(collections, family, "collection_info", "Globus Transfer - Get Collection Information", "Get information about a collection", synchronous: true, InputSchemas.Parse(
            $$$"""
            {
              "type": "object",
              "additionalProperties": false,
              {{{Required(family)}}},
              "properties": {
                {{{CollectionSchema(family)}}}
              }
            }
            """))
    {
    }

    /// <inheritdoc/>
    public override bool IsRepeatable => true;

    /// <inheritdoc/>
    public override ValueTask<ActionProgress> RunAsync(ActionContext action, CancellationToken cancellationToken)
        => new(Answer(action, "/endpoint", () => CollectionOf(action.Body).ToDocument()));
}
