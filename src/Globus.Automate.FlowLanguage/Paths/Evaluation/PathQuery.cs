using System.Diagnostics.CodeAnalysis;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Paths.Evaluation;

/// <summary>The segments of a query, from a root (<c>$</c>) or, within a filter, from the current node (<c>@</c>).</summary>
internal sealed class PathQuery
{
    private readonly Segment[] _segments;
    private readonly PathStep[] _leading;

    public PathQuery(bool isRelative, Segment[] segments)
    {
        IsRelative = isRelative;
        _segments = segments;
        int leading = 0;
        while (leading < segments.Length && segments[leading].Step is not null)
        {
            leading++;
        }

        _leading = new PathStep[leading];
        for (int i = 0; i < leading; i++)
        {
            _leading[i] = segments[i].Step!.Value;
        }
    }

    public bool IsRelative { get; }

    /// <summary>Only names and indices: at most one node (RFC 9535, section 2.3.5.1).</summary>
    public bool IsSingular => _leading.Length == _segments.Length;

    public ReadOnlySpan<Segment> Segments => _segments;

    /// <summary>The names and indices before the first segment that can name several nodes.</summary>
    public ReadOnlySpan<PathStep> Leading => _leading;

    /// <summary>The one node of a singular query. Allocates nothing: the engine does this for every parameter of every state.</summary>
    public bool TryGetSingle(FlowValue start, [NotNullWhen(true)] out FlowValue? value)
    {
        FlowValue current = start;
        foreach (ref readonly PathStep step in _leading.AsSpan())
        {
            if (!step.TryApply(current, out FlowValue? next))
            {
                value = null;
                return false;
            }

            current = next;
        }

        value = current;
        return true;
    }

    public List<Node> Select(in Node start, QueryRun run)
    {
        var nodes = new List<Node> { start };
        foreach (Segment segment in _segments)
        {
            var found = new List<Node>();
            foreach (Node node in nodes)
            {
                segment.Select(node, run, found);
            }

            nodes = found;
            if (nodes.Count == 0)
            {
                break;
            }
        }

        return nodes;
    }
}

/// <summary>One name or index.</summary>
internal readonly struct PathStep
{
    private readonly string? _name;
    private readonly long _index;

    public PathStep(string name) => _name = name;

    public PathStep(long index) => _index = index;

    /// <summary>The name, or the index; one that no list can have is shown as the nearest <see cref="int"/>.</summary>
    public object Value => _name is null ? (int)Math.Clamp(_index, int.MinValue, int.MaxValue) : _name;

    public string? Name => _name;

    public long Index => _index;

    public bool TryApply(FlowValue value, [NotNullWhen(true)] out FlowValue? found)
    {
        if (_name is not null)
        {
            if (value is FlowObject fields)
            {
                return fields.TryGetValue(_name, out found);
            }
        }
        else if (value is FlowArray list)
        {
            long place = _index < 0 ? _index + list.Count : _index;
            if (place >= 0 && place < list.Count)
            {
                found = list[(int)place];
                return true;
            }
        }

        found = null;
        return false;
    }
}
