using System.Globalization;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Providers;

/// <summary>
/// A Search query: the text <c>q</c> and the <c>filters</c> (match_all, match_any, range, exists, like, not, and, or) of the Search API. Of <c>q</c>,
/// every word and every "quoted phrase" must be somewhere in the entry; <c>field:value</c> looks in one field; <c>*</c> finds everything.
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
    /// <exception cref="ActionRefusedException">A filter is not one of the Search API's.</exception>
    public static SearchFilter Read(string? q, FlowArray? filters)
    {
        var filter = new SearchFilter();
        foreach (string term in Terms(q ?? "*"))
        {
            if (term is not "*" and not "")
            {
                filter._conditions.Add(Term(term));
            }
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
            return content => ValuesAt(content, field).SelectMany(Leaves).Any(leaf => leaf.Contains(value, StringComparison.OrdinalIgnoreCase));
        }

        return content => Leaves(content).Any(leaf => leaf.Contains(term, StringComparison.OrdinalIgnoreCase));
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
                return content => values.All(value => ValuesAt(content, field).Any(value.Equals));
            case "match_any":
                return content => values.Any(value => ValuesAt(content, field).Any(value.Equals));
            case "range":
                return content => values.Any(range => ValuesAt(content, field).Any(value => IsWithin(value, range)));
            case "exists":
                return content => ValuesAt(content, field).Any();
            case "like":
                string pattern = filter["value"]?.AsString() ?? string.Empty;
                return content => ValuesAt(content, field).SelectMany(Leaves).Any(leaf => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, leaf));
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

    private static bool IsWithin(FlowValue value, FlowValue range)
    {
        return range is FlowObject bounds && Bound(bounds["from"] ?? bounds["gte"], -1) && Bound(bounds["to"] ?? bounds["lte"], 1)
            && Strict(bounds["gt"], -1) && Strict(bounds["lt"], 1);

        bool Bound(FlowValue? bound, int side) => bound is null or { IsNull: true } || bound.AsString() == "*" || Compare(value, bound) * side <= 0;

        bool Strict(FlowValue? bound, int side) => bound is null or { IsNull: true } || Compare(value, bound) * side < 0;
    }

    /// <summary>Compares numbers as numbers and all else as text, which is right for ISO 8601 dates too. Values that cannot be compared are outside of every range.</summary>
    private static double Compare(FlowValue value, FlowValue bound)
    {
        if (value.IsNumber && bound.IsNumber)
        {
            return Number(value).CompareTo(Number(bound));
        }

        return value.AsString() is { } left && bound.AsString() is { } right ? string.CompareOrdinal(left, right) : double.NaN;
    }

    private static double Number(FlowValue value) => double.Parse(value.ToJson(), CultureInfo.InvariantCulture);

    /// <summary>The values at a dotted path; lists on the way are looked through.</summary>
    private static IEnumerable<FlowValue> ValuesAt(FlowValue content, string path)
    {
        IEnumerable<FlowValue> values = [content];
        foreach (string name in path.Split('.'))
        {
            values = values.SelectMany(Spread).Select(value => (value as FlowObject)?[name]).OfType<FlowValue>();
        }

        return values.SelectMany(Spread);

        static IEnumerable<FlowValue> Spread(FlowValue value) => value is FlowArray items ? items : [value];
    }

    private static IEnumerable<string> Leaves(FlowValue value)
    {
        var pending = new Stack<FlowValue>();
        pending.Push(value);
        while (pending.TryPop(out FlowValue? next))
        {
            switch (next)
            {
                case FlowObject fields:
                    foreach ((_, FlowValue member) in fields)
                    {
                        pending.Push(member);
                    }

                    break;
                case FlowArray items:
                    foreach (FlowValue item in items)
                    {
                        pending.Push(item);
                    }

                    break;
                case FlowString text:
                    yield return text.Value;
                    break;
                default:
                    yield return next.ToJson();
                    break;
            }
        }
    }
}
