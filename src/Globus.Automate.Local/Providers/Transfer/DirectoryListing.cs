using System.Globalization;
using System.IO.Enumeration;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Providers;

/// <summary>
/// The options of the Transfer API's directory listing: <c>filter</c> (<c>name:~*.txt/type:file</c>; several are joined by <c>/</c> or given as a list; values by
/// commas; <c>!</c> negates, <c>~</c> is a pattern, <c>&lt; &gt; &lt;= &gt;=</c> compare), <c>orderby</c> (<c>type, name DESC</c>), offset and limit.
/// </summary>
internal static class DirectoryListing
{
    private static readonly string[] s_fields = ["name", "type", "size", "last_modified", "permissions", "user", "group"];

    public static List<FlowObject> Apply(IEnumerable<CollectionEntry> entries, FlowObject options)
    {
        bool showHidden = options["show_hidden"] is not FlowBoolean { Value: false };
        List<Func<FlowObject, bool>> filters = ReadFilters(options["filter"]);
        var documents = entries
            .Where(entry => showHidden || !entry.Name.StartsWith('.'))
            .Select(static entry => entry.ToDocument())
            .Where(document => filters.TrueForAll(filter => filter(document)))
            .ToList();
        return Order(documents, options["orderby"]);
    }

    private static List<FlowObject> Order(List<FlowObject> documents, FlowValue? orderBy)
    {
        IOrderedEnumerable<FlowObject>? ordered = null;
        foreach (string part in Texts(orderBy).SelectMany(static text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
        {
            string[] words = part.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            string field = Field(words[0], "orderby");
            bool descending = words.Length > 1 && words[1].Equals("DESC", StringComparison.OrdinalIgnoreCase);
            ordered = ordered is null
                ? descending ? documents.OrderByDescending(Key, s_order) : documents.OrderBy(Key, s_order)
                : descending ? ordered.ThenByDescending(Key, s_order) : ordered.ThenBy(Key, s_order);

            FlowValue Key(FlowObject document) => document[field]!;
        }

        return ordered is null ? documents : [.. ordered];
    }

    private static List<Func<FlowObject, bool>> ReadFilters(FlowValue? filter)
    {
        var filters = new List<Func<FlowObject, bool>>();
        foreach (string part in Texts(filter).SelectMany(static text => text.Split('/', StringSplitOptions.RemoveEmptyEntries)))
        {
            int colon = part.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
            {
                throw TransferFault.InvalidPath(part, "a filter is written as field:value, such as name:~*.txt or type:dir.");
            }

            string field = Field(part[..colon], "filter");
            filters.Add(ReadFilter(field, part[(colon + 1)..]));
        }

        return filters;
    }

    private static Func<FlowObject, bool> ReadFilter(string field, string text)
    {
        bool negated = text.StartsWith('!');
        string rest = negated ? text[1..] : text;
        string comparison = new[] { "<=", ">=", "<", ">", "~", "=" }.FirstOrDefault(sign => rest.StartsWith(sign, StringComparison.Ordinal)) ?? "=";
        rest = rest.StartsWith(comparison, StringComparison.Ordinal) ? rest[comparison.Length..] : rest;
        string[] values = rest.Split(',');
        return document => Array.Exists(values, value => Matches(document[field]!, comparison, value)) != negated;
    }

    private static bool Matches(FlowValue actual, string comparison, string value)
    {
        if (comparison == "~")
        {
            return FileSystemName.MatchesSimpleExpression(value, Text(actual), ignoreCase: false);
        }

        FlowValue wanted = actual is FlowInteger && long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            ? FlowValue.From(number)
            : FlowValue.From(value);
        int order = s_order.Compare(actual, wanted);
        return comparison switch
        {
            "<" => order < 0,
            ">" => order > 0,
            "<=" => order <= 0,
            ">=" => order >= 0,
            _ => order == 0,
        };
    }

    private static string Field(string name, string option) => Array.Find(s_fields, field => field == name)
        ?? throw TransferFault.InvalidPath(name, $"{option} takes the fields {string.Join(", ", s_fields)}.");

    private static IEnumerable<string> Texts(FlowValue? value) => value switch
    {
        FlowString one => [one.Value],
        FlowArray many => many.Select(static item => item.AsString()).OfType<string>(),
        _ => [],
    };

    private static string Text(FlowValue value) => value.AsString() ?? value.ToJson();

    private static readonly IComparer<FlowValue> s_order = Comparer<FlowValue>.Create(static (left, right)
        => left is FlowInteger small && right is FlowInteger large
            ? small.Value.CompareTo(large.Value)
            : string.CompareOrdinal(Text(left), Text(right)));
}
