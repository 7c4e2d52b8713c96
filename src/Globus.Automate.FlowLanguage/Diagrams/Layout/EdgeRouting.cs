namespace Globus.Automate.FlowLanguage.Diagrams.Layout;

/// <summary>Gives the layers their heights, moves everything to the origin, and writes boxes, labels and routes back to the graph.</summary>
internal static class EdgeRouting
{
    private const double StraightWithin = 0.5;

    public static LayoutResult Route(LayoutGraph graph, LayeredGraph layered, LayoutOptions options)
    {
        foreach (Slot slot in layered.Layers.SelectMany(static layer => layer))
        {
            if (options.OnGrid)
            {
                slot.X = Math.Round(slot.X, MidpointRounding.AwayFromZero);
            }

            if (slot.Node is { } node)
            {
                node.X = slot.X;
            }
        }

        Dictionary<(LayoutNode, LayoutEdge), double> ports = SpreadPorts(graph, layered, options);
        GridTracks? tracks = options.OnGrid ? GridTracks.Assign(layered, (edge, slot) => slot.Node is { } node ? ports[(node, edge)] : slot.X) : null;
        (double[] tops, double[] bottoms) = PlaceLayers(layered, options, tracks);
        foreach (Slot slot in layered.Layers.SelectMany(static layer => layer))
        {
            if (slot.Node is { } node)
            {
                node.Y = slot.Y;
            }
        }

        foreach ((LayoutEdge edge, Chain chain) in layered.Chains)
        {
            edge.Route.AddRange(Points(edge, chain, ports, tops, bottoms, tracks));
            if (chain.Label is { } label)
            {
                edge.LabelCenter = new LayoutPoint(label.X, label.Y);
            }
        }

        foreach (LayoutEdge loop in graph.Edges.Where(static e => e.From == e.To))
        {
            RouteLoop(loop, options);
        }

        return MoveToOrigin(graph);
    }

    private static (double[] Tops, double[] Bottoms) PlaceLayers(LayeredGraph layered, LayoutOptions options, GridTracks? tracks)
    {
        int count = layered.Layers.Count;
        var tops = new double[count];
        var bottoms = new double[count];
        double y = 0;
        bool labelLayers = layered.Chains.Values.Any(static c => c.Label is not null);
        for (int i = 0; i < count; i++)
        {
            double height = layered.Layers[i].Count == 0 ? 0 : layered.Layers[i].Max(static s => s.Height);
            tops[i] = y;
            bottoms[i] = y + height;
            foreach (Slot slot in layered.Layers[i])
            {
                slot.Y = y + ((slot.Node is { IsAtTop: true } ? slot.Height : height) / 2);
            }

            y += height + (tracks is not null ? tracks.Rows(i) : labelLayers ? options.LayerGap / 2 : options.LayerGap);
        }

        return (tops, bottoms);
    }

    /// <summary>Where along a box's upper and lower border each of its edges starts or ends: side by side, in the order in which they leave.</summary>
    private static Dictionary<(LayoutNode, LayoutEdge), double> SpreadPorts(LayoutGraph graph, LayeredGraph layered, LayoutOptions options)
    {
        var ports = new Dictionary<(LayoutNode, LayoutEdge), double>();
        ILookup<LayoutNode, (LayoutEdge Edge, Slot Next)> below = layered.Chains.ToLookup(static c => c.Value.Slots[0].Node!, static c => (c.Key, c.Value.Slots[1]));
        ILookup<LayoutNode, (LayoutEdge Edge, Slot Next)> above = layered.Chains.ToLookup(static c => c.Value.Slots[^1].Node!, static c => (c.Key, c.Value.Slots[^2]));
        foreach (LayoutNode node in graph.Nodes)
        {
            Spread(node, [.. below[node].OrderBy(static e => e.Next.X)]);
            Spread(node, [.. above[node].OrderBy(static e => e.Next.X)]);
        }

        return ports;

        void Spread(LayoutNode node, (LayoutEdge Edge, Slot Next)[] edges)
        {
            // An edge that goes straight on does so from the middle, and the others stand beside it.
            int straight = Array.FindIndex(edges, e => Math.Abs(e.Next.X - node.X) < StraightWithin);
            double middle = straight >= 0 ? straight : (edges.Length - 1) / 2.0;
            double reach = Math.Max(middle, edges.Length - 1 - middle);
            double step = reach == 0 ? 0 : Math.Min(node.Width / 6, node.Width * 0.35 / reach);
            for (int i = 0; i < edges.Length; i++)
            {
                double port = node.X + (step * (i - middle));
                ports[(node, edges[i].Edge)] = options.OnGrid ? Math.Round(port, MidpointRounding.AwayFromZero) : port;
            }
        }
    }

    private static IEnumerable<LayoutPoint> Points(
        LayoutEdge edge, Chain chain, Dictionary<(LayoutNode, LayoutEdge), double> ports, double[] tops, double[] bottoms, GridTracks? tracks)
    {
        var points = new List<LayoutPoint>();
        Slot upper = chain.Slots[0];
        Slot lower = chain.Slots[^1];
        points.Add(new LayoutPoint(ports[(upper.Node!, edge)], upper.Y + (upper.Height / 2)));
        if (bottoms[upper.Layer] > upper.Y + (upper.Height / 2))
        {
            points.Add(new LayoutPoint(ports[(upper.Node!, edge)], bottoms[upper.Layer]));
        }

        for (int i = 1; i < chain.Slots.Count - 1; i++)
        {
            // Straight through the whole layer, so that no curve touches a neighbour.
            Slot slot = chain.Slots[i];
            Turn(chain.Slots[i - 1], slot.X);
            points.Add(new LayoutPoint(slot.X, tops[slot.Layer]));
            if (bottoms[slot.Layer] > tops[slot.Layer])
            {
                points.Add(new LayoutPoint(slot.X, bottoms[slot.Layer]));
            }
        }

        Turn(chain.Slots[^2], ports[(lower.Node!, edge)]);
        if (tops[lower.Layer] < lower.Y - (lower.Height / 2))
        {
            points.Add(new LayoutPoint(ports[(lower.Node!, edge)], tops[lower.Layer]));
        }

        points.Add(new LayoutPoint(ports[(lower.Node!, edge)], lower.Y - (lower.Height / 2)));
        if (chain.IsReversed)
        {
            points.Reverse();
        }

        return points;

        void Turn(Slot from, double x)
        {
            if (tracks is not null && points[^1].X != x)
            {
                double row = bottoms[from.Layer] + tracks.Row(edge, from);
                points.Add(points[^1] with { Y = row });
                points.Add(new LayoutPoint(x, row));
            }
        }
    }

    private static void RouteLoop(LayoutEdge loop, LayoutOptions options)
    {
        LayoutNode node = loop.From;
        double right = node.X + (node.Width / 2);
        double reach = right + options.EdgeGap;
        loop.Route.Add(new LayoutPoint(right, node.Y - (node.Height / 4)));
        loop.Route.Add(new LayoutPoint(reach, node.Y - (node.Height / 4)));
        loop.Route.Add(new LayoutPoint(reach, node.Y + (node.Height / 4)));
        loop.Route.Add(new LayoutPoint(right, node.Y + (node.Height / 4)));
        loop.LabelCenter = new LayoutPoint(reach + (loop.LabelWidth / 2), node.Y);
    }

    private static LayoutResult MoveToOrigin(LayoutGraph graph)
    {
        double left = double.MaxValue;
        double right = double.MinValue;
        double bottom = double.MinValue;
        foreach (LayoutNode node in graph.Nodes)
        {
            left = Math.Min(left, node.X - (node.Width / 2));
            right = Math.Max(right, node.X + (node.Width / 2));
            bottom = Math.Max(bottom, node.Y + (node.Height / 2));
        }

        foreach (LayoutEdge edge in graph.Edges)
        {
            foreach (LayoutPoint point in edge.Route)
            {
                left = Math.Min(left, point.X);
                right = Math.Max(right, point.X);
                bottom = Math.Max(bottom, point.Y);
            }

            if (edge.HasLabel)
            {
                left = Math.Min(left, edge.LabelCenter.X - (edge.LabelWidth / 2));
                right = Math.Max(right, edge.LabelCenter.X + (edge.LabelWidth / 2));
            }
        }

        foreach (LayoutNode node in graph.Nodes)
        {
            node.X -= left;
        }

        foreach (LayoutEdge edge in graph.Edges)
        {
            for (int i = 0; i < edge.Route.Count; i++)
            {
                edge.Route[i] = edge.Route[i] with { X = edge.Route[i].X - left };
            }

            edge.LabelCenter = edge.LabelCenter with { X = edge.LabelCenter.X - left };
        }

        return new LayoutResult(right - left, bottom);
    }
}
