namespace Globus.Automate.FlowLanguage.Diagrams.Layout;

/// <summary>A directed graph to be laid out: boxes with sizes, and edges whose labels take room too. Units are the caller's (pixels, characters).</summary>
internal sealed class LayoutGraph
{
    public List<LayoutNode> Nodes { get; } = [];

    public List<LayoutEdge> Edges { get; } = [];

    public LayoutNode AddNode(double width, double height)
    {
        var node = new LayoutNode(Nodes.Count, width, height);
        Nodes.Add(node);
        return node;
    }

    public LayoutEdge AddEdge(LayoutNode from, LayoutNode to, double labelWidth = 0, double labelHeight = 0)
    {
        var edge = new LayoutEdge(from, to, labelWidth, labelHeight);
        Edges.Add(edge);
        return edge;
    }
}

/// <summary>A box. Its place is that of its centre.</summary>
internal sealed class LayoutNode(int index, double width, double height)
{
    public int Index { get; } = index;

    public double Width { get; } = width;

    public double Height { get; } = height;

    public double X { get; set; }

    public double Y { get; set; }
}

/// <summary>An edge. Its route starts at the border of the one box and ends at that of the other.</summary>
internal sealed class LayoutEdge(LayoutNode from, LayoutNode to, double labelWidth, double labelHeight)
{
    public LayoutNode From { get; } = from;

    public LayoutNode To { get; } = to;

    public double LabelWidth { get; } = labelWidth;

    public double LabelHeight { get; } = labelHeight;

    public bool HasLabel => LabelWidth > 0;

    /// <summary>The points that the edge goes through, in its own direction.</summary>
    public List<LayoutPoint> Route { get; } = [];

    /// <summary>The centre of the label.</summary>
    public LayoutPoint LabelCenter { get; set; }
}

/// <summary>A place.</summary>
internal readonly record struct LayoutPoint(double X, double Y);

/// <summary>The distances that a layout keeps.</summary>
/// <param name="NodeGap">Between neighbours in a layer.</param>
/// <param name="EdgeGap">Between an edge that passes through a layer and its neighbour.</param>
/// <param name="LayerGap">Between two layers.</param>
internal sealed record LayoutOptions(double NodeGap, double EdgeGap, double LayerGap);

/// <summary>A finished layout's extent.</summary>
internal sealed record LayoutResult(double Width, double Height);
