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
            if (MockFile.CheckName(name, definition) is { } problem)
            {
                throw new ArgumentException(problem, nameof(mocks));
            }
        }

        var steps = new StepCollector();
        var bench = new TestBench(mocks.Mocks, options);
        await using (bench.ConfigureAwait(false))
        {
            FlowRun run = await bench
                .RunAsync(definition, mocks.Input ?? input ?? FlowObject.Empty, steps, startAt: null, options.MaxSteps, cancellationToken)
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

        return new FlowTestReport(results, FlowCoverage.Of(definition, []).Add(results.Select(static result => result.Coverage)));
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
/// <param name="Results">The results by case, in the order in which they ran.</param>
/// <param name="Coverage">The coverage over all of them.</param>
public sealed record FlowTestReport(IReadOnlyList<FlowTestResult> Results, FlowCoverage Coverage);
