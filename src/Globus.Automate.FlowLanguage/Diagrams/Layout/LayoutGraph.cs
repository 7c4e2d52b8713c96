namespace Globus.Automate.FlowLanguage.Diagrams.Layout;

/// <summary>A directed graph to be laid out: boxes with sizes, and edges whose labels take room too. Units are the caller's (pixels, characters).</summary>
internal sealed class LayoutGraph
{
    public List<LayoutNode> Nodes { get; } = [];

    public List<LayoutEdge> Edges { get; } = [];

    public LayoutNode AddNode(double width, double height, bool isAtTop = false)
    {
        var node = new LayoutNode(Nodes.Count, width, height, isAtTop);
        Nodes.Add(node);
        return node;
    }

    public LayoutEdge AddEdge(LayoutNode from, LayoutNode to, double labelWidth = 0, double labelHeight = 0, LayoutWeight weight = LayoutWeight.Main)
    {
        var edge = new LayoutEdge(from, to, labelWidth, labelHeight, weight);
        Edges.Add(edge);
        return edge;
    }
}

/// <summary>A box. Its place is that of its centre.</summary>
internal sealed class LayoutNode(int index, double width, double height, bool isAtTop)
{
    /// <summary>Whether it stands at the top of its layer, not in its middle.</summary>
    public bool IsAtTop { get; } = isAtTop;

    public int Index { get; } = index;

    public double Width { get; } = width;

    public double Height { get; } = height;

    public double X { get; set; }

    public double Y { get; set; }
}

/// <summary>An edge. Its route starts at the border of the one box and ends at that of the other.</summary>
internal sealed class LayoutEdge(LayoutNode from, LayoutNode to, double labelWidth, double labelHeight, LayoutWeight weight)
{
    public LayoutWeight Weight { get; } = weight;

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

/// <summary>How much an edge pulls its two boxes under each other: a box follows the heaviest of its edges.</summary>
internal enum LayoutWeight
{
    /// <summary>Leads to a remark beside the way.</summary>
    Aside,

    /// <summary>Leads off the way: caught errors, and ways back.</summary>
    Branch,

    /// <summary>The way itself.</summary>
    Main,
}

/// <summary>A place.</summary>
internal readonly record struct LayoutPoint(double X, double Y);

/// <summary>The distances that a layout keeps.</summary>
/// <param name="NodeGap">Between neighbours in a layer.</param>
/// <param name="EdgeGap">Between an edge that passes through a layer and its neighbour.</param>
/// <param name="LayerGap">Between two layers.</param>
/// <param name="OnGrid">
/// Whether all places are whole numbers and edges turn only at right angles, each in a row of its own where they would touch; the gap between
/// two layers then is as high as these rows need.
/// </param>
internal sealed record LayoutOptions(double NodeGap, double EdgeGap, double LayerGap, bool OnGrid = false);

/// <summary>A finished layout's extent.</summary>
internal sealed record LayoutResult(double Width, double Height);
