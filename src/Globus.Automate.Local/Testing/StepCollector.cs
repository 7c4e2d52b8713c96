using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.Local.Engine;

namespace Globus.Automate.Local.Testing;

/// <summary>Collects the steps of a run.</summary>
internal sealed class StepCollector : IRunObserver
{
    private readonly List<Entry> _entries = [];
    private readonly Dictionary<string, int> _invocations = new(StringComparer.Ordinal);

    /// <summary>The steps that were taken to their end.</summary>
    public IEnumerable<StateStep> Steps => _entries.Where(static entry => entry.Step is not null).Select(static entry => entry.Step!);

    /// <inheritdoc/>
    public void OnStateEntered(FlowRun run, FlowState state, int number)
    {
        int invocation = _invocations.GetValueOrDefault(state.Name);
        _invocations[state.Name] = invocation + 1;
        _entries.Add(new Entry(state, number, invocation, run.Log[run.Log.Count - 1]));
    }

    /// <inheritdoc/>
    public void OnStateExited(FlowRun run, StateStep step)
    {
        // A state whose input cannot be read fails before it is entered.
        if (_entries.Count > 0 && ReferenceEquals(_entries[^1].State, step.State))
        {
            _entries[^1].Step = step;
        }
    }

    /// <summary>The states in their order; the one in which the run ended without leaving it has the run's error.</summary>
    public IReadOnlyList<VisitedState> Visited(StateError? error) => [.. _entries.Select(entry
        => new VisitedState(entry.State, entry.Number, entry.Invocation, entry.Entered, entry.Step, entry.Step is null ? error : null))];

    private sealed class Entry(FlowState state, int number, int invocation, LogEntry entered)
    {
        public FlowState State { get; } = state;

        public int Number { get; } = number;

        public int Invocation { get; } = invocation;

        public LogEntry Entered { get; } = entered;

        public StateStep? Step { get; set; }
    }
}
