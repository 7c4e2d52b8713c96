using System.Text;

namespace Globus.Automate.FlowLanguage.Diagrams.Rendering;

/// <summary>A diagram as Mermaid flowchart text, for Markdown pages that draw it.</summary>
public static class MermaidRenderer
{
    /// <summary>Writes the diagram; with a run's overlay its states get classes by what became of them.</summary>
    public static string Render(FlowDiagram diagram, RunOverlay? run = null)
    {
        ArgumentNullException.ThrowIfNull(diagram);
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DiagramState state in diagram.States)
        {
            ids[state.Name] = $"s{ids.Count}";
        }

        var text = new StringBuilder("flowchart TD\n");
        if (diagram.StartAt is { } start)
        {
            text.Append("    start(( )) --> ").Append(ids[start]).Append('\n');
        }

        foreach (DiagramState state in diagram.States)
        {
            (string open, string close) = Shape(state.Type);
            text.Append("    ").Append(ids[state.Name]).Append(open).Append('"').Append(Label(state, run)).Append('"').Append(close).Append('\n');
        }

        foreach (DiagramEdge edge in diagram.Edges)
        {
            string arrow = edge.Kind == DiagramEdgeKind.Catch ? "-.->" : "-->";
            text.Append("    ").Append(ids[edge.From]).Append(' ').Append(arrow);
            if (edge.Labels.Count > 0)
            {
                text.Append("|\"").AppendJoin("<br/>", edge.Labels.Select(Escape)).Append("\"|");
            }

            text.Append(' ').Append(ids[edge.To]).Append('\n');
        }

        foreach (DiagramState state in diagram.States.Where(static s => s.IsEnd && s.Type != DiagramStateType.Fail))
        {
            text.Append("    ").Append(ids[state.Name]).Append(" --> ").Append(ids[state.Name]).Append("end(((\" \")))\n");
        }

        AppendClasses(text, diagram, run, ids);
        int first = diagram.StartAt is null ? 0 : 1;
        int[] faded = [.. Enumerable.Range(0, diagram.Edges.Count).Where(i => run?.Took(diagram.Edges[i]) == false)];
        if (faded.Length > 0)
        {
            text.Append("    linkStyle ").AppendJoin(',', faded.Select(i => i + first)).Append(" stroke:#cbd5e1,color:#94a3b8\n");
        }

        return text.ToString();
    }

    private static void AppendClasses(StringBuilder text, FlowDiagram diagram, RunOverlay? run, Dictionary<string, string> ids)
    {
        foreach (IGrouping<string, DiagramState> group in diagram.States.GroupBy(s => DiagramColors.ClassOf(s, run), StringComparer.Ordinal))
        {
            DiagramColor color = DiagramColors.ForClass(group.Key);
            text.Append("    classDef ").Append(group.Key).Append(" fill:").Append(color.Fill).Append(",stroke:").Append(color.Stroke).Append(",color:").Append(color.Text).Append('\n');
            text.Append("    class ").AppendJoin(',', group.Select(s => ids[s.Name])).Append(' ').Append(group.Key).Append('\n');
        }
    }

    private static string Label(DiagramState state, RunOverlay? run)
    {
        var lines = new List<string> { $"<b>{Escape(state.Name)}</b>", $"<i>{DiagramColors.TypeName(state.Type)}</i>" };
        lines.AddRange(state.Lines.Select(Escape));
        if (run is not null && RunText.Describe(run[state.Name]) is { Length: > 0 } outcome)
        {
            lines.Add(Escape(outcome));
        }

        return string.Join("<br/>", lines);
    }

    private static (string Open, string Close) Shape(DiagramStateType type) => type switch
    {
        DiagramStateType.Action => ("(", ")"),
        DiagramStateType.Choice => ("{", "}"),
        DiagramStateType.Wait => ("([", "])"),
        DiagramStateType.ExpressionEval => ("[/", "/]"),
        DiagramStateType.Fail => ("{{", "}}"),
        _ => ("[", "]"),
    };

    /// <summary>Mermaid knows HTML entities in quoted labels, written with # instead of &amp;.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (c is '"' or '<' or '>' or '#' or '&' or '`' or '|' or '\\')
            {
                escaped.Append('#').Append((int)c).Append(';');
            }
            else
            {
                escaped.Append(char.IsControl(c) ? ' ' : c);
            }
        }

        return escaped.ToString();
    }
}
