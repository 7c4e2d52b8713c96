namespace Globus.Automate.FlowLanguage.Diagrams.Layout;

/// <summary>Turns back edges, gives each box a layer, and cuts long edges into slots.</summary>
internal static class LayerAssignment
{
    /// <summary>The layer of each box, by the box's index, without layers for labels.</summary>
    public static int[] Rank(LayoutGraph graph) => Rank(graph, out _, out _);

    public static LayeredGraph Assign(LayoutGraph graph)
    {
        int[] layers = Rank(graph, out List<LayoutEdge> edges, out HashSet<LayoutEdge> reversed);

        // Labels stand in layers of their own, between those of the boxes.
        int scale = edges.Exists(static e => e.HasLabel) ? 2 : 1;
        var layered = new LayeredGraph((layers.Max() * scale) + 1);
        Slot[] slots = [.. graph.Nodes.Select(n => layered.AddSlot(layers[n.Index] * scale, n.Width, n.Height, n))];
        foreach (LayoutEdge edge in edges)
        {
            bool turned = reversed.Contains(edge);
            Slot upper = slots[(turned ? edge.To : edge.From).Index];
            Slot lower = slots[(turned ? edge.From : edge.To).Index];
            int labelLayer = edge.HasLabel ? (turned ? lower.Layer - 1 : upper.Layer + 1) : -1;
            List<Slot> chain = [upper];
            Slot? label = null;
            for (int layer = upper.Layer + 1; layer < lower.Layer; layer++)
            {
                Slot slot = layer == labelLayer
                    ? label = layered.AddSlot(layer, edge.LabelWidth, edge.LabelHeight)
                    : layered.AddSlot(layer, 0, 0);
                LayeredGraph.Connect(chain[^1], slot);
                chain.Add(slot);
            }

            LayeredGraph.Connect(chain[^1], lower);
            chain.Add(lower);
            layered.Chains[edge] = new Chain(chain, turned, label);
        }

        return layered;
    }

    private static int[] Rank(LayoutGraph graph, out List<LayoutEdge> edges, out HashSet<LayoutEdge> reversed)
    {
        edges = [.. graph.Edges.Where(static e => e.From != e.To)];
        reversed = FindBackEdges(graph, edges);
        int[] layers = LongestPaths(graph, edges, reversed);
        ShortenEdges(graph, edges, reversed, layers);
        return layers;
    }

    /// <summary>The edges that lead back to a box on the way from the first one, found depth first without recursion.</summary>
    private static HashSet<LayoutEdge> FindBackEdges(LayoutGraph graph, List<LayoutEdge> edges)
    {
        ILookup<int, LayoutEdge> outgoing = edges.ToLookup(static e => e.From.Index);
        var state = new byte[graph.Nodes.Count];
        var back = new HashSet<LayoutEdge>();
        foreach (LayoutNode root in graph.Nodes)
        {
            if (state[root.Index] != 0)
            {
                continue;
            }

            var path = new Stack<(int Node, IEnumerator<LayoutEdge> Edges)>();
            state[root.Index] = 1;
            path.Push((root.Index, outgoing[root.Index].GetEnumerator()));
            while (path.TryPeek(out (int Node, IEnumerator<LayoutEdge> Edges) top))
            {
                if (!top.Edges.MoveNext())
                {
                    state[top.Node] = 2;
                    path.Pop();
                    continue;
                }

                LayoutEdge edge = top.Edges.Current;
                int next = edge.To.Index;
                if (state[next] == 1)
                {
                    back.Add(edge);
                }
                else if (state[next] == 0)
                {
                    state[next] = 1;
                    path.Push((next, outgoing[next].GetEnumerator()));
                }
            }
        }

        return back;
    }

    private static int[] LongestPaths(LayoutGraph graph, List<LayoutEdge> edges, HashSet<LayoutEdge> reversed)
    {
        int count = graph.Nodes.Count;
        var layers = new int[count];
        var waiting = new int[count];
        var below = new List<int>[count];
        for (int i = 0; i < count; i++)
        {
            below[i] = [];
        }

        foreach (LayoutEdge edge in edges)
        {
            (int upper, int lower) = Ends(edge, reversed);
            below[upper].Add(lower);
            waiting[lower]++;
        }

        var ready = new Queue<int>(Enumerable.Range(0, count).Where(i => waiting[i] == 0));
        while (ready.TryDequeue(out int node))
        {
            foreach (int lower in below[node])
            {
                layers[lower] = Math.Max(layers[lower], layers[node] + 1);
                if (--waiting[lower] == 0)
                {
                    ready.Enqueue(lower);
                }
            }
        }

        return layers;
    }

    /// <summary>Moves boxes down to what they lead to, where that makes their edges shorter in sum.</summary>
    private static void ShortenEdges(LayoutGraph graph, List<LayoutEdge> edges, HashSet<LayoutEdge> reversed, int[] layers)
    {
        (int Upper, int Lower)[] ends = [.. edges.Select(e => Ends(e, reversed))];
        ILookup<int, int> above = ends.ToLookup(static e => e.Lower, static e => e.Upper);
        ILookup<int, int> below = ends.ToLookup(static e => e.Upper, static e => e.Lower);
        int[] bottomUp = [.. Enumerable.Range(0, graph.Nodes.Count).OrderByDescending(i => layers[i])];
        for (int pass = 0; pass < 4; pass++)
        {
            bool moved = false;
            foreach (int node in bottomUp)
            {
                int incoming = above[node].Count();
                int outgoing = below[node].Count();
                if (outgoing > incoming)
                {
                    int lowest = below[node].Min(n => layers[n]) - 1;
                    moved |= lowest > layers[node];
                    layers[node] = Math.Max(layers[node], lowest);
                }
            }

            if (!moved)
            {
                break;
            }
        }

        int first = layers.Min();
        for (int i = 0; i < layers.Length; i++)
        {
            layers[i] -= first;
        }
    }

    private static (int Upper, int Lower) Ends(LayoutEdge edge, HashSet<LayoutEdge> reversed)
        => reversed.Contains(edge) ? (edge.To.Index, edge.From.Index) : (edge.From.Index, edge.To.Index);
}
