using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Schema;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;
using Globus.Automate.Local.Testing;

namespace Globus.Automate.Local.Tests.Testing;

/// <summary>Whole flows on mocks.</summary>
public sealed class FlowTestRunnerTests
{
    [Fact]
    public async Task A_run_fails_twice_then_succeeds_as_its_mock_says()
    {
        FlowTestResult result = await TestFlows.RunAsync(TestFlows.Retrying, """
            Transfer:
              "0-1": {throw: {error: ActionFailedException, cause: disk full}}
              "2-": {return: {bytes_transferred: 42}}
            """);
        Assert.Equal(RunStatus.Succeeded, result.Status);
        Assert.Equal("Prepare Transfer Count Store Again Pause Transfer Count Store Again Pause Transfer Done", TestFlows.Path(result));
        Assert.True(result.Passed);
        Assert.Empty(result.UnmatchedMocks);
        Assert.Equal("""{"bytes_transferred":42}""", ((FlowObject)((FlowObject)result.Output)["result"]!)["details"]!.ToJson());
        Assert.Equal("direct", ((FlowObject)result.Output)["way"]!.AsString());
        Assert.Equal(TimeSpan.FromHours(2), result.Duration);
        VisitedState second = result.States[6];
        Assert.Equal("""{"from":"/a","label":"try 1"}""", second.Input.ToJson());
        Assert.Equal(1, second.Invocation);
        Assert.Equal("Catch[0]", second.Branch);
        Assert.Equal("Count", second.Next);
        Assert.Equal(RunErrors.ActionFailedException, second.Error!.Name);
        Assert.EndsWith("disk full", second.Error.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_test_gives_the_same_log_with_ids_and_times_each_time()
    {
        const string mocks = """{Transfer: {"0": {throw: ActionFailedException}, "1-": {delay: 17, return: {ok: true}}}}""";
        string first = Log(await TestFlows.RunAsync(TestFlows.Retrying, mocks));
        Assert.Equal(first, Log(await TestFlows.RunAsync(TestFlows.Retrying, mocks)));
        Assert.Contains("2026-01-01T01:00:31", first, StringComparison.Ordinal); // an hour's Wait, then polls after 1, 2, 4, 8 and 16 seconds
    }

    [Theory]
    [InlineData("ActionUnableToRun", "Prepare Transfer Fallback", RunStatus.Succeeded)]
    [InlineData("ActionFailedException", "Prepare Transfer Count Store Again Pause Transfer Count Store Again Pause Transfer Count Store Again GiveUp", RunStatus.Failed)]
    [InlineData("ActionTimeout", "Prepare Transfer Count Store Again Pause Transfer Count Store Again Pause Transfer Count Store Again GiveUp", RunStatus.Failed)]
    public async Task Each_error_goes_to_the_catch_that_is_for_it(string error, string path, RunStatus status)
    {
        FlowTestResult result = await TestFlows.RunAsync(TestFlows.Retrying, $"Transfer: {{throw: {error}}}");
        Assert.Equal(path, TestFlows.Path(result));
        Assert.Equal(status, result.Status);
        Assert.Equal(error, result.States[1].Error!.Name);
        Assert.Equal(error == "ActionTimeout" ? TimeSpan.FromSeconds(100) : TimeSpan.Zero, result.States[1].Duration);
        Assert.Equal(status == RunStatus.Failed ? "GaveUp" : null, result.Error?.Name);
    }

    [Theory]
    [InlineData("Ask: {return: {web_input_id: q}}\nAnswer: {delay: 86400, return: {web_input_id: q, response: 'y'}}", "Ask Answer Decide Done", null)]
    [InlineData("Ask: {return: {web_input_id: q}}\nAnswer: {return: {web_input_id: q, response: 'n'}}", "Ask Answer Decide Stop", "Stopped")]
    [InlineData("Ask: {return: {web_input_id: q}}\nAnswer: {throw: Flows.WebInputExpired}", "Ask Answer Decide Stop", "Stopped")]
    [InlineData("Ask: {return: {web_input_id: q}}\nAnswer: {throw: ActionTimeout}", "Ask Answer", "MockFailed")]
    [InlineData("Ask: {throw: Flows.WebInputExpired}", "Ask", "MockFailed")]
    public async Task Answers_of_people_are_mocked_like_actions(string mocks, string path, string? error)
    {
        FlowTestResult result = await TestFlows.RunAsync(TestFlows.Asking, mocks);
        Assert.Equal((path, error), (TestFlows.Path(result), result.Error?.Name));
    }

    [Fact]
    public async Task A_question_that_passes_through_waits_until_it_expires()
    {
        FlowTestResult result = await TestFlows.RunAsync(TestFlows.Asking, "{}", options: new FlowTestOptions { PassThroughUnmocked = true });
        Assert.Equal("Ask Answer Decide Stop", TestFlows.Path(result));
        Assert.InRange(result.States[1].Duration, TimeSpan.FromDays(30), TimeSpan.FromDays(30.1));
        Assert.True(result.Log.Count < 20, $"{result.Log.Count} entries");
    }

    [Fact]
    public async Task The_body_of_an_error_is_what_the_catch_gets()
    {
        FlowTestResult result = await TestFlows.RunAsync(
            TestFlows.Retrying,
            """Transfer: {throw: {error: ActionUnableToRun, body: {error: {code: FORBIDDEN, detail: not yours}}}}""");
        Assert.Equal("""{"error":{"code":"FORBIDDEN","detail":"not yours"}}""", ((FlowObject)result.Output)["error"]!.ToJson());
        Assert.EndsWith("not yours", result.States[1].Error!.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_delay_longer_than_WaitTime_is_a_timeout()
    {
        FlowTestResult result = await TestFlows.RunAsync(TestFlows.Retrying, """Transfer: {"0": {delay: 101, return: {}}, "1": {delay: 99, return: {}}}""");
        Assert.Equal("Prepare Transfer Count Store Again Pause Transfer Done", TestFlows.Path(result));
        Assert.Equal(RunErrors.ActionTimeout, result.States[1].Error!.Name);
    }

    [Fact]
    public async Task A_whole_action_status_is_returned_as_it_is()
    {
        FlowTestResult result = await TestFlows.RunAsync(
            TestFlows.Retrying,
            """Transfer: {"0": {return: {status: FAILED, details: {error: broken}}}, "1": {return: {action_id: a1, status: SUCCEEDED, display_status: Fine, details: {n: 1}}}}""");
        Assert.Equal("Prepare Transfer Count Store Again Pause Transfer Done", TestFlows.Path(result));
        Assert.Equal(
            """{"action_id":"a1","status":"SUCCEEDED","display_status":"Fine","details":{"n":1},"state_name":"Transfer"}""",
            ((FlowObject)result.Output)["result"]!.ToJson());
    }

    [Fact]
    public async Task An_action_without_a_mock_fails_the_run_past_every_catch()
    {
        FlowDefinition catchesAll = TestFlows.Parse("""
            {StartAt: A, States: {A: {Type: Action, ActionUrl: https://example.org/x, Parameters: {}, Catch: [{ErrorEquals: [States.ALL], Next: B}], Next: B}, B: {Type: Pass, End: true}}}
            """);
        FlowTestResult result = await FlowTestRunner.RunAsync(catchesAll, FlowObject.Empty, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(RunStatus.Failed, result.Status);
        Assert.False(result.Passed);
        Assert.Equal("A", TestFlows.Path(result));
        Assert.Equal("MockMissing", result.Error!.Name);
        Assert.StartsWith("The action of the state 'A' (https://example.org/x) is not mocked", result.Error.Cause, StringComparison.Ordinal);
        Assert.Same(result.Error, result.States[0].Error);
    }

    [Fact]
    public async Task An_invocation_without_a_response_fails_the_run_with_its_number()
    {
        FlowTestResult result = await TestFlows.RunAsync(TestFlows.Retrying, """Transfer: {"0": {throw: ActionFailedException}, "2": {return: {}}}""");
        Assert.Equal("MockMissing", result.Error!.Name);
        Assert.Contains("has no response for invocation 1", result.Error.Cause, StringComparison.Ordinal);
        Assert.Equal(["Transfer 2"], result.UnmatchedMocks.Select(mock => mock.ToString()));
    }

    [Fact]
    public async Task What_is_not_mocked_passes_through_to_the_local_providers()
    {
        FlowDefinition flow = TestFlows.Parse("""
            StartAt: Sleep
            States:
              Sleep: {Type: Action, ActionUrl: https://actions.globus.org/hello_world, Parameters: {sleep_time: 50, echo_string: hi}, ResultPath: $.slept, Next: Mocked}
              Mocked: {Type: Action, ActionUrl: https://example.org/x, Parameters: {}, ResultPath: $.mocked, End: true}
            """);
        FlowTestResult result = await TestFlows.RunAsync(flow, "Mocked: {return: {n: 1}}", options: new FlowTestOptions { PassThroughUnmocked = true });
        Assert.Null(result.Error);
        Assert.Equal(RunStatus.Succeeded, result.Status);
        Assert.True(result.Duration >= TimeSpan.FromSeconds(50));
        Assert.Equal("hi", ((FlowObject)((FlowObject)((FlowObject)result.Output)["slept"]!)["details"]!)["hello"]!.AsString());
    }

    [Fact]
    public async Task A_loop_without_an_end_stops_at_the_step_limit()
    {
        FlowDefinition loop = TestFlows.Parse("{StartAt: A, States: {A: {Type: Pass, Next: B}, B: {Type: Pass, Next: A}}}");
        FlowTestResult result = await FlowTestRunner.RunAsync(loop, null, null, new FlowTestOptions { MaxSteps = 25 }, TestContext.Current.CancellationToken);
        Assert.Equal(RunErrors.StepLimitExceeded, result.Error!.Name);
        Assert.Equal(25, result.States.Count);
    }

    [Fact]
    public async Task An_inactive_action_stops_the_run_and_says_what_it_needs()
    {
        FlowTestResult result = await TestFlows.RunAsync(
            TestFlows.Retrying,
            "Transfer: {inactive: {code: ConsentRequired, description: Consent please, required_scope: 'https://auth.globus.org/scopes/x/y'}}");
        Assert.Equal(RunStatus.Inactive, result.Status);
        Assert.Equal("ConsentRequired", result.InactiveDetails!["code"]!.AsString());
        Assert.Equal("https://auth.globus.org/scopes/x/y", result.InactiveDetails["required_scope"]!.AsString());
        Assert.False(result.Passed);
        Assert.Null(result.Error);
    }

    [Fact]
    public async Task An_inactive_action_whose_mock_says_how_it_goes_on_is_resumed()
    {
        FlowTestResult result = await TestFlows.RunAsync(TestFlows.Retrying, "Transfer: {inactive: {code: ConsentRequired}, delay: 3, return: {ok: true}}");
        Assert.Equal(RunStatus.Succeeded, result.Status);
        Assert.Equal(
            ["FlowInactive", "FlowResumed"],
            result.Log.Select(entry => entry.Code).Where(code => code is "FlowInactive" or "FlowResumed"));
    }

    [Fact]
    public async Task A_mock_of_code_sees_parameters_and_invocation_and_takes_no_time_of_the_run()
    {
        var seen = new List<string>();
        var mock = new DelegateMock(async (parameters, invocation, cancellationToken) =>
        {
            seen.Add($"{invocation} {parameters.ToJson()}");
            await Task.Delay(60, cancellationToken); // longer than the clock waits for anybody before it jumps
            return invocation == 0
                ? TestFlows.Object("""{"throw":"ActionFailedException"}""")
                : TestFlows.Object("""{"echo":true}""");
        });
        FlowTestResult result = await FlowTestRunner.RunAsync(TestFlows.Retrying, TestFlows.Input, Case(mock), null, TestContext.Current.CancellationToken);
        Assert.Equal(RunStatus.Succeeded, result.Status);
        Assert.Equal(["0 {\"from\":\"/a\",\"label\":\"try 0\"}", "1 {\"from\":\"/a\",\"label\":\"try 1\"}"], seen);
        Assert.Equal(TimeSpan.FromHours(1), result.Duration);
    }

    [Theory]
    [InlineData(null, "The mock of the state 'Transfer' failed at invocation 0: broken")]
    [InlineData("""{"throw":"ActionTimeOut"}""", "did you mean 'ActionTimeout'?")]
    public async Task A_mock_of_code_that_is_at_fault_fails_the_run_past_every_catch(string? answer, string sentence)
    {
        var mock = new DelegateMock((_, _) => answer is null ? throw new InvalidOperationException("broken") : FlowValue.Parse(answer));
        FlowTestResult result = await FlowTestRunner.RunAsync(TestFlows.Retrying, TestFlows.Input, Case(mock), null, TestContext.Current.CancellationToken);
        Assert.Equal("Prepare Transfer", TestFlows.Path(result));
        Assert.Equal("MockFailed", result.Error!.Name);
        Assert.Contains(sentence, result.Error.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mock_for_no_state_or_for_no_action_is_refused()
    {
        var mocks = new MockCase { Name = "x", Mocks = new Dictionary<string, IActionMock>(StringComparer.Ordinal) { ["Transfr"] = new DelegateMock((_, _) => FlowValue.Null) } };
        ArgumentException exception = await Assert.ThrowsAsync<ArgumentException>(()
            => FlowTestRunner.RunAsync(TestFlows.Retrying, null, mocks, cancellationToken: TestContext.Current.CancellationToken));
        Assert.StartsWith("The definition has no state named 'Transfr'; did you mean 'Transfer'?", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_private_shows_in_a_result()
    {
        FlowDefinition flow = TestFlows.Parse("""
            StartAt: A
            States:
              A:
                Type: Action
                ActionUrl: https://example.org/x
                Parameters: {password.$: $._private_word, name: x, __Private_Parameters: [password]}
                ResultPath: $.a
                Next: B
              B: {Type: Pass, Parameters: {w.$: $._private_word, __Private_Parameters: [w]}, ResultPath: $.b, End: true}
            """);
        FlowValue? sent = null;
        var mock = new DelegateMock((parameters, _) =>
        {
            sent = parameters;
            return FlowObject.Empty;
        });
        FlowTestResult result = await FlowTestRunner.RunAsync(flow, TestFlows.Object("""{"_private_word":"s3cret"}"""), Case(mock, "A"), null, TestContext.Current.CancellationToken);
        Assert.Equal(RunStatus.Succeeded, result.Status);
        Assert.Contains("s3cret", sent!.ToJson(), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", Log(result) + result.Output + string.Concat(result.States.Select(state => $"{state.Input}{state.Output}")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_input_that_the_schema_refuses_starts_nothing_and_tells_nothing_private()
    {
        var options = new FlowTestOptions
        {
            InputSchema = JsonSchema.Compile(TestFlows.Object("""
                {"type":"object","required":["source"],"properties":{"source":{"type":"string"},"_private_word":{"type":"integer"},"deep":{"not":{}}}}
                """)),
        };
        FlowTestResult fits = await TestFlows.RunAsync(TestFlows.Retrying, "Transfer: {return: {}}", options: options);
        Assert.True(fits.Passed);

        FlowTestResult refused = await TestFlows.RunAsync(
            TestFlows.Retrying,
            "Transfer: {return: {}}",
            TestFlows.Object("""{"source":5,"_private_word":"s3cret","deep":{"_private_word":"s3cret"}}"""),
            options);
        Assert.Equal((false, RunStatus.Failed, "InvalidInput"), (refused.Passed, refused.Status, refused.Error!.Name));
        Assert.StartsWith("The input does not fit the flow's input schema in 3 places: ", refused.Error.Cause, StringComparison.Ordinal);
        Assert.Contains("$.source: 5 is not of type 'string'", refused.Error.Cause, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", refused.Error.Cause + refused.Output, StringComparison.Ordinal);
        Assert.Empty(refused.States);
        Assert.Equal("Transfer", Assert.Single(refused.UnmatchedMocks).ToString());

        FlowTestResult wanted = await TestFlows.RunAsync(TestFlows.Retrying, "{states: {}, expect: {error: InvalidInput}}", FlowObject.Empty, options);
        Assert.True(wanted.Passed);
        Assert.Contains("'source' is a required property", wanted.Error!.Cause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{status: FAILED, error: ActionUnableToRun}", null)]
    [InlineData("{error: ActionTimeout}", "The run was expected to end with the error ActionTimeout and ended as FAILED: ActionUnableToRun: ")]
    [InlineData("{inputs: {A: {\"0\": {n: 1, list: [{x: 1}]}}}}", null)]
    [InlineData("{inputs: {A: {\"0\": {n: 1, list: [{x: 2}]}}}}", "The state 'A' (step 0, invocation 0) got another input: $.list[0].x was expected to be 2 and is 1.")]
    [InlineData("{inputs: {A: {\"0-\": {n: 1}}}}", "The state 'A' (step 0, invocation 0) got another input: $.list was expected to be nothing and is [{\"x\":1}].")]
    [InlineData("{inputs: {A: {\"1\": {}}}}", null)]
    public async Task A_case_may_expect_an_error_and_what_actions_are_given(string expected, string? difference)
    {
        FlowDefinition flow = TestFlows.Parse("{StartAt: A, States: {A: {Type: Action, ActionUrl: https://example.org/x, Parameters: {n: 1, list: [{x: 1}]}, End: true}}}");
        FlowTestResult result = await TestFlows.RunAsync(flow, $"{{states: {{A: {{throw: ActionUnableToRun}}}}, expect: {expected}}}");
        Assert.Equal(difference is null, result.Passed);
        if (difference is null)
        {
            Assert.Null(result.Difference);
        }
        else
        {
            Assert.StartsWith(difference, result.Difference!.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("$.copy.detials.size", "Did you mean $.copy.details?")]
    [InlineData("$.copy.details.missing", "$.copy.details has size, list.")]
    [InlineData("$.copy.details.size.x", "$.copy.details.size is no object: it is integer.")]
    [InlineData("$.copy.details.list[3]", "$.copy.details.list is a list of 2.")]
    [InlineData("$.empty.x", "$.empty is empty.")]
    [InlineData("$._private_x.y", null)]
    [InlineData("$._context.rum_id", null)]
    public async Task A_path_that_leads_nowhere_says_where_it_left_the_document(string path, string? hint)
    {
        FlowObject input = TestFlows.Object("""{"copy":{"details":{"size":1,"list":[1,2]}},"empty":{},"_private_x":{"z":"s3cret"}}""");
        FlowDefinition pass = TestFlows.Parse($"{{StartAt: A, States: {{A: {{Type: Pass, Parameters: {{n.$: \"{path}\"}}, End: true}}}}}}");
        FlowDefinition action = TestFlows.Parse($"{{StartAt: A, States: {{A: {{Type: Action, ActionUrl: https://example.org/x, Parameters: {{n.$: \"{path}\"}}, End: true}}}}}}");
        FlowDefinition choice = TestFlows.Parse($"{{StartAt: A, States: {{A: {{Type: Choice, Choices: [{{Variable: \"{path}\", NumericEquals: 1, Next: B}}], Default: B}}, B: {{Type: Pass, End: true}}}}}}");
        foreach (FlowDefinition flow in (FlowDefinition[])[pass, action, choice])
        {
            FlowTestResult run = await TestFlows.RunAsync(flow, "{}", input);
            StateTestResult state = await FlowStateTester.TestAsync(flow, "A", input, cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal(("States.Runtime", hint), (run.Error?.Name, run.Hint));
            Assert.Equal(hint, state.Hint);
        }
    }

    [Fact]
    public async Task A_recorded_run_gives_its_ids_and_times_to_the_context()
    {
        FlowDefinition flow = TestFlows.Parse("{StartAt: A, States: {A: {Type: Pass, Parameters: {run.$: $._context.run_id, who.$: $._context.user_id}, End: true}}}");
        FlowTestResult result = await TestFlows.RunAsync(flow, "{run: {run_id: r-1, flow_id: f-1, run_owner: urn:x, start_time: 2026-02-03T04:05:06Z}, states: {}}");
        Assert.Equal("""{"run":"r-1","who":"urn:x"}""", result.Output.ToJson());
        Assert.Equal(new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.Zero), result.StartTime);
    }

    private static MockCase Case(IActionMock mock, string state = "Transfer")
        => new() { Name = "code", Mocks = new Dictionary<string, IActionMock>(StringComparer.Ordinal) { [state] = mock } };

    private static string Log(FlowTestResult result)
        => string.Join('\n', result.Log.Select(entry => $"{entry.Time:O} {entry.Code} {entry.Details.ToJson()}"));
}
