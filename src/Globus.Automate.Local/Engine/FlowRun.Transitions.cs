using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine.Execution;
using Globus.Automate.Local.Engine.Recovery;

namespace Globus.Automate.Local.Engine;

/// <summary>
/// What can happen to a run. Every change of a run is one of these methods, called by the run's own loop, by a cancel or resume, and by the
/// replay of a journal. Those that may be refused because the run has ended meanwhile return false.
/// </summary>
public sealed partial class FlowRun
{
    private Dictionary<string, int>? _invocations;
    private bool _isEnding;
    private int _news;

    /// <summary>The document. Only the run's own loop changes it.</summary>
    internal FlowValue Document { get; private set; }

    /// <summary>What must not be shown of the document.</summary>
    internal PrivacyMask Mask { get; private set; } = PrivacyMask.None;

    internal FlowState Current { get; private set; }

    internal FlowObject Context { get; }

    internal RunRequest Request => _request;

    /// <summary>The action of the current state; null in a state of another type, and before the state was entered.</summary>
    internal ActionProgress? Action { get; private set; }

    /// <summary>When the current Wait state is over; null in a state of another type, and before the state was entered.</summary>
    internal DateTimeOffset? WaitUntil { get; private set; }

    /// <summary>When the current state was entered.</summary>
    internal DateTimeOffset Entered { get; private set; }

    /// <summary>Whether the current state has been entered.</summary>
    internal bool IsEntered { get; private set; }

    /// <summary>How many states have been entered.</summary>
    internal int Steps { get; private set; }

    /// <summary>Where changes are written; null while a journal is replayed, and without one.</summary>
    internal RunJournal? Journal { get; set; }

    /// <summary>What the run's loop waits on.</summary>
    internal RunSignal? Signal { get; set; }

    /// <summary>Notes that the run's action has changed, so that it is worth asking before its time.</summary>
    internal void NoteNews() => Volatile.Write(ref _news, 1);

    /// <summary>Whether there is news; it is none any more afterwards.</summary>
    internal bool TakeNews() => Volatile.Read(ref _news) != 0 && Interlocked.Exchange(ref _news, 0) != 0;

    /// <summary>The loop; the same one after a resume. Null before the first launch and after the end.</summary>
    internal RunExecutor? Executor { get; set; }

    /// <summary>Whether the run may go on.</summary>
    internal bool IsRunning
    {
        get
        {
            lock (_gate)
            {
                return _status == RunStatus.Active && !_isEnding;
            }
        }
    }

    /// <summary>How often a state has been entered before; counts this time.</summary>
    internal int NextInvocation(FlowState state)
    {
        _invocations ??= new Dictionary<string, int>(StringComparer.Ordinal);
        int invocation = _invocations.GetValueOrDefault(state.Name);
        _invocations[state.Name] = invocation + 1;
        return invocation;
    }

    internal bool Enter(DateTimeOffset time, FlowValue input, PrivacyMask mask)
    {
        lock (_gate)
        {
            if (!CanChange())
            {
                return false;
            }

            EnterCore(time, input, mask);
            return true;
        }
    }

    internal bool EnterWait(DateTimeOffset time, DateTimeOffset until)
    {
        lock (_gate)
        {
            if (!CanChange())
            {
                return false;
            }

            WaitUntil = until;
            Entered = time;
            Journal?.WaitEntered(this);
            return true;
        }
    }

    /// <summary>Remembers the action that is about to be requested; the task completes when it may be.</summary>
    internal Task<bool> RequestAction(DateTimeOffset time, ActionProgress progress)
    {
        Task committed;
        lock (_gate)
        {
            if (!CanChange())
            {
                return Task.FromResult(false);
            }

            Entered = time;
            Action = progress;
            committed = Journal?.ActionRequested(this) ?? Task.CompletedTask;
        }

        return committed.IsCompletedSuccessfully ? Task.FromResult(true) : After(committed);

        static async Task<bool> After(Task committed)
        {
            await committed.ConfigureAwait(false);
            return true;
        }
    }

    /// <summary>Takes over what the provider says about the action.</summary>
    internal bool ActionReported(DateTimeOffset time, FlowObject status, bool isPoll)
    {
        lock (_gate)
        {
            ActionProgress progress = Action!;
            progress.Status = status;
            progress.ActionId ??= status["action_id"]?.AsString();
            if (!CanChange())
            {
                return false;
            }

            if (isPoll)
            {
                AppendPolled(time, status);
            }

            Journal?.ActionReported(this, time, isPoll);
            return true;
        }
    }

    /// <summary>Leaves the current state for another.</summary>
    internal bool Exit(DateTimeOffset time, FlowValue document, PrivacyMask mask, FlowValue? result, FlowState next)
    {
        lock (_gate)
        {
            if (!CanChange())
            {
                return false;
            }

            Journal?.Exited(this, time, ReferenceEquals(document, Document) ? null : result, next.Name);
            ExitCore(time, document, mask, next);
            return true;
        }
    }

    /// <summary>Leaves the current state because of an error that was caught.</summary>
    internal bool ExitCaught(DateTimeOffset time, StateError error, FlowValue document, PrivacyMask mask, FlowState next)
    {
        lock (_gate)
        {
            if (!CanChange())
            {
                return false;
            }

            Journal?.Caught(this, time, error, next.Name);
            CatchCore(time, error, document, mask, next);
            return true;
        }
    }

    /// <summary>Ends the run with its document.</summary>
    internal ValueTask<bool> SucceedAsync(DateTimeOffset time, FlowValue document, PrivacyMask mask, FlowValue? result) => EndAsync(
        journal => journal.Succeeded(this, time, ReferenceEquals(document, Document) ? null : result),
        () => SucceedCore(time, document, mask));

    /// <summary>Ends the run with an error.</summary>
    internal ValueTask<bool> FailAsync(DateTimeOffset time, StateError error, bool isStateError) => EndAsync(
        journal => journal.Failed(this, time, error, isStateError),
        () => FailCore(time, error, isStateError));

    /// <summary>Ends the run because somebody asked for it. False where it has ended already.</summary>
    internal ValueTask<bool> CancelAsync(DateTimeOffset time) => EndAsync(
        journal => journal.Canceled(this, time),
        () => CancelCore(time));

    /// <summary>Stops the run until somebody resumes it.</summary>
    internal bool Deactivate(DateTimeOffset time, FlowObject details)
    {
        lock (_gate)
        {
            if (!CanChange())
            {
                return false;
            }

            Journal?.Deactivated(this, time, details);
            DeactivateCore(time, details);
            return true;
        }
    }

    /// <summary>Lets an inactive run go on. False where it is not inactive.</summary>
    internal bool Resume(DateTimeOffset time, out Task committed)
    {
        committed = Task.CompletedTask;
        lock (_gate)
        {
            if (_status != RunStatus.Inactive || _isEnding)
            {
                return false;
            }

            committed = Journal?.Resumed(this, time) ?? Task.CompletedTask;
            ResumeCore(time);
            return true;
        }
    }

    internal void SetMetadata(RunMetadata metadata)
    {
        lock (_gate)
        {
            Volatile.Write(ref _metadata, metadata);
            Changed();
        }
    }

    /// <summary>Whether the run has ended and left an action behind that nobody has cancelled.</summary>
    internal bool HasActionToCancel
    {
        get
        {
            lock (_gate)
            {
                return _status.IsFinal() && Action is { ActionId: not null, CancelSent: false } && !ActionStatus.IsFinal(Action.Status);
            }
        }
    }

    /// <summary>The action that a cancelled run leaves behind and that nobody has cancelled yet; the caller has to.</summary>
    internal ActionProgress? TakeActionToCancel()
    {
        lock (_gate)
        {
            if (Action is not { ActionId: not null, CancelSent: false } progress || ActionStatus.IsFinal(progress.Status))
            {
                return null;
            }

            progress.CancelSent = true;
            return progress;
        }
    }

    /// <summary>A time later, or the latest there is.</summary>
    internal static DateTimeOffset Add(DateTimeOffset time, TimeSpan span)
        => span > DateTimeOffset.MaxValue - time ? DateTimeOffset.MaxValue : time + span;

    private bool CanChange() => _status == RunStatus.Active && !_isEnding;

    private async ValueTask<bool> EndAsync(Func<RunJournal, Task> write, Action apply)
    {
        Task committed = Task.CompletedTask;
        bool isEnding = false;
        try
        {
            lock (_gate)
            {
                if (_isEnding || _status.IsFinal())
                {
                    return false;
                }

                if (Journal is not null)
                {
                    committed = write(Journal);
                }

                _isEnding = isEnding = true;
            }

            await committed.ConfigureAwait(false);
        }
        catch (Persistence.JournalException) when (isEnding)
        {
            lock (_gate)
            {
                _isEnding = false;
            }

            throw;
        }

        lock (_gate)
        {
            apply();
        }

        _completion.TrySetResult();
        return true;
    }
}
