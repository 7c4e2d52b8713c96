namespace Globus.Automate.FlowLanguage.Diagrams.Rendering;

/// <summary>The colours of a box.</summary>
/// <param name="Fill">Inside.</param>
/// <param name="Stroke">The border.</param>
/// <param name="Text">The writing.</param>
internal sealed record DiagramColor(string Fill, string Stroke, string Text);

/// <summary>One palette for all renderers: by type for a definition, by outcome for a run.</summary>
internal static class DiagramColors
{
    private static readonly Dictionary<string, DiagramColor> s_classes = new(StringComparer.Ordinal)
    {
        ["action"] = new("#dbeafe", "#2563eb", "#0f172a"),
        ["expressioneval"] = new("#ede9fe", "#7c3aed", "#0f172a"),
        ["choice"] = new("#fef3c7", "#d97706", "#0f172a"),
        ["pass"] = new("#f1f5f9", "#64748b", "#0f172a"),
        ["wait"] = new("#e0f2fe", "#0891b2", "#0f172a"),
        ["fail"] = new("#fee2e2", "#dc2626", "#0f172a"),
        ["createwebinput"] = new("#dcfce7", "#15803d", "#0f172a"),
        ["awaitwebinput"] = new("#ecfccb", "#4d7c0f", "#0f172a"),
        ["unknown"] = new("#fce7f3", "#db2777", "#0f172a"),
        ["missing"] = new("#ffffff", "#db2777", "#be185d"),
        ["neverreached"] = new("#f8fafc", "#cbd5e1", "#94a3b8"),
        ["active"] = new("#dbeafe", "#1d4ed8", "#0f172a"),
        ["done"] = new("#dcfce7", "#16a34a", "#0f172a"),
        ["failed"] = new("#fecaca", "#b91c1c", "#0f172a"),
        ["caught"] = new("#ffedd5", "#ea580c", "#0f172a"),
    };

    public static string ClassOf(DiagramState state, RunOverlay? run)
        => (run is null ? state.Type.ToString() : run[state.Name].Outcome.ToString()).ToLowerInvariant();

    public static DiagramColor ForClass(string name) => s_classes[name];

    public static string TypeName(DiagramStateType type) => type switch
    {
        DiagramStateType.Missing => "does not exist",
        DiagramStateType.Unknown => "unknown type",
        _ => type.ToString(),
    };
}

/// <summary>What became of a state, in a few words.</summary>
internal static class RunText
{
    public static string Describe(StateRecord record)
    {
        if (record.Outcome == StateOutcome.NeverReached)
        {
            return string.Empty;
        }

        var words = new List<string> { record.Outcome.ToString().ToLowerInvariant() };
        if (record.Duration > TimeSpan.Zero)
        {
            words.Add(Duration(record.Duration));
        }

        if (record.Visits > 1)
        {
            words.Add($"{record.Visits} times");
        }

        if (record.Polls > 0)
        {
            words.Add(record.Polls == 1 ? "1 poll" : $"{record.Polls} polls");
        }

        return string.Join(" · ", words);
    }

    public static string Duration(TimeSpan span) => span switch
    {
        { TotalMilliseconds: < 1000 } => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0} ms"),
        { TotalSeconds: < 60 } => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.0} s"),
        { TotalHours: < 1 } => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{span.Minutes} min {span.Seconds:00} s"),
        { TotalDays: < 1 } => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{span.Hours} h {span.Minutes:00} min"),
        _ => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{span.Days} d {span.Hours:00} h"),
    };
}
