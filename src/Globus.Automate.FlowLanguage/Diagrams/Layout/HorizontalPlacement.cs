namespace Globus.Automate.FlowLanguage.Diagrams.Layout;

/// <summary>
/// Places the slots of each layer by Brandes and Köpf, "Fast and simple horizontal coordinate assignment" (2001), with blocks of different
/// widths: four layouts, each pushed to another corner, aligned with the narrowest; a slot stands at the mean of its two middle places.
/// Long edges come out straight.
/// </summary>
internal static class HorizontalPlacement
{
    public static void Place(LayeredGraph graph, LayoutOptions options)
    {
        HashSet<(Slot, Slot)> conflicts = FindConflicts(graph);
        AddOutweighed(graph, conflicts);
        var layouts = new List<(Dictionary<Slot, double> Xs, bool Left)>(4);
        foreach (bool fromTop in (ReadOnlySpan<bool>)[true, false])
        {
            foreach (bool left in (ReadOnlySpan<bool>)[true, false])
            {
                List<List<Slot>> layers = View(graph, fromTop, left);
                Dictionary<Slot, Slot> roots = Align(layers, conflicts, fromTop);
                Dictionary<Slot, double> xs = Compact(layers, roots, options);
                layouts.Add((left ? xs : xs.ToDictionary(static p => p.Key, static p => -p.Value), left));
            }
        }

        Balance(graph, layouts);
    }

    /// <summary>A link does not pull where one of its two slots has a heavier one on that side: the main way stays straight.</summary>
    private static void AddOutweighed(LayeredGraph graph, HashSet<(Slot, Slot)> conflicts)
    {
        var links = new List<(Slot Upper, Slot Lower, LayoutWeight Weight)>();
        var down = new Dictionary<Slot, LayoutWeight>();
        var up = new Dictionary<Slot, LayoutWeight>();
        foreach ((LayoutEdge edge, Chain chain) in graph.Chains)
        {
            LayoutWeight weight = chain.IsReversed && edge.Weight > LayoutWeight.Branch ? LayoutWeight.Branch : edge.Weight;
            for (int i = 1; i < chain.Slots.Count; i++)
            {
                (Slot upper, Slot lower) = (chain.Slots[i - 1], chain.Slots[i]);
                links.Add((upper, lower, weight));
                down[upper] = (LayoutWeight)Math.Max((int)weight, (int)down.GetValueOrDefault(upper));
                up[lower] = (LayoutWeight)Math.Max((int)weight, (int)up.GetValueOrDefault(lower));
            }
        }

        foreach ((Slot upper, Slot lower, LayoutWeight weight) in links)
        {
            if (weight < down[upper] || weight < up[lower])
            {
                conflicts.Add((upper, lower));
            }
        }
    }

    private static List<List<Slot>> View(LayeredGraph graph, bool fromTop, bool left)
    {
        IEnumerable<List<Slot>> layers = fromTop ? graph.Layers : graph.Layers.AsEnumerable().Reverse();
        return [.. layers.Select(layer => left ? layer : layer.AsEnumerable().Reverse().ToList())];
    }

    /// <summary>Crossings of a short edge with the inside of a long one: the long one stays straight.</summary>
    private static HashSet<(Slot, Slot)> FindConflicts(LayeredGraph graph)
    {
        var conflicts = new HashSet<(Slot, Slot)>();
        for (int i = 1; i < graph.Layers.Count; i++)
        {
            List<Slot> layer = graph.Layers[i];
            int upperCount = graph.Layers[i - 1].Count;
            int low = 0;
            int scanned = 0;
            for (int j = 0; j < layer.Count; j++)
            {
                Slot? inner = layer[j].IsDummy ? layer[j].Above.Find(static s => s.IsDummy) : null;
                if (inner is null && j != layer.Count - 1)
                {
                    continue;
                }

                int high = inner?.Order ?? upperCount;
                for (; scanned <= j; scanned++)
                {
                    foreach (Slot upper in layer[scanned].Above)
                    {
                        if ((upper.Order < low || high < upper.Order) && !(upper.IsDummy && layer[scanned].IsDummy))
                        {
                            conflicts.Add((upper, layer[scanned]));
                        }
                    }
                }

                low = high;
            }
        }

        return conflicts;
    }

    /// <summary>Joins slots to vertical blocks by their median neighbours; the value is the block's root.</summary>
    private static Dictionary<Slot, Slot> Align(List<List<Slot>> layers, HashSet<(Slot, Slot)> conflicts, bool fromTop)
    {
        var root = new Dictionary<Slot, Slot>();
        var next = new Dictionary<Slot, Slot>();
        var position = new Dictionary<Slot, int>();
        foreach (List<Slot> layer in layers)
        {
            for (int i = 0; i < layer.Count; i++)
            {
                root[layer[i]] = layer[i];
                next[layer[i]] = layer[i];
                position[layer[i]] = i;
            }
        }

        foreach (List<Slot> layer in layers)
        {
            int previous = -1;
            foreach (Slot slot in layer)
            {
                Slot[] neighbours = [.. (fromTop ? slot.Above : slot.Below)
                    .Where(s => !conflicts.Contains(fromTop ? (s, slot) : (slot, s)))
                    .OrderBy(s => position[s])];
                if (neighbours.Length == 0)
                {
                    continue;
                }

                double middle = (neighbours.Length - 1) / 2.0;
                for (int i = (int)Math.Floor(middle); i <= (int)Math.Ceiling(middle); i++)
                {
                    Slot neighbour = neighbours[i];
                    if (next[slot] == slot && previous < position[neighbour])
                    {
                        next[neighbour] = slot;
                        root[slot] = root[neighbour];
                        next[slot] = root[slot];
                        previous = position[neighbour];
                    }
                }
            }
        }

        return root;
    }

    /// <summary>Pushes the blocks together: first as far to the one side as the gaps allow, then back towards their right neighbours.</summary>
    private static Dictionary<Slot, double> Compact(List<List<Slot>> layers, Dictionary<Slot, Slot> roots, LayoutOptions options)
    {
        var gaps = new Dictionary<Slot, Dictionary<Slot, double>>();
        var waiting = new Dictionary<Slot, int>();
        foreach (Slot root in roots.Values)
        {
            gaps.TryAdd(root, []);
            waiting.TryAdd(root, 0);
        }

        foreach (List<Slot> layer in layers)
        {
            for (int i = 1; i < layer.Count; i++)
            {
                Dictionary<Slot, double> right = gaps[roots[layer[i - 1]]];
                Slot block = roots[layer[i]];
                double gap = Separation(layer[i - 1], layer[i], options);
                if (!right.TryGetValue(block, out double known))
                {
                    waiting[block]++;
                }

                right[block] = Math.Max(known, gap);
            }
        }

        var order = new List<Slot>(gaps.Count);
        var ready = new Queue<Slot>(waiting.Where(static p => p.Value == 0).Select(static p => p.Key));
        var xs = gaps.Keys.ToDictionary(static s => s, static _ => 0.0);
        while (ready.TryDequeue(out Slot? block))
        {
            order.Add(block);
            foreach ((Slot right, double gap) in gaps[block])
            {
                xs[right] = Math.Max(xs[right], xs[block] + gap);
                if (--waiting[right] == 0)
                {
                    ready.Enqueue(right);
                }
            }
        }

        for (int i = order.Count - 1; i >= 0; i--)
        {
            Dictionary<Slot, double> right = gaps[order[i]];
            if (right.Count > 0)
            {
                xs[order[i]] = Math.Max(xs[order[i]], right.Min(p => xs[p.Key] - p.Value));
            }
        }

        return roots.ToDictionary(static p => p.Key, p => xs[p.Value]);
    }

    private static double Separation(Slot left, Slot right, LayoutOptions options)
        => (left.Width / 2) + (right.Width / 2)
            + ((left.IsDummy ? options.EdgeGap : options.NodeGap) / 2) + ((right.IsDummy ? options.EdgeGap : options.NodeGap) / 2);

    private static void Balance(LayeredGraph graph, List<(Dictionary<Slot, double> Xs, bool Left)> layouts)
    {
        (double Min, double Max)[] extents = [.. layouts.Select(static l =>
            (l.Xs.Min(static p => p.Value - (p.Key.Width / 2)), l.Xs.Max(static p => p.Value + (p.Key.Width / 2))))];
        (double Min, double Max) narrowest = extents.MinBy(static e => e.Max - e.Min);
        Span<double> places = stackalloc double[4];
        foreach (Slot slot in graph.Layers.SelectMany(static layer => layer))
        {
            for (int i = 0; i < 4; i++)
            {
                double shift = layouts[i].Left ? narrowest.Min - extents[i].Min : narrowest.Max - extents[i].Max;
                places[i] = layouts[i].Xs[slot] + shift;
            }

            places.Sort();
            slot.X = (places[1] + places[2]) / 2;
        }
    }
}
