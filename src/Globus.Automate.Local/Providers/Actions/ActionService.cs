using System.Collections.Concurrent;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;
using Globus.Automate.Local.Services;

namespace Globus.Automate.Local.Providers;

/// <summary>
/// The actions of all providers, and the Action Provider interface 1.0 on them: run, status, cancel, release, resume, log. Each answers
/// with the HTTP status and body that a hosted provider would give. What it has acknowledged is in its store.
/// </summary>
public sealed partial class ActionService : IAsyncDisposable
{
    private readonly ActionServiceOptions _options;
    private readonly ConcurrentDictionary<string, ActionContext> _actions = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Creator, string Provider, string RequestId), ActionContext> _byRequest = [];
    private readonly PriorityQueue<string, DateTimeOffset> _releases = new();
    private readonly object _gate = new();
    private readonly BackgroundWork _work = new();

    /// <summary>Makes a service without actions; <see cref="RecoverAsync(ActionProviderRegistry, CancellationToken)"/> takes in those of its store.</summary>
    public ActionService(ActionServiceOptions? options = null) => _options = options ?? new ActionServiceOptions();

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider => _options.TimeProvider;

    internal IActionStore Store => _options.Store;

    /// <summary><c>POST {url}/run</c>: 202 for an action under way, 201 for one that is finished, 200 for one that this request had started before.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="caller">Who runs it.</param>
    /// <param name="request">request_id, body, and optionally label, monitor_by, manage_by, release_after, deadline.</param>
    /// <param name="cancellationToken">Gives up waiting; an action that was started goes on.</param>
    public ValueTask<ActionResponse> RunAsync(ActionProvider provider, Caller caller, FlowObject request, CancellationToken cancellationToken = default)
        => AnswerAsync(() => RunCoreAsync(provider, caller, request, cancellationToken));

    /// <summary><c>GET {url}/{action_id}/status</c>.</summary>
    public ValueTask<ActionResponse> GetStatusAsync(ActionProvider provider, Caller caller, string actionId, CancellationToken cancellationToken = default)
        => AnswerAsync(() => new ValueTask<ActionResponse>(new ActionResponse(200, Find(provider, caller, actionId, manage: false).ToStatus())));

    /// <summary><c>POST {url}/{action_id}/cancel</c>: advisory; an action that is over is a conflict (409).</summary>
    public ValueTask<ActionResponse> CancelAsync(ActionProvider provider, Caller caller, string actionId, CancellationToken cancellationToken = default)
        => AnswerAsync(async () =>
        {
            ActionContext action = Find(provider, caller, actionId, manage: true);
            if (action.Progress.IsFinal)
            {
                throw ActionRefusedException.Conflict($"Action {actionId} has status '{action.Progress.Status.Name()}' and cannot be cancelled: it is finished.");
            }

            if (provider.CanCancel)
            {
                await action.Started.WaitAsync(cancellationToken).ConfigureAwait(false);
                await action.StopAsync().ConfigureAwait(false);
                action.Report(provider.Cancel(action));
                await Store.FlushAsync(cancellationToken).ConfigureAwait(false);
            }

            return new ActionResponse(200, action.ToStatus());
        });

    /// <summary><c>POST {url}/{action_id}/release</c>: removes a finished action and answers with its last status; an unfinished one is a conflict (409).</summary>
    public ValueTask<ActionResponse> ReleaseAsync(ActionProvider provider, Caller caller, string actionId, CancellationToken cancellationToken = default)
        => AnswerAsync(async () =>
        {
            ActionContext action = Find(provider, caller, actionId, manage: true);
            ActionRecord record = action.Record;
            if (!record.Progress.IsFinal)
            {
                throw ActionRefusedException.Conflict(
                    $"Action {actionId} has status '{record.Progress.Status.Name()}' but must have status in {{'SUCCEEDED', 'FAILED'}} to be released.");
            }

            Remove(action);
            await Store.FlushAsync(cancellationToken).ConfigureAwait(false);
            return new ActionResponse(200, record.ToStatus());
        });

    /// <summary><c>POST {url}/{action_id}/resume</c>: has an INACTIVE action try again; an ACTIVE one is left alone, a finished one is a conflict (409).</summary>
    public ValueTask<ActionResponse> ResumeAsync(ActionProvider provider, Caller caller, string actionId, CancellationToken cancellationToken = default)
        => AnswerAsync(async () =>
        {
            ActionContext action = Find(provider, caller, actionId, manage: true);
            await action.Started.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (action.Progress.IsFinal)
            {
                throw ActionRefusedException.Conflict($"Action {actionId} has status '{action.Progress.Status.Name()}' and cannot be resumed: it is finished.");
            }

            if (action.Progress.Status == ActionStatus.Inactive && action.TryEnterResume())
            {
                try
                {
                    if (ActionAccess.IsCreator(action.Record, caller))
                    {
                        action.Caller = caller;
                    }

                    action.Hold();
                    using IDisposable? held = _options.HoldClock?.Invoke();
                    Begin(action, await provider.ResumeAsync(action, cancellationToken).ConfigureAwait(false));
                }
                finally
                {
                    action.LeaveResume();
                }

                await Store.FlushAsync(cancellationToken).ConfigureAwait(false);
            }

            return new ActionResponse(200, action.ToStatus());
        });

    /// <summary><c>GET {url}/{action_id}/log</c>.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="actionId">The action.</param>
    /// <param name="limit">1 to 100 entries a page.</param>
    /// <param name="reverse">Newest first.</param>
    /// <param name="marker">The marker of the page before; it holds limit and order.</param>
    public ValueTask<ActionResponse> GetLogAsync(ActionProvider provider, Caller caller, string actionId, int limit = ActionLogPage.DefaultLimit, bool reverse = false, string? marker = null)
        => AnswerAsync(() =>
        {
            ActionContext action = Find(provider, caller, actionId, manage: false);
            if (!provider.Description.LogSupported)
            {
                throw ActionRefusedException.NotFound($"The action provider '{provider.Description.Title}' keeps no log (log_supported is false).");
            }

            return new ValueTask<ActionResponse>(new ActionResponse(200, ActionLogPage.Read(action.Record.Log, limit, reverse, marker)));
        });

    /// <summary>
    /// Ends when no action has work of its own in hand (timers do not count).
    /// </summary>
    public Task WhenIdleAsync(CancellationToken cancellationToken = default) => _work.WhenIdleAsync(cancellationToken);

    /// <summary>Stops all work; actions stay as they are in the store.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_actions.Values.Select(static action => action.StopAsync())).ConfigureAwait(false);
    }

    internal Guid NewId() => _options.NewId();

    internal bool HasConsent(Caller caller, string scope, string dependentScope) => _options.HasConsent(caller, scope, dependentScope);

    internal Task Track(Func<Task> work)
    {
        IDisposable? held = _options.HoldClock?.Invoke();
        return _work.Track(Task.Run(work, CancellationToken.None), held);
    }

    private async ValueTask<ActionResponse> RunCoreAsync(ActionProvider provider, Caller caller, FlowObject document, CancellationToken cancellationToken)
    {
        Sweep();
        if (!ActionAccess.HoldsAny(caller, provider.Description.RunnableBy))
        {
            throw ActionRefusedException.Forbidden($"You do not have permission to run the action provider '{provider.Description.Title}'.");
        }

        DateTimeOffset now = TimeProvider.GetUtcNow();
        var request = ActionRequest.Read(document, provider.Description.MaximumDeadline, now);
        FlowObject kept = provider.Retain(request.Body);
        if (!TryAdd(provider, caller, request, kept, now, out ActionContext action))
        {
            await action.Started.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (!action.Record.Body.Equals(kept))
            {
                throw ActionRefusedException.Conflict(
                    $"The request_id '{request.RequestId}' was used for action {action.ActionId} with another body. Use a new request_id for a new action.");
            }

            await Store.FlushAsync(cancellationToken).ConfigureAwait(false);
            return new ActionResponse(200, action.ToStatus());
        }

        ActionProgress progress;
        try
        {
            provider.Validate(request.Body);
            if (!provider.IsRepeatable)
            {
                Store.Put(action.Record);
                await Store.FlushAsync(cancellationToken).ConfigureAwait(false);
            }

            using IDisposable? held = _options.HoldClock?.Invoke();
            progress = await provider.RunAsync(action, cancellationToken).ConfigureAwait(false);
            Begin(action, progress);
        }
        catch (Exception exception)
        {
            Remove(action);
            action.Refused(exception);
            throw;
        }

        await Store.FlushAsync(cancellationToken).ConfigureAwait(false);

        // What was true when the action began, even if its work is done by now: the same request gets the same kind of answer every time.
        ActionRecord record = action.Record;
        return progress.IsFinal
            ? new ActionResponse(201, record.ToStatus())
            : new ActionResponse(202, (record with { Progress = progress, CompletionTime = null }).ToStatus());
    }

    private static void Begin(ActionContext action, ActionProgress progress)
    {
        action.Answered(progress);
        if (action.Record is { Deadline: { } deadline, Progress.IsFinal: false })
        {
            action.Schedule(deadline - action.TimeProvider.GetUtcNow(), () => action.Report(ActionProgress.Failed(FlowObject.Create(
                ("code", FlowValue.From("DeadlineExceeded")),
                ("description", FlowValue.From($"The action was not finished by its deadline, {IsoDuration.FormatTime(deadline)}."))))));
        }
    }

    private ActionContext Find(ActionProvider provider, Caller caller, string actionId, bool manage)
    {
        Sweep();
        if (!_actions.TryGetValue(actionId, out ActionContext? action) || action.Provider != provider || !ActionAccess.MayMonitor(action.Record, caller))
        {
            throw ActionRefusedException.NotFound($"There is no action {actionId} of '{provider.Description.Name}', or you may not see it.");
        }

        return !manage || ActionAccess.MayManage(action.Record, caller)
            ? action
            : throw ActionRefusedException.Forbidden($"You may see action {actionId} but not change it: you are not in its manage_by list.");
    }

    private async ValueTask<ActionResponse> AnswerAsync(Func<ValueTask<ActionResponse>> operation)
    {
        try
        {
            return await operation().ConfigureAwait(false);
        }
        catch (ActionRefusedException refusal)
        {
            return refusal.ToResponse(NewId());
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            string message = $"The action provider met an unexpected fault ({exception.GetType().Name}): {exception.Message}";
            return new ActionRefusedException(500, "UNKNOWN_ERROR", message).ToResponse(NewId());
        }
    }
}
