using System.Globalization;
using Globus.Automate.FlowLanguage.Diagrams.Layout;

namespace Globus.Automate.FlowLanguage.Diagrams.Rendering;

/// <summary>The outline of a box by the state's type.</summary>
internal static class BoxShape
{
    public static string Write(DiagramStateType type, LayoutNode box, string style)
    {
        double l = box.X - (box.Width / 2);
        double r = box.X + (box.Width / 2);
        double t = box.Y - (box.Height / 2);
        double b = box.Y + (box.Height / 2);
        return type switch
        {
            DiagramStateType.Action => Rectangle(8),
            DiagramStateType.Wait => Rectangle(box.Height / 2),
            DiagramStateType.Choice => Polygon((l, box.Y), (l + 22, t), (r - 22, t), (r, box.Y), (r - 22, b), (l + 22, b)),
            DiagramStateType.ExpressionEval => Polygon((l + 14, t), (r, t), (r - 14, b), (l, b)),
            DiagramStateType.Fail => Polygon((l + 12, t), (r - 12, t), (r, t + 12), (r, b - 12), (r - 12, b), (l + 12, b), (l, b - 12), (l, t + 12)),
            _ => Rectangle(1),
        };

        string Rectangle(double radius) => string.Create(
            CultureInfo.InvariantCulture,
            $"<rect x=\"{l:0.#}\" y=\"{t:0.#}\" width=\"{box.Width:0.#}\" height=\"{box.Height:0.#}\" rx=\"{radius:0.#}\" {style}/>");

        string Polygon(params (double X, double Y)[] points)
            => $"<polygon points=\"{string.Join(' ', points.Select(static p => string.Create(CultureInfo.InvariantCulture, $"{p.X:0.#},{p.Y:0.#}")))}\" {style}/>";
    }
}

/// <summary>A route as a smooth SVG path: curves leave and enter vertically, and pass straight through layers.</summary>
internal static class CurvePath
{
    public static string Write(LayoutEdge line)
    {
        List<LayoutPoint> points = line.Route;
        var path = new System.Text.StringBuilder();
        path.Append(CultureInfo.InvariantCulture, $"M{points[0].X:0.#} {points[0].Y:0.#}");
        if (line.From == line.To)
        {
            return path.Append(CultureInfo.InvariantCulture, $"C{points[1].X:0.#} {points[1].Y:0.#} {points[2].X:0.#} {points[2].Y:0.#} {points[3].X:0.#} {points[3].Y:0.#}").ToString();
        }

        for (int i = 1; i < points.Count; i++)
        {
            LayoutPoint from = points[i - 1];
            LayoutPoint to = points[i];
            if (Math.Abs(from.X - to.X) < 0.5)
            {
                path.Append(CultureInfo.InvariantCulture, $"L{to.X:0.#} {to.Y:0.#}");
            }
            else
            {
                double bend = (to.Y - from.Y) / 2;
                path.Append(CultureInfo.InvariantCulture, $"C{from.X:0.#} {from.Y + bend:0.#} {to.X:0.#} {to.Y - bend:0.#} {to.X:0.#} {to.Y:0.#}");
            }
        }

        return path.ToString();
    }
}
