using System.Text;

namespace Globus.Automate.FlowLanguage.Diagrams.Rendering;

/// <summary>A diagram in Graphviz's DOT language, as the old client's <c>flow display</c> gave it.</summary>
public static class DotRenderer
{
    /// <summary>Writes the diagram; with a run's overlay its states are coloured by what became of them.</summary>
    public static string Render(FlowDiagram diagram, RunOverlay? run = null)
    {
        ArgumentNullException.ThrowIfNull(diagram);
        var text = new StringBuilder();
        text.Append("digraph ").Append(Quote(diagram.Title)).Append(" {\n");
        text.Append("    rankdir=TB;\n    node [fontname=\"Helvetica\", fontsize=11, style=filled];\n    edge [fontname=\"Helvetica\", fontsize=10];\n");
        if (diagram.StartAt is { } start)
        {
            text.Append("    \"\" [shape=circle, width=0.2, label=\"\", fillcolor=\"#334155\"];\n");
            text.Append("    \"\" -> ").Append(Quote(start)).Append(";\n");
        }

        foreach (DiagramState state in diagram.States)
        {
            DiagramColor color = DiagramColors.ForClass(DiagramColors.ClassOf(state, run));
            string label = string.Join('\n', Lines(state, run));
            text.Append("    ").Append(Quote(state.Name)).Append(" [shape=").Append(Shape(state.Type))
                .Append(", label=").Append(Quote(label))
                .Append(", fillcolor=\"").Append(color.Fill).Append("\", color=\"").Append(color.Stroke).Append("\", fontcolor=\"").Append(color.Text).Append('"')
                .Append(state.IsEnd ? ", peripheries=2" : string.Empty).Append("];\n");
        }

        foreach (DiagramEdge edge in diagram.Edges)
        {
            text.Append("    ").Append(Quote(edge.From)).Append(" -> ").Append(Quote(edge.To));
            var attributes = new List<string>();
            if (edge.Labels.Count > 0)
            {
                attributes.Add("label=" + Quote(string.Join('\n', edge.Labels)));
            }

            if (edge.Kind == DiagramEdgeKind.Catch)
            {
                attributes.Add("style=dashed, color=\"#dc2626\"");
            }

            if (run?.Took(edge) == false)
            {
                // The last of two colours counts.
                attributes.Add("color=\"#cbd5e1\", fontcolor=\"#94a3b8\"");
            }

            text.Append(attributes.Count > 0 ? $" [{string.Join(", ", attributes)}]" : string.Empty).Append(";\n");
        }

        return text.Append("}\n").ToString();
    }

    private static IEnumerable<string> Lines(DiagramState state, RunOverlay? run)
    {
        yield return state.Name;
        yield return DiagramColors.TypeName(state.Type);
        foreach (string line in state.Lines)
        {
            yield return line;
        }

        if (run is not null && RunText.Describe(run[state.Name]) is { Length: > 0 } outcome)
        {
            yield return outcome;
        }
    }

    private static string Shape(DiagramStateType type) => type switch
    {
        DiagramStateType.Action => "box, style=\"filled,rounded\"",
        DiagramStateType.Choice => "diamond",
        DiagramStateType.Wait => "oval",
        DiagramStateType.ExpressionEval => "parallelogram",
        DiagramStateType.Fail => "octagon",
        _ => "box",
    };

    private static string Quote(string text)
        => "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal) + "\"";
}
