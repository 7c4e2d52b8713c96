using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Paths.Evaluation;

/// <summary>A value on its way through a query, with its place where somebody asked for places.</summary>
internal readonly record struct Node(FlowValue Value, NodeLocation? Location)
{
    public Node Child(string name, FlowValue value) => new(value, Location is null ? null : new NodeLocation(Location, name, 0));

    public Node Child(int index, FlowValue value) => new(value, Location is null ? null : new NodeLocation(Location, null, index));
}

/// <summary>The place of a node: the last step and the place of its parent.</summary>
internal sealed record NodeLocation(NodeLocation? Parent, string? Name, int Index)
{
    public static NodeLocation Root { get; } = new(null, null, 0);

    public List<object> ToSteps()
    {
        var steps = new List<object>();
        for (NodeLocation place = this; place.Parent is not null; place = place.Parent)
        {
            steps.Add(place.Name is { } name ? name : place.Index);
        }

        steps.Reverse();
        return steps;
    }
}
