namespace Globus.Automate.FlowLanguage.Diagrams.Layout;

/// <summary>
/// The rows between two layers of a drawing on a grid: each link that goes across gets a row (a track) in which it does, another one than
/// every link that it would touch, in the order in which the fewest of them cross.
/// </summary>
internal sealed class GridTracks
{
    private const int Passes = 12;
    private const int OverlapCost = 100;

    private readonly Dictionary<(LayoutEdge Edge, Slot Upper), int> _tracks = [];
    private readonly int[] _counts;
    private readonly bool[] _leaving;
    private readonly bool[] _arriving;

    private GridTracks(int layerCount)
    {
        _counts = new int[layerCount];
        _leaving = new bool[layerCount];
        _arriving = new bool[layerCount];
    }

    /// <summary>Assigns the tracks of all gaps.</summary>
    /// <param name="layered">The layers, their slots placed on whole columns.</param>
    /// <param name="column">The column in which an edge's link touches a slot.</param>
    public static GridTracks Assign(LayeredGraph layered, Func<LayoutEdge, Slot, double> column)
    {
        var tracks = new GridTracks(layered.Layers.Count);
        var gaps = new List<Link>[layered.Layers.Count];
        foreach ((LayoutEdge edge, Chain chain) in layered.Chains)
        {
            for (int i = 1; i < chain.Slots.Count; i++)
            {
                (Slot upper, Slot lower) = (chain.Slots[i - 1], chain.Slots[i]);
                tracks._leaving[upper.Layer] |= !upper.IsDummy;
                tracks._arriving[upper.Layer] |= !lower.IsDummy;
                var link = new Link(edge, upper, column(edge, upper), column(edge, lower));
                if (link.From != link.To)
                {
                    (gaps[upper.Layer] ??= []).Add(link);
                }
            }
        }

        for (int layer = 0; layer < gaps.Length; layer++)
        {
            if (gaps[layer] is { } links)
            {
                tracks._counts[layer] = tracks.Arrange(links);
            }
        }

        return tracks;
    }

    /// <summary>The rows between a layer and the next: one below the boxes, the tracks, and one for the arrowheads.</summary>
    public int Rows(int layer) => (_leaving[layer] ? 1 : 0) + _counts[layer] + (_arriving[layer] ? 1 : 0);

    /// <summary>The row below the upper slot's layer in which an edge goes across from there.</summary>
    public int Row(LayoutEdge edge, Slot upper) => (_leaving[upper.Layer] ? 1 : 0) + _tracks.GetValueOrDefault((edge, upper));

    /// <summary>Puts the links in an order from top to bottom, improved by exchanges of neighbours, and gives each the first row that is free below those it meets.</summary>
    private int Arrange(List<Link> links)
    {
        links.Sort(static (a, b) => a.Left != b.Left ? a.Left.CompareTo(b.Left) : a.Right.CompareTo(b.Right));
        bool improved = true;
        for (int pass = 0; improved && pass < Passes; pass++)
        {
            improved = false;
            for (int i = 0; i + 1 < links.Count; i++)
            {
                // A link rises past all its neighbours at once: each step alone may gain nothing.
                int gain = 0;
                int best = 0;
                int place = i + 1;
                for (int j = i; j >= 0; j--)
                {
                    gain += Cost(links[j], links[i + 1]) - Cost(links[i + 1], links[j]);
                    if (gain > best)
                    {
                        best = gain;
                        place = j;
                    }
                }

                if (best > 0)
                {
                    Link risen = links[i + 1];
                    links.RemoveAt(i + 1);
                    links.Insert(place, risen);
                    improved = true;
                }
            }
        }

        int count = 0;
        for (int i = 0; i < links.Count; i++)
        {
            int track = 0;
            for (int j = 0; j < i; j++)
            {
                if (Meet(links[i], links[j]))
                {
                    track = Math.Max(track, _tracks[(links[j].Edge, links[j].Upper)] + 1);
                }
            }

            _tracks[(links[i].Edge, links[i].Upper)] = track;
            count = Math.Max(count, track + 1);
        }

        return count;
    }

    private static bool Meet(Link a, Link b) => a.Left <= b.Right && b.Left <= a.Right;

    /// <summary>How often two links cross when the first goes across above the second; much where they would lie on each other.</summary>
    private static int Cost(Link above, Link below)
    {
        if (!Meet(above, below))
        {
            return 0;
        }

        int cost = (below.From >= above.Left && below.From <= above.Right ? 1 : 0) + (above.To >= below.Left && above.To <= below.Right ? 1 : 0);
        return below.From == above.To ? cost + OverlapCost : cost;
    }

    private sealed record Link(LayoutEdge Edge, Slot Upper, double From, double To)
    {
        public double Left => Math.Min(From, To);

        public double Right => Math.Max(From, To);
    }
}
