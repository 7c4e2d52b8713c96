using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Engine;

/// <summary>
/// What each transition does to a run and its log, without asking whether it may: the transitions have, under their lock, and the replay of a
/// journal repeats what was allowed once.
/// </summary>
public sealed partial class FlowRun
{
    internal void EnterCore(DateTimeOffset time, FlowValue input, PrivacyMask mask)
    {
        Entered = time;
        IsEntered = true;
        Steps++;
        Append(new LogEntry(time, LogEntryKind.StateStarted, Current, input, mask));
    }

    internal void ExitCore(DateTimeOffset time, FlowValue document, PrivacyMask mask, FlowState? next)
    {
        Document = document;
        Mask = mask;
        Append(new LogEntry(time, LogEntryKind.StateCompleted, Current, document, mask));
        MoveTo(next);
    }

    internal void SucceedCore(DateTimeOffset time, FlowValue document, PrivacyMask mask)
    {
        ExitCore(time, document, mask, next: null);
        Append(new LogEntry(time, LogEntryKind.FlowSucceeded, state: null, document, mask));
        End(time, RunStatus.Succeeded);
    }

    internal void FailCore(DateTimeOffset time, StateError error, bool isStateError)
    {
        if (isStateError)
        {
            AppendFailed(time, error);
        }

        string cause = isStateError ? $"An error occurred while executing the state '{Current.Name}'. {error.Cause}" : error.Cause;
        Append(new LogEntry(time, LogEntryKind.FlowFailed, state: null, FlowObject.Create(("cause", FlowValue.From(cause)), ("error", FlowValue.From(error.Name))), PrivacyMask.None));
        End(time, RunStatus.Failed);
    }

    internal void CancelCore(DateTimeOffset time)
    {
        Append(new LogEntry(time, LogEntryKind.FlowCanceled, state: null, FlowObject.Empty, PrivacyMask.None));
        End(time, RunStatus.Ended);
    }

    internal void DeactivateCore(DateTimeOffset time, FlowObject details)
    {
        _inactiveDetails = (FlowObject)PrivacyMask.None.Apply(details);
        if (Action is not null)
        {
            Action.Remaining = Action.Deadline - time;
        }

        Append(new LogEntry(time, LogEntryKind.FlowInactive, state: null, details, PrivacyMask.None));
        _status = RunStatus.Inactive;
        Changed();
    }

    internal void ResumeCore(DateTimeOffset time)
    {
        if (Action is not null)
        {
            Action.MustResume = true;
            Action.Deadline = Add(time, Action.Remaining);
        }

        _inactiveDetails = null;
        _status = RunStatus.Active;
        Append(new LogEntry(time, LogEntryKind.FlowResumed, state: null, FlowObject.Create(("state_name", Current.NameValue)), PrivacyMask.None));
    }

    internal void RestoreAction(ActionProgress progress) => Action = progress;

    internal void RestoreWait(DateTimeOffset until) => WaitUntil = until;

    internal void AppendPolled(DateTimeOffset time, FlowObject status)
        => Append(new LogEntry(time, LogEntryKind.ActionPolled, Current, status, PrivacyMask.None));

    internal void CatchCore(DateTimeOffset time, StateError error, FlowValue document, PrivacyMask mask, FlowState next)
    {
        AppendFailed(time, error);
        Document = document;
        Mask = mask;
        MoveTo(next);
    }

    /// <summary>Completes <see cref="Completion"/> of a run that was replayed to its end.</summary>
    internal void CompleteReplay()
    {
        if (_status.IsFinal())
        {
            _completion.TrySetResult();
        }
    }

    private void End(DateTimeOffset time, RunStatus status)
    {
        CompletionTime = time;
        _inactiveDetails = null;
        _status = status;
        Changed();
    }

    private void MoveTo(FlowState? next)
    {
        Action = null;
        WaitUntil = null;
        IsEntered = false;
        if (next is not null)
        {
            Current = next;
        }
    }

    private void AppendFailed(DateTimeOffset time, StateError error)
    {
        var facts = new FlowObject.Builder();
        facts.Set("exception", FlowValue.From(error.Name));
        facts.Set("cause", FlowValue.From(error.Cause));
        if (error.Output is not null)
        {
            facts.Set("output", error.Output);
        }

        Append(new LogEntry(time, LogEntryKind.StateFailed, Current, facts.Build(), PrivacyMask.None));
    }

    private void Append(in LogEntry entry)
    {
        Log.Add(entry);
        Changed();
    }

    private void Changed()
    {
        _version++;
        if (_changed is { } waiting)
        {
            _changed = null;
            waiting.TrySetResult();
        }
    }
}
