using System.Text.RegularExpressions;
using System.Xml.Linq;
using CsCheck;
using Globus.Automate.FlowLanguage.Diagrams;
using Globus.Automate.FlowLanguage.Diagrams.Rendering;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Tests;

namespace Globus.Automate.FlowLanguage.Tests.Diagrams;

public sealed class DiagramTests
{
    private const string Move = """
        {"Comment": "Move", "StartAt": "Transfer", "States": {
          "Transfer": {"Type": "Action", "ActionUrl": "https://actions.globus.org/transfer/transfer", "Parameters": {"label.$": "$.label"}, "ResultPath": "$.t",
            "Catch": [{"ErrorEquals": ["ActionTimeout", "ActionUnableToRun"], "Next": "Failed"}], "Next": "Check"},
          "Check": {"Type": "Choice", "Choices": [
            {"And": [{"Variable": "$.t.status", "StringEquals": "SUCCEEDED"}, {"Not": {"Variable": "$.keep", "BooleanEquals": true}}], "Next": "Delete"},
            {"Variable": "$.n", "NumericGreaterThanEqualsPath": "$.max", "Next": "Delete"}], "Default": "Rest"},
          "Delete": {"Type": "Pass", "End": true},
          "Rest": {"Type": "Wait", "Seconds": 5, "Next": "Transfer"},
          "Failed": {"Type": "Fail", "Error": "MoveFailed", "Cause": "because <this> & \"that\""}}}
        """;

    private static FlowDiagram Diagram => FlowDiagram.FromDefinition(FlowValue.Parse(Move));

    [Fact]
    public void Every_transition_is_an_edge_and_rules_with_one_target_share_it()
    {
        string[] edges = [.. Diagram.Edges.Select(e => $"{e.From}>{e.To}:{e.Kind}:{string.Join('|', e.Labels)}")];

        Assert.Equal(
            [
                "Transfer>Check:Next:",
                "Transfer>Failed:Catch:ActionTimeout|ActionUnableToRun",
                "Check>Delete:Choice:$.t.status = \"SUCCEEDED\" and not $.keep|$.n >= $.max",
                "Check>Rest:Default:otherwise",
                "Rest>Transfer:Next:",
            ],
            edges);
    }

    [Fact]
    public void A_target_that_does_not_exist_is_drawn_as_missing()
    {
        FlowDiagram diagram = FlowDiagram.FromDefinition(FlowValue.Parse("""{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}}}"""));

        Assert.Equal(DiagramStateType.Missing, diagram.States.Single(s => s.Name == "B").Type);
    }

    [Fact]
    public void Svg_is_well_formed_and_its_boxes_do_not_overlap()
    {
        var svg = XDocument.Parse(SvgRenderer.Render(Diagram));
        XNamespace ns = "http://www.w3.org/2000/svg";

        Assert.Equal(5, svg.Descendants(ns + "g").Count(g => (string?)g.Attribute("class") == "state"));
        Assert.Contains(svg.Descendants(ns + "text"), t => t.Value == "because <this> & \"that\"");
        AssertNoOverlap(svg, ns);
    }

    [Fact]
    public void Html_holds_everything_it_needs_and_nothing_a_name_could_break_out_with()
    {
        FlowDiagram diagram = FlowDiagram.FromDefinition(FlowValue.Parse("""{"StartAt": "</script><script>alert(1)", "States": {"</script><script>alert(1)": {"Type": "Pass", "End": true}}}"""));
        string html = HtmlRenderer.Render(diagram);

        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(new Regex("(src|href)\\s*=\\s*[\"']https?:", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)), html);
        Assert.Contains("default-src 'none'", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Mermaid_names_every_state_and_escapes_quotes()
    {
        string text = MermaidRenderer.Render(Diagram);

        Assert.StartsWith("flowchart TD\n", text, StringComparison.Ordinal);
        Assert.Contains("<b>Transfer</b>", text, StringComparison.Ordinal);
        Assert.Contains("-.->", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"that\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Dot_quotes_names()
    {
        string text = DotRenderer.Render(FlowDiagram.FromDefinition(FlowValue.Parse("""{"StartAt": "a \"b\"", "States": {"a \"b\"": {"Type": "Pass", "End": true}}}""")));

        Assert.Contains("\"a \\\"b\\\"\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_terminal_drawing_shows_boxes_arrows_and_conditions()
    {
        string text = AsciiRenderer.Render(FlowDiagram.FromDefinition(FlowValue.Parse("""
            {"StartAt": "A", "States": {
              "A": {"Type": "Choice", "Choices": [{"Variable": "$.x", "IsPresent": true, "Next": "B"}], "Default": "C"},
              "B": {"Type": "Pass", "End": true}, "C": {"Type": "Pass", "End": true}}}
            """)));

        Assert.Contains("● A", text, StringComparison.Ordinal);
        Assert.Contains("$.x is present", text, StringComparison.Ordinal);
        Assert.Contains("otherwise", text, StringComparison.Ordinal);
        Assert.Equal(2, text.Count(c => c == '▼'));
    }

    [Fact]
    public void A_line_of_a_terminal_drawing_turns_above_its_arrowhead_never_at_it()
    {
        string text = AsciiRenderer.Render(FlowDiagram.FromDefinition(FlowValue.Parse("""
            {"StartAt": "Look", "States": {
              "Look": {"Type": "Choice", "Choices": [{"Variable": "$.x", "IsPresent": true, "Next": "Work"}], "Default": "Done"},
              "Work": {"Type": "Pass", "Next": "AndThenSomeMore"}, "AndThenSomeMore": {"Type": "Pass", "Next": "Look"},
              "Done": {"Type": "Pass", "End": true}}}
            """)));

        Assert.Equal(3, text.Count(c => c == '▼'));
        Assert.DoesNotContain("─▼", text, StringComparison.Ordinal);
        Assert.DoesNotContain("▼─", text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(CorpusFlows))]
    public void Flows_of_the_corpus_are_drawn_without_overlap(string folder)
    {
        string json = File.ReadAllText(Corpus.Path("flows", folder, "definition.json"));
        var svg = XDocument.Parse(SvgRenderer.Render(FlowDiagram.FromDefinition(FlowValue.Parse(json))));
        AssertNoOverlap(svg, "http://www.w3.org/2000/svg");
    }

    public static TheoryData<string> CorpusFlows() =>
        ["hello-world", "complex-hello-world", "multi-transfer", "pass-with-parameters", "send-notification", "single-transfer", "transfer-mv", "web-option"];

    [Fact]
    public void Any_graph_is_drawn_by_every_renderer_without_overlap()
        => Gen.Int[0, 9].Array[1, 40].Array[1, 12].Sample(
            targets =>
            {
                var states = new FlowObject.Builder();
                for (int i = 0; i < targets.Length; i++)
                {
                    FlowArray choices = FlowArray.Create(targets[i].Select(t => (FlowValue)FlowObject.Create(("Variable", FlowValue.From("$.v")), ("NumericEquals", FlowValue.From(t)), ("Next", FlowValue.From($"S{t}")))));
                    states.Set($"S{i}", FlowObject.Create(("Type", FlowValue.From("Choice")), ("Choices", choices)));
                }

                FlowDiagram diagram = FlowDiagram.FromDefinition(FlowObject.Create(("StartAt", FlowValue.From("S0")), ("States", states.Build())));
                AssertNoOverlap(XDocument.Parse(SvgRenderer.Render(diagram)), "http://www.w3.org/2000/svg");
                Assert.NotEmpty(AsciiRenderer.Render(diagram));
                Assert.NotEmpty(MermaidRenderer.Render(diagram));
                Assert.NotEmpty(DotRenderer.Render(diagram));
            },
            iter: 60);

    private static void AssertNoOverlap(XDocument svg, XNamespace ns)
    {
        (double L, double T, double R, double B)[] boxes = [.. svg.Descendants(ns + "g").Where(g => (string?)g.Attribute("class") == "state").Select(g => Box(g, ns))];
        for (int i = 0; i < boxes.Length; i++)
        {
            for (int j = i + 1; j < boxes.Length; j++)
            {
                bool apart = boxes[i].R <= boxes[j].L || boxes[j].R <= boxes[i].L || boxes[i].B <= boxes[j].T || boxes[j].B <= boxes[i].T;
                Assert.True(apart, $"Boxes {i} and {j} overlap.");
            }
        }
    }

    private static (double L, double T, double R, double B) Box(XElement state, XNamespace ns)
    {
        if (state.Element(ns + "rect") is { } rect)
        {
            double x = (double)rect.Attribute("x")!;
            double y = (double)rect.Attribute("y")!;
            return (x, y, x + (double)rect.Attribute("width")!, y + (double)rect.Attribute("height")!);
        }

        double[][] points = [.. ((string)state.Element(ns + "polygon")!.Attribute("points")!).Split(' ').Select(p => p.Split(',').Select(n => double.Parse(n, System.Globalization.CultureInfo.InvariantCulture)).ToArray())];
        return (points.Min(p => p[0]), points.Min(p => p[1]), points.Max(p => p[0]), points.Max(p => p[1]));
    }
}
