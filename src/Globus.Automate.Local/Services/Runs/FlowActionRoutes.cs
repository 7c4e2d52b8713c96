using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Services;

/// <summary>
/// A flow as an action provider (Action Provider interface 1.0), below its URL <c>/flows/{flow_id}</c>: the start, which today's clients use too,
/// and the routes to its runs, which earlier clients use. Introspection is <c>GET /flows/{flow_id}</c> itself.
/// </summary>
internal sealed class FlowActionRoutes(RunStarter starter, RunDirectory runs) : IService
{
    /// <inheritdoc/>
    public void AddRoutes(RouteTable routes) => routes
        .Map("POST", "/flows/{flow_id}/run", StartAsync)
        .Map("POST", "/flows/{flow_id}/run/dry-run", TryStart)
        .Map("GET", "/flows/{flow_id}/{run_id}/status", GetStatus)
        .Map("GET", "/flows/{flow_id}/{run_id}/log", GetLog)
        .Map("POST", "/flows/{flow_id}/{run_id}/cancel", CancelAsync)
        .Map("POST", "/flows/{flow_id}/{run_id}/resume", ResumeAsync)
        .Map("POST", "/flows/{flow_id}/{run_id}/release", ReleaseAsync);

    private async ValueTask<ServiceResponse> StartAsync(ServiceRequest request, RouteValues path, CancellationToken cancellationToken)
    {
        (Caller caller, FlowRecord flow) = RequireStartable(request, path);
        var settings = RunSettings.Read(RequestBody.ReadObject(request), isStart: true);
        (Engine.FlowRun run, bool isNew) = await starter.StartAsync(flow, settings, caller).ConfigureAwait(false);
        return ServiceResponse.Json(isNew ? 201 : 200, runs.Action(new SeenRun(run, RunAccess.Of(run, flow, caller))));
    }

    private ServiceResponse TryStart(ServiceRequest request, RouteValues path)
    {
        (_, FlowRecord flow) = RequireStartable(request, path);
        var settings = RunSettings.Read(RequestBody.ReadObject(request), isStart: true);
        settings.CheckInput(flow.Schema);
        return ServiceResponse.Json(200, FlowObject.Create(
            ("message", FlowValue.From("validation successful")),
            ("flow_id", FlowValue.From(flow.Id.ToString())),
            ("flow_title", FlowValue.From(flow.Title)),
            ("label", FlowValue.From(settings.Label)),
            ("tags", FlowArray.OfStrings(settings.Tags ?? []))));
    }

    private ServiceResponse GetStatus(ServiceRequest request, RouteValues path)
        => ServiceResponse.Json(200, runs.Action(runs.Require(path["run_id"], Authorize(request, path, Scopes.RunStatus, Scopes.RunManage), path["flow_id"])));

    private ServiceResponse GetLog(ServiceRequest request, RouteValues path)
    {
        SeenRun seen = runs.Require(path["run_id"], Authorize(request, path, Scopes.RunStatus, Scopes.RunManage), path["flow_id"]);
        return ServiceResponse.Json(200, RunLogPage.Read(seen.Run.Log, ListRequest.Read(request)));
    }

    private async ValueTask<ServiceResponse> CancelAsync(ServiceRequest request, RouteValues path, CancellationToken cancellationToken)
    {
        SeenRun seen = RequireManageable(request, path);
        await runs.CancelAsync(seen).ConfigureAwait(false);
        return ServiceResponse.Json(200, runs.Action(seen));
    }

    private async ValueTask<ServiceResponse> ResumeAsync(ServiceRequest request, RouteValues path, CancellationToken cancellationToken)
    {
        SeenRun seen = RequireManageable(request, path);
        Access.RequireExactly(request, Scopes.ForFlow(Guid.Parse(seen.Run.FlowId)));
        await runs.ResumeAsync(seen).ConfigureAwait(false);
        return ServiceResponse.Json(200, runs.Action(seen));
    }

    private async ValueTask<ServiceResponse> ReleaseAsync(ServiceRequest request, RouteValues path, CancellationToken cancellationToken)
    {
        SeenRun seen = RequireManageable(request, path);
        FlowObject last = runs.Action(seen);
        await runs.ReleaseAsync(seen).ConfigureAwait(false);
        return ServiceResponse.Json(200, last);
    }

    private (Caller Caller, FlowRecord Flow) RequireStartable(ServiceRequest request, RouteValues path)
    {
        Caller caller = request.Caller ?? throw ServiceException.Unauthenticated();
        FlowRecord flow = starter.RequireStartable(path["flow_id"], caller);
        Access.RequireExactly(request, Scopes.ForFlow(flow.Id));
        return (caller, flow);
    }

    private SeenRun RequireManageable(ServiceRequest request, RouteValues path)
        => runs.RequireManageable(path["run_id"], Authorize(request, path, Scopes.RunManage), path["flow_id"]);

    /// <summary>These routes take the flow's own scope, as an action provider does, and those of the service.</summary>
    private static Caller Authorize(ServiceRequest request, RouteValues path, params ReadOnlySpan<string> scopes)
        => Access.Require(request, Guid.TryParse(path["flow_id"], out Guid id) ? [Scopes.ForFlow(id), .. scopes] : scopes);
}
