using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;

namespace Globus.Automate.Local.Testing;

/// <summary>
/// Tries out flows: a definition runs to its end on a clock that does not wait, with mocks in place of its actions, without being published.
/// </summary>
public static class FlowTestRunner
{
    /// <summary>Runs one case.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="input">The input; the case's own goes before it.</param>
    /// <param name="mocks">The case; null mocks nothing.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <returns>What the run did; a run that fails is a result, not an exception.</returns>
    /// <exception cref="ArgumentException">A mock is for a state that the definition does not have, or that is not an Action.</exception>
    public static async Task<FlowTestResult> RunAsync(
        FlowDefinition definition,
        FlowObject? input,
        MockCase? mocks = null,
        FlowTestOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(definition);
        mocks ??= MockCase.Empty;
        options ??= new FlowTestOptions();
        foreach (string name in mocks.Mocks.Keys)
        {
            if (!mocks.IsRecorded(name) && MockFile.CheckName(name, definition) is { } problem)
            {
                throw new ArgumentException(problem, nameof(mocks));
            }
        }

        FlowObject first = mocks.Input ?? input ?? FlowObject.Empty;
        if (InputCheck.Find(options.InputSchema, first) is { } refusal)
        {
            return Refuse(definition, first, mocks, options, refusal);
        }

        var steps = new StepCollector();
        var bench = new TestBench(mocks.Mocks, options, mocks.Run);
        await using (bench.ConfigureAwait(false))
        {
            FlowRun run = await bench
                .RunAsync(definition, first, steps, startAt: null, options.MaxSteps, cancellationToken)
                .ConfigureAwait(false);
            return Describe(run, steps, mocks, bench.Unmatched);
        }
    }

    /// <summary>Runs cases one after the other, each with ids, clock and providers of its own.</summary>
    /// <exception cref="ArgumentException">A mock is for a state that the definition does not have, or that is not an Action.</exception>
    public static async Task<FlowTestReport> RunAllAsync(
        FlowDefinition definition,
        FlowObject? input,
        IEnumerable<MockCase> cases,
        FlowTestOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(cases);
        var results = new List<FlowTestResult>();
        foreach (MockCase mocks in cases)
        {
            results.Add(await RunAsync(definition, input, mocks, options, cancellationToken).ConfigureAwait(false));
        }

        return new FlowTestReport(definition, results);
    }

    /// <summary>The error that a failed run ended with, as its log tells it.</summary>
    internal static StateError? ErrorOf(FlowRun run)
    {
        if (run.Status != RunStatus.Failed)
        {
            return null;
        }

        FlowObject details = run.Log[run.Log.Count - 1].Details;
        return new StateError(details["error"]?.AsString() ?? string.Empty, details["cause"]?.AsString() ?? string.Empty);
    }

    /// <summary>The result of a run that is not started.</summary>
    private static FlowTestResult Refuse(FlowDefinition definition, FlowObject input, MockCase mocks, FlowTestOptions options, StateError error)
    {
        RunDifference? difference = mocks.Expected is { } expected ? RunDifference.Find(expected, [], RunStatus.Failed, error) : null;
        return new FlowTestResult
        {
            Case = mocks.Name,
            Status = RunStatus.Failed,
            Output = PrivacyMask.None.Apply(input),
            States = [],
            Log = [],
            UnmatchedMocks = [.. MockGateway.All(mocks.Mocks)],
            Error = error,
            StartTime = mocks.Run?.StartTime ?? options.StartTime,
            Duration = TimeSpan.Zero,
            Difference = difference,
            Passed = mocks.Expected is not null && difference is null,
            Coverage = FlowCoverage.Of(definition, []),
        };
    }

    private static FlowTestResult Describe(FlowRun run, StepCollector steps, MockCase mocks, IReadOnlyList<MockReference> unmatched)
    {
        StateError? error = ErrorOf(run);
        IReadOnlyList<VisitedState> states = steps.Visited(error);
        RunDifference? difference = mocks.Expected is { } expected ? RunDifference.Find(expected, states, run.Status, error) : null;
        return new FlowTestResult
        {
            Case = mocks.Name,
            Status = run.Status,
            Output = run.Output,
            States = states,
            Log = [.. run.Log],
            UnmatchedMocks = unmatched,
            Error = error,
            Hint = states is [.., var last] ? ErrorHint.Find(last.Error, last.State, last.Input, run.StartTime) : null,
            InactiveDetails = run.Status == RunStatus.Inactive ? run.Details : null,
            StartTime = run.StartTime,
            Duration = run.Log[run.Log.Count - 1].Time - run.StartTime,
            Difference = difference,
            Passed = mocks.Expected is null ? run.Status == RunStatus.Succeeded : difference is null,
            Coverage = FlowCoverage.Of(run.Definition, states),
        };
    }
}

/// <summary>What the cases of a flow did, and what of the flow they went through together.</summary>
public sealed class FlowTestReport
{
    /// <summary>Sums up results.</summary>
    /// <param name="definition">The definition that all of them ran.</param>
    /// <param name="results">The results.</param>
    public FlowTestReport(FlowDefinition definition, IReadOnlyList<FlowTestResult> results)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(results);
        Results = results;
        Coverage = FlowCoverage.Of(definition, []).Add(results.Select(static result => result.Coverage));
    }

    /// <summary>The results by case, in the order in which they ran.</summary>
    public IReadOnlyList<FlowTestResult> Results { get; }

    /// <summary>The coverage over all of them.</summary>
    public FlowCoverage Coverage { get; }
}
