using System.Globalization;
using Globus.Automate.Local.Engine;

namespace Globus.Automate.Local.Testing;

/// <summary>Where a run first differs from the recorded one.</summary>
/// <param name="Step">Which step of the run, from 0.</param>
/// <param name="After">The state before it, the last on which both agree; null at the start.</param>
/// <param name="Expected">What was expected: the name of a state, or the status at the end.</param>
/// <param name="Actual">What came.</param>
/// <param name="Message">One sentence.</param>
public sealed record RunDifference(int Step, string? After, string Expected, string Actual, string Message)
{
    /// <summary>Compares a run with what was expected of it; null where they agree.</summary>
    internal static RunDifference? Find(ExpectedRun expected, IReadOnlyList<VisitedState> states, RunStatus status, StateError? error)
    {
        if (expected.Path is { } path)
        {
            for (int i = 0; i < Math.Max(path.Count, states.Count); i++)
            {
                string? wanted = i < path.Count ? path[i] : null;
                string? came = i < states.Count ? states[i].State.Name : null;
                if (!string.Equals(wanted, came, StringComparison.Ordinal))
                {
                    return At(i, i == 0 ? null : path[i - 1], wanted, came, status, error);
                }
            }
        }

        string text = status.ToText();
        return expected.Status is null || string.Equals(expected.Status, text, StringComparison.Ordinal)
            ? null
            : new RunDifference(
                states.Count,
                states.Count == 0 ? null : states[^1].State.Name,
                expected.Status,
                text,
                $"The run was expected to end as {expected.Status} and ended as {text}{Because(error)}");
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
}
