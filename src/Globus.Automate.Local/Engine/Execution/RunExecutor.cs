using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Persistence;

namespace Globus.Automate.Local.Engine.Execution;

/// <summary>The loop that takes a run from state to state until it ends, becomes inactive, or the engine stops.</summary>
internal sealed class RunExecutor
{
    /// <summary>After so many states without a wait the run lets others have its thread.</summary>
    private const int StepsPerTurn = 128;

    /// <summary>The most that the timers of .NET take at once is 49 days.</summary>
    private static readonly TimeSpan s_longestTimer = TimeSpan.FromDays(40);

    private readonly FlowEngine _engine;
    private readonly StepRecorder? _recorder;
    private readonly ActionExecution _action;

    public RunExecutor(FlowEngine engine, FlowRun run)
    {
        _engine = engine;
        Run = run;
        _recorder = run.Request.Observer is { } observer ? new StepRecorder(run, observer) : null;
        _action = new ActionExecution(this);
    }

    public FlowRun Run { get; }

    public FlowEngine Engine => _engine;

    public StepRecorder? Recorder => _recorder;

    public DateTimeOffset Now => _engine.TimeProvider.GetUtcNow();

    public CancellationToken Stopping => _engine.Stopping;

    private FlowEngineOptions Options => _engine.Options;

    private bool MayGoOn => Run.IsRunning && !Stopping.IsCancellationRequested;

    /// <summary>Runs the loop. The engine has counted it as work; it ends that when it returns.</summary>
    public async Task ExecuteAsync()
    {
        try
        {
            await LoopAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (Stopping.IsCancellationRequested)
        {
            // The engine stops; with a journal, the run goes on from there another time.
        }
        catch (JournalException exception)
        {
            Run.Journal = null; // what cannot be written must not keep the run from showing why
            await FailRunAsync(new StateError(RunErrors.Runtime, $"The run cannot go on: {exception.Message}")).ConfigureAwait(false);
        }
        catch (RunAbortedException exception)
        {
            await FailRunAsync(exception.Error).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // a fault of an observer, a gateway or the engine ends this run with a message, not the process
        catch (Exception exception)
#pragma warning restore CA1031
        {
            await FailRunAsync(new StateError(RunErrors.Runtime, $"The local engine met an unexpected error in the state '{Run.Current.Name}': {exception.GetType().Name}: {exception.Message}"))
                .ConfigureAwait(false);
        }
        finally
        {
            await _action.CancelLeftBehindAsync().ConfigureAwait(false);
            if (Run.Status.IsFinal())
            {
                Run.Signal?.Dispose();
                Run.Executor = null;
            }
        }
    }

    /// <summary>Tells the action that an ended run has left behind to stop.</summary>
    public ValueTask CancelActionAsync() => _action.CancelLeftBehindAsync();

    /// <summary>Waits until a time, or until the run does not go on any more.</summary>
    /// <param name="time">The time.</param>
    /// <param name="orNews">Whether it waits no longer than until there is news of the run's action.</param>
    /// <returns>Whether the run goes on.</returns>
    /// <exception cref="StateFailureException">The run has reached the longest time that a run may take.</exception>
    public async ValueTask<bool> WaitUntilAsync(DateTimeOffset time, bool orNews = false)
    {
        DateTimeOffset limit = FlowRun.Add(Run.StartTime, Options.MaxRunDuration);
        DateTimeOffset due = time < limit ? time : limit;
        while (MayGoOn)
        {
            if (orNews && Run.TakeNews())
            {
                return true;
            }

            TimeSpan left = due - Now;
            if (left <= TimeSpan.Zero)
            {
                break;
            }

            // Timers count milliseconds and round down: a little late is right, a little early is not.
            TimeSpan span = left < s_longestTimer ? TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)) : s_longestTimer;
            await Run.Signal!.WaitAsync(span).ConfigureAwait(false);
        }

        return MayGoOn && (time < limit ? true : throw Timeout());
    }

    /// <summary>Enters the current state, or ends the run where it has no step left.</summary>
    /// <returns>Whether the state was entered.</returns>
    public bool Enter(DateTimeOffset time, FlowValue input, PrivacyMask mask)
    {
        if (!Run.Enter(time, input, mask))
        {
            return false;
        }

        _recorder?.Enter(Run.Current, time);
        return true;
    }

    /// <summary>Leaves the current state with a result at a path, or without one.</summary>
    public ValueTask ExitAsync(FlowState state, FlowValue? result, PrivacyMask resultMask)
    {
        FlowValue document = Run.Document;
        PrivacyMask mask = Run.Mask;
        if (result is not null && state is ResultState { ResultPath: var path })
        {
            document = StateData.WriteResult(path, document, result);
            mask = StateData.WriteMask(path, mask, resultMask);
            CheckSize(document, state);
        }

        return ExitToAsync(state, document, mask, result, state.Next);
    }

    /// <summary>Ends the run as failed, for a reason that is not the current state's.</summary>
    public async ValueTask FailRunAsync(StateError error) => await Run.FailAsync(Now, error, isStateError: false).ConfigureAwait(false);

    /// <summary>Refuses a value that the service would not keep.</summary>
    public void CheckSize(FlowValue value, FlowState state) => DataLimits.Check(value, state, Options);

    /// <summary>Takes an error to the Catch that is for it, or ends the run.</summary>
    public async ValueTask HandleAsync(FlowState state, StateFailureException failure)
    {
        DateTimeOffset time = Now;
        StateError error = failure.Error;
        if (failure.CanBeCaught && state is ActionState action && action.Catch.FirstOrDefault(rule => rule.Accepts(error.Name)) is { } rule)
        {
            FlowValue document;
            try
            {
                document = StateData.WriteResult(rule.ResultPath, Run.Document, CatchOutput(state, error));
                CheckSize(document, state);
            }
            catch (StateFailureException inner)
            {
                await EndWithErrorAsync(state, time, inner.Error).ConfigureAwait(false);
                return;
            }

            PrivacyMask mask = StateData.WriteMask(rule.ResultPath, Run.Mask, PrivacyMask.None);
            _recorder?.Exit(state, time, document, mask, rule.Next, error);
            Run.ExitCaught(time, error, document, mask, Run.Definition[rule.Next]);
            return;
        }

        await EndWithErrorAsync(state, time, error).ConfigureAwait(false);
    }

    /// <summary>What a Catch puts into the document: the action's own words, or what is known of another error.</summary>
    internal static FlowValue CatchOutput(FlowState state, StateError error) => error.Output ?? FlowObject.Create(
        ("state_name", state.NameValue),
        ("exception", FlowValue.From(error.Name)),
        ("cause", FlowValue.From(error.Cause)));

    private async ValueTask LoopAsync()
    {
        int turn = 0;
        if (Run.Steps == 0 && DataLimits.CheckInput(Run, Options) is { } tooLarge)
        {
            await FailRunAsync(tooLarge).ConfigureAwait(false);
        }

        while (MayGoOn)
        {
            FlowState state = Run.Current;
            try
            {
                ValueTask step = StepAsync(state);
                if (!step.IsCompletedSuccessfully)
                {
                    turn = 0;
                }

                await step.ConfigureAwait(false);
            }
            catch (StateFailureException failure)
            {
                await HandleAsync(state, failure).ConfigureAwait(false);
            }

            if (++turn >= StepsPerTurn)
            {
                turn = 0;
                if (Options.Journal is { } journal)
                {
                    await journal.WaitForRoomAsync(Stopping).ConfigureAwait(false);
                }

                await Task.Yield();
            }
        }
    }

    private ValueTask StepAsync(FlowState state)
    {
        bool isUnderWay = Run.Action is not null || Run.WaitUntil is not null;
        DateTimeOffset now = Now;
        if (!isUnderWay && FindLimit(now) is { } limit)
        {
            return FailRunAsync(limit);
        }

        switch (state)
        {
            case ActionState action:
                return _action.ExecuteAsync(action);
            case WaitState wait:
                return WaitAsync(wait, now);
        }

        if (!Enter(now, Run.Document, Run.Mask))
        {
            return default;
        }

        var document = new RunDocument(Run.Document, Run.Context);
        return state switch
        {
            ChoiceState choice => ExitToAsync(choice, Run.Document, Run.Mask, result: null, ChoiceEvaluation.Choose(choice, document, _recorder)),
            FailState fail => EndWithErrorAsync(fail, now, FailStateError.Read(fail, document, Run.Mask), isStateError: false),
            _ => ComputeAsync((ResultState)state, document),
        };
    }

    private StateError? FindLimit(DateTimeOffset now)
    {
        if (Run.Log.Count > Options.MaxLogEntries - 3)
        {
            return new StateError(RunErrors.StepLimitExceeded, $"The run has written {Run.Log.Count} log entries, the most a run may: it seems to loop without an end.");
        }

        if (Run.Steps >= Run.Request.MaxSteps)
        {
            return new StateError(RunErrors.StepLimitExceeded, $"The run has taken {Run.Steps} steps, the most it was allowed.");
        }

        return now - Run.StartTime >= Options.MaxRunDuration ? Timeout().Error : null;
    }

    private StateFailureException Timeout()
        => new(new StateError(RunErrors.Timeout, $"The run has lasted {Options.MaxRunDuration.TotalDays:0.##} days, the longest a run may."));

    private ValueTask ComputeAsync(ResultState state, RunDocument document)
    {
        FlowValue input = StateData.ReadInput(state, document);
        RunDocument inputDocument = ReferenceEquals(input, document.Value) ? document : new RunDocument(input, Run.Context);
        FlowValue result = StateData.ReadArguments(state, inputDocument, _recorder, Stopping);
        if (state is PassState { Result: { } constant })
        {
            result = constant;
        }

        if (_recorder is not null)
        {
            _recorder.Input = input;
            _recorder.Result = result;
        }

        return ExitAsync(state, result, StateData.ArgumentsMask(state, Run.Mask));
    }

    private async ValueTask WaitAsync(WaitState state, DateTimeOffset now)
    {
        if (Run.WaitUntil is null)
        {
            if (!Enter(now, Run.Document, Run.Mask))
            {
                return;
            }

            DateTimeOffset until = WaitTimes.Read(state, new RunDocument(Run.Document, Run.Context), now);
            if (!Run.EnterWait(now, until))
            {
                return;
            }
        }

        if (await WaitUntilAsync(Run.WaitUntil!.Value).ConfigureAwait(false))
        {
            await ExitAsync(state, result: null, PrivacyMask.None).ConfigureAwait(false);
        }
    }

    private ValueTask ExitToAsync(FlowState state, FlowValue document, PrivacyMask mask, FlowValue? result, string? next)
    {
        DateTimeOffset time = Now;
        _recorder?.Exit(state, time, document, mask, next);
        if (next is null)
        {
            return Discard(Run.SucceedAsync(time, document, mask, result));
        }

        Run.Exit(time, document, mask, result, Run.Definition[next]);
        return default;
    }

    private ValueTask EndWithErrorAsync(FlowState state, DateTimeOffset time, StateError error, bool isStateError = true)
    {
        _recorder?.Exit(state, time, Run.Document, Run.Mask, next: null, error);
        return Discard(Run.FailAsync(time, error, isStateError));
    }

    private static ValueTask Discard(ValueTask<bool> task)
    {
        return task.IsCompletedSuccessfully ? default : After(task);

        static async ValueTask After(ValueTask<bool> task) => await task.ConfigureAwait(false);
    }
}
