using Globus.Automate.FlowLanguage.Diagrams.Layout;

namespace Globus.Automate.FlowLanguage.Diagrams;

/// <summary>
/// The transitions that a drawing shows as connectors: a mark "→ Cleanup" beside the state they leave, in place of a line. A flow whose every
/// action catches its errors into one state far below would else be a bundle of lines with a few boxes at its side.
/// </summary>
internal sealed class Connectors
{
    /// <summary>How many layers a line may lead up or down and still be a near one.</summary>
    private const int FarLayers = 4;

    /// <summary>How many far lines to one state are a crowd.</summary>
    private const int Crowd = 4;

    private readonly HashSet<DiagramEdge> _edges = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, int> _incoming = new(StringComparer.Ordinal);

    private Connectors()
    {
    }

    /// <summary>Chooses them: all far lines to a state that many of them lead to.</summary>
    public static Connectors Choose(FlowDiagram diagram)
    {
        var graph = new LayoutGraph();
        var boxes = new Dictionary<string, LayoutNode>(StringComparer.Ordinal);
        foreach (DiagramState state in diagram.StatesFromStart)
        {
            boxes[state.Name] = graph.AddNode(1, 1);
        }

        foreach (DiagramEdge edge in diagram.Edges)
        {
            graph.AddEdge(boxes[edge.From], boxes[edge.To]);
        }

        var connectors = new Connectors();
        int[] layers = LayerAssignment.Rank(graph);
        foreach (IGrouping<string, DiagramEdge> target in diagram.Edges.GroupBy(static e => e.To, StringComparer.Ordinal))
        {
            DiagramEdge[] far = [.. target.Where(e => Math.Abs(layers[boxes[e.To].Index] - layers[boxes[e.From].Index]) >= FarLayers)];
            if (far.Length >= Crowd)
            {
                connectors._edges.UnionWith(far);
                connectors._incoming[target.Key] = far.Length;
            }
        }

        return connectors;
    }

    /// <summary>Whether a transition is drawn as one.</summary>
    public bool Contains(DiagramEdge edge) => _edges.Contains(edge);

    /// <summary>What stands in the mark beside the state that is left.</summary>
    public static string Mark(DiagramEdge edge) => "→ " + edge.To;

    /// <summary>What a box says of the connectors that lead to it; null where none does.</summary>
    public string? Arrivals(string state) => _incoming.TryGetValue(state, out int count) ? $"← from {count} places" : null;
}
