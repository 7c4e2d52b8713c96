using System.Collections.Concurrent;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;
using Globus.Automate.Local.Providers;

namespace Globus.Automate.Local.Services;

/// <summary>The engine's way to flows that stand as the ActionUrl of a state: flows call flows. No HTTP is between them.</summary>
internal sealed class FlowActionGateway(RunStarter starter, RunDirectory runs, ServiceContext context, Func<string, Caller> resolveCaller) : IActionGatewayRoute
{
    /// <summary>How deep flows may call each other: one that calls itself without an end must not fill the machine with runs.</summary>
    private const int MaximumDepth = 32;

    private readonly ConcurrentDictionary<string, int> _depths = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    /// <remarks>A flow that is not here is refused here, and not looked for on the network.</remarks>
    public bool Accepts(ActionCall call) => TryReadUrl(call, out _);

    /// <inheritdoc/>
    public ValueTask<ActionResponse> RunAsync(ActionCall call, FlowObject request, CancellationToken cancellationToken) => AnswerAsync(async () =>
    {
        int depth = _depths.GetValueOrDefault(call.RunId) + 1;
        if (depth > MaximumDepth)
        {
            throw ServiceException.Conflict($"The flows call each other more than {MaximumDepth} deep: state '{call.StateName}' of flow {call.FlowId} starts no further run.");
        }

        Caller caller = resolveCaller(call.Caller);
        FlowRecord flow = starter.RequireStartable(FlowIdOf(call), caller);
        DateTimeOffset now = context.Now;
        var settings = RunSettings.Read(request, isStart: true);
        settings = settings with { RequestId = settings.RequestId ?? context.NewId().ToString() };

        // The run may call on before its start has returned.
        string runId = RunStarter.RunIdOf(flow, caller, settings.RequestId);
        _depths.TryAdd(runId, depth);
        try
        {
            (FlowRun run, bool isNew) = await starter.StartAsync(flow, settings, caller with { IssuedAt = now, ExpiresAt = now + TimeSpan.FromDays(2) }).ConfigureAwait(false);
            _ = ForgetAsync(run);
            return new ActionResponse(isNew ? 201 : 200, runs.Action(runs.Require(run.RunId, caller)));
        }
        catch
        {
            _depths.TryRemove(runId, out _);
            throw;
        }
    });

    /// <inheritdoc/>
    public ValueTask<ActionResponse> GetStatusAsync(ActionCall call, string actionId, CancellationToken cancellationToken)
        => AnswerAsync(() => new ValueTask<ActionResponse>(new ActionResponse(200, runs.Action(runs.Require(actionId, resolveCaller(call.Caller), FlowIdOf(call))))));

    /// <inheritdoc/>
    public ValueTask<ActionResponse> CancelAsync(ActionCall call, string actionId, CancellationToken cancellationToken) => AnswerAsync(async () =>
    {
        SeenRun seen = runs.RequireManageable(actionId, resolveCaller(call.Caller), FlowIdOf(call));
        await runs.CancelAsync(seen).ConfigureAwait(false);
        return new ActionResponse(200, runs.Action(seen));
    });

    /// <inheritdoc/>
    public ValueTask<ActionResponse> ResumeAsync(ActionCall call, string actionId, CancellationToken cancellationToken) => AnswerAsync(async () =>
    {
        SeenRun seen = runs.RequireManageable(actionId, resolveCaller(call.Caller), FlowIdOf(call));
        await runs.ResumeAsync(seen).ConfigureAwait(false);
        return new ActionResponse(200, runs.Action(seen));
    });

    private async Task ForgetAsync(FlowRun run)
    {
        await run.Completion.ConfigureAwait(false);
        _depths.TryRemove(run.RunId, out _);
    }

    private async ValueTask<ActionResponse> AnswerAsync(Func<ValueTask<ActionResponse>> operation)
    {
        try
        {
            return await operation().ConfigureAwait(false);
        }
        catch (ServiceException refusal)
        {
            return new ActionResponse(refusal.StatusCode, refusal.ToBody(context.NewId()));
        }
    }

    private static bool TryReadUrl(ActionCall call, out Guid flowId)
    {
        flowId = Guid.Empty;
        return Uri.TryCreate(call.ActionUrl, UriKind.Absolute, out Uri? url) && FlowUrls.TryRead(url, out flowId);
    }

    private static string FlowIdOf(ActionCall call) => TryReadUrl(call, out Guid id) ? id.ToString() : string.Empty;
}
