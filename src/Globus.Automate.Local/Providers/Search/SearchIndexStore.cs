using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Services;

namespace Globus.Automate.Local.Providers;

/// <summary>An entry of a Search index (Search API, <c>GMetaEntry</c>).</summary>
/// <param name="Subject">What it is about.</param>
/// <param name="EntryId">Tells entries of one subject apart; null for the subject's unnamed one.</param>
/// <param name="VisibleTo">Who finds it: <c>public</c>, <c>all_authenticated_users</c>, or principals.</param>
/// <param name="Content">The document.</param>
public sealed record SearchEntry(string Subject, string? EntryId, IReadOnlyList<string> VisibleTo, FlowValue Content)
{
    internal FlowObject ToDocument() => FlowObject.Create(
        ("subject", FlowValue.From(Subject)),
        ("id", FlowValue.From(EntryId)),
        ("visible_to", FlowArray.OfStrings(VisibleTo)),
        ("content", Content));

    internal static SearchEntry FromDocument(FlowObject document) => new(
        document.Text("subject"),
        document.OptionalText("id"),
        document.Texts("visible_to"),
        document["content"] ?? throw new FormatException("it has no 'content'."));
}

/// <summary>The Search indexes of the local Globus, kept with the data folder where there is one. An index is there as soon as something is put into it. Safe to use from many threads.</summary>
public sealed class SearchIndexStore
{
    private readonly object _gate = new();
    private readonly Dictionary<string, SortedDictionary<(string Subject, string EntryId), SearchEntry>> _indexes = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Told of every entry that was put in.</summary>
    internal Action<string, SearchEntry>? Ingested { get; set; }

    /// <summary>Told of every entry that was taken out.</summary>
    internal Action<string, SearchEntry>? Deleted { get; set; }

    /// <summary>The ids of the indexes.</summary>
    public IReadOnlyList<string> Indexes
    {
        get
        {
            lock (_gate)
            {
                return [.. _indexes.Keys];
            }
        }
    }

    /// <summary>Puts an entry in; one of the same subject and entry id is replaced.</summary>
    public void Ingest(string index, SearchEntry entry)
    {
        lock (_gate)
        {
            if (!_indexes.TryGetValue(index, out SortedDictionary<(string, string), SearchEntry>? entries))
            {
                _indexes[index] = entries = new SortedDictionary<(string, string), SearchEntry>(KeyComparer.Instance);
            }

            entries[(entry.Subject, entry.EntryId ?? string.Empty)] = entry;
            Ingested?.Invoke(index, entry);
        }
    }

    /// <summary>All entries of an index, by subject; none for an index that is not there.</summary>
    public IReadOnlyList<SearchEntry> Entries(string index)
    {
        lock (_gate)
        {
            return _indexes.TryGetValue(index, out SortedDictionary<(string, string), SearchEntry>? entries) ? [.. entries.Values] : [];
        }
    }

    /// <summary>Takes out entries.</summary>
    /// <returns>How many there were.</returns>
    public int Delete(string index, Func<SearchEntry, bool> condition)
    {
        lock (_gate)
        {
            if (!_indexes.TryGetValue(index, out SortedDictionary<(string, string), SearchEntry>? entries))
            {
                return 0;
            }

            KeyValuePair<(string, string), SearchEntry>[] found = [.. entries.Where(pair => condition(pair.Value))];
            foreach ((var key, SearchEntry entry) in found)
            {
                entries.Remove(key);
                Deleted?.Invoke(index, entry);
            }

            return found.Length;
        }
    }

    /// <summary>The entries of an index that a query finds, whoever they are visible to.</summary>
    /// <param name="index">The index.</param>
    /// <param name="q">Words that must be there; <c>*</c> or null for all.</param>
    /// <param name="filters">The Search API's filters, or null.</param>
    /// <param name="advanced">Whether <paramref name="q"/> has the advanced syntax: AND, OR, NOT, fields, ranges, wildcards.</param>
    /// <exception cref="ActionRefusedException">A filter is not one of the Search API's, or an advanced query cannot be read.</exception>
    public IReadOnlyList<SearchEntry> Find(string index, string? q, FlowArray? filters = null, bool advanced = false)
    {
        var filter = SearchFilter.Read(q, filters, advanced);
        return [.. Entries(index).Where(entry => filter.Matches(entry.Content))];
    }

    /// <summary>Queries an index as the Search API does.</summary>
    /// <param name="index">The index.</param>
    /// <param name="q">Words that must be there; <c>*</c> or null for all.</param>
    /// <param name="filters">The Search API's filters, or null.</param>
    /// <param name="advanced">Whether <paramref name="q"/> has the advanced syntax: AND, OR, NOT, fields, ranges, wildcards.</param>
    /// <param name="caller">Who asks; null finds what is public.</param>
    /// <param name="offset">How many subjects to leave out.</param>
    /// <param name="limit">How many to give at most.</param>
    /// <returns>A <c>GSearchResult</c>.</returns>
    /// <exception cref="ActionRefusedException">A filter is not one of the Search API's, or an advanced query cannot be read.</exception>
    public FlowObject Query(string index, string? q, FlowArray? filters = null, bool advanced = false, Caller? caller = null, int offset = 0, int limit = 10)
    {
        var subjects = Find(index, q, filters, advanced)
            .Where(entry => ActionAccess.HoldsAny(caller, entry.VisibleTo))
            .GroupBy(static entry => entry.Subject, StringComparer.Ordinal)
            .ToList();
        FlowArray page = FlowArray.Create(subjects.Skip(offset).Take(limit).Select(static subject => (FlowValue)ToResult(subject.Key, subject)));
        return FlowObject.Create(
            ("@datatype", FlowValue.From("GSearchResult")),
            ("@version", FlowValue.From("2017-09-01")),
            ("count", FlowValue.From(page.Count)),
            ("total", FlowValue.From(subjects.Count)),
            ("offset", FlowValue.From(offset)),
            ("has_next_page", FlowValue.From(offset + page.Count < subjects.Count)),
            ("facet_results", FlowValue.Null),
            ("gmeta", page));
    }

    /// <summary>A subject as the Search API shows it: a <c>GMetaResult</c> with these entries.</summary>
    internal static FlowObject ToResult(string subject, IEnumerable<SearchEntry> entries) => FlowObject.Create(
        ("@datatype", FlowValue.From("GMetaResult")),
        ("@version", FlowValue.From("2019-08-27")),
        ("subject", FlowValue.From(subject)),
        ("entries", FlowArray.Create(entries.Select(static entry => (FlowValue)FlowObject.Create(
            ("entry_id", FlowValue.From(entry.EntryId)),
            ("content", entry.Content),
            ("matched_principal_sets", FlowArray.Empty))))));

    private sealed class KeyComparer : IComparer<(string Subject, string EntryId)>
    {
        public static readonly KeyComparer Instance = new();

        public int Compare((string Subject, string EntryId) x, (string Subject, string EntryId) y)
        {
            int subject = string.CompareOrdinal(x.Subject, y.Subject);
            return subject != 0 ? subject : string.CompareOrdinal(x.EntryId, y.EntryId);
        }
    }
}
