using Globus.Automate.FlowLanguage.Diagrams.Layout;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Diagrams;

/// <summary>
/// A flow definition as boxes and edges, in the definition's order: what every renderer draws. It is read leniently, so that a definition
/// that is being written, with targets that do not exist yet, can be looked at.
/// </summary>
public sealed class FlowDiagram
{
    private FlowDiagram(string title, string? startAt, IReadOnlyList<DiagramState> states, IReadOnlyList<DiagramEdge> edges)
    {
        Title = title;
        StartAt = startAt;
        States = states;
        Edges = edges;
    }

    /// <summary>The heading: the flow's title, or its Comment.</summary>
    public string Title { get; }

    /// <summary>The name of the first state; null where the definition has none.</summary>
    public string? StartAt { get; }

    /// <summary>The states, those that are only referred to included.</summary>
    public IReadOnlyList<DiagramState> States { get; }

    /// <summary>The transitions.</summary>
    public IReadOnlyList<DiagramEdge> Edges { get; }

    /// <summary>The states, the first one of a run first: from it a layout finds out which ways lead back.</summary>
    internal IEnumerable<DiagramState> StatesFromStart => States.OrderBy(s => s.Name == StartAt ? 0 : 1);

    /// <summary>Reads a definition.</summary>
    /// <param name="definition">The definition's document.</param>
    /// <param name="title">The flow's title, where it is known.</param>
    public static FlowDiagram FromDefinition(FlowValue definition, string? title = null)
    {
        var states = new List<DiagramState>();
        var edges = new List<DiagramEdge>();
        if (definition.TryGetMember("States", out FlowValue? section) && section is FlowObject named)
        {
            foreach ((string name, FlowValue state) in named)
            {
                states.Add(DiagramState.Read(name, state));
                edges.AddRange(DiagramEdge.Read(name, state));
            }
        }

        string? startAt = Text(definition, "StartAt");
        var known = new HashSet<string>(states.Select(static s => s.Name), StringComparer.Ordinal);
        IEnumerable<string> targets = startAt is null ? edges.Select(static e => e.To) : edges.Select(static e => e.To).Prepend(startAt);
        foreach (string target in targets.ToArray())
        {
            if (known.Add(target))
            {
                states.Add(new DiagramState(target, DiagramStateType.Missing, [], IsEnd: false, FlowValue.Null));
            }
        }

        return new FlowDiagram(title ?? Text(definition, "Comment") ?? "Flow", startAt, states, edges);
    }

    internal static string? Text(FlowValue value, string name)
        => value.TryGetMember(name, out FlowValue? text) ? text.AsString() : null;
}

/// <summary>What kind of state a box shows.</summary>
public enum DiagramStateType
{
    /// <summary>Calls an action provider.</summary>
    Action,

    /// <summary>Computes values.</summary>
    ExpressionEval,

    /// <summary>Decides where to go on.</summary>
    Choice,

    /// <summary>Moves values.</summary>
    Pass,

    /// <summary>Waits.</summary>
    Wait,

    /// <summary>Ends the run as failed.</summary>
    Fail,

    /// <summary>Asks people to choose, in the web application.</summary>
    CreateWebInput,

    /// <summary>Waits until somebody has chosen.</summary>
    AwaitWebInput,

    /// <summary>A state of a type that the language does not have.</summary>
    Unknown,

    /// <summary>A state that is referred to and does not exist.</summary>
    Missing,
}

/// <summary>A state as a box.</summary>
/// <param name="Name">The state's name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Lines">What it does, folded to a few short lines.</param>
/// <param name="IsEnd">Whether the run ends after it.</param>
/// <param name="Definition">The state's own definition.</param>
public sealed record DiagramState(string Name, DiagramStateType Type, IReadOnlyList<string> Lines, bool IsEnd, FlowValue Definition)
{
    internal static DiagramState Read(string name, FlowValue state)
    {
        DiagramStateType type = Enum.TryParse(FlowDiagram.Text(state, "Type"), out DiagramStateType known) && known < DiagramStateType.Unknown
            ? known
            : DiagramStateType.Unknown;
        bool isEnd = type == DiagramStateType.Fail
            || (state.TryGetMember("End", out FlowValue? end) && end.Equals(FlowValue.True));
        return new DiagramState(name, type, StateSummary.Describe(type, state), isEnd, state);
    }
}

/// <summary>Why a run goes from one state to another.</summary>
public enum DiagramEdgeKind
{
    /// <summary><c>Next</c>.</summary>
    Next,

    /// <summary>A rule of a Choice.</summary>
    Choice,

    /// <summary>A Choice's <c>Default</c>.</summary>
    Default,

    /// <summary>A <c>Catch</c>.</summary>
    Catch,
}

/// <summary>A transition.</summary>
/// <param name="From">The state it leaves.</param>
/// <param name="To">The state it leads to.</param>
/// <param name="Kind">Why it is taken.</param>
/// <param name="Labels">The conditions or error names, one or more lines; empty for <c>Next</c>.</param>
public sealed record DiagramEdge(string From, string To, DiagramEdgeKind Kind, IReadOnlyList<string> Labels)
{
    internal LayoutWeight Weight => Kind == DiagramEdgeKind.Catch ? LayoutWeight.Branch : LayoutWeight.Main;

    internal static IEnumerable<DiagramEdge> Read(string name, FlowValue state)
    {
        var edges = new List<DiagramEdge>();
        if (FlowDiagram.Text(state, "Next") is { } next)
        {
            edges.Add(new DiagramEdge(name, next, DiagramEdgeKind.Next, []));
        }

        foreach (FlowValue rule in Items(state, "Choices"))
        {
            if (FlowDiagram.Text(rule, "Next") is { } target)
            {
                Add(edges, new DiagramEdge(name, target, DiagramEdgeKind.Choice, [ConditionText.Write(rule)]));
            }
        }

        if (FlowDiagram.Text(state, "Default") is { } fallback)
        {
            Add(edges, new DiagramEdge(name, fallback, DiagramEdgeKind.Default, ["otherwise"]));
        }

        foreach (FlowValue rule in Items(state, "Catch"))
        {
            if (FlowDiagram.Text(rule, "Next") is { } target)
            {
                string[] errors = [.. Items(rule, "ErrorEquals").Select(static e => e.AsString() ?? e.ToJson())];
                Add(edges, new DiagramEdge(name, target, DiagramEdgeKind.Catch, errors.Length == 0 ? ["(no error)"] : errors));
            }
        }

        return edges;
    }

    /// <summary>Several rules that lead to one state are one edge with several lines.</summary>
    private static void Add(List<DiagramEdge> edges, DiagramEdge edge)
    {
        int same = edges.FindIndex(e => string.Equals(e.To, edge.To, StringComparison.Ordinal) && e.Kind == edge.Kind);
        if (same < 0)
        {
            edges.Add(edge);
        }
        else
        {
            edges[same] = edges[same] with { Labels = [.. edges[same].Labels, .. edge.Labels] };
        }
    }

    private static IEnumerable<FlowValue> Items(FlowValue state, string name)
        => state.TryGetMember(name, out FlowValue? list) && list is FlowArray items ? items : [];
}
