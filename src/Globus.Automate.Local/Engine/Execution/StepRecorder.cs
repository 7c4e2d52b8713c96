using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Definitions.Choices;
using Globus.Automate.FlowLanguage.Definitions.Parameters;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Engine.Execution;

/// <summary>Collects what an observer is told about one step. There is none without an observer.</summary>
internal sealed class StepRecorder
{
    private readonly FlowRun _run;
    private readonly IRunObserver _observer;
    private readonly Dictionary<string, int> _invocations = new(StringComparer.Ordinal);
    private FlowValue _before = FlowValue.Null;
    private PrivacyMask _maskBefore = PrivacyMask.None;
    private DateTimeOffset _entered;
    private int _number;

    public StepRecorder(FlowRun run, IRunObserver observer)
    {
        _run = run;
        _observer = observer;
    }

    public FlowValue? Input { get; set; }

    public FlowValue? Arguments { get; set; }

    public FlowValue? Result { get; set; }

    public List<ParameterOrigin> Origins { get; private set; } = [];

    public List<ChoiceTrace> Choices { get; private set; } = [];

    public void Set(FlowValue input, FlowValue arguments)
    {
        Input = input;
        Arguments = arguments;
    }

    public void Enter(FlowState state, DateTimeOffset time)
    {
        _number = _run.Steps - 1;
        _entered = time;
        _before = _run.Document;
        _maskBefore = _run.Mask;
        _invocations[state.Name] = _invocations.GetValueOrDefault(state.Name, -1) + 1;
        _observer.OnStateEntered(_run, Describe(state, time, _before, _maskBefore));
    }

    /// <summary>Tells the observer, before anybody else can see that the state was left.</summary>
    public void Exit(FlowState state, DateTimeOffset time, FlowValue document, PrivacyMask mask, string? next, StateError? error = null)
    {
        _observer.OnStateExited(_run, Describe(state, time, document, mask) with { Next = next, Error = error });

        // Not when a state is entered: an Action computes its parameters before that.
        Input = null;
        Arguments = null;
        Result = null;
        Origins = [];
        Choices = [];
    }

    private StateStep Describe(FlowState state, DateTimeOffset time, FlowValue document, PrivacyMask mask) => new()
    {
        Number = _number,
        State = state,
        Invocation = _invocations.GetValueOrDefault(state.Name),
        Entered = _entered,
        Exited = time,
        DocumentBefore = _before,
        Input = Input,
        Arguments = Arguments,
        Origins = Origins,
        Result = Result,
        DocumentAfter = document,
        Mask = mask,
        ArgumentsMask = state is ResultState result ? StateData.ArgumentsMask(result, _maskBefore) : PrivacyMask.None,
        Choices = Choices,
    };
}
