using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Services;

/// <summary><c>GET /flows</c>: filters by role and text, orders, and pages.</summary>
internal static class FlowListing
{
    private const int StandardPerPage = 20;

    private static readonly Dictionary<string, Func<FlowRecord, string>> s_orderings = new(StringComparer.Ordinal)
    {
        ["id"] = static flow => flow.Id.ToString(),
        ["scope_string"] = static flow => Scopes.ForFlow(flow.Id),
        ["flow_owner"] = static flow => flow.Owner,
        ["flow_administrators"] = static flow => string.Join(',', flow.Administrators),
        ["title"] = static flow => flow.Title.ToUpperInvariant(),
        ["created_at"] = static flow => Times.SortKey(flow.CreatedAt),
        ["updated_at"] = static flow => Times.SortKey(flow.UpdatedAt),
    };

    /// <summary>The filters by text: today's names, the bare ones of earlier clients, and what they look at.</summary>
    private static readonly (string Field, Func<FlowRecord, string> Text)[] s_filters =
    [
        ("scope_string", static flow => Scopes.ForFlow(flow.Id)),
        ("title", static flow => flow.Title),
        ("subtitle", static flow => flow.Subtitle),
        ("description", static flow => flow.Description),
        ("keywords", static flow => string.Join(' ', flow.Keywords)),
        ("fulltext", static flow => $"{flow.Title}\n{flow.Subtitle}\n{flow.Description}\n{string.Join(' ', flow.Keywords)}"),
    ];

    public static FlowObject Read(IEnumerable<FlowRecord> flows, ListRequest request, Caller caller)
    {
        Func<FlowRecord, bool> mayList = RoleFilter(request, caller);
        IEnumerable<FlowRecord> found = flows.Where(mayList);
        foreach ((string field, Func<FlowRecord, string> text) in s_filters)
        {
            IReadOnlyList<string> patterns = [.. request.Values("filter_" + field), .. request.Values(field)];
            if (patterns.Count > 0)
            {
                bool wholeWords = field == "fulltext";
                found = found.Where(flow => patterns.Any(pattern => Matches(text(flow), pattern, wholeWords)));
            }
        }

        var order = SortOrder<FlowRecord>.Read(request, s_orderings, "created_at DESC", static flow => flow.Id.ToString());
        var page = Page<FlowRecord>.Cut(found, request, order, StandardPerPage);
        return FlowObject.Create(
            ("flows", FlowArray.Create(page.Items.Select(flow => (FlowValue)FlowDocuments.Response(flow, FlowAccess.Of(flow, caller))))),
            ("limit", FlowValue.From(page.Limit)),
            ("has_next_page", FlowValue.From(page.Marker is not null)),
            ("marker", FlowValue.From(page.Marker)));
    }

    /// <summary><c>filter_roles</c> lists roles of which the caller has one; <c>filter_role</c> is the least of the cumulative ones, flow_owner where nothing is said.</summary>
    private static Func<FlowRecord, bool> RoleFilter(ListRequest request, Caller caller)
    {
        IReadOnlyList<string> any = request.Values("filter_roles");
        if (any.Count > 0)
        {
            FlowRoles wanted = any.Aggregate(FlowRoles.None, static (roles, name) => roles | Parse(name, "filter_roles"));
            return flow => (FlowAccess.Of(flow, caller) & wanted) != FlowRoles.None;
        }

        string least = request.Query["filter_role"] is { Length: > 0 } given ? given : "flow_owner";
        FlowRoles role = Parse(least, "filter_role");
        return flow => FlowAccess.Of(flow, caller).Reaches(role);
    }

    private static FlowRoles Parse(string name, string parameter) => FlowAccess.TryParse(name, out FlowRoles role)
        ? role
        : throw ServiceException.BadRequest($"'{name}' is not a valid value of {parameter}: use one of flow_viewer, flow_starter, flow_administrator, flow_owner, run_manager, run_monitor.");

    private static bool Matches(string text, string pattern, bool eachWord)
        => eachWord
            ? pattern.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word => text.Contains(word, StringComparison.OrdinalIgnoreCase))
            : text.Contains(pattern, StringComparison.OrdinalIgnoreCase);
}
