using Globus.Automate.FlowLanguage.Text;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Linting;

/// <summary>
/// What is known to be in a value on every way to a place: the members it surely may have, and whether it can have others that nobody knows.
/// Immutable, so that states share what they have in common.
/// </summary>
internal sealed class Shape
{
    private const int MaxDepth = 12;

    private Shape(ShapeMembers members, bool isOpen)
    {
        Members = members;
        IsOpen = isOpen;
    }

    private Shape(ShapeMembers members, bool isOpen, bool isStatus)
        : this(members, isOpen) => IsStatus = isStatus;

    /// <summary>A value of which nothing is known: whatever is asked of it may be there.</summary>
    public static Shape Unknown { get; } = new(ShapeMembers.Empty, isOpen: true);

    /// <summary>A value that nothing is known to have put there, and that must be there since the run came past a state that reads it.</summary>
    public static Shape Assumed { get; } = new(ShapeMembers.Empty, isOpen: true);

    /// <summary>An object without members.</summary>
    public static Shape Empty { get; } = new(ShapeMembers.Empty, isOpen: false);

    public ShapeMembers Members { get; }

    /// <summary>Whether there may be members that are not known.</summary>
    public bool IsOpen { get; }

    /// <summary>Whether a member that is not known, and has a name close to one that is, is a slip for it though others are possible.</summary>
    private bool IsStatus { get; }

    public static Shape Closed(IEnumerable<KeyValuePair<string, Shape>> members) => new(Of(members), isOpen: false);

    /// <summary>The status document of an action (manual section 4.2): its known members, and whatever a provider adds.</summary>
    public static Shape ActionStatus { get; } = Closed(
        new[] { "action_id", "status", "display_status", "details", "creator_id", "label", "monitor_by", "manage_by", "start_time", "completion_time", "release_after", "state_name" }
            .Select(static name => KeyValuePair.Create(name, Unknown))).AsStatus();

    /// <summary>What a JSON Schema names of an input. Properties that it does not name are known to nobody, unless it says that there are such.</summary>
    /// <param name="schema">The schema; null where none is known.</param>
    /// <param name="onlySure">Whether only what every input has counts: what is required, or has a default.</param>
    /// <param name="depth">How deep in the schema this is.</param>
    public static Shape FromSchema(FlowValue? schema, bool onlySure = false, int depth = 0)
    {
        if (schema is not FlowObject fields || depth > MaxDepth || fields["properties"] is not FlowObject properties
            || fields.ContainsKey("$ref") || fields.ContainsKey("allOf") || fields.ContainsKey("anyOf") || fields.ContainsKey("oneOf") || fields.ContainsKey("patternProperties") || fields.ContainsKey("if"))
        {
            return Unknown;
        }

        if (onlySure)
        {
            var required = (fields["required"] as FlowArray)?.Select(static name => name.AsString()).ToHashSet(StringComparer.Ordinal) ?? [];
            return Closed(properties
                .Where(p => required.Contains(p.Key) || HasDefault(p.Value))
                .Select(p => KeyValuePair.Create(p.Key, HasDefault(p.Value) ? Unknown : FromSchema(p.Value, onlySure, depth + 1))));
        }

        bool isClosed = fields["additionalProperties"] is null or FlowBoolean { Value: false };
        return new Shape(Of(properties.Select(p => KeyValuePair.Create(p.Key, FromSchema(p.Value, onlySure, depth + 1)))), !isClosed);

        static bool HasDefault(FlowValue property) => (property as FlowObject)?.ContainsKey("default") == true;
    }

    /// <summary>What Parameters make.</summary>
    public static Shape FromParameters(FlowValue value, int depth = 0)
    {
        if (value is not FlowObject fields || depth > MaxDepth)
        {
            return Unknown;
        }

        return new Shape(
            Of(fields.Where(static f => f.Key != "__Private_Parameters").Select(f => f.Key.EndsWith(".$", StringComparison.Ordinal) || f.Key.EndsWith(".=", StringComparison.Ordinal)
                ? KeyValuePair.Create(f.Key[..^2], Unknown)
                : f.Key.Length > 1 && f.Key[^1] is '$' or '=' ? KeyValuePair.Create(f.Key[..^1], Unknown) // A slip that is told where it stands.
                : KeyValuePair.Create(f.Key, FromParameters(f.Value, depth + 1)))),
            isOpen: false);
    }

    /// <summary>What holds whichever of two ways a run came: one of the two itself, where nothing else comes of it.</summary>
    public static Shape Meet(Shape left, Shape right, int depth = 0)
    {
        if (ReferenceEquals(left, right) || ReferenceEquals(right, Assumed) || depth > MaxDepth)
        {
            return left;
        }

        if (ReferenceEquals(left, Assumed))
        {
            return right;
        }

        ShapeMembers members = ShapeMembers.Meet(left.Members, right.Members, keepLeft: right.IsOpen, keepRight: left.IsOpen, (one, other) => Meet(one, other, depth + 1));
        bool isOpen = left.IsOpen && right.IsOpen;
        return isOpen == left.IsOpen && ReferenceEquals(members, left.Members) ? left
            : isOpen == right.IsOpen && ReferenceEquals(members, right.Members) ? right
            : new Shape(members, isOpen);
    }

    /// <summary>What there is on one of two ways at least.</summary>
    public static Shape Join(Shape left, Shape right, int depth = 0)
    {
        if (ReferenceEquals(left, right) || ReferenceEquals(right, Assumed) || depth > MaxDepth)
        {
            return left;
        }

        if (ReferenceEquals(left, Assumed))
        {
            return right;
        }

        ShapeMembers members = ShapeMembers.Meet(left.Members, right.Members, keepLeft: true, keepRight: true, (one, other) => Join(one, other, depth + 1));
        bool isOpen = left.IsOpen || right.IsOpen;
        return isOpen == left.IsOpen && ReferenceEquals(members, left.Members) ? left
            : isOpen == right.IsOpen && ReferenceEquals(members, right.Members) ? right
            : new Shape(members, isOpen);
    }

    /// <summary>A step to a member that an action's status does not have, and has under a name close to it.</summary>
    public (int Depth, string Meant)? FindSlip(IReadOnlyList<object> steps)
    {
        Shape at = this;
        for (int i = 0; i < steps.Count; i++)
        {
            if (steps[i] is not string name)
            {
                return null;
            }

            if (!at.Members.TryGetValue(name, out Shape? member))
            {
                return at.IsStatus && Similarity.Closest(name, at.Members.Names) is { } meant ? (i, meant) : null;
            }

            at = member;
        }

        return null;
    }

    /// <summary>How many of the steps can be there: all of them where nothing is missing.</summary>
    public int Follow(IReadOnlyList<object> steps, bool countAssumed = true)
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

            if (!countAssumed && ReferenceEquals(member, Assumed))
            {
                return i;
            }

            at = member;
        }

        return steps.Count;
    }

    /// <summary>Whether a place is one of those that are named.</summary>
    public bool Names(IReadOnlyList<object> steps)
    {
        Shape at = this;
        foreach (object step in steps)
        {
            if (step is not string name || !at.Members.TryGetValue(name, out Shape? member))
            {
                return false;
            }

            at = member;
        }

        return true;
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
        return new Shape(Members.Set(name, member.With(steps, value, from + 1)), IsOpen);
    }

    /// <summary>The same with something at a place that must be there.</summary>
    public Shape Assume(IReadOnlyList<object> steps)
    {
        int there = Follow(steps);
        return there == steps.Count ? this : With([.. steps.Take(there + 1)], Assumed);
    }

    private Shape AsStatus() => new(Members, isOpen: true, isStatus: true);

    private static ShapeMembers Of(IEnumerable<KeyValuePair<string, Shape>> members)
    {
        ShapeMembers all = ShapeMembers.Empty;
        foreach ((string name, Shape shape) in members)
        {
            all = all.Set(name, shape);
        }

        return all;
    }
}
