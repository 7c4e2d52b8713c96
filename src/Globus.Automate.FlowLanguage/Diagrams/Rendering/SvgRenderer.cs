using System.Globalization;
using System.Text;
using Globus.Automate.FlowLanguage.Diagrams.Layout;

namespace Globus.Automate.FlowLanguage.Diagrams.Rendering;

/// <summary>A diagram as a self-contained SVG picture.</summary>
public static class SvgRenderer
{
    private const double Margin = 24;
    private const double NameSize = 13;
    private const double LineSize = 11;
    private const double LabelSize = 11;
    private const double LineHeight = 15;
    private const string Ink = "#475569";
    private const string CatchInk = "#dc2626";

    /// <summary>Draws the diagram; with a run's overlay its states are coloured by what became of them.</summary>
    public static string Render(FlowDiagram diagram, RunOverlay? run = null)
    {
        ArgumentNullException.ThrowIfNull(diagram);
        var picture = new Picture(diagram, run);
        return picture.Draw();
    }

    private sealed class Picture
    {
        private readonly FlowDiagram _diagram;
        private readonly RunOverlay? _run;
        private readonly LayoutGraph _graph = new();
        private readonly Dictionary<string, LayoutNode> _boxes = new(StringComparer.Ordinal);
        private readonly Dictionary<string, LayoutNode> _ends = new(StringComparer.Ordinal);
        private readonly List<(DiagramEdge? Edge, LayoutEdge Line, bool IsFaded)> _lines = [];
        private readonly List<(DiagramEdge Edge, LayoutNode Place)> _marks = [];
        private readonly Connectors _connectors;
        private readonly LayoutNode? _start;
        private readonly StringBuilder _svg = new();

        public Picture(FlowDiagram diagram, RunOverlay? run)
        {
            _diagram = diagram;
            _run = run;
            _connectors = Connectors.Choose(diagram);
            if (diagram.StartAt is not null)
            {
                _start = _graph.AddNode(16, 16);
            }

            foreach (DiagramState state in diagram.StatesFromStart)
            {
                (double width, double height) = BoxSize(state);
                _boxes[state.Name] = _graph.AddNode(width, height);
            }

            if (diagram.StartAt is { } first)
            {
                _lines.Add((null, _graph.AddEdge(_start!, _boxes[first]), false));
            }

            foreach (DiagramEdge edge in diagram.Edges)
            {
                (double width, double height) = LabelBox(edge);
                if (_connectors.Contains(edge))
                {
                    LayoutNode mark = _graph.AddNode(TextMetrics.Width(Connectors.Mark(edge), LabelSize) + 20, 20, isAtTop: true);
                    _marks.Add((edge, mark));
                    _lines.Add((edge, _graph.AddEdge(_boxes[edge.From], mark, width, height, LayoutWeight.Aside), IsFaded(edge)));
                }
                else
                {
                    _lines.Add((edge, _graph.AddEdge(_boxes[edge.From], _boxes[edge.To], width, height, edge.Weight), IsFaded(edge)));
                }
            }

            foreach (DiagramState state in diagram.States.Where(static s => s.IsEnd && s.Type != DiagramStateType.Fail))
            {
                LayoutNode end = _graph.AddNode(18, 18);
                _ends[state.Name] = end;
                _lines.Add((null, _graph.AddEdge(_boxes[state.Name], end), IsFadedEnd(state.Name)));
            }
        }

        public string Draw()
        {
            LayoutResult size = LayeredLayout.Arrange(_graph, new LayoutOptions(NodeGap: 36, EdgeGap: 22, LayerGap: 46));
            double titleHeight = 30;
            double width = Math.Max(size.Width, TextMetrics.Width(_diagram.Title, 15, bold: true)) + (2 * Margin);
            double height = size.Height + (2 * Margin) + titleHeight;
            _svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:0}\" height=\"{height:0}\" viewBox=\"0 0 {width:0} {height:0}\" font-family=\"-apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif\">\n");
            _svg.Append(CultureInfo.InvariantCulture, $"<title>{Escape(_diagram.Title)}</title>\n");
            _svg.Append("<defs>");
            AppendArrow("arrow", Ink);
            AppendArrow("arrow-catch", CatchInk);
            _svg.Append("</defs>\n");
            _svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
            Text(Margin, Margin + 10, _diagram.Title, 15, "#0f172a", bold: true, anchor: "start");
            double left = Margin + Math.Max(0, (width - (2 * Margin) - size.Width) / 2);
            _svg.Append(CultureInfo.InvariantCulture, $"<g transform=\"translate({left:0.#} {Margin + titleHeight:0.#})\">\n");
            foreach ((DiagramEdge? edge, LayoutEdge line, bool isFaded) in _lines)
            {
                DrawLine(edge, line, isFaded);
            }

            if (_start is not null)
            {
                _svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{_start.X:0.#}\" cy=\"{_start.Y:0.#}\" r=\"8\" fill=\"#334155\"/>\n");
            }

            foreach ((string state, LayoutNode end) in _ends)
            {
                _svg.Append(CultureInfo.InvariantCulture, $"<g{Opacity(IsFadedEnd(state))}><circle cx=\"{end.X:0.#}\" cy=\"{end.Y:0.#}\" r=\"8\" fill=\"#ffffff\" stroke=\"#334155\" stroke-width=\"1.5\"/><circle cx=\"{end.X:0.#}\" cy=\"{end.Y:0.#}\" r=\"4.5\" fill=\"#334155\"/></g>\n");
            }

            foreach (DiagramState state in _diagram.States)
            {
                DrawBox(state);
            }

            foreach ((DiagramEdge edge, LayoutNode place) in _marks)
            {
                DrawMark(edge, place);
            }

            foreach ((DiagramEdge? edge, LayoutEdge line, bool isFaded) in _lines)
            {
                DrawLabel(edge, line, isFaded);
            }

            _svg.Append("</g>\n</svg>\n");
            return _svg.ToString();
        }

        private (double Width, double Height) BoxSize(DiagramState state)
        {
            double text = TextMetrics.Width(state.Name, NameSize, bold: true);
            IReadOnlyList<string> lines = Lines(state);
            foreach (string line in lines)
            {
                text = Math.Max(text, TextMetrics.Width(line, LineSize));
            }

            double height = 16 + ((lines.Count + 1) * LineHeight);
            return state.Type switch
            {
                DiagramStateType.Choice => (text + 64, height + 6),
                DiagramStateType.ExpressionEval => (text + 48, height),
                DiagramStateType.Wait => (text + 44, height),
                DiagramStateType.Fail => (text + 40, height),
                _ => (Math.Max(96, text + 28), height),
            };
        }

        private List<string> Lines(DiagramState state)
        {
            string type = DiagramColors.TypeName(state.Type);
            List<string> lines = state.Type == DiagramStateType.Action && state.Lines.Count > 0
                ? [$"{type} · {state.Lines[0]}", .. state.Lines.Skip(1)]
                : [type, .. state.Lines];
            if (_run is not null && RunText.Describe(_run[state.Name]) is { Length: > 0 } outcome)
            {
                lines.Add(outcome);
            }

            if (_connectors.Arrivals(state.Name) is { } arrivals)
            {
                lines.Add(arrivals);
            }

            return lines;
        }

        private static (double Width, double Height) LabelBox(DiagramEdge edge)
            => edge.Labels.Count == 0
                ? (0, 0)
                : (edge.Labels.Max(static l => TextMetrics.Width(l, LabelSize)) + 10, (edge.Labels.Count * 13) + 4);

        private static string Escape(string text)
        {
            var escaped = new StringBuilder(text.Length);
            foreach (char c in text)
            {
                _ = c switch
                {
                    '&' => escaped.Append("&amp;"),
                    '<' => escaped.Append("&lt;"),
                    '>' => escaped.Append("&gt;"),
                    '"' => escaped.Append("&quot;"),
                    < ' ' => escaped.Append(' '),
                    _ => escaped.Append(c),
                };
            }

            return escaped.ToString();
        }

        private void AppendArrow(string id, string color)
            => _svg.Append(CultureInfo.InvariantCulture, $"<marker id=\"{id}\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0L10 5L0 10z\" fill=\"{color}\"/></marker>");

        private void DrawLine(DiagramEdge? edge, LayoutEdge line, bool isFaded)
        {
            bool caught = edge?.Kind == DiagramEdgeKind.Catch;
            _svg.Append(CultureInfo.InvariantCulture, $"<path d=\"{CurvePath.Write(line)}\" fill=\"none\" stroke=\"{(caught ? CatchInk : Ink)}\" stroke-width=\"1.4\"{(caught ? " stroke-dasharray=\"5 4\"" : string.Empty)}{Opacity(isFaded)} marker-end=\"url(#{(caught ? "arrow-catch" : "arrow")})\"/>\n");
        }

        /// <summary>Where a line would be too long: the name of the state that it leads to, which a click in a page goes to.</summary>
        private void DrawMark(DiagramEdge edge, LayoutNode place)
        {
            string ink = edge.Kind == DiagramEdgeKind.Catch ? CatchInk : Ink;
            _svg.Append(CultureInfo.InvariantCulture, $"<g class=\"connector\" data-target=\"{Escape(edge.To)}\"{Opacity(IsFaded(edge))}><title>{Escape(edge.To)}</title><rect x=\"{place.X - (place.Width / 2):0.#}\" y=\"{place.Y - (place.Height / 2):0.#}\" width=\"{place.Width:0.#}\" height=\"{place.Height:0.#}\" rx=\"10\" fill=\"#ffffff\" stroke=\"{ink}\"/>");
            Text(place.X, place.Y, Connectors.Mark(edge), LabelSize, ink, bold: false, anchor: "middle");
            _svg.Append("</g>\n");
        }

        private static string Opacity(bool isFaded) => isFaded ? " opacity=\"0.35\"" : string.Empty;

        private bool IsFaded(DiagramEdge edge) => _run?.Took(edge) == false;

        private bool IsFadedEnd(string state) => _run is not null && _run[state].Outcome != StateOutcome.Done;

        private void DrawLabel(DiagramEdge? edge, LayoutEdge line, bool isFaded)
        {
            if (edge is null || edge.Labels.Count == 0)
            {
                return;
            }

            // Only the words fade: what they stand on hides the line below them.
            LayoutPoint center = line.LabelCenter;
            _svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{center.X - (line.LabelWidth / 2):0.#}\" y=\"{center.Y - (line.LabelHeight / 2):0.#}\" width=\"{line.LabelWidth:0.#}\" height=\"{line.LabelHeight:0.#}\" rx=\"3\" fill=\"#ffffff\" fill-opacity=\"0.92\"/><g{Opacity(isFaded)}>\n");
            for (int i = 0; i < edge.Labels.Count; i++)
            {
                double y = center.Y + ((i - ((edge.Labels.Count - 1) / 2.0)) * 13);
                Text(center.X, y, edge.Labels[i], LabelSize, edge.Kind == DiagramEdgeKind.Catch ? CatchInk : Ink, bold: false, anchor: "middle");
            }

            _svg.Append("</g>\n");
        }

        private void DrawBox(DiagramState state)
        {
            LayoutNode box = _boxes[state.Name];
            DiagramColor color = DiagramColors.ForClass(DiagramColors.ClassOf(state, _run));
            _svg.Append(CultureInfo.InvariantCulture, $"<g class=\"state\" data-state=\"{Escape(state.Name)}\"><title>{Escape(state.Name)}</title>");
            string style = string.Create(CultureInfo.InvariantCulture, $"fill=\"{color.Fill}\" stroke=\"{color.Stroke}\" stroke-width=\"1.5\"{(state.Type == DiagramStateType.Missing ? " stroke-dasharray=\"4 3\"" : string.Empty)}");
            _svg.Append(BoxShape.Write(state.Type, box, style));
            List<string> lines = Lines(state);
            double y = box.Y - (lines.Count * LineHeight / 2);
            Text(box.X, y, state.Name, NameSize, color.Text, bold: true, anchor: "middle");
            for (int i = 0; i < lines.Count; i++)
            {
                Text(box.X, y + ((i + 1) * LineHeight), lines[i], LineSize, i == 0 ? color.Stroke : color.Text, bold: false, anchor: "middle");
            }

            _svg.Append("</g>\n");
        }

        private void Text(double x, double y, string text, double size, string color, bool bold, string anchor)
            => _svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:0.#}\" y=\"{y:0.#}\" font-size=\"{size:0.#}\" fill=\"{color}\"{(bold ? " font-weight=\"600\"" : string.Empty)} text-anchor=\"{anchor}\" dominant-baseline=\"central\">{Escape(text)}</text>");
    }
}
