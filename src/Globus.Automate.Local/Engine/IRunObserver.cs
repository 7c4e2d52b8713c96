using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Definitions.Choices;
using Globus.Automate.FlowLanguage.Definitions.Parameters;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Engine;

/// <summary>
/// Is told about every step of a run, for those who try out a flow. Calls come one after the other, from the run itself: the run goes on when
/// they return. What they are given is raw: it holds private values, which whoever shows it takes out with <see cref="PrivacyMask"/>.
/// </summary>
public interface IRunObserver
{
    /// <summary>A state is entered.</summary>
    /// <param name="run">The run.</param>
    /// <param name="step">The step as far as it has come: for an Action, with its evaluated Parameters.</param>
    void OnStateEntered(FlowRun run, StateStep step);

    /// <summary>A state is left, for the next one or because the run ends. Not called for a state in which the run was cancelled.</summary>
    void OnStateExited(FlowRun run, StateStep step);
}

/// <summary>All that happened in one state.</summary>
public sealed record StateStep
{
    /// <summary>Which step of the run this is, from 0.</summary>
    public required int Number { get; init; }

    /// <summary>The state.</summary>
    public required FlowState State { get; init; }

    /// <summary>How often the state had been entered before: 0 for the first time.</summary>
    public int Invocation { get; init; }

    /// <summary>When it was entered.</summary>
    public required DateTimeOffset Entered { get; init; }

    /// <summary>When it was left; when it was entered, while it has not been left.</summary>
    public required DateTimeOffset Exited { get; init; }

    /// <summary>The document before.</summary>
    public required FlowValue DocumentBefore { get; init; }

    /// <summary>The input: the document, or what InputPath names. Null where InputPath led nowhere.</summary>
    public FlowValue? Input { get; init; }

    /// <summary>The evaluated Parameters; null without any, or where their evaluation failed.</summary>
    public FlowValue? Arguments { get; init; }

    /// <summary>Where each parameter's value came from.</summary>
    public IReadOnlyList<ParameterOrigin> Origins { get; init; } = [];

    /// <summary>The raw result, before ResultPath; null for a state without one.</summary>
    public FlowValue? Result { get; init; }

    /// <summary>The document after ResultPath; the one before, while the state has not been left.</summary>
    public required FlowValue DocumentAfter { get; init; }

    /// <summary>What must not be shown of <see cref="DocumentAfter"/>.</summary>
    public required PrivacyMask Mask { get; init; }

    /// <summary>What must not be shown of <see cref="Arguments"/>, and of <see cref="Result"/> where it comes from them.</summary>
    public required PrivacyMask ArgumentsMask { get; init; }

    /// <summary>The state that follows; null where the run ends.</summary>
    public string? Next { get; init; }

    /// <summary>For a Choice: the rules that were tried, in order; the last one matched unless <see cref="Next"/> is the Default.</summary>
    public IReadOnlyList<ChoiceTrace> Choices { get; init; } = [];

    /// <summary>The error of the state; null where there was none. It was caught where <see cref="Next"/> is not null.</summary>
    public StateError? Error { get; init; }
}

/// <summary>An error in a state.</summary>
/// <param name="Name">Its name: <c>ActionUnableToRun</c>, <c>ActionFailedException</c>, <c>ActionTimeout</c>, <c>States.Runtime</c> ...</param>
/// <param name="Cause">What happened, for a person.</param>
/// <param name="Output">What a Catch puts into the document: the action's error or status; null for other errors.</param>
public sealed record StateError(string Name, string Cause, FlowValue? Output = null);
