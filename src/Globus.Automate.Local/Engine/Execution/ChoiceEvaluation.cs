using Globus.Automate.FlowLanguage.Definitions;

namespace Globus.Automate.Local.Engine.Execution;

/// <summary>Where a Choice state goes.</summary>
internal static class ChoiceEvaluation
{
    /// <exception cref="StateFailureException">No rule matches and there is no Default, or a path leads nowhere.</exception>
    public static string Choose(ChoiceState state, RunDocument document, StepRecorder? recorder)
    {
        try
        {
            foreach (ChoiceBranch branch in state.Choices)
            {
                if (Matches(branch, document, recorder))
                {
                    return branch.Next;
                }
            }
        }
        catch (FlowEvaluationException exception)
        {
            throw new StateFailureException(new StateError(RunErrors.Runtime, exception.Message), canBeCaught: false, exception);
        }

        return state.Default ?? throw new StateFailureException(new StateError(
            RunErrors.NoChoiceMatched,
            $"None of the {state.Choices.Count} rules of the Choice state '{state.Name}' matched, and it has no 'Default'."));
    }

    private static bool Matches(ChoiceBranch branch, RunDocument document, StepRecorder? recorder)
    {
        if (recorder is null)
        {
            return branch.Rule.Matches(document);
        }

        recorder.Input = document.Value;
        recorder.Choices.Add(branch.Rule.Trace(document));
        return recorder.Choices[^1].Matched;
    }
}
