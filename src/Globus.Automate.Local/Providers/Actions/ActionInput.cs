using Globus.Automate.FlowLanguage.Schema;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Providers;

/// <summary>Checks what an action is given.</summary>
internal static class ActionInput
{
    /// <summary>Checks a body against an input schema.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="body">The body.</param>
    /// <param name="isSecret">Whether a place in the body (a JSONPath) holds credentials, so that no message may repeat what stands there.</param>
    /// <exception cref="ActionRefusedException">It does not fit; the detail lists every fault with its place.</exception>
    public static void Validate(IJsonSchema schema, FlowObject body, Func<string, bool>? isSecret = null)
    {
        SchemaResult result = schema.Validate(body);
        if (result.IsValid)
        {
            return;
        }

        int count = result.Errors.Count;
        throw new ActionRefusedException(
            400,
            "ACTION_INPUT_ERROR",
            $"Input failed schema validation with {count} error{(count == 1 ? string.Empty : "s")}.",
            FlowArray.Create(result.Errors.Select(error => (FlowValue)FlowObject.Create(
                ("loc", FlowArray.OfStrings([error.InstancePath])),
                ("msg", FlowValue.From(isSecret?.Invoke(error.InstancePath) == true ? $"The value does not fit the schema ('{error.Keyword}')." : error.Message)),
                ("type", FlowValue.From("InvalidActionInput"))))));
    }
}
