using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Services;

/// <summary>Questions of runs to people (Flows API, <c>/web_inputs</c>).</summary>
internal sealed class WebInputsService(WebInputStore inputs) : IService
{
    private const int StandardPerPage = 20;
    private const int MaximumFilterIds = 10;
    private static readonly string[] s_roles = ["viewer", "respondent"];
    private static readonly string[] s_states = ["open", "closed"];

    private static readonly Dictionary<string, Func<WebInput, SortKey>> s_orderings = new(StringComparer.Ordinal)
    {
        ["created_timestamp"] = static input => SortKey.Of(input.CreatedAt),
        ["edited_timestamp"] = static input => SortKey.Of(input.ClosedAt ?? input.CreatedAt),
        ["closed_timestamp"] = static input => SortKey.Of(input.ClosedAt),
    };

    /// <inheritdoc/>
    public void AddRoutes(RouteTable routes) => routes
        .Map("GET", "/web_inputs", List)
        .Map("GET", "/web_inputs/{web_input_id}", Get)
        .Map("POST", "/web_inputs/{web_input_id}/respond", RespondAsync);

    private ServiceResponse List(ServiceRequest request, RouteValues path)
    {
        Caller caller = Access.Require(request, Scopes.RunStatus, Scopes.RunManage);
        var list = ListRequest.Read(request);
        IReadOnlyList<string> roles = list.Values("filter_roles", s_roles);
        IReadOnlyList<string> states = list.Values("filter_states", s_states);
        IReadOnlyList<string> flowIds = Ids(list, "filter_flow_ids");
        IReadOnlyList<string> runIds = Ids(list, "filter_run_ids");
        bool open = states.Count == 0 || states.Contains("open", StringComparer.Ordinal);
        bool closed = states.Contains("closed", StringComparer.Ordinal);
        IEnumerable<WebInput> found = inputs.All.Where(input =>
            (input.ClosedAt is null ? open : closed)
            && input.RolesOf(caller).Any(role => roles.Count == 0 || roles.Contains(role, StringComparer.Ordinal))
            && (flowIds.Count == 0 || flowIds.Contains(input.FlowId, StringComparer.OrdinalIgnoreCase))
            && (runIds.Count == 0 || runIds.Contains(input.RunId, StringComparer.OrdinalIgnoreCase)));
        var order = SortOrder<WebInput>.Read(list, s_orderings, "created_timestamp DESC", static input => SortKey.Of(input.Id.ToString()));
        var page = Page<WebInput>.Cut(found, list, order, StandardPerPage);
        return ServiceResponse.Json(200, FlowObject.Create(
            ("web_input_summaries", FlowArray.Create(page.Items.Select(input => (FlowValue)input.ToSummary(caller)))),
            ("marker", FlowValue.From(page.Marker))));
    }

    private ServiceResponse Get(ServiceRequest request, RouteValues path)
    {
        Caller caller = Access.Require(request, Scopes.RunStatus, Scopes.RunManage);
        return ServiceResponse.Json(200, Require(path["web_input_id"], caller).ToDocument(caller));
    }

    private async ValueTask<ServiceResponse> RespondAsync(ServiceRequest request, RouteValues path, CancellationToken cancellationToken)
    {
        Caller caller = Access.Require(request, Scopes.RunManage);
        WebInput input = Require(path["web_input_id"], caller);
        if (!input.RolesOf(caller).Contains("respondent", StringComparer.Ordinal))
        {
            throw ServiceException.Forbidden($"User does not have respondent role on web input {input.Id}");
        }

        var fields = new FieldReader(RequestBody.ReadObject(request));
        fields.Required("response");
        FlowObject? response = fields.Object("response");
        FlowValue? value = null;
        if (response is not null && !response.TryGetValue("value", out value))
        {
            fields.Fault("field required", "value_error.missing", "response", "value");
        }

        fields.ThrowIfFaulty();
        if (input.ClosedAt is null && input.Options.All(option => option.Id != value!.AsString()))
        {
            throw ServiceException.Unprocessable($"'{value!.AsString() ?? value.ToJson()}' is not a registered option id for this input.");
        }

        return await inputs.AnswerAsync(input.Id, value!.AsString()!, caller.Principal).ConfigureAwait(false)
            ? ServiceResponse.Json(200, FlowObject.Create(("status", FlowValue.From("ok"))))
            : throw ServiceException.Conflict($"Web Input {input.Id} is already closed.");
    }

    private WebInput Require(string id, Caller caller)
        => Guid.TryParse(id, out Guid known) && inputs.TryFind(known, out WebInput? input) && input.RolesOf(caller).Any()
            ? input
            : throw ServiceException.NotFound("Web Input", id);

    private static IReadOnlyList<string> Ids(ListRequest list, string name)
    {
        IReadOnlyList<string> ids = list.Values(name);
        return ids.Count <= MaximumFilterIds ? ids : throw ServiceException.BadRequest($"{name} takes at most {MaximumFilterIds} ids.");
    }
}
