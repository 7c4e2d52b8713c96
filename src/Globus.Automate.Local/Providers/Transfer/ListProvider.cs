using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Providers;

/// <summary>
/// <c>ls</c> (manual 7.1.5): the Transfer API's directory listing, with <c>is_folder</c> on each entry. With <c>path_only</c> the answer has the one entry of the path
/// itself, found in the folder that holds it (the details' <c>path</c>); it has none where the path is missing, so that a flow can ask
/// whether it is there.
/// </summary>
public sealed class ListProvider : TransferServiceProvider
{
    private const int MaximumLimit = 100_000;

    /// <summary>Makes the provider of a family.</summary>
    public ListProvider(CollectionStore collections, TransferFamily family)
        : base(collections, family, "ls", "Globus Transfer - List Directory Contents", "List the contents of a folder on a collection", synchronous: true, InputSchemas.Parse(
            $$$"""
            {
              "type": "object",
              "additionalProperties": false,
              {{{Required(family)}}},
              "properties": {
                {{{CollectionSchema(family)}}},
                "path": {"type": "string", "description": "The folder to list; the collection's default one when missing"},
                "path_only": {"type": "boolean", "description": "Tell about the path itself, whatever it is"},
                "show_hidden": {"type": "boolean", "description": "Whether names that begin with a dot are listed; true when missing"},
                "orderby": {"type": ["string", "array"], "items": {"type": "string"}, "description": "Fields, each with ASC or DESC"},
                "filter": {"type": ["string", "array"], "items": {"type": "string"}, "description": "Such as name:~*.txt/type:file"},
                "limit": {"type": "integer", "minimum": 1, "maximum": {{{MaximumLimit}}}},
                "offset": {"type": "integer", "minimum": 0},
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
    {
        FlowObject body = action.Body;
        return new(Answer(action, "/operation/endpoint/ls", () =>
        {
            CollectionPath path = PathOf(action, body["path"]?.AsString() is { Length: > 0 } text ? text : "/~/", write: false);
            LocalCollection collection = path.Collection;
            bool pathOnly = body["path_only"] is FlowBoolean { Value: true };
            CollectionPath folder = path;
            IEnumerable<CollectionEntry> entries;
            if (pathOnly)
            {
                folder = path.Parent;
                collection.Files.List(folder);
                entries = collection.Files.Find(path) is { } found ? [found] : [];
            }
            else if (collection.Files.Get(path) is { Kind: CollectionEntryKind.File } file)
            {
                folder = path.Parent;
                entries = [file];
            }
            else
            {
                entries = collection.Files.List(path);
            }

            return Document(action, collection, folder, DirectoryListing.Apply(entries, body), body);
        }));
    }

    private static FlowObject Document(ActionContext action, LocalCollection collection, CollectionPath folder, List<FlowObject> entries, FlowObject body)
    {
        int offset = Number(body["offset"], 0);
        int limit = Number(body["limit"], MaximumLimit);
        FlowArray page = FlowArray.Create(entries.Skip(offset).Take(limit));
        return FlowObject.Create(
            ("DATA_TYPE", FlowValue.From("file_list")),
            ("DATA", page),
            ("absolute_path", FlowValue.From(folder.Segments.Length == 0 ? "/" : folder.Absolute + "/")),
            ("path", FlowValue.From(folder.ToFolderString())),
            ("endpoint", FlowValue.From(collection.Id)),
            ("length", FlowValue.From(page.Count)),
            ("limit", FlowValue.From(limit)),
            ("offset", FlowValue.From(offset)),
            ("total", FlowValue.From(entries.Count)),
            ("rename_supported", FlowValue.True),
            ("symlink_supported", FlowValue.False),
            ("request_id", FlowValue.From(RequestIds.Short(action.NewId()))));
    }

    private static int Number(FlowValue? value, int otherwise)
        => value is FlowInteger number && number.TryGetInt64(out long small) ? (int)Math.Min(small, int.MaxValue) : otherwise;
}
