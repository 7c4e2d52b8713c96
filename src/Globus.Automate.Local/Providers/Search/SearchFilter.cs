using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Providers;

/// <summary>
/// A Search query: the text <c>q</c> and the <c>filters</c> (match_all, match_any, range, exists, like, not, and, or) of the Search API. Of <c>q</c>,
/// every word and every "quoted phrase" must be somewhere in the entry; <c>field:value</c> looks in one field; <c>*</c> finds everything. Advanced
/// queries are <see cref="AdvancedQuery"/>'s to read.
/// </summary>
internal sealed class SearchFilter
{
    private const int MaximumDepth = 16;

    private readonly List<Func<FlowValue, bool>> _conditions = [];

    private SearchFilter()
    {
    }

    public bool Matches(FlowValue content) => _conditions.TrueForAll(condition => condition(content));

    /// <summary>Reads a query.</summary>
    /// <param name="q">The text; null finds everything.</param>
    /// <param name="filters">The filters, all of which must hold; or null.</param>
    /// <param name="advanced">Whether the text is an advanced query.</param>
    /// <exception cref="ActionRefusedException">A filter is not one of the Search API's, or an advanced query cannot be read.</exception>
    public static SearchFilter Read(string? q, FlowArray? filters, bool advanced = false)
    {
        var filter = new SearchFilter();
        if (advanced)
        {
            filter._conditions.Add(AdvancedQuery.Read(q ?? "*"));
        }
        else
        {
            filter._conditions.AddRange(Terms(q ?? "*").Where(static term => term is not "*" and not "").Select(Term));
        }

        foreach (FlowValue document in filters ?? FlowArray.Empty)
        {
            filter._conditions.Add(ReadFilter(document, 0));
        }

        return filter;
    }

    private static IEnumerable<string> Terms(string q)
    {
        int i = 0;
        while (i < q.Length)
        {
            if (char.IsWhiteSpace(q[i]))
            {
                i++;
                continue;
            }

            int start = i;
            bool quoted = false;
            for (; i < q.Length && (quoted || !char.IsWhiteSpace(q[i])); i++)
            {
                quoted ^= q[i] == '"';
            }

            yield return q[start..i].Replace("\"", string.Empty, StringComparison.Ordinal);
        }
    }

    private static Func<FlowValue, bool> Term(string term)
    {
        int colon = term.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && colon < term.Length - 1 && !term[(colon + 1)..].StartsWith("//", StringComparison.Ordinal))
        {
            string field = term[..colon];
            string value = term[(colon + 1)..];
            return content => SearchValues.ValuesAt(content, field).SelectMany(SearchValues.Leaves).Any(leaf => leaf.Contains(value, StringComparison.OrdinalIgnoreCase));
        }

        return content => SearchValues.Leaves(content).Any(leaf => leaf.Contains(term, StringComparison.OrdinalIgnoreCase));
    }

    private static Func<FlowValue, bool> ReadFilter(FlowValue document, int depth)
    {
        if (document is not FlowObject filter || filter["type"]?.AsString() is not { } type)
        {
            throw ActionRefusedException.Input("A filter is an object with a 'type'.", "$.filters");
        }

        if (depth > MaximumDepth)
        {
            throw ActionRefusedException.Input($"Filters may be {MaximumDepth} deep.", "$.filters");
        }

        string field = filter["field_name"]?.AsString() ?? string.Empty;
        FlowArray values = filter["values"] as FlowArray ?? FlowArray.Empty;
        switch (type)
        {
            case "match_all":
                return content => values.All(value => SearchValues.ValuesAt(content, field).Any(value.Equals));
            case "match_any":
                return content => values.Any(value => SearchValues.ValuesAt(content, field).Any(value.Equals));
            case "range":
                return content => values.Any(range => SearchValues.ValuesAt(content, field).Any(value => SearchValues.IsWithin(value, range)));
            case "exists":
                return content => SearchValues.ValuesAt(content, field).Any();
            case "like":
                string pattern = filter["value"]?.AsString() ?? string.Empty;
                return content => SearchValues.ValuesAt(content, field).SelectMany(SearchValues.Leaves).Any(leaf => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, leaf));
            case "not":
                Func<FlowValue, bool> inner = ReadFilter(filter["filter"] ?? FlowValue.Null, depth + 1);
                return content => !inner(content);
            case "and" or "or":
                var parts = (filter["filters"] as FlowArray ?? FlowArray.Empty).Select(part => ReadFilter(part, depth + 1)).ToList();
                return type == "and" ? content => parts.TrueForAll(part => part(content)) : content => parts.Exists(part => part(content));
            default:
                throw ActionRefusedException.Input($"The local Search index has no filter of type '{type}'. It has match_all, match_any, range, exists, like, not, and, or.", "$.filters");
        }
    }
}
