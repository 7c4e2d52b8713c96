using System.Collections.Concurrent;
using Globus.Automate.Local.Engine;

namespace Globus.Automate.Local.Services;

/// <summary>Starts runs, for the routes that do so and for flows that call flows.</summary>
internal sealed class RunStarter(Lazy<FlowEngine> engine, FlowStore flows)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<(FlowRun Run, bool IsNew)>>> _starting = new(StringComparer.Ordinal);

    /// <summary>A flow that a caller may start.</summary>
    /// <exception cref="ServiceException">There is none that they may see (404), or they may not start it (403).</exception>
    public FlowRecord RequireStartable(string flowId, Caller caller)
    {
        FlowRecord? flow = Guid.TryParse(flowId, out Guid id) && flows.TryFind(id, out FlowRecord? found) ? found : null;
        FlowRoles roles = flow is null ? FlowRoles.None : FlowAccess.Of(flow, caller);
        return roles == FlowRoles.None ? throw ServiceException.NotFound("Flow", flowId)
            : roles.MayStart() ? flow!
            : throw Access.MissingPermission(flow!.Id, "RUN");
    }

    /// <summary>
    /// Starts a run. A request id that the caller has used with this flow before gives the run of that time (Action Provider interface,
    /// <c>request_id</c>): the run's id is made of it, so that this holds after a restart too.
    /// </summary>
    /// <returns>The run, and whether it is new.</returns>
    /// <exception cref="ServiceException">The input does not fit the flow's schema (400), or the request id belongs to another request (409).</exception>
    public async ValueTask<(FlowRun Run, bool IsNew)> StartAsync(FlowRecord flow, RunSettings settings, Caller caller)
    {
        settings.CheckInput(flow.Schema);
        var request = new RunRequest
        {
            FlowId = flow.IdText,
            FlowTitle = flow.Title,
            FlowLastUpdated = flow.UpdatedAt,
            Definition = flow.Compiled,
            InputSchema = flow.InputSchema,
            Input = settings.Body!,
            Owner = new RunOwner(caller.Principal, caller.Username)
            {
                Email = caller.Email,
                Identities = caller.Identities,
                TokenIssuedAt = caller.IssuedAt,
                TokenExpiresAt = caller.ExpiresAt,
            },
            Metadata = settings.Apply(new RunMetadata()),
            ActivityNotificationPolicy = settings.Notifications,
        };
        if (settings.RequestId is null)
        {
            return (await engine.Value.StartAsync(request).ConfigureAwait(false), true);
        }

        string runId = RunIdOf(flow, caller, settings.RequestId);
        (FlowRun run, bool isNew) = await StartOnceAsync(request with { RunId = runId }).ConfigureAwait(false);
        return isNew || run.Input.Equals(FlowLanguage.Definitions.PrivacyMask.None.Apply(settings.Body!))
            ? (run, isNew)
            : throw ServiceException.Conflict($"The request_id '{settings.RequestId}' was used for run {runId} with another input. Use a new request_id for a new run.");
    }

    /// <summary>The id of the run that a caller's request id stands for.</summary>
    public static string RunIdOf(FlowRecord flow, Caller caller, string requestId) => NameBasedId.Create(flow.Id, $"{caller.Principal} {requestId}").ToString();

    private async ValueTask<(FlowRun Run, bool IsNew)> StartOnceAsync(RunRequest request)
    {
        if (engine.Value.TryFind(request.RunId!, out FlowRun? known))
        {
            return (known, false);
        }

        // Two requests at once with the same id start one run.
        var mine = new Lazy<Task<(FlowRun Run, bool IsNew)>>(async () => engine.Value.TryFind(request.RunId!, out FlowRun? run)
            ? (run, false)
            : (await engine.Value.StartAsync(request).ConfigureAwait(false), true));
        Lazy<Task<(FlowRun Run, bool IsNew)>> start = _starting.GetOrAdd(request.RunId!, mine);
        try
        {
            (FlowRun run, bool isNew) = await start.Value.ConfigureAwait(false);
            return (run, isNew && start == mine);
        }
        finally
        {
            _starting.TryRemove(new KeyValuePair<string, Lazy<Task<(FlowRun Run, bool IsNew)>>>(request.RunId!, start));
        }
    }
}
