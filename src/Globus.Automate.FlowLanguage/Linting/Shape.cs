using System.Collections.Immutable;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Linting;

/// <summary>
/// What is known to be in a value on every way to a place: the members it surely may have, and whether it can have others that nobody knows.
/// Immutable, so that states share what they have in common.
/// </summary>
internal sealed class Shape
{
    private const int MaxDepth = 12;

    private static readonly ImmutableDictionary<string, Shape> s_none = ImmutableDictionary.Create<string, Shape>(StringComparer.Ordinal);

    private Shape(ImmutableDictionary<string, Shape> members, bool isOpen)
    {
        Members = members;
        IsOpen = isOpen;
    }

    /// <summary>A value of which nothing is known: whatever is asked of it may be there.</summary>
    public static Shape Unknown { get; } = new(s_none, isOpen: true);

    /// <summary>An object without members.</summary>
    public static Shape Empty { get; } = new(s_none, isOpen: false);

    public ImmutableDictionary<string, Shape> Members { get; }

    /// <summary>Whether there may be members that are not known.</summary>
    public bool IsOpen { get; }

    public static Shape Open(params (string Name, Shape Shape)[] members) => new(s_none.AddRange(members.Select(static m => KeyValuePair.Create(m.Name, m.Shape))), isOpen: true);

    public static Shape Closed(IEnumerable<KeyValuePair<string, Shape>> members) => new(s_none.SetItems(members), isOpen: false);

    /// <summary>The status document of an action: its known members, and whatever a provider adds.</summary>
    public static Shape ActionStatus { get; } = Closed(
        new[] { "action_id", "status", "display_status", "details", "creator_id", "label", "monitor_by", "manage_by", "start_time", "completion_time", "release_after", "state_name" }
            .Select(static name => KeyValuePair.Create(name, Unknown))).AsOpenWith("details");

    /// <summary>What a JSON Schema lets an input have.</summary>
    public static Shape FromSchema(FlowValue? schema, int depth = 0)
    {
        if (schema is not FlowObject fields || depth > MaxDepth || fields["properties"] is not FlowObject properties
            || fields.ContainsKey("$ref") || fields.ContainsKey("allOf") || fields.ContainsKey("anyOf") || fields.ContainsKey("oneOf") || fields.ContainsKey("patternProperties") || fields.ContainsKey("if"))
        {
            return Unknown;
        }

        bool isClosed = fields["additionalProperties"] is FlowBoolean { Value: false };
        return new Shape(s_none.SetItems(properties.Select(p => KeyValuePair.Create(p.Key, FromSchema(p.Value, depth + 1)))), !isClosed);
    }

    /// <summary>What Parameters make.</summary>
    public static Shape FromParameters(FlowValue value, int depth = 0)
    {
        if (value is not FlowObject fields || depth > MaxDepth)
        {
            return Unknown;
        }

        return new Shape(
            s_none.SetItems(fields.Where(static f => f.Key != "__Private_Parameters").Select(f => f.Key.EndsWith(".$", StringComparison.Ordinal) || f.Key.EndsWith(".=", StringComparison.Ordinal)
                ? KeyValuePair.Create(f.Key[..^2], Unknown)
                : KeyValuePair.Create(f.Key, FromParameters(f.Value, depth + 1)))),
            isOpen: false);
    }

    /// <summary>What holds whichever of two ways a run came.</summary>
    public static Shape Meet(Shape left, Shape right, int depth = 0)
    {
        if (ReferenceEquals(left, right) || depth > MaxDepth)
        {
            return left;
        }

        ImmutableDictionary<string, Shape> members = left.Members;
        foreach ((string name, Shape shape) in left.Members)
        {
            if (right.Members.TryGetValue(name, out Shape? other))
            {
                if (!ReferenceEquals(shape, other))
                {
                    members = members.SetItem(name, Meet(shape, other, depth + 1));
                }
            }
            else if (!right.IsOpen)
            {
                members = members.Remove(name);
            }
        }

        if (left.IsOpen && !right.IsOpen)
        {
            foreach ((string name, Shape shape) in right.Members)
            {
                if (!left.Members.ContainsKey(name))
                {
                    members = members.SetItem(name, shape);
                }
            }
        }

        bool isOpen = left.IsOpen && right.IsOpen;
        return isOpen == left.IsOpen && ReferenceEquals(members, left.Members) ? left : new Shape(members, isOpen);
    }

    /// <summary>How many of the steps can be there: all of them where nothing is missing.</summary>
    public int Follow(IReadOnlyList<object> steps)
    {
        Shape at = this;
        for (int i = 0; i < steps.Count; i++)
        {
            if (steps[i] is not string name)
            {
                return steps.Count;
            }

            if (!at.Members.TryGetValue(name, out Shape? member))
            {
                return at.IsOpen ? steps.Count : i;
            }

            at = member;
        }

        return steps.Count;
    }

    /// <summary>The shape at a place; unknown where it is not known.</summary>
    public Shape At(IReadOnlyList<object> steps)
    {
        Shape at = this;
        foreach (object step in steps)
        {
            if (step is not string name || !at.Members.TryGetValue(name, out Shape? member))
            {
                return Unknown;
            }

            at = member;
        }

        return at;
    }

    /// <summary>The same with something at a place.</summary>
    public Shape With(IReadOnlyList<object> steps, Shape value, int from = 0)
    {
        if (from >= steps.Count || from > MaxDepth)
        {
            return value;
        }

        if (steps[from] is not string name)
        {
            return Unknown;
        }

        Shape member = Members.TryGetValue(name, out Shape? known) ? known : IsOpen ? Unknown : Empty;
        return new Shape(Members.SetItem(name, member.With(steps, value, from + 1)), IsOpen);
    }

    public bool SameAs(Shape other)
        => ReferenceEquals(this, other) || (IsOpen == other.IsOpen && Members.Count == other.Members.Count
            && Members.All(m => other.Members.TryGetValue(m.Key, out Shape? shape) && m.Value.SameAs(shape)));

    private Shape AsOpenWith(string member) => new(Members.SetItem(member, Unknown), isOpen: true);
}
