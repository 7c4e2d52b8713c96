using Globus.Automate.Local.Engine;

namespace Globus.Automate.Local.Testing;

/// <summary>Collects the steps of a run.</summary>
internal sealed class StepCollector : IRunObserver
{
    private readonly List<Entry> _entries = [];

    /// <summary>The first step, as far as it came, and whether its state was left; null where none was entered.</summary>
    public (StateStep Step, bool IsLeft)? First => _entries is [var first, ..] ? (first.Left ?? first.Begun, first.Left is not null) : null;

    /// <inheritdoc/>
    public void OnStateEntered(FlowRun run, StateStep step) => _entries.Add(new Entry(step, run.Log[run.Log.Count - 1]));

    /// <inheritdoc/>
    public void OnStateExited(FlowRun run, StateStep step)
    {
        // A state whose input cannot be read fails before it is entered.
        if (_entries.Count > 0 && ReferenceEquals(_entries[^1].Begun.State, step.State))
        {
            _entries[^1].Left = step;
        }
    }

    /// <summary>The states in their order; the one in which the run ended without leaving it has the run's error.</summary>
    public IReadOnlyList<VisitedState> Visited(StateError? error) => [.. _entries.Select(entry
        => new VisitedState(entry.Begun, entry.Entered, entry.Left, entry.Left is null ? error : null))];

    private sealed class Entry(StateStep begun, LogEntry entered)
    {
        public StateStep Begun { get; } = begun;

        public LogEntry Entered { get; } = entered;

        public StateStep? Left { get; set; }
    }
}
