using System.Globalization;
using System.Net;
using System.Text;

namespace Globus.Automate.FlowLanguage.Diagrams.Rendering;

/// <summary>When each state of a run ran: a bar for each stay, in the order in which they began.</summary>
public static class TimelineRenderer
{
    private const double RowHeight = 24;
    private const double ChartWidth = 720;
    private const double Margin = 24;

    /// <summary>The timeline as an SVG picture.</summary>
    public static string RenderSvg(string title, RunOverlay run)
    {
        ArgumentNullException.ThrowIfNull(run);
        (DateTimeOffset start, TimeSpan span) = Extent(run);
        double labelWidth = run.Visits.Count == 0 ? 0 : run.Visits.Max(static v => TextMetrics.Width(v.State, 12)) + 16;
        double width = (2 * Margin) + labelWidth + ChartWidth + 150;
        double height = (2 * Margin) + 48 + (run.Visits.Count * RowHeight);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:0}\" height=\"{height:0}\" viewBox=\"0 0 {width:0} {height:0}\" font-family=\"-apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif\">\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        Text(Margin, Margin + 8, title, 15, "#0f172a", "start", bold: true);
        double left = Margin + labelWidth;
        double top = Margin + 44;
        for (int i = 0; i <= 4; i++)
        {
            double x = left + (ChartWidth * i / 4);
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{x:0.#}\" y1=\"{top - 6:0.#}\" x2=\"{x:0.#}\" y2=\"{top + (run.Visits.Count * RowHeight):0.#}\" stroke=\"#e2e8f0\"/>");
            Text(x, top - 14, "+" + RunText.Duration(span * i / 4), 10, "#64748b", "middle");
        }

        for (int i = 0; i < run.Visits.Count; i++)
        {
            StateVisit visit = run.Visits[i];
            (double from, double to) = Share(visit, start, span, run.End);
            double y = top + (i * RowHeight);
            DiagramColor color = DiagramColors.ForClass(visit.Outcome.ToString().ToLowerInvariant());
            Text(left - 10, y + (RowHeight / 2), visit.State, 12, "#0f172a", "end");
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{left + (from * ChartWidth):0.#}\" y=\"{y + 4:0.#}\" width=\"{Math.Max(2, (to - from) * ChartWidth):0.#}\" height=\"{RowHeight - 8:0.#}\" rx=\"3\" fill=\"{color.Fill}\" stroke=\"{color.Stroke}\"><title>{WebUtility.HtmlEncode(visit.State)}</title></rect>");
            Text(left + (Math.Max(from, to) * ChartWidth) + 8, y + (RowHeight / 2), Describe(visit, run.End), 10, color.Stroke, "start");
            svg.Append('\n');
        }

        return svg.Append("</svg>\n").ToString();

        void Text(double x, double y, string text, double size, string color, string anchor, bool bold = false)
            => svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:0.#}\" y=\"{y:0.#}\" font-size=\"{size:0.#}\" fill=\"{color}\" text-anchor=\"{anchor}\" dominant-baseline=\"central\"{(bold ? " font-weight=\"600\"" : string.Empty)}>{WebUtility.HtmlEncode(text)}</text>");
    }

    /// <summary>The timeline for a terminal.</summary>
    /// <param name="run">The run.</param>
    /// <param name="columns">How wide the bars may get together, in characters.</param>
    public static string RenderText(RunOverlay run, int columns = 60)
    {
        ArgumentNullException.ThrowIfNull(run);
        (DateTimeOffset start, TimeSpan span) = Extent(run);
        int name = run.Visits.Count == 0 ? 0 : run.Visits.Max(static v => v.State.Length);
        var text = new StringBuilder();
        foreach (StateVisit visit in run.Visits)
        {
            (double from, double to) = Share(visit, start, span, run.End);
            int first = Math.Min((int)(from * columns), columns - 1);
            int last = Math.Clamp((int)Math.Ceiling(to * columns), first + 1, columns);
            char bar = visit.Outcome switch
            {
                StateOutcome.Failed => '×',
                StateOutcome.Caught => '!',
                StateOutcome.Active => '▒',
                _ => '█',
            };
            text.Append(visit.State.PadRight(name)).Append(" │").Append(' ', first).Append(bar, last - first).Append(' ', columns - last)
                .Append("│ ").Append(Describe(visit, run.End)).Append('\n');
        }

        return text.ToString();
    }

    private static string Describe(StateVisit visit, DateTimeOffset? end)
    {
        TimeSpan duration = (visit.End ?? end) is { } to && visit.Start is { } from ? to - from : TimeSpan.Zero;
        return RunText.Describe(new StateRecord(visit.Outcome, 1, visit.Polls, duration));
    }

    private static (DateTimeOffset Start, TimeSpan Span) Extent(RunOverlay run)
    {
        DateTimeOffset start = run.Start ?? DateTimeOffset.UnixEpoch;
        TimeSpan span = (run.End ?? start) - start;
        return (start, span > TimeSpan.Zero ? span : TimeSpan.FromMilliseconds(1));
    }

    private static (double From, double To) Share(StateVisit visit, DateTimeOffset start, TimeSpan span, DateTimeOffset? end)
    {
        double from = visit.Start is { } began ? (began - start) / span : 0;
        double to = (visit.End ?? end) is { } ended ? (ended - start) / span : 1;
        return (Math.Clamp(from, 0, 1), Math.Clamp(to, from, 1));
    }
}
