using System.Security.Cryptography;
using System.Text;
using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Engine.Execution;

/// <summary>
/// The life of an Action state: request, polls, WaitTime, errors (manual, sections 5.1, 5.5 and 5.6). It can begin anywhere in that life: a run
/// that is resumed, or recovered from a journal, goes on with the action that it had.
/// </summary>
internal sealed class ActionExecution(RunExecutor executor)
{
    private FlowRun Run => executor.Run;

    private FlowEngineOptions Options => executor.Engine.Options;

    /// <exception cref="StateFailureException">The action could not be run, failed, or took too long.</exception>
    public async ValueTask ExecuteAsync(ActionState state)
    {
        if (Run.Action is null && !await EnterAsync(state).ConfigureAwait(false))
        {
            return;
        }

        ActionProgress progress = Run.Action!;
        progress.Caller ??= await ResolveCallerAsync(state).ConfigureAwait(false);
        ActionCall call = Call(state, progress);
        if (progress.Status is null && !await RequestAsync(state, call, progress).ConfigureAwait(false))
        {
            return;
        }

        if (progress.MustResume && !await ResumeAsync(call, progress).ConfigureAwait(false))
        {
            return;
        }

        while (!ActionStatus.IsFinal(progress.Status))
        {
            if (ActionStatus.Of(progress.Status) is ActionStatus.Inactive)
            {
                Run.Deactivate(executor.Now, ActionStatus.ToInactiveDetails(progress.Status!, state));
                return;
            }

            if (!await PollAsync(state, call, progress).ConfigureAwait(false))
            {
                return;
            }
        }

        await CompleteAsync(state, progress).ConfigureAwait(false);
    }

    /// <summary>Cancels the action of a run that was cancelled or failed while the action was under way.</summary>
    public async ValueTask CancelLeftBehindAsync()
    {
        if (Run.Status.IsFinal() && Run.Current is ActionState state && Run.TakeActionToCancel() is { } progress)
        {
            await SendCancelAsync(Call(state, progress), progress).ConfigureAwait(false);
        }
    }

    private async ValueTask<bool> EnterAsync(ActionState state)
    {
        DateTimeOffset now = executor.Now;
        int invocation = Run.NextInvocation(state);
        FlowValue input = Run.Document;
        FlowValue arguments;
        PrivacyMask mask;
        try
        {
            var document = new RunDocument(Run.Document, Run.Context);
            input = StateData.ReadInput(state, document);
            arguments = StateData.ReadArguments(state, ReferenceEquals(input, document.Value) ? document : new RunDocument(input, Run.Context), executor.Recorder, executor.Stopping);
            mask = StateData.ArgumentsMask(state, Run.Mask);
        }
        catch (StateFailureException)
        {
            // The log shows what the state was entered with, then the error.
            _ = executor.Enter(now, Run.Document, Run.Mask);
            throw;
        }

        executor.Recorder?.Set(input, arguments);
        if (!executor.Enter(now, arguments, mask))
        {
            return false;
        }

        executor.CheckSize(arguments, state);
        return await Run.RequestAction(now, new ActionProgress
        {
            RequestId = RequestId(state, invocation),
            Invocation = invocation,
            Arguments = arguments,
            Deadline = FlowRun.Add(now, state.WaitTime),
            PollInterval = Options.FirstPollInterval,
        }).ConfigureAwait(false);
    }

    private async ValueTask<bool> RequestAsync(ActionState state, ActionCall call, ActionProgress progress)
    {
        RunMetadata metadata = Run.Metadata;
        FlowObject request = FlowObject.Create(
            ("request_id", FlowValue.From(progress.RequestId)),
            ("body", progress.Arguments),
            ("label", FlowValue.From(metadata.Label)),
            ("tags", FlowArray.OfStrings(metadata.Tags)),
            ("monitor_by", FlowArray.OfStrings(metadata.RunMonitors)),
            ("manage_by", FlowArray.OfStrings(metadata.RunManagers)));
        ActionResponse response = await executor.Engine.Actions.CallAsync(gateway => gateway.RunAsync(call, request, executor.Stopping)).ConfigureAwait(false);
        if (ActionStatus.Read(response) is not { } status)
        {
            FlowValue body = PrivateEcho.Hide(response.Body, progress.Arguments, StateData.ArgumentsMask(state, Run.Mask));
            throw UnableToRun(
                state,
                response.IsSuccess ? "its provider answered with something that is not an action status document"
                    : ActionStatus.Explain(body) ?? $"its provider answered with the status {response.StatusCode}",
                body);
        }

        if (!Run.ActionReported(executor.Now, status, isPoll: false))
        {
            return false;
        }

        executor.CheckSize(status, state);
        return true;
    }

    private async ValueTask<bool> ResumeAsync(ActionCall call, ActionProgress progress)
    {
        progress.MustResume = false;
        progress.PollInterval = Options.FirstPollInterval;
        ActionResponse response = await executor.Engine.Actions.CallAsync(gateway => gateway.ResumeAsync(call, progress.ActionId ?? string.Empty, executor.Stopping)).ConfigureAwait(false);
        FlowObject? status = ActionStatus.Read(response);
        if (status is null)
        {
            // A provider without resume: what the action does now shows at the next poll.
            response = await executor.Engine.Actions.CallAsync(gateway => gateway.GetStatusAsync(call, progress.ActionId ?? string.Empty, executor.Stopping)).ConfigureAwait(false);
            status = ActionStatus.Read(response) ?? progress.Status!;
        }

        return Run.ActionReported(executor.Now, status, isPoll: false);
    }

    /// <summary>Waits for the next poll or the end of WaitTime, and polls.</summary>
    /// <returns>Whether the run goes on.</returns>
    private async ValueTask<bool> PollAsync(ActionState state, ActionCall call, ActionProgress progress)
    {
        DateTimeOffset next = FlowRun.Add(executor.Now, progress.PollInterval);
        bool isLast = next >= progress.Deadline;
        if (!await executor.WaitUntilAsync(isLast ? progress.Deadline : next, orNews: true).ConfigureAwait(false))
        {
            return false;
        }

        TimeSpan doubled = progress.PollInterval + progress.PollInterval;
        progress.PollInterval = doubled < Options.MaxPollInterval ? doubled : Options.MaxPollInterval;
        ActionResponse response = await executor.Engine.Actions.CallAsync(gateway => gateway.GetStatusAsync(call, progress.ActionId ?? string.Empty, executor.Stopping)).ConfigureAwait(false);
        if (ActionStatus.Read(response) is { } status)
        {
            executor.CheckSize(status, state);
            bool isFinal = ActionStatus.IsFinal(status);

            // That nobody has answered a question yet is no news.
            if ((isFinal || state is not WebInputState) && !Run.ActionReported(executor.Now, status, isPoll: !isFinal))
            {
                return false;
            }
        }
        else if (response.StatusCode is 404 or 410)
        {
            throw Failed(state, "the provider does not know it any more", response.Body);
        }

        if (isLast && executor.Now >= progress.Deadline && ActionStatus.Of(progress.Status) is ActionStatus.Active)
        {
            await TimeOutAsync(state, call, progress).ConfigureAwait(false);
        }

        return true;
    }

    private async ValueTask TimeOutAsync(ActionState state, ActionCall call, ActionProgress progress)
    {
        progress.CancelSent = true;
        await SendCancelAsync(call, progress).ConfigureAwait(false);
        throw new StateFailureException(
            new StateError(
                RunErrors.ActionTimeout,
                $"The action of the state '{state.Name}' did not complete within its WaitTime of {state.WaitTime.TotalSeconds:0.###} seconds and was cancelled.",
                ActionStatus.ToResult(progress.Status!, state)),
            canBeCaught: true);
    }

    private async ValueTask CompleteAsync(ActionState state, ActionProgress progress)
    {
        FlowObject result = ActionStatus.ToResult(progress.Status!, state);
        if (executor.Recorder is { } recorder)
        {
            recorder.Result = result;
        }

        if (state.ExceptionOnActionFailure && ActionStatus.Of(progress.Status) is not ActionStatus.Succeeded)
        {
            throw Failed(state, ActionStatus.Explain(progress.Status!["details"]) ?? $"its status is {ActionStatus.Of(progress.Status)}", result);
        }

        await executor.ExitAsync(state, result, PrivacyMask.None).ConfigureAwait(false);
    }

    private async ValueTask<string> ResolveCallerAsync(ActionState state)
    {
        switch (state.RunAs)
        {
            case "User":
                return Run.Owner.Principal;
            case "Flow":
                return "urn:globus:auth:identity:" + Run.FlowId;
        }

        if ((Run.Request.Input["_tokens"] as FlowObject)?[state.RunAs]?.AsString() is not { } token)
        {
            throw UnableToRunAs(state, $"the run's input has no token for the role '{state.RunAs}' under '_tokens' (manual, section 5.4.1)");
        }

        string? principal = Options.ResolveRoleToken is { } resolve
            ? await resolve(Run.FlowId, state.RunAs, token, executor.Stopping).ConfigureAwait(false)
            : null;
        return principal ?? throw UnableToRunAs(state, $"the token for the role '{state.RunAs}' under '_tokens' is expired or not valid");
    }

    private static StateFailureException UnableToRunAs(ActionState state, string reason) => UnableToRun(state, reason, FlowObject.Create(
        ("error", FlowObject.Create(
            ("code", FlowValue.From("AUTHENTICATION_ERROR")),
            ("detail", FlowValue.From(reason))))));

    private static StateFailureException UnableToRun(ActionState state, string reason, FlowValue body) => new(
        new StateError(RunErrors.ActionUnableToRun, $"{Subject(state)} could not be run: {reason}", body),
        canBeCaught: true);

    private static StateFailureException Failed(ActionState state, string reason, FlowValue body) => new(
        new StateError(state.FailureError, $"{Subject(state)} failed: {reason}", body),
        canBeCaught: true);

    private static string Subject(ActionState state) => state is WebInputState ? $"The state '{state.Name}'" : $"The action of the state '{state.Name}' ({state.ActionUrl})";

    private ActionCall Call(ActionState state, ActionProgress progress)
        => new(state.ActionUrl, progress.Caller ?? Run.Owner.Principal, Run.RunId, Run.FlowId, state.Name, progress.Invocation) { ActionScope = state.ActionScope };

    /// <summary>Cancelling is advisory (manual, section 3.3.4): what the provider answers changes nothing.</summary>
    private async ValueTask SendCancelAsync(ActionCall call, ActionProgress progress)
    {
        if (progress.ActionId is { } actionId)
        {
            await executor.Engine.Actions.CallAsync(gateway => gateway.CancelAsync(call, actionId, CancellationToken.None)).ConfigureAwait(false);
            Run.Journal?.CancelSent(Run);
        }
    }

    /// <summary>A UUID made of what names the request, so that nobody who asks again for the same can ask for two actions.</summary>
    private string RequestId(ActionState state, int invocation)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{Run.RunId}\n{state.Name}\n{invocation}"));
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80); // version 8 (RFC 9562): made by the application
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true).ToString();
    }
}
