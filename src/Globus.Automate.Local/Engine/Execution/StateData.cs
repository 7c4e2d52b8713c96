using Globus.Automate.FlowLanguage;
using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Paths;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Engine.Execution;

/// <summary>How data goes through a state: InputPath, Parameters, ResultPath; each with what must not be shown of it. Pure functions, so that a journal's replay comes to the same.</summary>
internal static class StateData
{
    private static readonly IReadOnlyList<object> s_root = [];

    /// <summary>The document, or what InputPath names.</summary>
    public static FlowValue ReadInput(ResultState state, RunDocument document)
    {
        if (state.InputPath is not { } path)
        {
            return document.Value;
        }

        try
        {
            return path.TryEvaluate(document, out FlowValue? input)
                ? input
                : throw new StateFailureException(new StateError(RunErrors.Runtime, $"The path '{path.Text}' specified for the field 'InputPath' could not be found in the state input."));
        }
        catch (FlowSyntaxException exception)
        {
            throw new StateFailureException(new StateError(RunErrors.Runtime, $"The path '{path.Text}' specified for the field 'InputPath' could not be followed: {exception.Message}"), canBeCaught: false, exception);
        }
    }

    public static PrivacyMask InputMask(ResultState state, PrivacyMask document)
        => state.InputPath is null ? document : MaskAt(state.InputPath, document);

    /// <summary>What must not be shown of what a path leads to: all of it where it is private by a name on the way, or picked from what is private in part.</summary>
    public static PrivacyMask MaskAt(StatePath path, PrivacyMask document)
    {
        PrivacyMask mask = PrivacyMask.HidesPath(path.Path.LeadingSteps) ? PrivacyMask.All : document.At(path.Path.LeadingSteps);
        return path.Path.IsSingular || mask.IsNone ? mask : PrivacyMask.All;
    }

    /// <summary>What Parameters make of the input; the input itself without Parameters.</summary>
    public static FlowValue ReadArguments(ResultState state, RunDocument input, StepRecorder? recorder, CancellationToken cancellationToken)
    {
        if (state.Parameters is not { } template)
        {
            return input.Value;
        }

        try
        {
            FlowValue arguments = recorder is null
                ? template.Evaluate(input, cancellationToken)
                : template.Evaluate(input, recorder.Origins, cancellationToken);
            if (recorder is not null)
            {
                recorder.Arguments = arguments;
            }

            return arguments;
        }
        catch (FlowEvaluationException exception)
        {
            throw new StateFailureException(new StateError(RunErrors.Runtime, exception.Message), canBeCaught: false, exception);
        }
    }

    /// <summary>What must not be shown of the arguments; for a Pass with a Result, of that.</summary>
    public static PrivacyMask ArgumentsMask(ResultState state, PrivacyMask document) => state switch
    {
        PassState { Result: not null } => PrivacyMask.None,
        { Parameters: { } template } => template.MaskFor(InputMask(state, document)),
        _ => InputMask(state, document),
    };

    /// <summary>The document with a result at its place.</summary>
    public static FlowValue WriteResult(ReferencePath? path, FlowValue document, FlowValue result)
    {
        try
        {
            return path is null ? result : path.Set(document, result);
        }
        catch (FlowSyntaxException exception)
        {
            throw new StateFailureException(
                new StateError(RunErrors.ResultPathMatchFailure, $"The result could not be put at the ResultPath '{path!.Text}': {exception.Message}"),
                canBeCaught: true,
                exception);
        }
    }

    public static PrivacyMask WriteMask(ReferencePath? path, PrivacyMask document, PrivacyMask result)
        => document.With(path?.Steps ?? s_root, result);
}
