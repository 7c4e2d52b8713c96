using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;
using Globus.Automate.Local.Providers;

namespace Globus.Automate.Local.Services;

/// <summary>Runs: started, found, followed, changed and ended (Flows API, <c>/flows/{flow_id}/run</c> and <c>/runs</c>).</summary>
internal sealed class RunsService(RunStarter starter, RunDirectory runs, RunListing listing, FlowStore flows) : IService
{
    /// <inheritdoc/>
    public void AddRoutes(RouteTable routes) => routes
        .Map("POST", "/flows/{flow_id}/validate_run", ValidateRun)
        .Map("GET", "/flows/{flow_id}/runs", ListOfFlow)
        .Map("GET", "/runs", List)
        .Map("GET", "/runs/{run_id}", Get)
        .Map("PUT", "/runs/{run_id}", UpdateAsync)
        .Map("GET", "/runs/{run_id}/log", (request, path) => Log(request, path["run_id"], null))
        .Map("GET", "/flows/{flow_id}/runs/{run_id}/log", (request, path) => Log(request, path["run_id"], path["flow_id"]))
        .Map("GET", "/runs/{run_id}/definition", GetDefinition)
        .Map("POST", "/runs/{run_id}/cancel", CancelAsync)
        .Map("POST", "/runs/{run_id}/resume", ResumeAsync)
        .Map("POST", "/runs/{run_id}/release", ReleaseAsync)
        .Map("POST", "/batch/runs", new BatchRuns(runs).UpdateAsync);

    private ServiceResponse ValidateRun(ServiceRequest request, RouteValues path)
    {
        Caller caller = request.Caller ?? throw ServiceException.Unauthenticated();
        FlowRecord flow = starter.RequireStartable(path["flow_id"], caller);
        Access.RequireExactly(request, Scopes.ForFlow(flow.Id));
        RunSettings.Read(RequestBody.ReadObject(request), isStart: true).CheckInput(flow.Schema);
        return ServiceResponse.Json(200, FlowObject.Create(("message", FlowValue.From("validation successful"))));
    }

    private ServiceResponse List(ServiceRequest request, RouteValues path)
    {
        Caller caller = Access.Require(request, Scopes.RunStatus, Scopes.RunManage);
        Page<(FlowRun Run, RunRoles Roles)> page = listing.Read(runs.All, ListRequest.Read(request), caller);
        return ServiceResponse.Json(200, PageDocument(page, "runs", listing.Documents(page)));
    }

    private ServiceResponse ListOfFlow(ServiceRequest request, RouteValues path)
    {
        Caller caller = request.Caller ?? throw ServiceException.Unauthenticated();
        string flowId = path["flow_id"];
        bool isKnown = Guid.TryParse(flowId, out Guid id);
        Access.Require(request, [Scopes.RunStatus, Scopes.RunManage, .. isKnown ? [Scopes.ForFlow(id)] : Array.Empty<string>()]);
        bool seesFlow = isKnown && flows.TryFind(id, out FlowRecord? flow) && FlowAccess.Of(flow, caller) != FlowRoles.None;
        if (!seesFlow && !listing.SeesAnyOf(flowId, runs.All, caller))
        {
            throw ServiceException.NotFound("Flow", flowId);
        }

        Page<(FlowRun Run, RunRoles Roles)> page = listing.Read(runs.All, ListRequest.Read(request), caller, flowId);
        FlowArray documents = listing.Documents(page);
        return ServiceResponse.Json(200, PageDocument(page, "runs", documents).With("actions", documents));
    }

    private ServiceResponse Get(ServiceRequest request, RouteValues path)
    {
        SeenRun seen = RequireReadable(request, path["run_id"]);
        FlowObject document = runs.Response(seen);
        if (QueryParameters.Parse(request.Url.Query).IsTrue("include_flow_description")
            && Guid.TryParse(seen.Run.FlowId, out Guid id)
            && flows.Describe(id) is { } flow)
        {
            document = document.With("flow_description", flow);
        }

        return ServiceResponse.Json(200, document);
    }

    private ServiceResponse Log(ServiceRequest request, string runId, string? flowId)
        => ServiceResponse.Json(200, RunLogPage.Read(RequireReadable(request, runId, flowId).Run.Log, ListRequest.Read(request)));

    private ServiceResponse GetDefinition(ServiceRequest request, RouteValues path)
    {
        FlowRun run = RequireReadable(request, path["run_id"]).Run;
        bool isAdministrator = Guid.TryParse(run.FlowId, out Guid id) && flows.TryFind(id, out FlowRecord? flow) && FlowAccess.Of(flow, request.Caller).MayAdminister();
        FlowValue definition = run.Definition.Document;
        return ServiceResponse.Json(200, FlowObject.Create(
            ("flow_id", FlowValue.From(run.FlowId)),
            ("definition", isAdministrator ? definition : PrivateParameters.HideIn(definition)),
            ("input_schema", run.InputSchema)));
    }

    private async ValueTask<ServiceResponse> UpdateAsync(ServiceRequest request, RouteValues path, CancellationToken cancellationToken)
    {
        SeenRun seen = RequireManageable(request, path["run_id"]);
        var settings = RunSettings.Read(RequestBody.ReadObject(request), isStart: false);
        await runs.UpdateAsync(seen, settings.Apply(seen.Run.Metadata)).ConfigureAwait(false);
        return ServiceResponse.Json(200, runs.Operation(seen));
    }

    private async ValueTask<ServiceResponse> CancelAsync(ServiceRequest request, RouteValues path, CancellationToken cancellationToken)
    {
        SeenRun seen = RequireManageable(request, path["run_id"]);
        await runs.CancelAsync(seen).ConfigureAwait(false);
        return ServiceResponse.Json(202, runs.Operation(seen));
    }

    private async ValueTask<ServiceResponse> ResumeAsync(ServiceRequest request, RouteValues path, CancellationToken cancellationToken)
    {
        Caller caller = request.Caller ?? throw ServiceException.Unauthenticated();
        SeenRun seen = runs.RequireManageable(path["run_id"], caller);
        Access.RequireExactly(request, Scopes.ForFlow(Guid.Parse(seen.Run.FlowId)));
        await runs.ResumeAsync(seen).ConfigureAwait(false);
        return ServiceResponse.Json(200, runs.Operation(seen));
    }

    private async ValueTask<ServiceResponse> ReleaseAsync(ServiceRequest request, RouteValues path, CancellationToken cancellationToken)
    {
        SeenRun seen = RequireManageable(request, path["run_id"]);
        FlowObject last = runs.Operation(seen);
        await runs.ReleaseAsync(seen).ConfigureAwait(false);
        return ServiceResponse.Json(200, last);
    }

    private SeenRun RequireReadable(ServiceRequest request, string runId, string? flowId = null)
        => RequireScoped(request, runId, flowId, Scopes.RunStatus, Scopes.RunManage);

    private SeenRun RequireManageable(ServiceRequest request, string runId)
    {
        SeenRun seen = RequireScoped(request, runId, null, Scopes.RunManage);
        return runs.RequireManageable(seen.Run.RunId, request.Caller!);
    }

    /// <summary>A token for the run's flow is as good as one for the service.</summary>
    private SeenRun RequireScoped(ServiceRequest request, string runId, string? flowId, params ReadOnlySpan<string> scopes)
    {
        Caller caller = request.Caller ?? throw ServiceException.Unauthenticated();
        SeenRun? seen = null;
        ServiceException? missing = null;
        try
        {
            seen = runs.Require(runId, caller, flowId);
        }
        catch (ServiceException notFound)
        {
            missing = notFound;
        }

        // Whether the run is there is told only to those whose token is for this.
        Access.Require(request, seen is null ? scopes : [.. scopes, Scopes.ForFlow(Guid.Parse(seen.Run.FlowId))]);
        return seen ?? throw missing!;
    }

    private static FlowObject PageDocument(Page<(FlowRun Run, RunRoles Roles)> page, string name, FlowArray documents) => FlowObject.Create(
        (name, documents),
        ("limit", FlowValue.From(page.Limit)),
        ("has_next_page", FlowValue.From(page.Marker is not null)),
        ("marker", FlowValue.From(page.Marker)));
}
