using Globus.Automate.FlowLanguage;
using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Engine.Execution;

/// <summary>The error that a Fail state ends its run with.</summary>
internal static class FailStateError
{
    /// <summary>The error's name where a Fail state gives none.</summary>
    public const string Unnamed = "States.Fail";

    /// <summary>Reads it. A path to something private gives what a Fail state without the field gives.</summary>
    public static StateError Read(FailState state, RunDocument document, PrivacyMask mask) => new(
        Text(state.Error, state.ErrorPath, document, mask, "ErrorPath") ?? Unnamed,
        Text(state.Cause, state.CausePath, document, mask, "CausePath") ?? $"The Fail state '{state.Name}' was reached.");

    private static string? Text(string? literal, StatePath? path, RunDocument document, PrivacyMask mask, string field)
    {
        if (path is null)
        {
            return literal;
        }

        FlowValue? value;
        try
        {
            if (!path.TryEvaluate(document, out value))
            {
                throw new StateFailureException(new StateError(RunErrors.Runtime, $"The path '{path.Text}' specified for the field '{field}' could not be found in the state input."));
            }
        }
        catch (FlowSyntaxException exception)
        {
            throw new StateFailureException(new StateError(RunErrors.Runtime, $"The path '{path.Text}' specified for the field '{field}' could not be followed: {exception.Message}"), canBeCaught: false, exception);
        }

        PrivacyMask hidden = StateData.MaskAt(path, mask);
        if (hidden == PrivacyMask.All)
        {
            return null;
        }

        value = hidden.Apply(value);
        return value.AsString() ?? value.ToJson();
    }
}
