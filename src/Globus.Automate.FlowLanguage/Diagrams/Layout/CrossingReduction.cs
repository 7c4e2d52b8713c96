namespace Globus.Automate.FlowLanguage.Diagrams.Layout;

/// <summary>Orders the slots of each layer so that few edges cross: sweeps by weighted medians, neighbours exchanged where that helps, the best order kept.</summary>
internal static class CrossingReduction
{
    private const int Sweeps = 24;

    public static void Order(LayeredGraph graph)
    {
        int best = int.MaxValue;
        Slot[][]? bestOrder = null;

        // Sweeps only ever find the nearest good order, so they start from several places.
        foreach (bool leftToRight in (ReadOnlySpan<bool>)[true, false])
        {
            foreach (bool downFirst in (ReadOnlySpan<bool>)[true, false])
            {
                InitialOrder(graph, leftToRight);
                (int crossings, Slot[][] order) = Sweep(graph, downFirst);
                if (crossings < best)
                {
                    best = crossings;
                    bestOrder = order;
                }

                if (best == 0)
                {
                    Restore(graph, bestOrder!);
                    return;
                }
            }
        }

        Restore(graph, bestOrder!);
    }

    private static (int Crossings, Slot[][] Order) Sweep(LayeredGraph graph, bool downFirst)
    {
        int best = Crossings(graph);
        Slot[][] bestOrder = Remember(graph);
        for (int sweep = 0, idle = 0; sweep < Sweeps && idle < 6 && best > 0; sweep++, idle++)
        {
            bool down = sweep % 2 == 0 == downFirst;
            bool biasRight = sweep % 4 >= 2;
            IEnumerable<List<Slot>> layers = down ? graph.Layers.Skip(1) : graph.Layers.AsEnumerable().Reverse().Skip(1);
            foreach (List<Slot> layer in layers)
            {
                SortByMedians(layer, down, biasRight);
            }

            Transpose(graph);
            int crossings = Crossings(graph);
            if (crossings < best)
            {
                best = crossings;
                bestOrder = Remember(graph);
                idle = 0;
            }
        }

        return (best, bestOrder);
    }

    /// <summary>How many pairs of edges cross, counted layer by layer with a tree of sums (Barth, Mutzel, Jünger).</summary>
    public static int Crossings(LayeredGraph graph)
    {
        int total = 0;
        for (int i = 0; i + 1 < graph.Layers.Count; i++)
        {
            total += Crossings(graph.Layers[i], graph.Layers[i + 1].Count);
        }

        return total;
    }

    private static int Crossings(List<Slot> upper, int lowerCount)
    {
        int firstLeaf = 1;
        while (firstLeaf < lowerCount)
        {
            firstLeaf *= 2;
        }

        var tree = new int[(2 * firstLeaf) - 1];
        firstLeaf--;
        int crossings = 0;
        foreach (Slot slot in upper)
        {
            foreach (int target in slot.Below.Select(static s => s.Order).Order())
            {
                int index = target + firstLeaf;
                tree[index]++;
                while (index > 0)
                {
                    if (index % 2 == 1)
                    {
                        crossings += tree[index + 1];
                    }

                    index = (index - 1) / 2;
                    tree[index]++;
                }
            }
        }

        return crossings;
    }

    /// <summary>Depth first from the top, so that what belongs together starts out together.</summary>
    private static void InitialOrder(LayeredGraph graph, bool leftToRight)
    {
        var placed = new HashSet<Slot>();
        List<Slot>[] order = [.. graph.Layers.Select(static _ => new List<Slot>())];
        foreach (Slot start in graph.Layers.SelectMany(static layer => layer))
        {
            var stack = new Stack<Slot>([start]);
            while (stack.TryPop(out Slot? slot))
            {
                if (!placed.Add(slot))
                {
                    continue;
                }

                order[slot.Layer].Add(slot);
                foreach (Slot below in leftToRight ? slot.Below.AsEnumerable().Reverse() : slot.Below)
                {
                    stack.Push(below);
                }
            }
        }

        for (int i = 0; i < order.Length; i++)
        {
            graph.Layers[i].Clear();
            graph.Layers[i].AddRange(order[i]);
            Number(graph.Layers[i]);
        }
    }

    private static void SortByMedians(List<Slot> layer, bool down, bool biasRight)
    {
        var medians = new Dictionary<Slot, double>(layer.Count);
        foreach (Slot slot in layer)
        {
            medians[slot] = Median(down ? slot.Above : slot.Below, slot.Order);
        }

        layer.Sort((a, b) =>
        {
            int byMedian = medians[a].CompareTo(medians[b]);
            return byMedian != 0 ? byMedian : biasRight ? b.Order.CompareTo(a.Order) : a.Order.CompareTo(b.Order);
        });
        Number(layer);
    }

    private static double Median(List<Slot> neighbours, int own)
    {
        if (neighbours.Count == 0)
        {
            return own;
        }

        int[] orders = [.. neighbours.Select(static s => s.Order).Order()];
        int middle = orders.Length / 2;
        if (orders.Length % 2 == 1)
        {
            return orders[middle];
        }

        if (orders.Length == 2)
        {
            return (orders[0] + orders[1]) / 2.0;
        }

        int left = orders[middle - 1] - orders[0];
        int right = orders[^1] - orders[middle];
        return left + right == 0
            ? (orders[middle - 1] + orders[middle]) / 2.0
            : ((orders[middle - 1] * (double)right) + (orders[middle] * (double)left)) / (left + right);
    }

    private static void Transpose(LayeredGraph graph)
    {
        bool improved = true;
        for (int round = 0; improved && round < 8; round++)
        {
            improved = false;
            foreach (List<Slot> layer in graph.Layers)
            {
                for (int i = 0; i + 1 < layer.Count; i++)
                {
                    Slot left = layer[i];
                    Slot right = layer[i + 1];
                    if (PairCrossings(right, left) < PairCrossings(left, right))
                    {
                        (layer[i], layer[i + 1]) = (right, left);
                        right.Order = i;
                        left.Order = i + 1;
                        improved = true;
                    }
                }
            }
        }
    }

    private static int PairCrossings(Slot left, Slot right)
        => PairCrossings(left.Above, right.Above) + PairCrossings(left.Below, right.Below);

    private static int PairCrossings(List<Slot> left, List<Slot> right)
    {
        int crossings = 0;
        foreach (Slot l in left)
        {
            foreach (Slot r in right)
            {
                if (l.Order > r.Order)
                {
                    crossings++;
                }
            }
        }

        return crossings;
    }

    private static void Number(List<Slot> layer)
    {
        for (int i = 0; i < layer.Count; i++)
        {
            layer[i].Order = i;
        }
    }

    private static Slot[][] Remember(LayeredGraph graph) => [.. graph.Layers.Select(static layer => layer.ToArray())];

    private static void Restore(LayeredGraph graph, Slot[][] order)
    {
        for (int i = 0; i < order.Length; i++)
        {
            graph.Layers[i].Clear();
            graph.Layers[i].AddRange(order[i]);
            Number(graph.Layers[i]);
        }
    }
}
