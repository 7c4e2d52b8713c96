using System.Globalization;
using System.Xml.Linq;
using CsCheck;
using Globus.Automate.FlowLanguage.Diagrams;
using Globus.Automate.FlowLanguage.Diagrams.Layout;
using Globus.Automate.FlowLanguage.Diagrams.Rendering;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Tests.Diagrams;

/// <summary>What keeps a drawing of many states readable: connectors, a straight main way, and lines that never lie on each other.</summary>
public sealed class ConnectorTests
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void A_state_that_many_far_states_lead_to_is_named_beside_each_of_them()
    {
        FlowDiagram diagram = Chain(80);

        var svg = XDocument.Parse(SvgRenderer.Render(diagram));

        Assert.Equal(77, svg.Descendants(s_svg + "g").Count(g => (string?)g.Attribute("class") == "connector" && (string?)g.Attribute("data-target") == "Cleanup"));
        Assert.Contains(svg.Descendants(s_svg + "text"), t => t.Value == "← from 77 places");
        Assert.True(double.Parse(svg.Root!.Attribute("width")!.Value, CultureInfo.InvariantCulture) < 800);
    }

    [Fact]
    public void A_terminal_drawing_of_many_states_fits_a_terminal()
    {
        string[] lines = AsciiRenderer.Render(Chain(80)).Split('\n');

        Assert.True(lines.Max(static l => l.Length) < 120);
        Assert.Equal(77, lines.Count(static l => l.Contains("→ Cleanup", StringComparison.Ordinal)));
    }

    [Fact]
    public void Few_states_are_joined_by_lines()
    {
        Assert.DoesNotContain("connector", SvgRenderer.Render(Chain(5)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_main_way_is_straight_whatever_is_caught_beside_it()
    {
        var svg = XDocument.Parse(SvgRenderer.Render(Chain(12)));

        string[] middles = [.. svg.Descendants(s_svg + "g")
            .Where(g => ((string?)g.Attribute("data-state"))?.StartsWith('S') == true)
            .Select(g => g.Element(s_svg + "text")!.Attribute("x")!.Value)
            .Distinct()];

        Assert.Single(middles);
    }

    [Fact]
    public void Lines_on_a_grid_never_go_across_on_each_other()
        => Gen.Int[0, 11].Array[0, 5].Array[2, 12].Sample(
            targets =>
            {
                var graph = new LayoutGraph();
                LayoutNode[] nodes = [.. targets.Select(_ => graph.AddNode(15, 3))];
                for (int i = 0; i < nodes.Length; i++)
                {
                    foreach (int target in targets[i].Distinct().Where(t => t < nodes.Length && t != i))
                    {
                        graph.AddEdge(nodes[i], nodes[target], target % 3 == 0 ? 7 : 0, target % 3 == 0 ? 1 : 0);
                    }
                }

                LayeredLayout.Arrange(graph, new LayoutOptions(NodeGap: 3, EdgeGap: 3, LayerGap: 0, OnGrid: true));

                var taken = new HashSet<(double X, double Y)>();
                foreach (LayoutEdge edge in graph.Edges)
                {
                    var own = new HashSet<(double X, double Y)>();
                    for (int i = 1; i < edge.Route.Count; i++)
                    {
                        (LayoutPoint from, LayoutPoint to) = (edge.Route[i - 1], edge.Route[i]);
                        Assert.True(from.X == to.X || from.Y == to.Y, $"not at a right angle: {from} {to}");
                        for (double x = Math.Min(from.X, to.X); from.Y == to.Y && from.X != to.X && x <= Math.Max(from.X, to.X); x++)
                        {
                            own.Add((x, from.Y));
                        }
                    }

                    Assert.DoesNotContain(own, taken.Contains);
                    taken.UnionWith(own);
                }
            },
            iter: 300);

    private static FlowDiagram Chain(int count)
    {
        var states = new FlowObject.Builder();
        for (int i = 0; i < count; i++)
        {
            states.Set($"S{i}", FlowValue.Parse($$"""
                {"Type": "Action", "ActionUrl": "https://actions.globus.org/hello_world", "Parameters": {}, "ResultPath": "$.r{{i}}",
                 "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Cleanup"}], "Next": "{{(i + 1 < count ? $"S{i + 1}" : "Done")}}"}
                """));
        }

        states.Set("Done", FlowValue.Parse("""{"Type": "Pass", "End": true}"""));
        states.Set("Cleanup", FlowValue.Parse("""{"Type": "Fail", "Error": "E", "Cause": "c"}"""));
        return FlowDiagram.FromDefinition(FlowObject.Create(("StartAt", FlowValue.From("S0")), ("States", states.Build())));
    }
}
