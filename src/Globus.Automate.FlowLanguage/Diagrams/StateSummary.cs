using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Diagrams;

/// <summary>What a state does, in a few short lines for its box.</summary>
internal static class StateSummary
{
    private const int LineLength = 42;

    public static IReadOnlyList<string> Describe(DiagramStateType type, FlowValue state)
    {
        var lines = new List<string>();
        switch (type)
        {
            case DiagramStateType.Action:
                lines.Add(Shorten(ActionName(state), LineLength));
                break;
            case DiagramStateType.Wait:
                lines.Add(Shorten(WaitText(state), LineLength));
                return lines;
            case DiagramStateType.Fail:
                AddText(lines, state, "Error");
                AddText(lines, state, "Cause");
                return lines;
            case DiagramStateType.Choice:
                return lines;
            default:
                break;
        }

        if (Input(state) is { Length: > 0 } input)
        {
            lines.Add(Shorten(input, LineLength));
        }

        if (FlowDiagram.Text(state, "ResultPath") is { } result)
        {
            lines.Add(Shorten("→ " + result, LineLength));
        }

        return lines;
    }

    /// <summary>The text, cut at a length with an ellipsis.</summary>
    public static string Shorten(string text, int length)
    {
        string line = text.ReplaceLineEndings(" ");
        return line.Length <= length ? line : string.Concat(line.AsSpan(0, length - 1), "…");
    }

    /// <summary><c>https://actions.globus.org/transfer/ls</c> is <c>transfer/ls</c>; the service's own hosts say nothing new.</summary>
    private static string ActionName(FlowValue state)
    {
        FlowValue handler = state.TryGetMember("Handler", out FlowValue? given) ? given : FlowValue.Null;
        if ((FlowDiagram.Text(state, "ActionUrl") ?? FlowDiagram.Text(handler, "Url")) is not { } url)
        {
            return FlowDiagram.Text(handler, "Id") is { } id ? "registered API " + id : "(no ActionUrl)";
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed))
        {
            return url;
        }

        string path = parsed.AbsolutePath.Trim('/');
        string host = parsed.Host;
        if (host is "actions.globus.org" or "actions.automate.globus.org")
        {
            return path;
        }

        return host.EndsWith(".actions.globus.org", StringComparison.Ordinal)
            ? $"{host[..^".actions.globus.org".Length]}/{path}".TrimEnd('/')
            : $"{host}/{path}".TrimEnd('/');
    }

    private static string WaitText(FlowValue state)
    {
        foreach ((string name, string format) in ((string, string)[])[("Seconds", "{0} s"), ("SecondsPath", "{0} s"), ("Timestamp", "until {0}"), ("TimestampPath", "until {0}")])
        {
            if (state.TryGetMember(name, out FlowValue? value))
            {
                return string.Format(System.Globalization.CultureInfo.InvariantCulture, format, value.AsString() ?? value.ToJson());
            }
        }

        return string.Empty;
    }

    private static string Input(FlowValue state)
    {
        if (FlowDiagram.Text(state, "InputPath") is { } path)
        {
            return path;
        }

        return state.TryGetMember("Parameters", out FlowValue? parameters) && parameters is FlowObject named
            ? string.Join(", ", named.Names.Where(static n => n != "__Private_Parameters").Select(static n => n.EndsWith(".$", StringComparison.Ordinal) || n.EndsWith(".=", StringComparison.Ordinal) ? n[..^2] : n))
            : string.Empty;
    }

    private static void AddText(List<string> lines, FlowValue state, string name)
    {
        string? text = FlowDiagram.Text(state, name) ?? FlowDiagram.Text(state, name + "Path");
        if (!string.IsNullOrEmpty(text))
        {
            lines.Add(Shorten(text, LineLength));
        }
    }
}
