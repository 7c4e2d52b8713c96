using System.Text;
using Globus.Automate.FlowLanguage.Diagrams.Layout;

namespace Globus.Automate.FlowLanguage.Diagrams.Rendering;

/// <summary>A diagram for a terminal: the same layout on a grid of characters, with box-drawing lines.</summary>
public static class AsciiRenderer
{
    /// <summary>Draws the diagram; with a run's overlay each box tells what became of its state.</summary>
    public static string Render(FlowDiagram diagram, RunOverlay? run = null)
    {
        ArgumentNullException.ThrowIfNull(diagram);
        var drawing = new Drawing(diagram, run);
        return drawing.Draw();
    }

    private sealed class Drawing
    {
        private readonly FlowDiagram _diagram;
        private readonly LayoutGraph _graph = new();
        private readonly Dictionary<string, LayoutNode> _boxes = new(StringComparer.Ordinal);
        private readonly Dictionary<string, List<string>> _texts = new(StringComparer.Ordinal);
        private readonly List<(DiagramEdge Edge, LayoutEdge Line)> _lines = [];
        private readonly List<(string Text, LayoutNode Place)> _marks = [];

        public Drawing(FlowDiagram diagram, RunOverlay? run)
        {
            _diagram = diagram;
            var connectors = Connectors.Choose(diagram);
            ILookup<string, DiagramEdge> outgoing = diagram.Edges.ToLookup(static e => e.From, StringComparer.Ordinal);
            ILookup<string, DiagramEdge> incoming = diagram.Edges.ToLookup(static e => e.To, StringComparer.Ordinal);
            foreach (DiagramState state in diagram.StatesFromStart)
            {
                List<string> lines = Lines(diagram, state, run);
                if (connectors.Arrivals(state.Name) is { } arrivals)
                {
                    lines.Insert(0, arrivals);
                }

                // Each line that leaves or comes has a column of its own.
                int ports = Math.Max(outgoing[state.Name].Count(), incoming[state.Name].Count(e => !connectors.Contains(e)));
                int width = Math.Max(lines.Max(static l => l.Length) + 4, (2 * ports) + 3);
                _texts[state.Name] = lines;
                _boxes[state.Name] = _graph.AddNode(Odd(width), lines.Count + 2);
            }

            foreach (DiagramEdge edge in diagram.Edges)
            {
                int width = edge.Labels.Count == 0 ? 0 : edge.Labels.Max(static l => l.Length);
                if (connectors.Contains(edge))
                {
                    string text = Connectors.Mark(edge);
                    LayoutNode mark = _graph.AddNode(Odd(text.Length), 1, isAtTop: true);
                    _marks.Add((text, mark));
                    _lines.Add((edge, _graph.AddEdge(_boxes[edge.From], mark, width, edge.Labels.Count, LayoutWeight.Aside)));
                }
                else
                {
                    _lines.Add((edge, _graph.AddEdge(_boxes[edge.From], _boxes[edge.To], width, edge.Labels.Count, edge.Weight)));
                }
            }
        }

        public string Draw()
        {
            LayoutResult size = LayeredLayout.Arrange(_graph, new LayoutOptions(NodeGap: 3, EdgeGap: 3, LayerGap: 0, OnGrid: true));
            var canvas = new CharacterCanvas((int)Math.Ceiling(size.Width) + 4, (int)Math.Ceiling(size.Height) + 2);
            foreach ((DiagramEdge edge, LayoutEdge line) in _lines)
            {
                DrawLine(canvas, line, dashed: edge.Kind == DiagramEdgeKind.Catch);
            }

            foreach ((DiagramEdge edge, LayoutEdge line) in _lines)
            {
                for (int i = 0; i < edge.Labels.Count; i++)
                {
                    canvas.Write(Round(line.LabelCenter.X) - (edge.Labels[i].Length / 2), Round(line.LabelCenter.Y - (edge.Labels.Count / 2.0)) + i, edge.Labels[i]);
                }
            }

            foreach (DiagramState state in _diagram.States)
            {
                DrawBox(canvas, _boxes[state.Name], _texts[state.Name], state.Type);
            }

            foreach ((string text, LayoutNode place) in _marks)
            {
                canvas.Write(Round(place.X) - (text.Length / 2), Round(place.Y - 0.5), text);
            }

            foreach ((_, LayoutEdge line) in _lines)
            {
                DrawArrow(canvas, line);
            }

            return canvas.ToString();
        }
    }

    private static List<string> Lines(FlowDiagram diagram, DiagramState state, RunOverlay? run)
    {
        string marks = (state.Name == diagram.StartAt ? "● " : string.Empty) + state.Name + (state.IsEnd ? " ◉" : string.Empty);
        string type = DiagramColors.TypeName(state.Type);
        List<string> lines = [marks, state.Type is DiagramStateType.Action or DiagramStateType.Wait && state.Lines.Count > 0 ? $"{type} {state.Lines[0]}" : type];
        if (run is not null && RunText.Describe(run[state.Name]) is { Length: > 0 } outcome)
        {
            lines.Add(outcome);
        }

        return lines;
    }

    private static void DrawBox(CharacterCanvas canvas, LayoutNode box, List<string> lines, DiagramStateType type)
    {
        int left = Round(box.X - (box.Width / 2));
        int top = Round(box.Y - (box.Height / 2));
        int width = (int)box.Width;
        (string Top, string Bottom, char Left, char Right, char Line) frame = type switch
        {
            DiagramStateType.Choice => ("╱╲", "╲╱", '│', '│', '─'),
            DiagramStateType.Fail => ("╔╗", "╚╝", '║', '║', '═'),
            DiagramStateType.Action or DiagramStateType.Wait => ("╭╮", "╰╯", '│', '│', '─'),
            _ => ("┌┐", "└┘", '│', '│', '─'),
        };
        canvas.Write(left, top, frame.Top[0] + new string(frame.Line, width - 2) + frame.Top[1]);
        for (int i = 0; i < lines.Count; i++)
        {
            int room = width - 2 - lines[i].Length;
            canvas.Write(left, top + 1 + i, frame.Left + new string(' ', room / 2) + lines[i] + new string(' ', room - (room / 2)) + frame.Right);
        }

        canvas.Write(left, top + 1 + lines.Count, frame.Bottom[0] + new string(frame.Line, width - 2) + frame.Bottom[1]);
    }

    private static void DrawLine(CharacterCanvas canvas, LayoutEdge line, bool dashed)
    {
        for (int i = 1; i < line.Route.Count; i++)
        {
            canvas.Line(Round(line.Route[i - 1].X), Round(line.Route[i - 1].Y), Round(line.Route[i].X), Round(line.Route[i].Y), dashed);
        }
    }

    private static void DrawArrow(CharacterCanvas canvas, LayoutEdge line)
    {
        LayoutPoint end = line.Route[^1];
        LayoutPoint before = line.Route[^2];
        int x = Round(end.X);
        int y = Round(end.Y);
        if (line.From == line.To)
        {
            canvas.Write(x, y, "◄");
        }
        else if (before.Y < end.Y)
        {
            canvas.Write(x, y - 1, "▼");
        }
        else
        {
            canvas.Write(x, y, "▲");
        }
    }

    private static int Odd(int width) => width % 2 == 0 ? width + 1 : width;

    private static int Round(double value) => (int)Math.Round(value, MidpointRounding.AwayFromZero);
}

/// <summary>A grid of characters on which lines join where they meet.</summary>
internal sealed class CharacterCanvas(int width, int height)
{
    private const string Joints = " ╵╶└╷│┌├╴┘─┴┐┤┬┼";
    private readonly char[,] _text = new char[height, width];
    private readonly byte[,] _lines = new byte[height, width];
    private readonly bool[,] _dashed = new bool[height, width];

    public void Write(int x, int y, string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (y >= 0 && y < height && x + i >= 0 && x + i < width)
            {
                _text[y, x + i] = text[i];
            }
        }
    }

    /// <summary>A straight line, horizontal or vertical.</summary>
    public void Line(int x1, int y1, int x2, int y2, bool dashed)
    {
        int dx = Math.Sign(x2 - x1);
        int dy = Math.Sign(y2 - y1);
        int steps = Math.Max(Math.Abs(x2 - x1), Math.Abs(y2 - y1));
        (byte forward, byte backward) = (dx, dy) switch
        {
            (0, 1) => ((byte)4, (byte)1),
            (0, -1) => ((byte)1, (byte)4),
            (1, _) => ((byte)2, (byte)8),
            _ => ((byte)8, (byte)2),
        };
        for (int i = 0; i < steps; i++)
        {
            Mark(x1 + (i * dx), y1 + (i * dy), forward, dashed);
            Mark(x1 + ((i + 1) * dx), y1 + ((i + 1) * dy), backward, dashed);
        }
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        for (int y = 0; y < height; y++)
        {
            var row = new StringBuilder(width);
            for (int x = 0; x < width; x++)
            {
                row.Append(At(x, y));
            }

            text.Append(row.ToString().TrimEnd()).Append('\n');
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    private char At(int x, int y)
    {
        if (_text[y, x] != default)
        {
            return _text[y, x];
        }

        char joint = Joints[_lines[y, x]];
        return !_dashed[y, x] ? joint : joint switch
        {
            '│' => '╎',
            '─' => '╌',
            _ => joint,
        };
    }

    private void Mark(int x, int y, byte direction, bool dashed)
    {
        if (y >= 0 && y < height && x >= 0 && x < width)
        {
            _dashed[y, x] = _lines[y, x] == 0 ? dashed : _dashed[y, x] && dashed;
            _lines[y, x] |= direction;
        }
    }
}
