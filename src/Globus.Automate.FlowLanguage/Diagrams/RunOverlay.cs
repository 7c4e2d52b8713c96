using System.Globalization;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Diagrams;

/// <summary>How far a run got, read from its log: what happened in each state, to colour a diagram by.</summary>
public sealed class RunOverlay
{
    private readonly Dictionary<string, StateRecord> _states;

    private readonly HashSet<(string From, string To, bool IsCaught)> _taken;

    private RunOverlay(Dictionary<string, StateRecord> states, IReadOnlyList<StateVisit> visits, DateTimeOffset? start, DateTimeOffset? end)
    {
        _taken = [.. visits.Zip(visits.Skip(1), static (from, to) => (from.State, to.State, from.Outcome == StateOutcome.Caught))];
        _states = states;
        Visits = visits;
        Start = start;
        End = end;
    }

    /// <summary>Each stay in a state, in the order in which they began.</summary>
    public IReadOnlyList<StateVisit> Visits { get; }

    /// <summary>The time of the first log entry.</summary>
    public DateTimeOffset? Start { get; }

    /// <summary>The time of the last log entry.</summary>
    public DateTimeOffset? End { get; }

    /// <summary>What happened in a state.</summary>
    public StateRecord this[string state] => _states.TryGetValue(state, out StateRecord? record) ? record : StateRecord.Never;

    /// <summary>Whether the run went this way. Of a rule and a Default that lead to one state the log does not tell which it was.</summary>
    public bool Took(DiagramEdge edge)
    {
        ArgumentNullException.ThrowIfNull(edge);
        return _taken.Contains((edge.From, edge.To, edge.Kind == DiagramEdgeKind.Catch));
    }

    /// <summary>Reads a run's log: entries of <c>{time, code, description, details}</c>, oldest first.</summary>
    public static RunOverlay FromLog(IEnumerable<FlowValue> entries)
    {
        var visits = new List<StateVisit>();
        DateTimeOffset? start = null;
        DateTimeOffset? end = null;
        bool running = true;
        foreach (FlowValue entry in entries)
        {
            string code = FlowDiagram.Text(entry, "code") ?? string.Empty;
            DateTimeOffset? time = Time(entry);
            start ??= time;
            end = time ?? end;
            FlowValue details = entry.TryGetMember("details", out FlowValue? d) ? d : FlowValue.Null;
            string? state = FlowDiagram.Text(details, "state_name");
            if (state is null)
            {
                if (code is "FlowFailed" or "FlowCanceled" or "FlowSucceeded")
                {
                    running = false;
                    CloseLast(visits, code, time);
                }

                continue;
            }

            if (code.EndsWith("Started", StringComparison.Ordinal))
            {
                CatchLast(visits);
                visits.Add(new StateVisit(state, FlowDiagram.Text(details, "state_type") ?? string.Empty, time, null, StateOutcome.Active, 0));
                continue;
            }

            int last = visits.FindLastIndex(v => string.Equals(v.State, state, StringComparison.Ordinal));
            if (last >= 0)
            {
                visits[last] = Advance(visits[last], code, time);
            }
        }

        if (!running)
        {
            CloseLast(visits, "FlowCanceled", end);
        }

        return new RunOverlay(Summarise(visits), visits, start, end);
    }

    private static StateVisit Advance(StateVisit visit, string code, DateTimeOffset? time)
    {
        if (code.EndsWith("Polled", StringComparison.Ordinal))
        {
            return visit with { Polls = visit.Polls + 1 };
        }

        if (code.EndsWith("Completed", StringComparison.Ordinal))
        {
            return visit with { End = time, Outcome = StateOutcome.Done };
        }

        return code.EndsWith("Failed", StringComparison.Ordinal) || code.EndsWith("Timeout", StringComparison.Ordinal) || code.EndsWith("UnableToRun", StringComparison.Ordinal)
            ? visit with { End = time, Outcome = StateOutcome.Failed }
            : visit;
    }

    /// <summary>A state that failed and was followed by another one was caught.</summary>
    private static void CatchLast(List<StateVisit> visits)
    {
        if (visits.Count > 0 && visits[^1].Outcome == StateOutcome.Failed)
        {
            visits[^1] = visits[^1] with { Outcome = StateOutcome.Caught };
        }
    }

    private static void CloseLast(List<StateVisit> visits, string code, DateTimeOffset? time)
    {
        if (visits.Count > 0 && visits[^1].Outcome == StateOutcome.Active)
        {
            visits[^1] = visits[^1] with { End = time, Outcome = code == "FlowSucceeded" ? StateOutcome.Done : StateOutcome.Failed };
        }
    }

    private static Dictionary<string, StateRecord> Summarise(List<StateVisit> visits)
        => visits.GroupBy(static v => v.State, StringComparer.Ordinal).ToDictionary(
            static g => g.Key,
            static g => new StateRecord(
                g.Last().Outcome,
                g.Count(),
                g.Sum(static v => v.Polls),
                TimeSpan.FromTicks(g.Sum(static v => v.Start is { } from && v.End is { } to ? (to - from).Ticks : 0))),
            StringComparer.Ordinal);

    private static DateTimeOffset? Time(FlowValue entry)
        => DateTimeOffset.TryParse(FlowDiagram.Text(entry, "time"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;
}

/// <summary>What became of a state in a run.</summary>
public enum StateOutcome
{
    /// <summary>The run never came there.</summary>
    NeverReached,

    /// <summary>The run is there.</summary>
    Active,

    /// <summary>The state completed.</summary>
    Done,

    /// <summary>The state failed and so did the run.</summary>
    Failed,

    /// <summary>The state failed and a Catch went on.</summary>
    Caught,
}

/// <summary>One stay in a state.</summary>
/// <param name="State">The state's name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Start">When it began.</param>
/// <param name="End">When it ended; null while it lasts.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Polls">How often its action was asked for its status.</param>
public sealed record StateVisit(string State, string Type, DateTimeOffset? Start, DateTimeOffset? End, StateOutcome Outcome, int Polls);

/// <summary>All stays in a state together.</summary>
/// <param name="Outcome">What became of the last one.</param>
/// <param name="Visits">How many there were.</param>
/// <param name="Polls">How often its actions were asked for their status.</param>
/// <param name="Duration">How long they took in sum.</param>
public sealed record StateRecord(StateOutcome Outcome, int Visits, int Polls, TimeSpan Duration)
{
    /// <summary>A state that the run never reached.</summary>
    public static StateRecord Never { get; } = new(StateOutcome.NeverReached, 0, 0, TimeSpan.Zero);
}
