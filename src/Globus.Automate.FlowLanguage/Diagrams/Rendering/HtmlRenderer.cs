using System.Net;
using System.Reflection;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Diagrams.Rendering;

/// <summary>
/// A diagram as one self-contained HTML page: pan by dragging, zoom by wheel or keys, click a state to read its definition. It needs no
/// network, and loads nothing.
/// </summary>
public static class HtmlRenderer
{
    /// <summary>Writes the page; with a run's overlay its states are coloured by what became of them.</summary>
    public static string Render(FlowDiagram diagram, RunOverlay? run = null)
    {
        ArgumentNullException.ThrowIfNull(diagram);
        var definitions = new FlowObject.Builder();
        foreach (DiagramState state in diagram.States)
        {
            definitions.Set(state.Name, FlowValue.From(state.Definition.IsNull ? "This state does not exist." : state.Definition.ToJson(indented: true)));
        }

        return ReadTemplate()
            .Replace("{{title}}", WebUtility.HtmlEncode(diagram.Title), StringComparison.Ordinal)
            .Replace("{{definitions}}", EscapeForScript(definitions.Build().ToJson()), StringComparison.Ordinal)
            .Replace("{{svg}}", SvgRenderer.Render(diagram, run), StringComparison.Ordinal);
    }

    /// <summary>JSON that can stand inside a script element whatever it holds: no tag can begin in it.</summary>
    private static string EscapeForScript(string json)
        => json.Replace("<", "\\u003c", StringComparison.Ordinal).Replace(">", "\\u003e", StringComparison.Ordinal).Replace("&", "\\u0026", StringComparison.Ordinal)
            .Replace("\u2028", "\\u2028", StringComparison.Ordinal).Replace("\u2029", "\\u2029", StringComparison.Ordinal);

    private static string ReadTemplate()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Globus.Automate.FlowLanguage.Diagrams.DiagramPage.html")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
