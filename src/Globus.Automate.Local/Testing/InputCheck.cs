using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Paths;
using Globus.Automate.FlowLanguage.Schema;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;

namespace Globus.Automate.Local.Testing;

/// <summary>Checks a run's input before the run, as the service does when a run is started.</summary>
internal static class InputCheck
{
    /// <summary>The error of a run that is not started since its input does not fit the flow's schema.</summary>
    public const string ErrorName = "InvalidInput";

    /// <summary>What is wrong with an input; null where it fits. No private value is in it.</summary>
    public static StateError? Find(IJsonSchema? schema, FlowObject input)
    {
        if (schema?.Validate(input) is not { IsValid: false } result)
        {
            return null;
        }

        string[] faults = [.. result.Errors.Select(error => Describe(error, input))];
        return new StateError(
            ErrorName,
            faults.Length == 1
                ? $"The input does not fit the flow's input schema: {faults[0]}."
                : $"The input does not fit the flow's input schema in {faults.Length} places: {string.Join("; ", faults)}.");
    }

    private static string Describe(SchemaError error, FlowObject input)
    {
        string hint = error.Suggestion is { } suggestion ? $" ({suggestion})" : string.Empty;
        return $"{error.InstancePath}: {(IsPrivate(error, input) ? $"the private value breaks the rule {error.SchemaPath}" : error.Message.TrimEnd('.') + hint)}";
    }

    /// <summary>Whether the message may tell something private: it quotes the value that is wrong, unless it is about the names of members.</summary>
    private static bool IsPrivate(SchemaError error, FlowObject input)
    {
        var path = JsonPath.Parse(error.InstancePath);
        return PrivacyMask.HidesPath(path.LeadingSteps)
            || (error.Keyword is not ("required" or "additionalProperties" or "dependentRequired" or "dependencies" or "unevaluatedProperties")
                && path.TryEvaluate(input, out FlowValue? value)
                && !PrivacyMask.None.Apply(value).Equals(value));
    }
}
