using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Providers;

namespace Globus.Automate.Local.Services;

/// <summary>Flows: published, found, changed and deleted (Flows API, <c>/flows</c>).</summary>
internal sealed class FlowsService(FlowStore flows, ActionProviderRegistry providers, IdentityDirectory identities, ServiceContext context) : IService
{
    /// <inheritdoc/>
    public void AddRoutes(RouteTable routes) => routes
        .Map("GET", "/flows", List)
        .Map("POST", "/flows", CreateAsync)
        .Map("POST", "/flows/validate", Validate)
        .Map("POST", "/flows/dry-run", DryRun)
        .Map("GET", "/flows/{flow_id}", Get)
        .Map("PUT", "/flows/{flow_id}", UpdateAsync)
        .Map("DELETE", "/flows/{flow_id}", DeleteAsync);

    private ServiceResponse List(ServiceRequest request, RouteValues path)
    {
        Caller caller = Access.Require(request, Scopes.ViewFlows, Scopes.ManageFlows, Scopes.Run);
        return ServiceResponse.Json(200, FlowListing.Read(flows.ByCreation, ListRequest.Read(request), caller));
    }

    private async ValueTask<ServiceResponse> CreateAsync(ServiceRequest request, RouteValues path, CancellationToken cancellationToken)
    {
        Caller caller = Access.Require(request, Scopes.ManageFlows);
        FlowRecord flow = NewFlow(request, caller);
        identities.GetOrAddClient(flow.Id, flow.Title);
        await flows.AddAsync(flow).ConfigureAwait(false);
        return ServiceResponse.Json(201, FlowDocuments.Response(flow, FlowAccess.Of(flow, caller)));
    }

    private ServiceResponse Validate(ServiceRequest request, RouteValues path)
    {
        Access.Require(request, Scopes.ManageFlows, Scopes.ViewFlows);
        var fields = new FieldReader(RequestBody.ReadObject(request));
        fields.Required("definition");
        CheckedDefinition? definition = CheckedDefinition.Read(fields);
        CheckedSchema.Read(fields);
        fields.ThrowIfFaulty();
        return ServiceResponse.Json(200, FlowObject.Create(
            ("scopes", FlowScopes.ByRunAs(definition!.Compiled, providers)),
            ("analysis", FlowObject.Create(("number_of_possibilities", FlowValue.From(FlowTraversals.Count(definition.Compiled)))))));
    }

    /// <summary>The earlier client's trial publication: checks as a publication does and keeps nothing.</summary>
    private ServiceResponse DryRun(ServiceRequest request, RouteValues path)
    {
        Caller caller = Access.Require(request, Scopes.ManageFlows);
        FlowRecord flow = NewFlow(request, caller);
        return ServiceResponse.Json(200, FlowDocuments.Response(flow, FlowAccess.Of(flow, caller)));
    }

    private ServiceResponse Get(ServiceRequest request, RouteValues path)
    {
        string id = path["flow_id"];
        FlowRecord? flow = Find(id, request.Caller);
        if (request.Caller is null)
        {
            // An Action Provider's description is there for everyone whom it is visible to, logged in or not.
            return flow is null ? throw ServiceException.Unauthenticated() : ServiceResponse.Json(200, FlowDocuments.Response(flow, FlowAccess.Of(flow, null)));
        }

        string? own = flow is null ? null : Scopes.ForFlow(flow.Id);
        Caller caller = Access.Require(request, [Scopes.ViewFlows, Scopes.ManageFlows, Scopes.Run, .. own is null ? Array.Empty<string>() : [own]]);
        return flow is null ? throw NoFlow(id) : ServiceResponse.Json(200, FlowDocuments.Response(flow, FlowAccess.Of(flow, caller)));
    }

    private async ValueTask<ServiceResponse> UpdateAsync(ServiceRequest request, RouteValues path, CancellationToken cancellationToken)
    {
        Caller caller = Access.Require(request, Scopes.ManageFlows);
        FlowRecord flow = RequireAdministrator(path["flow_id"], caller, "UPDATE");
        var settings = FlowSettings.Read(RequestBody.ReadObject(request), isNew: false);
        if (settings.Owner is { } owner && !owner.Equals(flow.Owner, StringComparison.OrdinalIgnoreCase) && !Principals.Is(owner, caller))
        {
            throw ServiceException.Unprocessable([new RequestFault(["flow_owner"], "A flow administrator can make only themselves the flow's owner.")]);
        }

        FlowRecord? changed = await flows.UpdateAsync(flow.Id, current => settings.Apply(current, context.Now)).ConfigureAwait(false);
        return changed is null ? throw NoFlow(path["flow_id"]) : ServiceResponse.Json(200, FlowDocuments.Response(changed, FlowAccess.Of(changed, caller)));
    }

    private async ValueTask<ServiceResponse> DeleteAsync(ServiceRequest request, RouteValues path, CancellationToken cancellationToken)
    {
        Caller caller = Access.Require(request, Scopes.ManageFlows);
        FlowRecord flow = RequireAdministrator(path["flow_id"], caller, "DELETE");
        DateTimeOffset now = context.Now;
        return await flows.RemoveAsync(flow.Id, now).ConfigureAwait(false)
            ? ServiceResponse.Json(200, FlowDocuments.Deleted(flow, FlowAccess.Of(flow, caller), now))
            : throw NoFlow(path["flow_id"]);
    }

    private FlowRecord NewFlow(ServiceRequest request, Caller caller)
        => FlowSettings.Read(RequestBody.ReadObject(request), isNew: true).Create(context.NewId(), caller.Principal, context.Now);

    private FlowRecord RequireAdministrator(string id, Caller caller, string permission)
    {
        FlowRecord flow = Find(id, caller) ?? throw NoFlow(id);
        return FlowAccess.Of(flow, caller).MayAdminister() ? flow : throw Access.MissingPermission(flow.Id, permission);
    }

    /// <summary>A flow that a caller may see.</summary>
    private FlowRecord? Find(string id, Caller? caller)
        => Guid.TryParse(id, out Guid known) && flows.TryFind(known, out FlowRecord? flow) && FlowAccess.Of(flow, caller) != FlowRoles.None ? flow : null;

    private static ServiceException NoFlow(string id) => ServiceException.NotFound("Flow", id);
}
