using Globus.Automate.FlowLanguage.Diagrams;
using Globus.Automate.FlowLanguage.Diagrams.Rendering;

namespace Globus.Automate.PowerShell.Commands;

/// <summary>The forms that a drawing can take.</summary>
internal sealed record DrawingForm(string Name, string Extension, Func<FlowDiagram, RunOverlay?, string> Draw)
{
    private static readonly DrawingForm[] s_all =
    [
        new("Ascii", ".txt", AsciiRenderer.Render),
        new("Mermaid", ".mmd", MermaidRenderer.Render),
        new("Dot", ".dot", DotRenderer.Render),
        new("Svg", ".svg", SvgRenderer.Render),
        new("Html", ".html", HtmlRenderer.Render),
    ];

    public static DrawingForm Choose(string? name, string? outFile, bool open)
    {
        name ??= outFile is null
            ? open ? "Html" : "Ascii"
            : Path.GetExtension(outFile).ToLowerInvariant() switch
            {
                ".md" => "Mermaid",
                ".gv" => "Dot",
                ".htm" => "Html",
                string extension => Array.Find(s_all, form => form.Extension == extension)?.Name ?? "Ascii",
            };
        return Array.Find(s_all, form => string.Equals(form.Name, name, StringComparison.OrdinalIgnoreCase))!;
    }
}
