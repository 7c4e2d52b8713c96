using System.Management.Automation;
using Globus.Automate.FlowLanguage.Definitions.Choices;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;
using Globus.Automate.Local.Testing;
using Globus.Automate.PowerShell.Conversion;

namespace Globus.Automate.PowerShell.Commands.Local;

/// <summary>The results of tests as objects of the module's types.</summary>
internal static class TestObjects
{
    /// <summary>A run that was tried out.</summary>
    public static PSObject From(FlowTestResult result) => WithText(Create(
        "Globus.Automate.TestResult",
        ("Case", result.Case),
        ("Passed", result.Passed),
        ("Status", result.Status.ToText()),
        ("Output", Value(result.Output)),
        ("Path", result.States.Select(static state => state.State.Name).ToArray()),
        ("States", result.States.Select(From).ToArray()),
        ("Log", result.Log.Select(From).ToArray()),
        ("UnmatchedMocks", result.UnmatchedMocks.Select(static mock => mock.ToString()).ToArray()),
        ("Error", result.Error?.Name),
        ("Cause", result.Error?.Cause),
        ("ErrorOutput", Value(result.States is [.., { Error: { Output: { } output } error }] && error.Name == result.Error?.Name ? output : null)),
        ("Hint", result.Hint),
        ("LastState", result.States is [.., var last] ? last.State.Name : null),
        ("InactiveDetails", Value(result.InactiveDetails)),
        ("Difference", result.Difference is { } difference ? From(difference) : null),
        ("StartTime", result.StartTime),
        ("Duration", result.Duration),
        ("Coverage", From(result.Coverage))),
        ("GetHeadline", TestText.GetHeadline),
        ("GetDetails", TestText.GetDetails),
        ("ToString", TestText.GetResultText));

    /// <summary>What cases went through.</summary>
    public static PSObject From(FlowCoverage coverage) => WithText(Create(
        "Globus.Automate.TestCoverage",
        ("StatePercent", Math.Round(coverage.StatePercent, 1)),
        ("BranchPercent", Math.Round(coverage.BranchPercent, 1)),
        ("MissedStates", coverage.States.Where(static state => state.Hits == 0).Select(static state => state.State).ToArray()),
        ("MissedBranches", coverage.Branches.Where(static branch => branch.Hits == 0).Select(static branch => $"{branch.State} {branch.Branch} -> {branch.Next}").ToArray()),
        ("States", coverage.States.Select(static state => Create("Globus.Automate.CoveredState", ("State", state.State), ("Type", state.Type), ("Hits", state.Hits))).ToArray()),
        ("Branches", coverage.Branches.Select(static branch => Create(
            "Globus.Automate.CoveredBranch",
            ("State", branch.State),
            ("Branch", branch.Branch),
            ("Next", branch.Next),
            ("Hits", branch.Hits))).ToArray())),
        ("GetLines", TestText.GetCoverageLines),
        ("ToString", TestText.GetCoverageText));

    /// <summary>A state that was tried out.</summary>
    public static PSObject From(StateTestResult result) => WithText(Create(
        "Globus.Automate.StateTestResult",
        ("State", result.State.Name),
        ("Type", result.State.Type),
        ("Document", Value(result.Document)),
        ("Input", Value(result.Input)),
        ("Parameters", result.Parameters.Select(static parameter => WithText(
            Create(
                "Globus.Automate.ParameterValue",
                ("Path", parameter.Path),
                ("Source", parameter.Source.ToString()),
                ("Text", parameter.Text),
                ("Value", Value(parameter.Value)),
                ("IsPrivate", parameter.IsPrivate)),
            ("GetValueText", TestText.GetValueText),
            ("ToString", TestText.GetParameterText))).ToArray()),
        ("Arguments", Value(result.Arguments)),
        ("Result", Value(result.Result)),
        ("Output", Value(result.Output)),
        ("Next", result.Next),
        ("Branch", result.Branch),
        ("Rules", result.Rules.Select(static rule => WithText(
            Create(
                "Globus.Automate.ChoiceRuleResult",
                ("Index", rule.Index),
                ("Matched", rule.Matched),
                ("IsUndecided", rule.IsUndecided),
                ("Condition", rule.Condition),
                ("Found", Value(rule.Trace?.Found)),
                ("Reason", rule.Reason),
                ("Next", rule.Next),
                ("Parts", rule.Trace is null ? [] : Parts(rule.Trace))),
            ("ToString", TestText.GetReason))).ToArray()),
        ("Error", result.Error?.Name),
        ("Cause", result.Error?.Cause),
        ("ErrorOutput", Value(result.Error?.Output)),
        ("Hint", result.Hint),
        ("InactiveDetails", Value(result.InactiveDetails)),
        ("Duration", result.Duration)),
        ("GetHeadline", StateText.GetHeadline),
        ("GetLines", StateText.GetLines),
        ("ToString", StateText.GetText));

    private static PSObject From(VisitedState state) => WithText(Create(
        "Globus.Automate.TestState",
        ("Number", state.Number),
        ("State", state.State.Name),
        ("Type", state.State.Type),
        ("Invocation", state.Invocation),
        ("Input", Value(state.Input)),
        ("Output", Value(state.Output)),
        ("Branch", state.Branch),
        ("Next", state.Next),
        ("Error", state.Error?.Name),
        ("Cause", state.Error?.Cause),
        ("ErrorOutput", Value(state.Error?.Output)),
        ("Entered", state.Entered),
        ("Duration", state.Duration)),
        ("GetTook", TestText.GetTook),
        ("GetThen", TestText.GetThen),
        ("ToString", TestText.GetStateName));

    private static PSObject From(LogEntry entry) => Create(
        "Globus.Automate.RunLogEntry",
        ("Time", entry.Time),
        ("Code", entry.Code),
        ("Description", entry.Description),
        ("Details", Value(entry.Details)));

    private static PSObject From(RunDifference difference) => WithText(Create(
        "Globus.Automate.RunDifference",
        ("Step", difference.Step),
        ("After", difference.After),
        ("Expected", difference.Expected),
        ("Actual", difference.Actual),
        ("Message", difference.Message)),
        ("ToString", TestText.GetMessage));

    private static PSObject[] Parts(ChoiceTrace trace) => [.. trace.Parts.Select(static part => WithText(
        Create(
            "Globus.Automate.ChoiceRuleResult",
            ("Matched", part.Matched),
            ("Condition", part.Condition),
            ("Found", Value(part.Found)),
            ("Reason", part.Reason),
            ("Parts", Parts(part))),
        ("ToString", TestText.GetReason)))];

    private static object? Value(FlowValue? value) => value is null ? null : ServiceObject.ToValue(JsonText.ToElement(value));

    /// <summary>Adds the methods with which views and strings show an object.</summary>
    private static PSObject WithText(PSObject result, params ReadOnlySpan<(string Name, Delegate Method)> methods)
    {
        TestText.Attach(result, methods);
        return result;
    }

    private static PSObject Create(string typeName, params ReadOnlySpan<(string Name, object? Value)> properties)
    {
        var result = new PSObject();
        result.TypeNames.Insert(0, typeName);
        foreach ((string name, object? value) in properties)
        {
            result.Properties.Add(new PSNoteProperty(name, value), preValidated: true);
        }

        return result;
    }
}
