using System.Collections.Concurrent;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Providers;

namespace Globus.Automate.Local.Services;

/// <summary>Registered APIs (Flows API, <c>/registered_apis</c>). A deleted one is there, inactive, for thirty more days.</summary>
internal sealed class RegisteredApisService : IService
{
    private const string Type = "registered-api";
    private const int StandardPerPage = 10;
    private static readonly TimeSpan s_deletionDelay = TimeSpan.FromDays(30);
    private static readonly string[] s_roles = ["owner", "administrator", "viewer"];

    private static readonly Dictionary<string, Func<RegisteredApi, SortKey>> s_orderings = new(StringComparer.Ordinal)
    {
        ["id"] = static api => SortKey.Of(api.Id.ToString()),
        ["name"] = static api => SortKey.Of(api.Name),
        ["created_timestamp"] = static api => SortKey.Of(api.CreatedAt),
        ["updated_timestamp"] = static api => SortKey.Of(api.UpdatedAt),
    };

    private readonly ConcurrentDictionary<Guid, RegisteredApi> _apis = new();
    private readonly object _gate = new();
    private readonly StateKeeper _keeper;
    private readonly ServiceContext _context;
    private readonly TargetSender _send;
    private readonly ConcurrentDictionary<Guid, RegisteredApiProvider> _providers = new();

    public RegisteredApisService(StateKeeper keeper, ServiceContext context, TargetSender send)
    {
        _keeper = keeper;
        _context = context;
        _send = send;
        keeper.OnRestore(Type, (key, stored) => _apis[Guid.Parse(key)] = RegisteredApi.FromStored(stored));
    }

    /// <inheritdoc/>
    public void AddRoutes(RouteTable routes) => routes
        .Map("GET", "/registered_apis", List)
        .Map("POST", "/registered_apis", CreateAsync)
        .Map("GET", "/registered_apis/{registered_api_id}", Get)
        .Map("PATCH", "/registered_apis/{registered_api_id}", UpdateAsync)
        .Map("DELETE", "/registered_apis/{registered_api_id}", DeleteAsync);

    /// <summary>What calls the API of an id, for a caller who may see it; null where there is none, or it is being deleted.</summary>
    public ActionProvider? FindProvider(string id, Caller caller)
        => Guid.TryParse(id, out Guid known) && _apis.TryGetValue(known, out RegisteredApi? api) && api.DeletionAt is null && api.RolesOf(caller).Any()
            ? ProviderOf(api)
            : null;

    /// <summary>What calls an API, by the name that it has in the records of actions; null where there is none.</summary>
    public ActionProvider? FindProvider(string name)
        => Guid.TryParse(name.Split('/')[^1], out Guid id) && _apis.TryGetValue(id, out RegisteredApi? api) && ProviderOf(api) is var provider && provider.Description.Name == name
            ? provider
            : null;

    /// <summary>One provider for as long as the API does not change: the actions of it know theirs again.</summary>
    private RegisteredApiProvider ProviderOf(RegisteredApi api) => _providers.AddOrUpdate(
        api.Id,
        (_, now) => new RegisteredApiProvider(now, _send),
        (_, known, now) => ReferenceEquals(known.Api, now) ? known : new RegisteredApiProvider(now, _send),
        api);

    private ServiceResponse List(ServiceRequest request, RouteValues path)
    {
        Caller caller = Access.Require(request, Scopes.ViewFlows, Scopes.ManageFlows);
        var list = ListRequest.Read(request);
        IReadOnlyList<string> roles = list.Values("filter_roles", s_roles);
        IEnumerable<RegisteredApi> found = _apis.Values.Where(api => IsThere(api) && api.RolesOf(caller).Any(role => roles.Count == 0 || roles.Contains(role, StringComparer.Ordinal)));
        var order = SortOrder<RegisteredApi>.Read(list, s_orderings, "created_timestamp ASC", static api => SortKey.Of(api.Id.ToString()));
        var page = Page<RegisteredApi>.Cut(found, list, order, StandardPerPage);
        return ServiceResponse.Json(200, FlowObject.Create(
            ("registered_apis", FlowArray.Create(page.Items.Select(static api => (FlowValue)api.ToSummary()))),
            ("limit", FlowValue.From(page.Limit)),
            ("has_next_page", FlowValue.From(page.Marker is not null)),
            ("marker", FlowValue.From(page.Marker))));
    }

    private async ValueTask<ServiceResponse> CreateAsync(ServiceRequest request, RouteValues path, CancellationToken cancellationToken)
    {
        Caller caller = Access.Require(request, Scopes.ManageFlows);
        DateTimeOffset now = _context.Now;
        RegisteredApi api = new RegisteredApi { Id = _context.NewId(), CreatedAt = now, UpdatedAt = now, Owners = [caller.Principal] }
            .With(RequestBody.ReadObject(request), isNew: true);
        await _keeper.PutAsync(Type, api.Id.ToString(), api.ToDocument()).ConfigureAwait(false);
        _apis[api.Id] = api;
        return ServiceResponse.Json(201, api.ToDocument());
    }

    private ServiceResponse Get(ServiceRequest request, RouteValues path)
        => ServiceResponse.Json(200, Require(path["registered_api_id"], Access.Require(request, Scopes.ViewFlows, Scopes.ManageFlows)).ToDocument());

    private ValueTask<ServiceResponse> UpdateAsync(ServiceRequest request, RouteValues path, CancellationToken cancellationToken)
    {
        Caller caller = Access.Require(request, Scopes.ManageFlows);
        FlowObject body = RequestBody.ReadObject(request);
        return ChangeAsync(path["registered_api_id"], caller, "UPDATE", "administrator", (api, now) => api.With(body, isNew: false) with { UpdatedAt = now, EditedAt = now });
    }

    private ValueTask<ServiceResponse> DeleteAsync(ServiceRequest request, RouteValues path, CancellationToken cancellationToken)
    {
        Caller caller = Access.Require(request, Scopes.ManageFlows);
        return ChangeAsync(path["registered_api_id"], caller, "DELETE", "owner", static (api, now) => api with { DeletionAt = api.DeletionAt ?? now + s_deletionDelay, UpdatedAt = now });
    }

    private async ValueTask<ServiceResponse> ChangeAsync(string id, Caller caller, string permission, string role, Func<RegisteredApi, DateTimeOffset, RegisteredApi> change)
    {
        RegisteredApi changed;
        Task kept;
        lock (_gate)
        {
            RegisteredApi api = Require(id, caller);
            bool isAllowed = api.RolesOf(caller).Any(held => held == "owner" || held == role);
            if (!isAllowed)
            {
                throw ServiceException.Forbidden($"You do not have the necessary permissions to perform this action on the registered API with id value {api.Id}. Missing permissions: {permission}.");
            }

            changed = change(api, _context.Now);
            kept = _keeper.PutAsync(Type, changed.Id.ToString(), changed.ToDocument());
            _apis[changed.Id] = changed;
        }

        await kept.ConfigureAwait(false);
        return ServiceResponse.Json(200, changed.ToDocument());
    }

    private RegisteredApi Require(string id, Caller caller)
        => Guid.TryParse(id, out Guid known) && _apis.TryGetValue(known, out RegisteredApi? api) && IsThere(api) && api.RolesOf(caller).Any()
            ? api
            : throw ServiceException.NotFound("Registered API", id);

    private bool IsThere(RegisteredApi api) => api.DeletionAt is not { } time || time > _context.Now;
}
