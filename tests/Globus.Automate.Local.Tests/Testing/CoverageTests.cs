using Globus.Automate.Local.Testing;

namespace Globus.Automate.Local.Tests.Testing;

/// <summary>What of a flow its cases go through.</summary>
public sealed class CoverageTests
{
    [Fact]
    public async Task States_and_branches_are_counted_over_all_cases()
    {
        IReadOnlyList<MockCase> cases = TestFlows.Cases(
            """
            cases:
              Works: {Transfer: {return: {}}}
              Refused: {Transfer: {throw: ActionUnableToRun}}
            """,
            TestFlows.Retrying);
        FlowTestReport report = await FlowTestRunner.RunAllAsync(TestFlows.Retrying, TestFlows.Input, cases, null, TestContext.Current.CancellationToken);
        Assert.Equal(["Works", "Refused"], report.Results.Select(result => result.Case));
        Assert.Equal(
            ["Prepare 2", "Transfer 2", "Count 0", "Store 0", "Again 0", "Pause 0", "GiveUp 0", "Fallback 1", "Done 1"],
            report.Coverage.States.Select(state => $"{state.State} {state.Hits}"));
        Assert.Equal(
            ["Transfer Catch[0] Count 0", "Transfer Catch[1] Fallback 1", "Again Choices[0] Pause 0", "Again Default GiveUp 0"],
            report.Coverage.Branches.Select(branch => $"{branch.State} {branch.Branch} {branch.Next} {branch.Hits}"));
        Assert.Equal(100d * 4 / 9, report.Coverage.StatePercent, 6);
        Assert.Equal(25, report.Coverage.BranchPercent);
    }

    [Fact]
    public async Task A_loop_covers_both_ways_of_its_choice_in_one_run()
    {
        FlowTestResult result = await TestFlows.RunAsync(TestFlows.Retrying, "Transfer: {throw: ActionTimeout}");
        Assert.Equal(
            ["Catch[0] 3", "Catch[1] 0", "Choices[0] 2", "Default 1"],
            result.Coverage.Branches.Select(branch => $"{branch.Branch} {branch.Hits}"));
    }
}
