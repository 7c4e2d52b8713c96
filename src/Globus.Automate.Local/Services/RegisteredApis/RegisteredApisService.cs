using System.Collections.Concurrent;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Services;

/// <summary>Registered APIs (Flows API, <c>/registered_apis</c>). A deleted one is there, inactive, for thirty more days.</summary>
internal sealed class RegisteredApisService(ServiceContext context) : IService
{
    private const int StandardPerPage = 10;
    private static readonly TimeSpan s_deletionDelay = TimeSpan.FromDays(30);
    private static readonly string[] s_roles = ["owner", "administrator", "viewer"];

    private static readonly Dictionary<string, Func<RegisteredApi, string>> s_orderings = new(StringComparer.Ordinal)
    {
        ["id"] = static api => api.Id.ToString(),
        ["name"] = static api => api.Name.ToUpperInvariant(),
        ["created_timestamp"] = static api => Times.Value(api.CreatedAt).AsString()!,
        ["updated_timestamp"] = static api => Times.Value(api.UpdatedAt).AsString()!,
    };

    private readonly ConcurrentDictionary<Guid, RegisteredApi> _apis = new();
    private readonly object _gate = new();

    /// <inheritdoc/>
    public void AddRoutes(RouteTable routes) => routes
        .Map("GET", "/registered_apis", List)
        .Map("POST", "/registered_apis", Create)
        .Map("GET", "/registered_apis/{registered_api_id}", Get)
        .Map("PATCH", "/registered_apis/{registered_api_id}", Update)
        .Map("DELETE", "/registered_apis/{registered_api_id}", Delete);

    private ServiceResponse List(ServiceRequest request, RouteValues path)
    {
        Caller caller = Access.Require(request, Scopes.ViewFlows, Scopes.ManageFlows);
        var list = ListRequest.Read(request);
        IReadOnlyList<string> roles = list.Values("filter_roles", s_roles);
        IEnumerable<RegisteredApi> found = _apis.Values.Where(api => IsThere(api) && api.RolesOf(caller).Any(role => roles.Count == 0 || roles.Contains(role, StringComparer.Ordinal)));
        var order = SortOrder<RegisteredApi>.Read(list, s_orderings, "created_timestamp ASC", static api => api.Id.ToString());
        var page = Page<RegisteredApi>.Cut(found, list, order, StandardPerPage);
        return ServiceResponse.Json(200, FlowObject.Create(
            ("registered_apis", FlowArray.Create(page.Items.Select(static api => (FlowValue)api.ToSummary()))),
            ("limit", FlowValue.From(page.Limit)),
            ("has_next_page", FlowValue.From(page.Marker is not null)),
            ("marker", FlowValue.From(page.Marker))));
    }

    private ServiceResponse Create(ServiceRequest request, RouteValues path)
    {
        Caller caller = Access.Require(request, Scopes.ManageFlows);
        DateTimeOffset now = context.Now;
        RegisteredApi api = new RegisteredApi { Id = context.NewId(), CreatedAt = now, UpdatedAt = now, Owners = [caller.Principal] }
            .With(RequestBody.ReadObject(request), isNew: true);
        _apis[api.Id] = api;
        return ServiceResponse.Json(201, api.ToDocument());
    }

    private ServiceResponse Get(ServiceRequest request, RouteValues path)
        => ServiceResponse.Json(200, Require(path["registered_api_id"], Access.Require(request, Scopes.ViewFlows, Scopes.ManageFlows)).ToDocument());

    private ServiceResponse Update(ServiceRequest request, RouteValues path)
    {
        Caller caller = Access.Require(request, Scopes.ManageFlows);
        FlowObject body = RequestBody.ReadObject(request);
        return Change(path["registered_api_id"], caller, "UPDATE", "administrator", (api, now) => api.With(body, isNew: false) with { UpdatedAt = now, EditedAt = now });
    }

    private ServiceResponse Delete(ServiceRequest request, RouteValues path)
    {
        Caller caller = Access.Require(request, Scopes.ManageFlows);
        return Change(path["registered_api_id"], caller, "DELETE", "owner", static (api, now) => api with { DeletionAt = api.DeletionAt ?? now + s_deletionDelay, UpdatedAt = now });
    }

    private ServiceResponse Change(string id, Caller caller, string permission, string role, Func<RegisteredApi, DateTimeOffset, RegisteredApi> change)
    {
        lock (_gate)
        {
            RegisteredApi api = Require(id, caller);
            bool isAllowed = api.RolesOf(caller).Any(held => held == "owner" || held == role);
            if (!isAllowed)
            {
                throw ServiceException.Forbidden($"You do not have the necessary permissions to perform this action on the registered API with id value {api.Id}. Missing permissions: {permission}.");
            }

            RegisteredApi changed = change(api, context.Now);
            _apis[changed.Id] = changed;
            return ServiceResponse.Json(200, changed.ToDocument());
        }
    }

    private RegisteredApi Require(string id, Caller caller)
        => Guid.TryParse(id, out Guid known) && _apis.TryGetValue(known, out RegisteredApi? api) && IsThere(api) && api.RolesOf(caller).Any()
            ? api
            : throw ServiceException.NotFound("Registered API", id);

    private bool IsThere(RegisteredApi api) => api.DeletionAt is not { } time || time > context.Now;
}
