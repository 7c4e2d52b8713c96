using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Providers;

namespace Globus.Automate.Local.Services;

/// <summary>
/// What search/ingest has put into the local indexes (Search API, <c>/v1/index/{index_id}</c>): queries, subjects, entries. It needs no token to find
/// what is public. Rankings, facets and sorting it has not: subjects come in their order.
/// </summary>
internal sealed class SearchService(SearchIndexStore indexes) : IService
{
    private const int StandardLimit = 10;
    private const int MaximumLimit = 10_000;
    private const string Server = "search.api.globus.org";
    private const string SearchScope = Scopes.UrnPrefix + Server + ":search";
    private const string AllScope = Scopes.UrnPrefix + Server + ":all";

    private static readonly string[] s_requestFields = ["@datatype", "@version", "q", "limit", "offset", "filters", "advanced", "query_template"];

    /// <inheritdoc/>
    public void AddRoutes(RouteTable routes) => routes
        .Map("GET", "/v1/index/{index_id}/search", Find)
        .Map("POST", "/v1/index/{index_id}/search", FindWithFilters)
        .Map("GET", "/v1/index/{index_id}/subject", GetSubject)
        .Map("GET", "/v1/index/{index_id}/entry", GetEntry);

    private ServiceResponse Find(ServiceRequest request, RouteValues path)
    {
        var list = ListRequest.Read(request);
        string q = list.Query["q"] ?? throw ServiceException.BadRequest("A query needs q, the words to look for; * finds everything.");
        return Answer(request, path, q, filters: null, list.Query.IsTrue("advanced"), list.Number("offset", 0, 0, MaximumLimit), list.Number("limit", StandardLimit, 1, MaximumLimit));
    }

    private ServiceResponse FindWithFilters(ServiceRequest request, RouteValues path)
    {
        FlowObject body = RequestBody.ReadObject(request);
        string? unknown = body.Select(static member => member.Key).FirstOrDefault(static name => !s_requestFields.Contains(name, StringComparer.Ordinal));
        if (unknown is not null)
        {
            throw ServiceException.BadRequest($"The local Search service has no '{unknown}' in queries: it takes {string.Join(", ", s_requestFields[2..])}.");
        }

        var fields = new FieldReader(body);
        int offset = fields.Number("offset", 0, MaximumLimit) ?? 0;
        int limit = fields.Number("limit", 1, MaximumLimit) ?? StandardLimit;
        fields.ThrowIfFaulty();
        FlowArray? filters = body["filters"] switch
        {
            null or { IsNull: true } => null,
            FlowArray list => list,
            _ => throw ServiceException.BadRequest("'filters' is a list of filters."),
        };
        return body["q"]?.AsString() is null && filters is null && body["query_template"] is null
            ? throw ServiceException.BadRequest("A query needs q or filters.")
            : Answer(request, path, body["q"]?.AsString(), filters, body["advanced"] is FlowBoolean { Value: true }, offset, limit);
    }

    private ServiceResponse Answer(ServiceRequest request, RouteValues path, string? q, FlowArray? filters, bool advanced, int offset, int limit)
    {
        Caller? caller = CallerOf(request);
        try
        {
            return ServiceResponse.Json(200, indexes.Query(Require(path), q, filters, advanced, caller, offset, limit));
        }
        catch (ActionRefusedException refusal)
        {
            throw new ServiceException(refusal.StatusCode, refusal.Code, refusal.Message, refusal.Detail);
        }
    }

    private ServiceResponse GetSubject(ServiceRequest request, RouteValues path)
    {
        string subject = Subject(request, out _);
        SearchEntry[] entries = [.. Visible(request, path).Where(entry => entry.Subject == subject)];
        return entries.Length > 0 ? ServiceResponse.Json(200, SearchIndexStore.ToResult(subject, entries)) : throw NotFound($"The index has no subject '{subject}' that you can see.");
    }

    private ServiceResponse GetEntry(ServiceRequest request, RouteValues path)
    {
        string subject = Subject(request, out string? entryId);
        SearchEntry? entry = Visible(request, path).FirstOrDefault(entry => entry.Subject == subject && entry.EntryId == entryId);
        return entry is null
            ? throw NotFound($"The index has no entry '{entryId}' of the subject '{subject}' that you can see.")
            : ServiceResponse.Json(200, SearchIndexStore.ToResult(subject, [entry]));
    }

    private IEnumerable<SearchEntry> Visible(ServiceRequest request, RouteValues path)
    {
        Caller? caller = CallerOf(request);
        return indexes.Entries(Require(path)).Where(entry => ActionAccess.HoldsAny(caller, entry.VisibleTo));
    }

    private string Require(RouteValues path)
        => indexes.Indexes.Contains(path["index_id"], StringComparer.OrdinalIgnoreCase)
            ? path["index_id"]
            : throw NotFound($"There is no index '{path["index_id"]}': the local Globus makes one when search/ingest first puts something into it.");

    private static string Subject(ServiceRequest request, out string? entryId)
    {
        QueryParameters query = QueryParameters.Parse(request.Url.Query);
        entryId = query["entry_id"] is { Length: > 0 } id ? id : null;
        return query["subject"] ?? throw ServiceException.BadRequest("The parameter 'subject' is missing.");
    }

    /// <summary>Who asks; null where nobody says. A token that is there must be one for the service.</summary>
    private static Caller? CallerOf(ServiceRequest request)
        => BearerToken.Read(request) is null ? null : Access.RequireExactly(request, SearchScope, AllScope);

    private static ServiceException NotFound(string message) => new(404, "NOT_FOUND", message);
}
