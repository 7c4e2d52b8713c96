using Globus.Automate.FlowLanguage.Diagrams;
using Globus.Automate.FlowLanguage.Diagrams.Rendering;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Tests.Diagrams;

public sealed class RunOverlayTests
{
    [Fact]
    public void A_log_tells_what_became_of_each_state()
    {
        RunOverlay run = RunOverlay.FromLog(
        [
            Entry(0, "FlowStarted"),
            Entry(0, "ActionStarted", "Transfer"),
            Entry(1, "ActionPolled", "Transfer"),
            Entry(3, "ActionPolled", "Transfer"),
            Entry(4, "ActionFailed", "Transfer"),
            Entry(4, "PassStarted", "Report"),
            Entry(5, "PassCompleted", "Report"),
            Entry(5, "ActionStarted", "Notify"),
        ]);

        Assert.Equal(new StateRecord(StateOutcome.Caught, 1, 2, TimeSpan.FromSeconds(4)), run["Transfer"]);
        Assert.Equal(StateOutcome.Done, run["Report"].Outcome);
        Assert.Equal(StateOutcome.Active, run["Notify"].Outcome);
        Assert.Equal(StateOutcome.NeverReached, run["Elsewhere"].Outcome);
    }

    [Fact]
    public void An_uncaught_failure_stays_a_failure()
    {
        RunOverlay run = RunOverlay.FromLog([Entry(0, "ActionStarted", "A"), Entry(1, "ActionFailed", "A"), Entry(1, "FlowFailed")]);

        Assert.Equal(StateOutcome.Failed, run["A"].Outcome);
    }

    [Fact]
    public void A_loop_counts_its_visits()
    {
        RunOverlay run = RunOverlay.FromLog(Enumerable.Range(0, 6).Select(i => Entry(i, i % 2 == 0 ? "PassStarted" : "PassCompleted", "A")));

        Assert.Equal(3, run["A"].Visits);
        Assert.Equal(TimeSpan.FromSeconds(3), run["A"].Duration);
    }

    [Fact]
    public void The_timeline_puts_each_stay_where_it_was()
    {
        RunOverlay run = RunOverlay.FromLog(
        [
            Entry(0, "PassStarted", "First"), Entry(5, "PassCompleted", "First"), Entry(5, "WaitStarted", "Second"), Entry(10, "WaitCompleted", "Second"), Entry(10, "FlowSucceeded"),
        ]);

        Assert.Equal(
            "First  │█████     │ done · 5.0 s\nSecond │     █████│ done · 5.0 s\n",
            TimelineRenderer.RenderText(run, columns: 10));
        Assert.Contains("<svg", TimelineRenderer.RenderSvg("Run", run), StringComparison.Ordinal);
    }

    private static FlowObject Entry(int second, string code, string? state = null) => FlowObject.Create(
        ("time", FlowValue.From($"2026-01-01T00:00:{second:00}.000+00:00")),
        ("code", FlowValue.From(code)),
        ("description", FlowValue.From(code)),
        ("details", state is null ? FlowObject.Empty : FlowObject.Create(("state_name", FlowValue.From(state)), ("state_type", FlowValue.From("Pass")))));
}
