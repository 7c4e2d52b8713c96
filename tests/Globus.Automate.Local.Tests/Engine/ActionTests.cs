using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;

namespace Globus.Automate.Local.Tests.Engine;

/// <summary>The life of an action: request, polls, WaitTime, errors, Catch, RunAs.</summary>
public sealed class ActionTests
{
    private const string Catching =
        """
        "Catch":[{"ErrorEquals":["ActionUnableToRun"],"Next":"Unable","ResultPath":"$.error"},
                 {"ErrorEquals":["ActionFailedException","ActionTimeout"],"Next":"Failed","ResultPath":"$.error"}],
        """;

    [Fact]
    public async Task The_request_carries_what_a_provider_gets_from_the_service()
    {
        await using var harness = new EngineHarness();
        FlowRun run = await harness.RunAsync(Flow("""{"greet.$":"$.name"}"""), """{"name":"x"}""", request => request with
        {
            Metadata = new RunMetadata { Label = "My run", Tags = ["t"], RunManagers = ["urn:m"], RunMonitors = ["urn:o"] },
        });
        (string verb, ActionCall call, FlowValue argument) = Assert.Single(harness.Gateway.Calls);
        Assert.Equal("run", verb);
        var request = (FlowObject)argument;
        Assert.True(Guid.TryParse(request["request_id"]!.AsString(), out _));
        Assert.Equal("""{"body":{"greet":"x"},"label":"My run","tags":["t"],"monitor_by":["urn:o"],"manage_by":["urn:m"]}""", request.Without("request_id").ToJson());
        Assert.Equal(new ActionCall("https://a.example/x", run.Owner.Principal, run.RunId, run.FlowId, "A", 0), call);
    }

    [Fact]
    public async Task Each_invocation_of_a_state_is_a_request_of_its_own()
    {
        await using var harness = new EngineHarness();
        FlowRun run = await harness.RunAsync(
            """
            {"StartAt":"A","States":{"A":{"Type":"Action","ActionUrl":"https://a.example/x","Parameters":{},"ResultPath":"$.r","Next":"N"},
             "N":{"Type":"ExpressionEval","Parameters":{"v.=":"n.v + 1"},"ResultPath":"$.n","Next":"C"},
             "C":{"Type":"Choice","Choices":[{"Variable":"$.n.v","NumericLessThan":3,"Next":"A"}],"Default":"D"},"D":{"Type":"Pass","End":true}}}
            """,
            """{"n":{"v":0}}""");
        Assert.Equal(RunStatus.Succeeded, run.Status);
        Assert.Equal([0, 1, 2], harness.Gateway.Calls.Select(call => call.Call.Invocation));
        Assert.Equal(3, harness.Gateway.Calls.Select(call => ((FlowObject)call.Argument)["request_id"]!.AsString()).Distinct().Count());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Polls_double_up_to_ten_minutes_and_their_times_show_in_the_log(bool isAsynchronous)
    {
        var polls = new List<double>();
        await using var harness = new EngineHarness();
        harness.Gateway.IsAsynchronous = isAsynchronous;
        harness.Gateway.OnRun = (_, _) => ScriptedGateway.Status("ACTIVE", code: 202);
        harness.Gateway.OnStatus = (_, id) =>
        {
            polls.Add((harness.Clock.GetUtcNow() - EngineHarness.Start).TotalSeconds);
            return ScriptedGateway.Status(polls.Count < 13 ? "ACTIVE" : "SUCCEEDED", id);
        };
        FlowRun run = await harness.RunAsync(Flow("{}", """ "WaitTime":100000, """));
        Assert.Equal([1, 3, 7, 15, 31, 63, 127, 255, 511, 1023, 1623, 2223, 2823], polls);
        Assert.Equal(12, run.Log.Count(entry => entry.Code == "ActionPolled"));
        Assert.Equal("State A of type Action polled", run.Log[2].Description);
        Assert.Equal(EngineHarness.Start.AddSeconds(2823), run.CompletionTime);
        Assert.Equal(RunStatus.Succeeded, run.Status);
    }

    [Fact]
    public async Task An_action_that_is_done_at_once_is_not_polled()
    {
        await using var harness = new EngineHarness();
        await harness.RunAsync(Flow("{}"));
        Assert.Equal(["run"], harness.Gateway.Verbs);
    }

    [Fact]
    public async Task A_provider_that_is_away_for_a_while_is_polled_again()
    {
        int polls = 0;
        await using var harness = new EngineHarness();
        harness.Gateway.OnRun = (_, _) => ScriptedGateway.Status("ACTIVE");
        harness.Gateway.OnStatus = (_, id) => ++polls switch
        {
            1 => throw new HttpRequestException("connection reset"),
            2 => new ActionResponse(503, FlowObject.Empty),
            3 => new ActionResponse(200, FlowValue.From("no status document")),
            _ => ScriptedGateway.Status("SUCCEEDED", id),
        };
        FlowRun run = await harness.RunAsync(Flow("{}"));
        Assert.Equal(RunStatus.Succeeded, run.Status);
        Assert.Equal(4, polls);
    }

    [Fact]
    public async Task An_answer_that_is_not_2xx_is_ActionUnableToRun_with_the_error_of_the_provider()
    {
        await using var harness = new EngineHarness();
        harness.Gateway.OnRun = (_, _) => new ActionResponse(400, FlowValue.Parse("""{"code":"BadRequest","detail":"no such field","status_code":400}"""));
        FlowRun run = await harness.RunAsync(Flow("{}", Catching));
        Assert.Equal(RunStatus.Succeeded, run.Status);
        Assert.Equal("""{"error":{"code":"BadRequest","detail":"no such field","status_code":400},"end":"Unable"}""", run.Output.ToJson());
        Assert.Equal("FlowStarted ActionStarted ActionFailed PassStarted PassCompleted FlowSucceeded", EngineHarness.Codes(run));

        run = await harness.RunAsync(Flow("{}"));
        Assert.Equal(RunStatus.Failed, run.Status);
        Assert.Equal("ActionUnableToRun", run.Log[^1].Details["error"]!.AsString());
        Assert.EndsWith("could not be run: no such field", run.Log[^1].Details["cause"]!.AsString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"code":"FlowFailed","description":"The Flow run reached a failed completion state","details":{"cause":"No such file.","error":"E"}}""", "failed: No such file.")]
    [InlineData("""{"nice_status":"FILE_NOT_FOUND","fatal_error":{"code":"ClientError.NotFound","description":"'/x' was not found."}}""", "failed: '/x' was not found.")]
    [InlineData("""{"code":"EndpointNotFound","message":"No collection of this name."}""", "failed: No collection of this name.")]
    [InlineData("{}", "failed: its status is FAILED")]
    public async Task The_cause_of_a_failed_action_is_in_the_words_of_its_details(string details, string expected)
    {
        await using var harness = new EngineHarness();
        harness.Gateway.OnRun = (_, _) => ScriptedGateway.Status("FAILED", details: details);
        FlowRun run = await harness.RunAsync(Flow("{}"));
        Assert.EndsWith(expected, run.Log[^1].Details["cause"]!.AsString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_says_the_first_thing_that_is_wrong()
    {
        await using var harness = new EngineHarness();
        harness.Gateway.OnRun = (_, _) => new ActionResponse(400, FlowValue.Parse(
            """{"error":{"code":"ACTION_INPUT_ERROR","message":"Input failed schema validation with 2 errors.","detail":[{"loc":["$.a"],"msg":"1 is not of type 'string'","type":"t"},{"loc":["$.b"],"msg":"x","type":"t"}]}}"""));
        FlowRun run = await harness.RunAsync(Flow("{}"));
        Assert.EndsWith("could not be run: Input failed schema validation with 2 errors. $.a: 1 is not of type 'string'", run.Log[^1].Details["cause"]!.AsString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_that_throws_is_ActionUnableToRun()
    {
        await using var harness = new EngineHarness();
        harness.Gateway.OnRun = (_, _) => throw new HttpRequestException("name not resolved");
        FlowRun run = await harness.RunAsync(Flow("{}", Catching));
        Assert.Contains("name not resolved", run.Output.ToJson(), StringComparison.Ordinal);
        Assert.Contains("\"end\":\"Unable\"", run.Output.ToJson(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"status":7}""")]
    public async Task An_answer_that_is_no_status_document_is_ActionUnableToRun(string body)
    {
        await using var harness = new EngineHarness();
        harness.Gateway.OnRun = (_, _) => new ActionResponse(200, FlowValue.Parse(body));
        FlowRun run = await harness.RunAsync(Flow("{}"));
        Assert.Equal("ActionUnableToRun", run.Log[^1].Details["error"]!.AsString());
    }

    [Theory]
    [InlineData("FAILED")]
    [InlineData("ENDED")]
    public async Task A_failed_action_is_ActionFailedException_unless_the_state_takes_it_as_a_result(string status)
    {
        await using var harness = new EngineHarness();
        harness.Gateway.OnRun = (_, _) => ScriptedGateway.Status(status, details: """{"description":"disk full"}""");
        FlowRun run = await harness.RunAsync(Flow("{}"));
        Assert.Equal(RunStatus.Failed, run.Status);
        Assert.Equal("ActionFailedException", run.Log[^1].Details["error"]!.AsString());
        Assert.EndsWith("failed: disk full", run.Log[^1].Details["cause"]!.AsString(), StringComparison.Ordinal);
        Assert.Equal("FlowStarted ActionStarted ActionFailed FlowFailed", EngineHarness.Codes(run));

        run = await harness.RunAsync(Flow("{}", Catching));
        var caught = (FlowObject)((FlowObject)run.Output)["error"]!;
        Assert.Equal((status, "A", "action-1"), (caught["status"]!.AsString(), caught["state_name"]!.AsString(), caught["action_id"]!.AsString()));

        run = await harness.RunAsync(Flow("{}", """ "ExceptionOnActionFailure":false, """));
        Assert.Equal(RunStatus.Succeeded, run.Status);
        Assert.Equal(status, ((FlowObject)((FlowObject)run.Output)["r"]!)["status"]!.AsString());
        Assert.Equal("FlowStarted ActionStarted ActionCompleted FlowSucceeded", EngineHarness.Codes(run));
    }

    [Fact]
    public async Task An_action_beyond_its_WaitTime_is_cancelled_and_its_last_status_is_the_output_of_ActionTimeout()
    {
        int polls = 0;
        await using var harness = new EngineHarness();
        harness.Gateway.OnRun = (_, _) => ScriptedGateway.Status("ACTIVE");
        harness.Gateway.OnStatus = (_, id) => ScriptedGateway.Status("ACTIVE", id, $$"""{"poll":{{++polls}}}""");
        FlowRun run = await harness.RunAsync(Flow("{}", Catching));
        Assert.Equal(EngineHarness.Start.AddSeconds(300), run.CompletionTime);
        Assert.Equal(9, polls);
        Assert.Equal("cancel", harness.Gateway.Verbs.Last());
        var error = (FlowObject)((FlowObject)run.Output)["error"]!;
        Assert.Equal("""{"poll":9}""", error["details"]!.ToJson());
        Assert.Equal("A", error["state_name"]!.AsString());

        run = await harness.RunAsync(Flow("{}", """ "WaitTime":2.5, """));
        Assert.Equal(RunStatus.Failed, run.Status);
        Assert.Equal("ActionTimeout", run.Log[^1].Details["error"]!.AsString());
        Assert.Contains("2.5 seconds", run.Log[^1].Details["cause"]!.AsString(), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(2.5), run.CompletionTime - run.StartTime);
        Assert.Equal(1, harness.Gateway.Verbs.Skip(11).Count(verb => verb == "cancel"));
    }

    [Fact]
    public async Task An_action_that_is_done_when_WaitTime_ends_has_not_timed_out()
    {
        await using var harness = new EngineHarness();
        harness.Gateway.OnRun = (_, _) => ScriptedGateway.Status("ACTIVE");
        harness.Gateway.OnStatus = (_, id) => ScriptedGateway.Status(harness.Clock.GetUtcNow() < EngineHarness.Start.AddSeconds(5) ? "ACTIVE" : "SUCCEEDED", id);
        FlowRun run = await harness.RunAsync(Flow("{}", """ "WaitTime":5, """));
        Assert.Equal(RunStatus.Succeeded, run.Status);
        Assert.Equal(EngineHarness.Start.AddSeconds(5), run.CompletionTime);
    }

    [Theory]
    [InlineData("ActionUnableToRun", true)]
    [InlineData("ActionFailedException", true)]
    [InlineData("ActionTimeout", true)]
    [InlineData("ResultPath", true)]
    [InlineData("Parameters", false)]
    [InlineData("Size", false)]
    public async Task States_ALL_takes_the_errors_of_actions_and_not_those_of_the_definition(string error, bool isCaught)
    {
        await using var harness = new EngineHarness();
        harness.Gateway.OnRun = (_, _) => error switch
        {
            "ActionUnableToRun" => new ActionResponse(500, FlowObject.Empty),
            "ActionFailedException" => ScriptedGateway.Status("FAILED"),
            "ActionTimeout" => ScriptedGateway.Status("ACTIVE"),
            "Size" => ScriptedGateway.Status("SUCCEEDED", details: $"\"{new string('x', 210_000)}\""),
            _ => ScriptedGateway.Status("SUCCEEDED"),
        };
        harness.Gateway.OnStatus = (_, id) => ScriptedGateway.Status("ACTIVE", id);
        FlowRun run = await harness.RunAsync(
            $$$"""
            {"StartAt":"A","States":{"A":{"Type":"Action","ActionUrl":"https://a.example/x","Parameters":{"p.$":"{{{(error == "Parameters" ? "$.nope" : "$.n")}}}"},
              "ResultPath":"{{{(error == "ResultPath" ? "$.n.x" : "$.r")}}}",
              "Catch":[{"ErrorEquals":["States.ALL"],"Next":"B","ResultPath":"$.error"}],"End":true},"B":{"Type":"Pass","End":true} }}
            """,
            """{"n":1}""");
        Assert.Equal(isCaught ? RunStatus.Succeeded : RunStatus.Failed, run.Status);
        Assert.Equal(isCaught, run.Log.Any(entry => entry.Code == "PassStarted"));
        Assert.Equal(isCaught, ((FlowObject)run.Output).ContainsKey("error"));
    }

    [Fact]
    public async Task Without_a_ResultPath_the_output_of_a_caught_error_replaces_the_document()
    {
        await using var harness = new EngineHarness();
        harness.Gateway.OnRun = (_, _) => new ActionResponse(404, FlowValue.Parse("""{"gone":true}"""));
        FlowRun run = await harness.RunAsync(Flow("{}", """ "Catch":[{"ErrorEquals":["ActionUnableToRun"],"Next":"Unable"}], """), """{"before":1}""");
        Assert.Equal("""{"gone":true,"end":"Unable"}""", run.Output.ToJson());
    }

    [Fact]
    public async Task An_action_that_its_provider_has_forgotten_has_failed()
    {
        await using var harness = new EngineHarness();
        harness.Gateway.OnRun = (_, _) => ScriptedGateway.Status("ACTIVE");
        harness.Gateway.OnStatus = (_, _) => new ActionResponse(404, FlowValue.Parse("""{"error":{"detail":"no such action"}}"""));
        FlowRun run = await harness.RunAsync(Flow("{}", Catching));
        Assert.Equal("""{"error":{"error":{"detail":"no such action"}},"end":"Failed"}""", run.Output.ToJson());
    }

    [Theory]
    [InlineData("User", "urn:globus:auth:identity:0000aaaa-0000-4000-8000-000000000001")]
    [InlineData("Flow", "urn:globus:auth:identity:8a1c2d3e-0000-4000-8000-000000000001")]
    [InlineData("Admin", "urn:globus:auth:identity:admin")]
    public async Task RunAs_says_whom_the_provider_sees(string runAs, string caller)
    {
        await using var harness = new EngineHarness(new FlowEngineOptions
        {
            ResolveRoleToken = (flowId, role, token, _) => new(token == "good" && role == "Admin" && flowId.StartsWith("8a1c", StringComparison.Ordinal) ? "urn:globus:auth:identity:admin" : null),
        });
        FlowRun run = await harness.RunAsync(Flow("{}", $$""" "RunAs":"{{runAs}}", """), """{"_tokens":{"Admin":"good"}}""");
        Assert.Equal(RunStatus.Succeeded, run.Status);
        Assert.Equal(caller, Assert.Single(harness.Gateway.Calls).Call.Caller);
    }

    [Theory]
    [InlineData("{}", "no token for the role 'Admin'")]
    [InlineData("""{"_tokens":{"Admin":"bad-token"}}""", "is expired or not valid")]
    [InlineData("""{"_tokens":{"Admin":7}}""", "no token for the role 'Admin'")]
    public async Task A_role_without_a_valid_token_is_ActionUnableToRun(string input, string detail)
    {
        await using var harness = new EngineHarness(new FlowEngineOptions { ResolveRoleToken = (_, _, _, _) => new((string?)null) });
        FlowRun run = await harness.RunAsync(Flow("{}", """ "RunAs":"Admin", """ + Catching), input);
        Assert.Empty(harness.Gateway.Calls);
        Assert.Contains(detail, ((FlowObject)run.Output)["error"]!.ToJson(), StringComparison.Ordinal);
        Assert.DoesNotContain("bad-token", EngineHarness.Visible(run), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registered_api_is_called_by_its_url_in_the_service()
    {
        await using var harness = new EngineHarness();
        await harness.RunAsync("""{"StartAt":"A","States":{"A":{"Type":"Action","Handler":{"Type":"RegisteredAPI","Id":"1234"},"Parameters":{},"End":true}}}""");
        Assert.Equal("https://flows.globus.org/registered_apis/1234", Assert.Single(harness.Gateway.Calls).Call.ActionUrl);
    }

    private static string Flow(string parameters, string fields = "") =>
        $$$"""
        {"StartAt":"A","States":{
          "A":{"Type":"Action","ActionUrl":"https://a.example/x","Parameters":{{{parameters}}},{{{fields}}}"ResultPath":"$.r","End":true},
          "Unable":{"Type":"Pass","Result":"Unable","ResultPath":"$.end","End":true},
          "Failed":{"Type":"Pass","Result":"Failed","ResultPath":"$.end","End":true} }}
        """;
}
