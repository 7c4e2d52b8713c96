using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Providers;

/// <summary><c>search/delete</c> (manual 7.1.9): takes an entry, a subject, or what a query finds out of an index.</summary>
public sealed class SearchDeleteProvider : ActionProvider
{
    private readonly SearchIndexStore _indexes;

    /// <summary>Makes the provider.</summary>
    public SearchDeleteProvider(SearchIndexStore indexes)
        : base(new ActionProviderDescription
        {
            Url = new Uri("https://actions.globus.org/search/delete"),
            Title = "Globus Search - Delete",
            Subtitle = "Remove entries or subjects from a Globus Search index",
            Keywords = ["search", "delete"],
            GlobusAuthScope = "https://auth.globus.org/scopes/5fac2e64-c734-4e6b-90ea-ff12ddbf9653/search_delete",
            Synchronous = false,
            InputSchema = InputSchemas.Parse(
                """
                {
                  "type": "object",
                  "additionalProperties": false,
                  "required": ["search_index", "delete_by"],
                  "properties": {
                    "search_index": {"type": "string", "description": "The id of the index"},
                    "delete_by": {"enum": ["entry", "subject", "query"]},
                    "subject": {"type": "string", "minLength": 1},
                    "entry_id": {"type": ["string", "null"]},
                    "q": {"type": "string"},
                    "filters": {"type": "array", "items": {"type": "object", "required": ["type"]}},
                    "advanced": {"type": "boolean", "description": "Whether q has the advanced syntax: AND, OR, NOT, field:value, ranges, wildcards"},
                    "query_template": {"type": "string", "description": "A query kept with the index; the local indexes have none, so it changes nothing"}
                  },
                  "oneOf": [
                    {"properties": {"delete_by": {"const": "entry"}}, "required": ["subject"]},
                    {"properties": {"delete_by": {"const": "subject"}}, "required": ["subject"]},
                    {"properties": {"delete_by": {"const": "query"}}, "anyOf": [{"required": ["q"]}, {"required": ["filters"]}]}
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
        string by = body["delete_by"]!.AsString()!;
        Func<SearchEntry, bool> condition = Condition(body, by);
        return new(SearchTask.Start(action, $"DELETE_BY_{by.ToUpperInvariant()}", index, () =>
            FlowObject.Create(("deleted", FlowValue.From(_indexes.Delete(index, condition))))));
    }

    /// <inheritdoc/>
    public override ValueTask<ActionProgress> RecoverAsync(ActionContext action, CancellationToken cancellationToken) => RunAsync(action, cancellationToken);

    private static Func<SearchEntry, bool> Condition(FlowObject body, string by)
    {
        string? subject = body["subject"]?.AsString();
        switch (by)
        {
            case "entry":
                string? entryId = body["entry_id"]?.AsString();
                return entry => entry.Subject == subject && entry.EntryId == entryId;
            case "subject":
                return entry => entry.Subject == subject;
            default:
                var filter = SearchFilter.Read(body["q"]?.AsString(), body["filters"] as FlowArray, body["advanced"] is FlowBoolean { Value: true });
                return entry => filter.Matches(entry.Content);
        }
    }
}
