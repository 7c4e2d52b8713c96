using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Services;

/// <summary><c>GET /flows</c>: filters by role and text, orders, and pages.</summary>
internal static class FlowListing
{
    private const int StandardPerPage = 20;
    private const string CreatedAt = "created_at";

    private static readonly Dictionary<string, Func<FlowRecord, SortKey>> s_orderings = new(StringComparer.Ordinal)
    {
        ["id"] = static flow => SortKey.Of(flow.IdText),
        ["scope_string"] = static flow => SortKey.Of(Scopes.ForFlow(flow.Id)),
        ["flow_owner"] = static flow => SortKey.Of(flow.Owner),
        ["flow_administrators"] = static flow => SortKey.Of(string.Join(',', flow.Administrators)),
        ["title"] = static flow => SortKey.Of(flow.Title),
        [CreatedAt] = static flow => SortKey.Of(flow.CreatedAt),
        ["updated_at"] = static flow => SortKey.Of(flow.UpdatedAt),
    };

    /// <summary>The filters by text: today's names, the bare ones of earlier clients, and whether a flow has a text that was asked for.</summary>
    private static readonly (string Field, Func<FlowRecord, string, bool> Has)[] s_filters =
    [
        ("scope_string", static (flow, text) => Has(Scopes.ForFlow(flow.Id), text)),
        ("title", static (flow, text) => Has(flow.Title, text)),
        ("subtitle", static (flow, text) => Has(flow.Subtitle, text)),
        ("description", static (flow, text) => Has(flow.Description, text)),
        ("keywords", static (flow, text) => Has(string.Join(' ', flow.Keywords), text)),
    ];

    /// <summary>Reads a page of flows.</summary>
    /// <param name="flows">All flows, the oldest first.</param>
    /// <param name="request">The request.</param>
    /// <param name="caller">Who lists.</param>
    public static FlowObject Read(IReadOnlyList<FlowRecord> flows, ListRequest request, Caller caller)
    {
        Func<FlowRecord, bool> mayList = RoleFilter(request, caller);
        var order = SortOrder<FlowRecord>.Read(request, s_orderings, CreatedAt + " DESC", static flow => SortKey.Of(flow.IdText));
        bool isByCreation = order.LeadingField == CreatedAt;
        IEnumerable<FlowRecord> found = (isByCreation && order.IsLeadingDescending ? flows.Reverse() : flows).Where(mayList);
        foreach ((string field, Func<FlowRecord, string, bool> has) in s_filters)
        {
            if (Texts(request, field) is { Count: > 0 } texts)
            {
                found = found.Where(flow => texts.Any(text => has(flow, text)));
            }
        }

        if (Texts(request, "fulltext") is { Count: > 0 } searches)
        {
            string[][] words = [.. searches.Select(static text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
            found = found.Where(flow => Array.Exists(words, all => Array.TrueForAll(all, word => HasAnywhere(flow, word))));
        }

        var page = Page<FlowRecord>.Cut(found, request, order, StandardPerPage, isByCreation);
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

    private static List<string> Texts(ListRequest request, string field) => [.. request.Values("filter_" + field), .. request.Values(field)];

    private static bool HasAnywhere(FlowRecord flow, string word)
        => Has(flow.Title, word) || Has(flow.Subtitle, word) || Has(flow.Description, word) || flow.Keywords.Any(keyword => Has(keyword, word));

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);
}
