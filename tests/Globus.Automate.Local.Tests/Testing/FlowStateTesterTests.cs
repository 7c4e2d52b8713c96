using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Definitions.Parameters;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Testing;

namespace Globus.Automate.Local.Tests.Testing;

/// <summary>One state with every step shown.</summary>
public sealed class FlowStateTesterTests
{
    private static readonly FlowDefinition s_flow = TestFlows.Parse("""
        StartAt: Send
        States:
          Send:
            Type: Action
            ActionUrl: https://example.org/x
            Parameters:
              kind: plain
              items: [{from.$: $.job.source}]
              label.=: "'job ' + str(job.number)"
              token.$: $.job.word
              __Private_Parameters: [token]
            ResultPath: $.sent
            Catch: [{ErrorEquals: [ActionFailedException], ResultPath: $.error, Next: Mend}]
            Next: Check
          Check:
            Type: Choice
            Choices:
              - {Variable: $.count, NumericLessThan: 3, Next: Send}
              - {Variable: $.count, NumericEquals: 5, Next: Mend}
              - {Variable: $.other, StringEquals: x, Next: Send}
            Default: Mend
          Mend: {Type: Pass, InputPath: $.job, ResultPath: $.mended, End: true}
        """);

    [Fact]
    public async Task Every_step_of_an_action_is_shown()
    {
        StateTestResult result = await TestAsync("Send", """{"job":{"source":"/a","number":7,"word":"s3cret"},"kept":1}""", new DelegateMock((_, _) => TestFlows.Object("""{"n":1}""")));
        Assert.Null(result.Error);
        Assert.Equal(result.Document, result.Input);
        Assert.Equal(
            [
                ("$.kind", ParameterSource.Constant, null, "\"plain\"", false),
                ("$.items[0].from", ParameterSource.Path, "$.job.source", "\"/a\"", false),
                ("$.label", ParameterSource.Expression, "'job ' + str(job.number)", "\"job 7\"", false),
                ("$.token", ParameterSource.Path, "$.job.word", null, true),
            ],
            result.Parameters.Select(parameter => (parameter.Path, parameter.Source, parameter.Text, parameter.Value?.ToJson(), parameter.IsPrivate)));
        Assert.DoesNotContain("s3cret", result.Arguments!.ToJson(), StringComparison.Ordinal);
        Assert.Equal("""{"n":1}""", ((FlowObject)result.Result!)["details"]!.ToJson());
        Assert.Equal("SUCCEEDED", ((FlowObject)((FlowObject)result.Output!)["sent"]!)["status"]!.AsString());
        Assert.Equal("1", ((FlowObject)result.Output)["kept"]!.ToJson());
        Assert.Equal("Check", result.Next);
    }

    [Fact]
    public async Task The_input_is_what_InputPath_names()
    {
        StateTestResult result = await TestAsync("Mend", """{"job":{"source":"/a"},"kept":1}""");
        Assert.Equal("""{"source":"/a"}""", result.Input!.ToJson());
        Assert.Equal("""{"source":"/a"}""", result.Result!.ToJson());
        Assert.Equal("""{"job":{"source":"/a"},"kept":1,"mended":{"source":"/a"}}""", result.Output!.ToJson());
        Assert.Null(result.Next);

        StateTestResult missing = await TestAsync("Mend", """{"kept":1}""");
        Assert.Null(missing.Input);
        Assert.Contains("InputPath", missing.Error!.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caught_error_shows_the_document_after_the_catch()
    {
        StateTestResult result = await TestAsync(
            "Send",
            """{"job":{"source":"/a","number":7,"word":"w"}}""",
            new ScriptedMock([new ScriptedResponse(InvocationRange.All, MockResponse.Throw(MockError.ActionFailedException, "disk full"))]));
        Assert.Equal("ActionFailedException", result.Error!.Name);
        Assert.Equal(("Mend", "Catch[0]"), (result.Next, result.Branch));
        Assert.Equal("disk full", ((FlowObject)((FlowObject)((FlowObject)result.Output!)["error"]!)["details"]!)["error"]!.AsString());
    }

    [Fact]
    public async Task Parameters_that_could_be_computed_show_beside_the_one_that_could_not()
    {
        FlowDefinition flow = TestFlows.Parse("{StartAt: A, States: {A: {Type: Pass, Parameters: {good.$: $.there, _private_x.$: $.there, bad.$: $.nowhere}, End: true}}}");
        StateTestResult result = await FlowStateTester.TestAsync(flow, "A", TestFlows.Object("""{"there":1}"""), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("States.Runtime", result.Error!.Name);
        Assert.Contains("$.nowhere", result.Error.Cause, StringComparison.Ordinal);
        Assert.Equal(["$.good=1", "$._private_x="], result.Parameters.Select(parameter => $"{parameter.Path}={parameter.Value}"));
        Assert.Null(result.Output);
    }

    [Fact]
    public async Task A_choice_says_which_rule_matched_and_why_the_others_did_not()
    {
        StateTestResult result = await TestAsync("Check", """{"count":5}""");
        Assert.Equal(("Mend", "Choices[1]"), (result.Next, result.Branch));
        Assert.Equal([false, true, null], result.Rules.Select(rule => rule.Matched));
        Assert.Contains("$.count", result.Rules[0].Condition, StringComparison.Ordinal);
        Assert.Contains("5", result.Rules[0].Reason, StringComparison.Ordinal);
        Assert.Equal("It was not tried: an earlier rule matched.", result.Rules[2].Reason);
    }

    [Fact]
    public async Task A_rule_that_cannot_be_decided_says_so()
    {
        StateTestResult result = await TestAsync("Check", """{"count":4}""");
        Assert.Equal([false, false, null], result.Rules.Select(rule => rule.Matched));
        Assert.StartsWith("It could not be decided: ", result.Rules[2].Reason, StringComparison.Ordinal);
        Assert.Equal([false, false, true], result.Rules.Select(rule => rule.IsUndecided));
        Assert.Equal("States.Runtime", result.Error!.Name);
        Assert.Null(result.Next);
    }

    [Fact]
    public async Task An_Or_that_does_not_hold_says_why_of_each_condition()
    {
        FlowDefinition flow = TestFlows.Parse("""
            StartAt: C
            States:
              C: {Type: Choice, Choices: [{Or: [{Variable: $.a, IsPresent: true}, {Variable: $.n, NumericEquals: 2}], Next: P}]}
              P: {Type: Pass, End: true}
            """);
        StateTestResult result = await FlowStateTester.TestAsync(flow, "C", TestFlows.Object("""{"n":1}"""), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("None of the 2 conditions of Or holds: '$.a' is not there: IsPresent true does not hold. '$.n' is 1: NumericEquals 2 does not hold.", result.Rules[0].Reason);
    }

    [Fact]
    public async Task A_wait_past_the_longest_time_of_a_run_says_when_the_clock_began()
    {
        FlowDefinition flow = TestFlows.Parse("""
            StartAt: W
            States:
              W: {Type: Wait, Timestamp: "2027-06-01T00:00:00Z", Next: P}
              P: {Type: Pass, End: true}
            """);
        StateTestResult late = await FlowStateTester.TestAsync(flow, "W", FlowObject.Empty, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("States.Timeout", late.Error!.Name);
        Assert.Equal("The clock of the test began at 2026-01-01T00:00:00+00:00; it can begin at another time.", late.Hint);

        var options = new FlowTestOptions { StartTime = new DateTimeOffset(2027, 5, 31, 0, 0, 0, TimeSpan.Zero) };
        StateTestResult next = await FlowStateTester.TestAsync(flow, "W", FlowObject.Empty, options: options, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(("P", TimeSpan.FromDays(1)), (next.Next, next.Duration));
    }

    [Fact]
    public async Task The_default_is_a_branch_too()
    {
        StateTestResult result = await TestAsync("Check", """{"count":4,"other":"y"}""");
        Assert.Equal(("Mend", "Default"), (result.Next, result.Branch));
        Assert.Equal([false, false, false], result.Rules.Select(rule => rule.Matched));
    }

    [Fact]
    public async Task An_action_without_a_mock_still_shows_what_it_would_get()
    {
        StateTestResult result = await TestAsync("Send", """{"job":{"source":"/a","number":7,"word":"w"}}""");
        Assert.Equal("MockMissing", result.Error!.Name);
        Assert.Equal("job 7", ((FlowObject)result.Arguments!)["label"]!.AsString());
        Assert.Equal(["\"plain\"", "\"/a\"", "\"job 7\"", null], result.Parameters.Select(static parameter => parameter.Value?.ToJson()));
        Assert.Equal(result.Document, result.Input);
        Assert.Null(result.Output);
    }

    [Fact]
    public async Task An_inactive_action_shows_what_it_waits_for()
    {
        StateTestResult result = await TestAsync(
            "Send",
            """{"job":{"source":"/a","number":7,"word":"w"}}""",
            new ScriptedMock([new ScriptedResponse(InvocationRange.All, new MockResponse { Inactive = TestFlows.Object("""{"code":"ConsentRequired"}""") })]));
        Assert.Equal("ConsentRequired", result.InactiveDetails!["code"]!.AsString());
        Assert.Equal(4, result.Parameters.Count);
        Assert.Null(result.Error);
    }

    [Fact]
    public async Task A_state_that_is_not_there_is_refused_with_the_one_that_was_meant()
    {
        ArgumentException exception = await Assert.ThrowsAsync<ArgumentException>(() => TestAsync("Chek", "{}"));
        Assert.Contains("did you mean 'Check'?", exception.Message, StringComparison.Ordinal);
    }

    private static Task<StateTestResult> TestAsync(string state, string document, IActionMock? mock = null)
        => FlowStateTester.TestAsync(s_flow, state, TestFlows.Object(document), mock, null, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30));
}
