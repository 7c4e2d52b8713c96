using Globus.Automate.FlowLanguage.Paths;
using Globus.Automate.FlowLanguage.Schema;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Linting.Rules;

/// <summary>Where a schema's error stands for a person: for a property that is not allowed, at the property and not at the object around it.</summary>
internal static class SchemaPlace
{
    public static (IReadOnlyList<object> Steps, bool IsKey, string? Suggestion) Of(SchemaError error, FlowValue instance)
    {
        IReadOnlyList<object> steps = StepsOf(error.InstancePath);
        string? suggestion = error.Suggestion?.Split('\'') is [_, var meant, ..] ? meant : null;
        if (error.Keyword is "additionalProperties" or "unevaluatedProperties" && At(instance, steps) is FlowObject fields)
        {
            foreach ((string name, _) in fields.Members)
            {
                if (error.Message.Contains($"'{name}'", StringComparison.Ordinal))
                {
                    return ([.. steps, name], true, suggestion);
                }
            }
        }

        return (steps, false, suggestion);
    }

    /// <summary>The message with its suggestion as one sentence after it.</summary>
    public static string Sentence(SchemaError error)
        => error.Suggestion is null ? error.Message.TrimEnd('.') + "." : $"{error.Message.TrimEnd('.')}; {char.ToLowerInvariant(error.Suggestion[0])}{error.Suggestion[1..]}";

    public static IReadOnlyList<object> StepsOf(string path) => JsonPath.TryParse(path, out JsonPath? parsed, out _) ? parsed.LeadingSteps : [];

    private static FlowValue? At(FlowValue value, IReadOnlyList<object> steps)
    {
        FlowValue? at = value;
        foreach (object step in steps)
        {
            at = step switch
            {
                string name => (at as FlowObject)?[name],
                int index when at is FlowArray list && index >= 0 && index < list.Count => list[index],
                _ => null,
            };
        }

        return at;
    }
}
