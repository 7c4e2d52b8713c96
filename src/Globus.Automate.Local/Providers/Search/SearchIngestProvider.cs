using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Providers;

/// <summary><c>search/ingest</c> (manual 7.1.8): puts a <c>GMetaEntry</c>, or several in <c>ingest_data</c>, into an index.</summary>
public sealed class SearchIngestProvider : ActionProvider
{
    private readonly SearchIndexStore _indexes;

    /// <summary>Makes the provider.</summary>
    public SearchIngestProvider(SearchIndexStore indexes)
        : base(new ActionProviderDescription
        {
            Url = new Uri("https://actions.globus.org/search/ingest"),
            Title = "Globus Search - Ingest",
            Subtitle = "Add records to a Globus Search index",
            Keywords = ["search", "ingest"],
            GlobusAuthScope = "https://auth.globus.org/scopes/actions.globus.org/search/ingest",
            Synchronous = false,
            InputSchema = InputSchemas.Parse(
                """
                {
                  "$defs": {
                    "subject": {"type": "string", "minLength": 1, "description": "What the entry is about, often a URL"},
                    "id": {"type": ["string", "null"], "description": "Tells entries of one subject apart"},
                    "visible_to": {"type": "array", "items": {"type": "string"}, "description": "public, all_authenticated_users, or principals"},
                    "content": {"type": "object", "description": "The document"},
                    "entry": {
                      "type": "object",
                      "required": ["subject", "visible_to", "content"],
                      "properties": {
                        "subject": {"$ref": "#/$defs/subject"},
                        "id": {"$ref": "#/$defs/id"},
                        "visible_to": {"$ref": "#/$defs/visible_to"},
                        "content": {"$ref": "#/$defs/content"}
                      }
                    }
                  },
                  "type": "object",
                  "additionalProperties": false,
                  "required": ["search_index"],
                  "properties": {
                    "search_index": {"type": "string", "description": "The id of the index"},
                    "subject": {"$ref": "#/$defs/subject"},
                    "id": {"$ref": "#/$defs/id"},
                    "visible_to": {"$ref": "#/$defs/visible_to"},
                    "content": {"$ref": "#/$defs/content"},
                    "ingest_type": {"enum": ["GMetaEntry", "GMetaList"]},
                    "ingest_data": {
                      "type": "object",
                      "anyOf": [
                        {"$ref": "#/$defs/entry"},
                        {"required": ["gmeta"], "properties": {"gmeta": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/entry"}}}}
                      ]
                    }
                  },
                  "oneOf": [
                    {"required": ["subject", "visible_to", "content"]},
                    {"required": ["ingest_type", "ingest_data"]}
                  ]
                }
                """),
        })
    {
        _indexes = indexes;
    }

    /// <inheritdoc/>
    public override bool CanCancel => false;

    /// <inheritdoc/>
    public override ValueTask<ActionProgress> RunAsync(ActionContext action, CancellationToken cancellationToken)
    {
        FlowObject body = action.Body;
        string index = body["search_index"]!.AsString()!;
        return new(SearchTask.Start(action, "INGEST", index, () =>
        {
            SearchEntry[] entries = [.. EntriesOf(body).Select(Entry)];
            foreach (SearchEntry entry in entries)
            {
                _indexes.Ingest(index, entry);
            }

            return FlowObject.Create(("entries", FlowValue.From(entries.Length)));
        }));
    }

    /// <inheritdoc/>
    public override ValueTask<ActionProgress> RecoverAsync(ActionContext action, CancellationToken cancellationToken) => RunAsync(action, cancellationToken);

    private static IEnumerable<FlowObject> EntriesOf(FlowObject body) => body["ingest_data"] switch
    {
        FlowObject data when data["gmeta"] is FlowArray list => list.Cast<FlowObject>(),
        FlowObject data => [data],
        _ => [body],
    };

    private static SearchEntry Entry(FlowObject fields) => new(
        fields["subject"]!.AsString()!,
        fields["id"]?.AsString(),
        [.. ((FlowArray)fields["visible_to"]!).Select(static principal => principal.AsString()!)],
        fields["content"]!);
}
