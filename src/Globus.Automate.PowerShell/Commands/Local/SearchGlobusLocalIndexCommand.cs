using System.Management.Automation;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Providers;
using Globus.Automate.PowerShell.Conversion;
using Globus.Automate.PowerShell.Errors;
using Globus.Automate.PowerShell.Pipeline;
using Globus.Automate.PowerShell.Session;

namespace Globus.Automate.PowerShell.Commands.Local;

/// <summary>Finds what flows have put into the Search indexes of the local Globus.</summary>
[Cmdlet(VerbsCommon.Search, "GlobusLocalIndex")]
[OutputType("Globus.Automate.SearchEntry")]
public sealed class SearchGlobusLocalIndexCommand : AsyncCmdlet
{
    /// <summary>What to look for: words and "phrases" that must all be there. Without it, everything.</summary>
    [Parameter(Position = 0)]
    public string Query { get; set; } = "*";

    /// <summary>The id of an index. Without it, all indexes are searched.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("IndexId", "SearchIndex")]
    [ValidateNotNullOrEmpty]
    public string? Index { get; set; }

    /// <summary>The query has the Search API's advanced syntax: AND, OR, NOT, field:value, ranges such as size:[1 TO 5], wildcards.</summary>
    [Parameter]
    public SwitchParameter Advanced { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken) => await TryAsync(Index, () =>
    {
        SearchIndexStore store = Connection.RequiredLocal("whose indexes are searched by its own web app").SearchIndexes;
        if (Index is not null && !store.Indexes.Contains(Index, StringComparer.OrdinalIgnoreCase))
        {
            throw new CommandException(
                "IndexNotFound",
                ErrorCategory.ObjectNotFound,
                $"The local Globus has no Search index '{Index}': it makes one when search/ingest first puts something into it.",
                "Search-GlobusLocalIndex without -Index shows what there is.");
        }

        foreach (string index in Index is null ? store.Indexes : [Index])
        {
            foreach (SearchEntry entry in Find(store, index))
            {
                WriteObject(ServiceObject.Create(JsonText.ToElement(Document(index, entry)), "Globus.Automate.SearchEntry"));
            }
        }

        return Task.CompletedTask;
    });

    private IReadOnlyList<SearchEntry> Find(SearchIndexStore store, string index)
    {
        try
        {
            return store.Find(index, Query, filters: null, Advanced.IsPresent);
        }
        catch (ActionRefusedException refusal)
        {
            string reason = refusal.Detail is [FlowObject fault, ..] ? fault["msg"]?.AsString() ?? refusal.Message : refusal.Message;
            throw new CommandException("InvalidQuery", ErrorCategory.InvalidArgument, reason, "Leave -Advanced out to look for plain words.");
        }
    }

    private static FlowObject Document(string index, SearchEntry entry) => FlowObject.Create(
        ("index", FlowValue.From(index)),
        ("subject", FlowValue.From(entry.Subject)),
        ("entry_id", FlowValue.From(entry.EntryId)),
        ("visible_to", FlowArray.OfStrings(entry.VisibleTo)),
        ("content", entry.Content));
}
