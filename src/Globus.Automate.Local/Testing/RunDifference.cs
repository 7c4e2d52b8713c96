using System.Globalization;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;

namespace Globus.Automate.Local.Testing;

/// <summary>Where a run first differs from the recorded one.</summary>
/// <param name="Step">Which step of the run, from 0.</param>
/// <param name="After">The state before it, the last on which both agree; null at the start.</param>
/// <param name="Expected">What was expected: the name of a state, a part of an action's input as JSON, or the status or error at the end.</param>
/// <param name="Actual">What came.</param>
/// <param name="Message">One sentence.</param>
public sealed record RunDifference(int Step, string? After, string Expected, string Actual, string Message)
{
    /// <summary>Compares a run with what was expected of it; null where they agree.</summary>
    internal static RunDifference? Find(ExpectedRun expected, IReadOnlyList<VisitedState> states, RunStatus status, StateError? error)
    {
        int steps = Math.Max(expected.Path?.Count ?? 0, states.Count);
        for (int i = 0; i < steps; i++)
        {
            if (expected.Path is { } path)
            {
                if (i >= path.Count && expected.IsOpen)
                {
                    break;
                }

                string? wanted = i < path.Count ? path[i] : null;
                string? came = i < states.Count ? states[i].State.Name : null;
                if (!string.Equals(wanted, came, StringComparison.Ordinal))
                {
                    return At(i, i == 0 ? null : path[i - 1], wanted, came, status, error);
                }
            }

            if (i < states.Count && OfInput(expected, states, i) is { } difference)
            {
                return difference;
            }
        }

        return expected.IsOpen ? null : AtEnd(expected, states, status, error);
    }

    private static RunDifference? OfInput(ExpectedRun expected, IReadOnlyList<VisitedState> states, int step)
    {
        VisitedState state = states[step];
        if (expected.InputOf(state.State.Name, state.Invocation) is not { } wanted || ValueDifference.Find(wanted, state.Input) is not { } found)
        {
            return null;
        }

        string before = found.Expected is null ? "nothing" : found.Expected.ToJson();
        string now = found.Actual is null ? "nothing" : found.Actual.ToJson();
        return new RunDifference(
            step,
            step == 0 ? null : states[step - 1].State.Name,
            before,
            now,
            string.Create(CultureInfo.InvariantCulture, $"The state '{state.State.Name}' (step {step}, invocation {state.Invocation}) got another input: {found.Path} was expected to be {Shorten(before)} and is {Shorten(now)}."));
    }

    private static RunDifference? AtEnd(ExpectedRun expected, IReadOnlyList<VisitedState> states, RunStatus status, StateError? error)
    {
        string? last = states.Count == 0 ? null : states[^1].State.Name;
        string text = status.ToText();
        if (expected.Status is { } wanted && !string.Equals(wanted, text, StringComparison.Ordinal))
        {
            return new RunDifference(states.Count, last, wanted, text, $"The run was expected to end as {wanted} and ended as {text}{Because(error)}");
        }

        return expected.Error is null || string.Equals(expected.Error, error?.Name, StringComparison.Ordinal)
            ? null
            : new RunDifference(
                states.Count,
                last,
                expected.Error,
                error?.Name ?? text,
                $"The run was expected to end with the error {expected.Error} and ended as {text}{Because(error)}");
    }

    private static RunDifference At(int step, string? after, string? wanted, string? came, RunStatus status, StateError? error)
    {
        string place = after is null
            ? "At the start"
            : string.Create(CultureInfo.InvariantCulture, $"After the state '{after}' (step {step - 1})");
        string end = $"the end of the run ({status.ToText()})";
        return new RunDifference(
            step,
            after,
            wanted ?? "the end of the run",
            came ?? end,
            $"{place} {(wanted is null ? "the end of the run" : $"the state '{wanted}'")} was expected, and {(came is null ? end : $"the state '{came}'")} came{(came is null ? Because(error) : ".")}");
    }

    private static string Because(StateError? error) => error is null ? "." : $": {error.Name}: {error.Cause}";

    private static string Shorten(string json) => json.Length <= 80 ? json : json[..77] + "...";
}

/// <summary>The first place at which two values differ.</summary>
/// <param name="Path">The place, as a JSONPath.</param>
/// <param name="Expected">What was expected there; null for nothing.</param>
/// <param name="Actual">What is there; null for nothing.</param>
internal sealed record ValueDifference(string Path, FlowValue? Expected, FlowValue? Actual)
{
    /// <summary>Compares two values; null where they are equal.</summary>
    public static ValueDifference? Find(FlowValue expected, FlowValue actual) => Find(expected, actual, []);

    private static ValueDifference? Find(FlowValue? expected, FlowValue? actual, object[] steps)
    {
        switch (expected, actual)
        {
            case (not null, not null) when expected.Equals(actual):
                return null;
            case (FlowObject before, FlowObject now):
                foreach (string name in before.Names.Union(now.Names, StringComparer.Ordinal))
                {
                    if (Find(before[name], now[name], [.. steps, name]) is { } inner)
                    {
                        return inner;
                    }
                }

                return null;
            case (FlowArray before, FlowArray now):
                for (int i = 0; i < Math.Max(before.Count, now.Count); i++)
                {
                    if (Find(i < before.Count ? before[i] : null, i < now.Count ? now[i] : null, [.. steps, i]) is { } inner)
                    {
                        return inner;
                    }
                }

                return null;
            default:
                return new ValueDifference(FlowLanguage.Paths.PathText.Format(steps), expected, actual);
        }
    }
}
