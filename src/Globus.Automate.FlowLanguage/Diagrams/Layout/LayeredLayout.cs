namespace Globus.Automate.FlowLanguage.Diagrams.Layout;

/// <summary>
/// A layered drawing from top to bottom after Sugiyama: back edges are turned, boxes get layers, edges that pass layers get a place in each
/// of them (their labels too), the order within the layers is chosen for few crossings, and the places by Brandes and Köpf.
/// See docs/decisions/0050-layout.md for why this is not a library.
/// </summary>
internal static class LayeredLayout
{
    public static LayoutResult Arrange(LayoutGraph graph, LayoutOptions options)
    {
        if (graph.Nodes.Count == 0)
        {
            return new LayoutResult(0, 0);
        }

        LayeredGraph layered = LayerAssignment.Assign(graph);
        CrossingReduction.Order(layered);
        HorizontalPlacement.Place(layered, options);
        return EdgeRouting.Route(graph, layered, options);
    }
}

/// <summary>The graph with a slot in every layer for all that stands in it or passes through it.</summary>
internal sealed class LayeredGraph(int layerCount)
{
    public List<List<Slot>> Layers { get; } = [.. Enumerable.Range(0, layerCount).Select(_ => new List<Slot>())];

    /// <summary>For each edge of the graph (self-loops have none) its slots from the upper box to the lower one.</summary>
    public Dictionary<LayoutEdge, Chain> Chains { get; } = [];

    public Slot AddSlot(int layer, double width, double height, LayoutNode? node = null)
    {
        var slot = new Slot(layer, width, height, node);
        Layers[layer].Add(slot);
        return slot;
    }

    public static void Connect(Slot upper, Slot lower)
    {
        upper.Below.Add(lower);
        lower.Above.Add(upper);
    }
}

/// <summary>An edge as a chain of slots from top to bottom.</summary>
internal sealed record Chain(IReadOnlyList<Slot> Slots, bool IsReversed, Slot? Label);

/// <summary>A place in a layer: a box, a label, or an edge that passes.</summary>
internal sealed class Slot(int layer, double width, double height, LayoutNode? node)
{
    public int Layer { get; } = layer;

    public double Width { get; } = width;

    public double Height { get; } = height;

    public LayoutNode? Node { get; } = node;

    public bool IsDummy => Node is null;

    public List<Slot> Above { get; } = [];

    public List<Slot> Below { get; } = [];

    /// <summary>The place in the layer's order.</summary>
    public int Order { get; set; }

    public double X { get; set; }

    public double Y { get; set; }
}
