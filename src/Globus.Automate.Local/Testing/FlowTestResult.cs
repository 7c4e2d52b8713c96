using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;

namespace Globus.Automate.Local.Testing;

/// <summary>What a run that was tried out did. Nothing in it holds a private value.</summary>
public sealed record FlowTestResult
{
    /// <summary>The case.</summary>
    public required string Case { get; init; }

    /// <summary>The status at the end: SUCCEEDED or FAILED; INACTIVE where an action waits for somebody.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>The run's document at the end.</summary>
    public required FlowValue Output { get; init; }

    /// <summary>The states in the order in which they were entered.</summary>
    public required IReadOnlyList<VisitedState> States { get; init; }

    /// <summary>The log.</summary>
    public required IReadOnlyList<LogEntry> Log { get; init; }

    /// <summary>The mocks that no action asked for.</summary>
    public required IReadOnlyList<MockReference> UnmatchedMocks { get; init; }

    /// <summary>The error that the run failed with; null for a run that did not.</summary>
    public StateError? Error { get; init; }

    /// <summary>What helps with the error: where a path that led nowhere left the document, when the clock of a run that lasted too long began; null for other errors.</summary>
    public string? Hint { get; init; }

    /// <summary>What an inactive run waits for; null for every other one.</summary>
    public FlowObject? InactiveDetails { get; init; }

    /// <summary>When the run started, on its own clock.</summary>
    public required DateTimeOffset StartTime { get; init; }

    /// <summary>How long the run took, on its own clock.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Where the run first differs from what the case expects; null where it does not, and for a case that expects nothing.</summary>
    public RunDifference? Difference { get; init; }

    /// <summary>Whether the run did what its case expects; for a case that expects nothing, whether it succeeded.</summary>
    public required bool Passed { get; init; }

    /// <summary>Which states and branches the run went through.</summary>
    public required FlowCoverage Coverage { get; init; }
}

/// <summary>A state that a run went through. Nothing in it holds a private value.</summary>
public sealed class VisitedState
{
    private readonly LogEntry _entered;
    private readonly StateStep? _step;

    internal VisitedState(StateStep begun, LogEntry entered, StateStep? step, StateError? error)
    {
        State = begun.State;
        Number = begun.Number;
        Invocation = begun.Invocation;
        _entered = entered;
        _step = step;
        Error = step?.Error is { Output: { } output } known ? known with { Output = PrivacyMask.None.Apply(output) } : step?.Error ?? error;
    }

    /// <summary>The state.</summary>
    public FlowState State { get; }

    /// <summary>Which step of the run this is, from 0.</summary>
    public int Number { get; }

    /// <summary>How often the state had been entered before: 0 for the first time.</summary>
    public int Invocation { get; }

    /// <summary>What the state was entered with: the document; for an Action, the body that the action got.</summary>
    public FlowValue Input => _entered.Details["input"] ?? FlowValue.Null;

    /// <summary>The document after the state; null for a state that the run did not leave.</summary>
    public FlowValue? Output => _step is null ? null : _step.Mask.Apply(_step.DocumentAfter);

    /// <summary>The state that followed; null where the run ended.</summary>
    public string? Next => _step?.Next;

    /// <summary>The branch that was taken: <c>Choices[0]</c>, <c>Default</c> or <c>Catch[0]</c>; null where there was no choice.</summary>
    public string? Branch => _step is null ? null : FlowBranches.Taken(_step);

    /// <summary>The error of the state; null where there was none. It was caught where <see cref="Next"/> is not null.</summary>
    public StateError? Error { get; }

    /// <summary>When it was entered, on the clock of the run.</summary>
    public DateTimeOffset Entered => _entered.Time;

    /// <summary>How long it took, on the clock of the run.</summary>
    public TimeSpan Duration => _step is null ? TimeSpan.Zero : _step.Exited - _step.Entered;

    /// <inheritdoc/>
    public override string ToString() => State.Name;
}
