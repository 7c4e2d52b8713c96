using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Schema.Evaluation;

/// <summary>
/// Stands in an instance for a value that is computed later: a document of which only parts are known is told only what is wrong whatever the
/// rest will be.
/// </summary>
internal static class UnknownValue
{
    /// <summary>The value, known by its identity.</summary>
    public static FlowValue Instance { get; } = new FlowString("(computed)");

    /// <summary>Whether a value is not known, or a part of it.</summary>
    public static bool IsIn(FlowValue value) => value switch
    {
        FlowObject fields => fields.Any(static field => IsIn(field.Value)),
        FlowArray list => list.Any(IsIn),
        _ => ReferenceEquals(value, Instance),
    };

    /// <summary>Whether two values can be equal once all is known.</summary>
    public static bool CanBeEqual(FlowValue left, FlowValue right) => (left, right) switch
    {
        (FlowObject a, FlowObject b) => a.Count == b.Count && a.All(field => b[field.Key] is { } other && CanBeEqual(field.Value, other)),
        (FlowArray a, FlowArray b) => a.Count == b.Count && a.Zip(b).All(static pair => CanBeEqual(pair.First, pair.Second)),
        _ => ReferenceEquals(left, Instance) || ReferenceEquals(right, Instance) || left.Equals(right),
    };
}
