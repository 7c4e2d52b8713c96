using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Definitions.Parameters;
using Globus.Automate.FlowLanguage.Paths;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;

namespace Globus.Automate.Local.Testing;

/// <summary>Tries out one state of a flow and shows every step from its input to the state that follows.</summary>
public static class FlowStateTester
{
    /// <summary>Takes a document through one state.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="stateName">The state.</param>
    /// <param name="document">The run's document when the state is entered.</param>
    /// <param name="mock">What stands for the action of an Action; null for none.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What the state did; a state that fails is a result, not an exception.</returns>
    /// <exception cref="ArgumentException">The definition has no such state, or a mock was given for a state that is not an Action.</exception>
    public static async Task<StateTestResult> TestAsync(
        FlowDefinition definition,
        string stateName,
        FlowObject document,
        IActionMock? mock = null,
        FlowTestOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(document);
        if (!definition.TryGetState(stateName, out FlowState? state))
        {
            throw new ArgumentException(MockFile.CheckName(stateName, definition) + ".", nameof(stateName));
        }

        var mocks = new Dictionary<string, IActionMock>(StringComparer.Ordinal);
        if (mock is not null)
        {
            mocks[stateName] = MockFile.CheckName(stateName, definition) is { } problem ? throw new ArgumentException(problem + ".", nameof(mock)) : mock;
        }

        var steps = new StepCollector();
        var bench = new TestBench(mocks, options ?? new FlowTestOptions());
        await using (bench.ConfigureAwait(false))
        {
            // One step and no more: the run then ends at the limit, which is not the state's error.
            FlowRun run = await bench.RunAsync(definition, document, steps, stateName, maxSteps: 1, cancellationToken).ConfigureAwait(false);
            FlowValue shown = PrivacyMask.None.Apply(document);
            return steps.First switch
            {
                { IsLeft: true, Step: var step } => Describe(step, shown),

                // Its action is inactive, or nothing could be run for it.
                { Step: var step } => Describe(step with { Error = FlowTestRunner.ErrorOf(run) }, shown) with
                {
                    Output = null,
                    InactiveDetails = run.Status == RunStatus.Inactive ? run.Details : null,
                },
                null => new StateTestResult { State = state, Document = shown, Error = FlowTestRunner.ErrorOf(run) },
            };
        }
    }

    private static StateTestResult Describe(StateStep step, FlowValue document) => new()
    {
        State = step.State,
        Document = document,
        Input = step.Input is null ? null : PrivacyMask.None.Apply(step.Input),
        Parameters = Parameters(step),
        Arguments = step.Arguments is null ? null : step.ArgumentsMask.Apply(step.Arguments),
        Result = step.Result is null ? null : ResultMask(step).Apply(step.Result),
        Output = step.Error is not null && step.Next is null ? null : step.Mask.Apply(step.DocumentAfter),
        Next = step.Next,
        Branch = FlowBranches.Taken(step),
        Rules = Rules(step),
        Error = step.Error is { Output: { } output } error ? error with { Output = PrivacyMask.None.Apply(output) } : step.Error,
        Hint = ErrorHint.Find(step.Error, step.State, document, step.Entered),
        Duration = step.Exited - step.Entered,
    };

    private static PrivacyMask ResultMask(StateStep step) => step.State is ActionState ? PrivacyMask.None : step.ArgumentsMask;

    private static ParameterValue[] Parameters(StateStep step)
    {
        FlowValue? shown = step.Arguments is null ? null : step.ArgumentsMask.Apply(step.Arguments);
        return [.. step.Origins.Select(origin =>
        {
            FlowValue? value = shown is null ? Unevaluated(origin, step.ArgumentsMask) : Find(origin, shown);
            return new ParameterValue(origin.Path, origin.Source, origin.Text, value, IsPrivate: value is null);
        })];
    }

    /// <summary>The value as the masked arguments show it; null where they do not.</summary>
    private static FlowValue? Find(ParameterOrigin origin, FlowValue shown)
        => !origin.IsPrivate && JsonPath.Parse(origin.Path).TryEvaluate(shown, out FlowValue? value) ? value : null;

    /// <summary>The value of a parameter beside one that could not be computed: with a mask, nothing is shown.</summary>
    private static FlowValue? Unevaluated(ParameterOrigin origin, PrivacyMask mask)
        => origin.IsPrivate || !mask.IsNone || PrivacyMask.HidesPath(JsonPath.Parse(origin.Path).LeadingSteps)
            ? null
            : PrivacyMask.None.Apply(origin.Value);

    private static RuleResult[] Rules(StateStep step)
    {
        if (step.State is not ChoiceState choice)
        {
            return [];
        }

        bool matched = step.Choices is [.., { Matched: true }];
        return [.. choice.Choices.Select((branch, i) => i < step.Choices.Count
            ? new RuleResult(i, branch.Next, step.Choices[i].Matched, step.Choices[i].Condition, step.Choices[i].Reason, step.Choices[i])
            : !matched && i == step.Choices.Count && step.Error is { } error
                ? new RuleResult(i, branch.Next, Matched: null, string.Empty, $"It could not be decided: {error.Cause}", Trace: null) { IsUndecided = true }
                : new RuleResult(i, branch.Next, Matched: null, string.Empty, $"It was not tried: an earlier rule {(matched ? "matched" : "could not be decided")}.", Trace: null))];
    }
}
