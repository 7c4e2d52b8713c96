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

    [Fact]
    public void Ways_that_the_run_did_not_take_are_faded_with_their_labels_and_ends()
    {
        FlowDiagram diagram = FlowDiagram.FromDefinition(FlowValue.Parse("""
            {"StartAt": "A", "States": {
              "A": {"Type": "Action", "ActionUrl": "https://a.example", "Parameters": {}, "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "B"}], "Next": "B"},
              "B": {"Type": "Choice", "Choices": [{"Variable": "$.n", "NumericEquals": 1, "Next": "A"}, {"Variable": "$.n", "NumericEquals": 2, "Next": "D"}], "Default": "C"},
              "C": {"Type": "Pass", "End": true},
              "D": {"Type": "Pass", "End": true}}}
            """));
        RunOverlay run = RunOverlay.FromLog(
        [
            Entry(0, "ActionStarted", "A"), Entry(1, "ActionFailed", "A"), Entry(1, "ChoiceStarted", "B"), Entry(1, "ChoiceCompleted", "B"),
            Entry(1, "PassStarted", "C"), Entry(1, "PassCompleted", "C"), Entry(1, "FlowSucceeded"),
        ]);

        Assert.Equal(
            [("A", "B", DiagramEdgeKind.Catch), ("B", "C", DiagramEdgeKind.Default)],
            diagram.Edges.Where(run.Took).Select(static e => (e.From, e.To, e.Kind)));

        // Not taken: A to B without an error, B to A, B to D with its label, and the end of D with its line.
        string svg = SvgRenderer.Render(diagram, run);
        Assert.Equal(4, svg.Split("fill=\"none\"").Count(static line => line.Split("/>")[0].Contains("opacity=\"0.35\" marker-end", StringComparison.Ordinal)));
        Assert.Equal(3, svg.Split("<g opacity=\"0.35\">").Length - 1);
        Assert.DoesNotContain("0.35", SvgRenderer.Render(diagram), StringComparison.Ordinal);
        Assert.Contains("linkStyle 1,3,4 stroke", MermaidRenderer.Render(diagram, run), StringComparison.Ordinal);
        Assert.DoesNotContain("linkStyle", MermaidRenderer.Render(diagram), StringComparison.Ordinal);
        Assert.Contains("\"B\" -> \"D\" [label=\"$.n = 2\", color=\"#cbd5e1\"", DotRenderer.Render(diagram, run), StringComparison.Ordinal);
    }

    private static FlowObject Entry(int second, string code, string? state = null) => FlowObject.Create(
        ("time", FlowValue.From($"2026-01-01T00:00:{second:00}.000+00:00")),
        ("code", FlowValue.From(code)),
        ("description", FlowValue.From(code)),
        ("details", state is null ? FlowObject.Empty : FlowObject.Create(("state_name", FlowValue.From(state)), ("state_type", FlowValue.From("Pass")))));
}
