using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;

namespace Globus.Automate.Local.Tests.Engine;

/// <summary>What each state does to the document, and which errors it ends in.</summary>
public sealed class StateTests
{
    private const string Url = "https://actions.globus.org/hello_world";

    [Fact]
    public async Task The_older_name_of_the_runs_id_is_read_where_a_definition_has_it_and_is_nowhere_else()
    {
        await using var harness = new EngineHarness();
        FlowRun old = await harness.RunAsync("""{"StartAt":"A","States":{"A":{"Type":"ExpressionEval","Parameters":{"x.$":"$._context.action_id","y.=":"'id ' + `$._context.action_id`"},"End":true}}}""");
        FlowRun today = await harness.RunAsync("""{"StartAt":"A","States":{"A":{"Type":"ExpressionEval","Parameters":{"all.$":"$._context"},"End":true}}}""");

        Assert.Equal($$"""{"x":"{{old.RunId}}","y":"id {{old.RunId}}"}""", old.Output.ToJson());
        Assert.Equal(["flow_id", "run_id", "username", "email", "user_id", "identities", "token_info"], ((FlowObject)((FlowObject)today.Output)["all"]!).Names);
    }

    [Theory]
    [InlineData("""{"Type":"Pass","End":true}""", """{"a":1}""", """{"a":1}""")]
    [InlineData("""{"Type":"Pass","InputPath":"$.a","End":true}""", """{"a":{"b":2}}""", """{"b":2}""")]
    [InlineData("""{"Type":"Pass","InputPath":"$.a","ResultPath":"$.copy","End":true}""", """{"a":{"b":2}}""", """{"a":{"b":2},"copy":{"b":2}}""")]
    [InlineData("""{"Type":"Pass","Result":[1,2],"ResultPath":"$.x.y","End":true}""", """{"a":1}""", """{"a":1,"x":{"y":[1,2]}}""")]
    [InlineData("""{"Type":"Pass","Parameters":{"n":{"v.$":"$.a","l":[{"w.$":"$.a"},3]}},"End":true}""", """{"a":1}""", """{"n":{"v":1,"l":[{"w":1},3]}}""")]
    [InlineData("""{"Type":"Pass","Parameters":{"all.$":"$"},"End":true}""", """{"a":1}""", """{"all":{"a":1}}""")]
    [InlineData("""{"Type":"Pass","Parameters":{"many.$":"$.l[*].v"},"End":true}""", """{"l":[{"v":1},{"w":2},{"v":3}]}""", """{"many":[1,3]}""")]
    [InlineData("""{"Type":"Pass","Parameters":{"s":1,"__Private_Parameters":["s"]},"ResultPath":"$.r","End":true}""", """{}""", """{"r":{}}""")]
    [InlineData("""{"Type":"ExpressionEval","Parameters":{"sum.=":"a + b","c":5},"ResultPath":"$.r","End":true}""", """{"a":1,"b":2}""", """{"a":1,"b":2,"r":{"sum":3,"c":5}}""")]
    [InlineData("""{"Type":"ExpressionEval","Parameters":{"l.=":"[x * 2 for x in xs if x > 1]"},"End":true}""", """{"xs":[1,2,3]}""", """{"l":[4,6]}""")]
    public async Task A_state_makes_of_the_document(string state, string input, string expected)
    {
        await using var harness = new EngineHarness();
        FlowRun run = await harness.RunAsync($$$"""{"StartAt":"S","States":{"S":{{{state}}}}}""", input);
        Assert.Equal(expected, run.Output.ToJson());
        Assert.Equal(RunStatus.Succeeded, run.Status);
    }

    [Fact]
    public async Task The_context_is_seen_by_paths_and_expressions_and_is_never_in_the_document()
    {
        await using var harness = new EngineHarness(new FlowEngineOptions { NewId = () => Guid.Parse("11111111-0000-4000-8000-000000000001") });
        FlowRun run = await harness.RunAsync(
            """
            {"StartAt":"A","States":{
              "A":{"Type":"Pass","Parameters":{"who.$":"$._context.username","mail.=":"`$._context.email`","flow.$":"$._context.flow_id","run.$":"$['_context'].run_id","user.$":"$._context.user_id","ids.$":"$._context.identities","exp.$":"$._context.token_info.exp"},"ResultPath":"$.r","Next":"B"},
              "B":{"Type":"Pass","Parameters":{"all.$":"$"},"Next":"C"},
              "C":{"Type":"Choice","Choices":[{"Variable":"$._context.username","StringEquals":"you@local","Next":"D"}]},
              "D":{"Type":"Pass","End":true}}}
            """);
        Assert.Equal(
            """{"all":{"r":{"who":"you@local","mail":"you@example.org","flow":"8a1c2d3e-0000-4000-8000-000000000001","run":"11111111-0000-4000-8000-000000000001","user":"urn:globus:auth:identity:0000aaaa-0000-4000-8000-000000000001","ids":["urn:globus:auth:identity:0000aaaa-0000-4000-8000-000000000001"],"exp":1772539200}}}""",
            run.Output.ToJson());
    }

    [Theory]
    [InlineData("""{"Type":"Wait","Seconds":90,"End":true}""", 90)]
    [InlineData("""{"Type":"Wait","Seconds":0,"End":true}""", 0)]
    [InlineData("""{"Type":"Wait","Seconds":1.5,"End":true}""", 1.5)]
    [InlineData("""{"Type":"Wait","SecondsPath":"$.s","End":true}""", 7)]
    [InlineData("""{"Type":"Wait","Timestamp":"2026-03-01T12:01:00Z","End":true}""", 60)]
    [InlineData("""{"Type":"Wait","Timestamp":"2026-03-01T14:01:00+02:00","End":true}""", 60)]
    [InlineData("""{"Type":"Wait","Timestamp":"2020-01-01T00:00:00Z","End":true}""", 0)]
    [InlineData("""{"Type":"Wait","TimestampPath":"$.t","End":true}""", 3600.25)]
    [InlineData("""{"Type":"Wait","Seconds":10368000,"End":true}""", 10368000)]
    public async Task A_wait_ends_when_it_should(string state, double seconds)
    {
        await using var harness = new EngineHarness();
        FlowRun run = await harness.RunAsync($$$"""{"StartAt":"S","States":{"S":{{{state}}}}}""", """{"s":7,"t":"2026-03-01T13:00:00.25Z"}""");
        Assert.Equal(RunStatus.Succeeded, run.Status);
        Assert.Equal(EngineHarness.Start.AddSeconds(seconds), run.CompletionTime);
        Assert.Equal("""{"s":7,"t":"2026-03-01T13:00:00.25Z"}""", run.Output.ToJson());
    }

    [Theory]
    [InlineData("""{"Type":"Fail","Error":"E","Cause":"C"}""", "E", "C")]
    [InlineData("""{"Type":"Fail","ErrorPath":"$.e","CausePath":"$.c"}""", "FromPath", """{"code":7}""")]
    [InlineData("""{"Type":"Fail"}""", "States.Fail", "The Fail state 'S' was reached.")]
    public async Task A_fail_state_fails_the_run(string state, string error, string cause)
    {
        await using var harness = new EngineHarness();
        FlowRun run = await harness.RunAsync($$$"""{"StartAt":"S","States":{"S":{{{state}}}}}""", """{"e":"FromPath","c":{"code":7,"_private":1}}""");
        Assert.Equal(RunStatus.Failed, run.Status);
        Assert.Equal("FlowStarted FailStarted FlowFailed", EngineHarness.Codes(run));
        Assert.Equal(FlowObject.Create(("cause", FlowValue.From(cause)), ("error", FlowValue.From(error))), run.Log[2].Details);
        Assert.Equal("FlowFailed", run.Details["code"]!.AsString());
        Assert.Equal(run.Log[2].Details, run.Details["details"]);
    }

    [Theory]
    [InlineData("""{"Type":"Pass","InputPath":"$.nope","End":true}""", "States.Runtime", "The path '$.nope' specified for the field 'InputPath' could not be found in the state input.")]
    [InlineData("""{"Type":"Pass","Parameters":{"a":{"x.$":"$.nope.deep"}},"End":true}""", "States.Runtime", "The path '$.nope.deep' specified for the field 'x.$' could not be found in the state input.")]
    [InlineData("""{"Type":"ExpressionEval","Parameters":{"x.=":"1 // 0"},"ResultPath":"$.r","End":true}""", "States.Runtime", "The expression '1 // 0' specified for the field 'x.=' could not be evaluated: ZeroDivisionError")]
    [InlineData("""{"Type":"ExpressionEval","Parameters":{"x.=":"1 + nope"},"ResultPath":"$.r","End":true}""", "States.Runtime", "(at character 5)")]
    [InlineData("""{"Type":"Pass","Result":1,"ResultPath":"$.list[9]","End":true}""", "States.ResultPathMatchFailure", "'$.list[9]'")]
    [InlineData("""{"Type":"Pass","Result":1,"ResultPath":"$.n.x","End":true}""", "States.ResultPathMatchFailure", "'$.n.x'")]
    [InlineData("""{"Type":"Choice","Choices":[{"Variable":"$.n","NumericEquals":2,"Next":"S"}]}""", "States.NoChoiceMatched", "None of the 1 rules of the Choice state 'S' matched, and it has no 'Default'.")]
    [InlineData("""{"Type":"Choice","Choices":[{"Variable":"$.nope","NumericEquals":2,"Next":"S"}],"Default":"S"}""", "States.Runtime", "'$.nope' specified for the field 'Variable'")]
    [InlineData("""{"Type":"Choice","Choices":[{"Variable":"$.n","NumericEqualsPath":"$.nope","Next":"S"}],"Default":"S"}""", "States.Runtime", "'$.nope' specified for the field 'NumericEqualsPath'")]
    [InlineData("""{"Type":"Wait","SecondsPath":"$.nope","End":true}""", "States.Runtime", "'$.nope' specified for the field 'SecondsPath' could not be found")]
    [InlineData("""{"Type":"Wait","SecondsPath":"$.minus","End":true}""", "States.Runtime", "a number of seconds that is not negative")]
    [InlineData("""{"Type":"Wait","TimestampPath":"$.n","End":true}""", "States.Runtime", "a timestamp such as")]
    [InlineData("""{"Type":"Fail","ErrorPath":"$.nope"}""", "States.Runtime", "'$.nope' specified for the field 'ErrorPath'")]
    [InlineData("""{"Type":"Action","ActionUrl":"https://a.example","InputPath":"$.nope","End":true}""", "States.Runtime", "'InputPath'")]
    public async Task A_runtime_error_fails_the_run_and_names_state_and_place(string state, string error, string cause)
    {
        await using var harness = new EngineHarness();
        FlowRun run = await harness.RunAsync($$$"""{"StartAt":"S","States":{"S":{{{state}}}}}""", """{"n":1,"list":[],"minus":-1}""");
        Assert.Equal(RunStatus.Failed, run.Status);
        FlowObject failed = run.Log[^2].Details;
        Assert.Equal($"{run.Log[1].Code.Replace("Started", "Failed", StringComparison.Ordinal)}", run.Log[^2].Code);
        Assert.Equal("S", failed["state_name"]!.AsString());
        Assert.Equal(error, failed["exception"]!.AsString());
        Assert.Contains(cause, failed["cause"]!.AsString(), StringComparison.Ordinal);
        FlowObject details = run.Log[^1].Details;
        Assert.Equal(error, details["error"]!.AsString());
        Assert.StartsWith("An error occurred while executing the state 'S'. ", details["cause"]!.AsString(), StringComparison.Ordinal);
        Assert.Empty(harness.Gateway.Calls);
    }

    [Fact]
    public async Task A_document_of_more_than_200_KB_fails_the_run()
    {
        await using var harness = new EngineHarness();
        FlowRun run = await harness.RunAsync(
            """{"StartAt":"S","States":{"S":{"Type":"ExpressionEval","Parameters":{"x.=":"s + s + s"},"ResultPath":"$.r","End":true}}}""",
            $$"""{"s":"{{new string('x', 30_000)}}"}""");
        Assert.Equal(RunStatus.Succeeded, run.Status);
        run = await harness.RunAsync(
            """{"StartAt":"S","States":{"S":{"Type":"Pass","Parameters":{"a.$":"$","b.$":"$","c.$":"$"},"ResultPath":"$.r","End":true}}}""",
            $$"""{"s":"{{new string('x', 60_000)}}"}""");
        Assert.Equal(RunStatus.Failed, run.Status);
        Assert.Equal("States.DataLimitExceeded", run.Log[^1].Details["error"]!.AsString());
        run = await harness.RunAsync("""{"StartAt":"S","States":{"S":{"Type":"Pass","End":true}}}""", $$"""{"s":"{{new string('x', 210_000)}}"}""");
        Assert.Equal("FlowStarted FlowFailed", EngineHarness.Codes(run));
        Assert.Equal("States.DataLimitExceeded", run.Log[^1].Details["error"]!.AsString());
    }

    [Fact]
    public async Task A_document_that_nests_without_end_fails_the_run_and_nothing_else()
    {
        await using var harness = new EngineHarness();
        FlowRun run = await harness.RunAsync("""{"StartAt":"S","States":{"S":{"Type":"Pass","Parameters":{"a.$":"$"},"Next":"S"}}}""");
        Assert.Equal(RunStatus.Failed, run.Status);
        Assert.Contains("nest 201 levels", run.Log[^1].Details["cause"]!.AsString(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(async () => await harness.RunAsync(
            """{"StartAt":"S","States":{"S":{"Type":"Pass","End":true}}}""",
            string.Concat(Enumerable.Repeat("{\"a\":", 210)) + "1" + new string('}', 210)));
    }

    [Fact]
    public async Task A_run_of_more_than_a_year_fails()
    {
        await using var harness = new EngineHarness();
        FlowRun run = await harness.RunAsync("""{"StartAt":"S","States":{"S":{"Type":"Wait","Seconds":30000000,"Next":"S"}}}""");
        Assert.Equal(RunStatus.Failed, run.Status);
        Assert.Equal(EngineHarness.Start.AddDays(365), run.CompletionTime);
        Assert.Equal("States.Timeout", run.Log[^1].Details["error"]!.AsString());
        Assert.Contains("365 days", run.Log[^1].Details["cause"]!.AsString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_loop_without_an_end_fails_when_its_log_is_full()
    {
        await using var harness = new EngineHarness(new FlowEngineOptions { MaxLogEntries = 1000 });
        FlowRun run = await harness.RunAsync("""{"StartAt":"S","States":{"S":{"Type":"Pass","Next":"S"}}}""");
        Assert.Equal(RunStatus.Failed, run.Status);
        Assert.InRange(run.Log.Count, 990, 1000);
        Assert.Equal("StepLimitExceeded", run.Log[^1].Details["error"]!.AsString());
    }

    [Fact]
    public async Task A_run_may_be_allowed_only_some_steps_and_may_start_anywhere()
    {
        await using var harness = new EngineHarness();
        const string definition = """{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"},"B":{"Type":"Pass","Next":"A"}}}""";
        FlowRun run = await harness.RunAsync(definition, "{}", request => request with { MaxSteps = 3, StartAt = "B" });
        Assert.Equal("StepLimitExceeded", run.Log[^1].Details["error"]!.AsString());
        Assert.Equal(["B", "A", "B"], run.Log.Where(entry => entry.Code == "PassStarted").Select(entry => entry.State!.Name));
        await Assert.ThrowsAsync<ArgumentException>(async () => await harness.RunAsync(definition, "{}", request => request with { StartAt = "X" }));
    }
}
