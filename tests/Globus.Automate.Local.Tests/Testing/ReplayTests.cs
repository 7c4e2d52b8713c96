using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Reading;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;
using Globus.Automate.Local.Testing;
using Globus.Automate.Local.Tests.Engine;
using Globus.Automate.Tests;

namespace Globus.Automate.Local.Tests.Testing;

/// <summary>A run turned into mocks and run again.</summary>
public sealed class ReplayTests
{
    [Theory]
    [InlineData("""Transfer: {"0-1": {throw: {error: ActionFailedException, cause: disk full}}, "2": {delay: 40, return: {n: 1}}}""")]
    [InlineData("Transfer: {throw: {error: ActionTimeout, cause: slow}}")]
    [InlineData("Transfer: {throw: {error: ActionUnableToRun, body: {error: {code: FORBIDDEN}}}}")]
    [InlineData("Transfer: {inactive: {code: ConsentRequired, required_scope: s}, delay: 20, return: {n: 2}}")]
    [InlineData("Transfer: {inactive: {code: ConsentRequired, required_scope: s}}")]
    [InlineData("""Transfer: {"0": {return: {status: FAILED, details: {error: broken}}}, "1": {return: {}}}""")]
    public async Task A_replayed_run_takes_the_same_path_to_the_same_end(string mocks)
    {
        FlowTestResult recorded = await TestFlows.RunAsync(TestFlows.Retrying, mocks);
        MockCase exported = Assert.Single(Export(recorded).Cases);
        FlowTestResult replayed = await FlowTestRunner.RunAsync(TestFlows.Retrying, null, exported, null, TestContext.Current.CancellationToken);
        Assert.Null(replayed.Difference);
        Assert.True(replayed.Passed);
        Assert.Equal(TestFlows.Path(recorded), TestFlows.Path(replayed));
        Assert.Equal(recorded.Status, replayed.Status);
        Assert.Empty(replayed.UnmatchedMocks);
        Assert.Equal(
            recorded.States.Select(state => (state.Input, state.Next, state.Error?.Name)),
            replayed.States.Select(state => (state.Input, state.Next, state.Error?.Name)));
    }

    [Theory]
    [InlineData("Answer: {delay: 3600, return: {web_input_id: q, response: 'y'}}")]
    [InlineData("Answer: {throw: Flows.WebInputExpired}")]
    public async Task A_question_to_people_is_replayed_with_its_answer(string answer)
    {
        FlowTestResult recorded = await TestFlows.RunAsync(TestFlows.Asking, "Ask: {return: {web_input_id: q}}\n" + answer);
        FlowTestResult replayed = await FlowTestRunner.RunAsync(TestFlows.Asking, null, Assert.Single(Export(recorded, TestFlows.Asking).Cases), null, TestContext.Current.CancellationToken);
        Assert.Null(replayed.Difference);
        Assert.True(replayed.Passed);
        Assert.Equal((TestFlows.Path(recorded), recorded.Duration), (TestFlows.Path(replayed), replayed.Duration));
    }

    [Fact]
    public async Task An_edited_definition_is_told_where_it_first_differs()
    {
        FlowTestResult recorded = await TestFlows.RunAsync(TestFlows.Retrying, """Transfer: {throw: {error: ActionFailedException, cause: disk full}}""");
        FlowObject edited = (FlowObject)TestFlows.Retrying.Document;
        edited = (FlowObject)FlowValue.Parse(edited.ToJson().Replace("\"NumericLessThan\":3", "\"NumericLessThan\":2", StringComparison.Ordinal));
        FlowTestResult replayed = await FlowTestRunner.RunAsync(FlowDefinition.Parse(edited), null, Assert.Single(Export(recorded).Cases), null, TestContext.Current.CancellationToken);
        Assert.False(replayed.Passed);
        Assert.Equal((10, "Again", "Pause", "GiveUp"), (replayed.Difference!.Step, replayed.Difference.After, replayed.Difference.Expected, replayed.Difference.Actual));
        Assert.Equal("After the state 'Again' (step 9) the state 'Pause' was expected, and the state 'GiveUp' came.", replayed.Difference.Message);
        Assert.Equal(["0", "1", "2"], Assert.IsType<ScriptedMock>(Export(recorded).Cases[0].Mocks["Transfer"]).Responses.Select(response => response.Invocations.ToString()));
    }

    [Fact]
    public async Task A_run_that_ends_another_way_or_too_early_is_a_difference()
    {
        FlowDefinition flow = TestFlows.Parse("{StartAt: A, States: {A: {Type: Pass, Next: B}, B: {Type: Fail, Error: E, Cause: broken}}}");
        async Task<string?> Compare(string expected) => (await TestFlows.RunAsync(flow, $"{{states: {{}}, expect: {expected}}}")).Difference?.Message;

        Assert.Null(await Compare("{path: [A, B], status: FAILED}"));
        Assert.Equal("The run was expected to end as SUCCEEDED and ended as FAILED: E: broken", await Compare("{path: [A, B], status: SUCCEEDED}"));
        Assert.Equal("After the state 'B' (step 1) the state 'C' was expected, and the end of the run (FAILED) came: E: broken", await Compare("{path: [A, B, C]}"));
        Assert.Equal("After the state 'A' (step 0) the end of the run was expected, and the state 'B' came.", await Compare("{path: [A]}"));
        Assert.Equal("At the start the state 'B' was expected, and the state 'A' came.", await Compare("{path: [B]}"));
    }

    [Fact]
    public async Task The_log_of_the_hosted_service_becomes_mocks()
    {
        var response = (FlowObject)((FlowObject)((FlowObject)FlowValue.Parse(Corpus.ReadText("flows-api-responses", "get_run_logs.json")))["default"]!)["response"]!;
        FlowDefinition flow = TestFlows.Parse("""
            {StartAt: SyncHelloWorld, States: {SyncHelloWorld: {Type: Action, ActionUrl: https://actions.globus.org/hello_world, Parameters: {echo_string: sync!}, End: true}}}
            """);
        FlowObject file = RunMockExporter.Export(flow, (FlowArray)response["entries"]!, caseName: "last night");
        MockCase exported = Assert.Single(MockFile.Read(FlowDocument.FromValue(file), flow).Cases);
        Assert.Equal("last night", exported.Name);
        FlowTestResult replayed = await FlowTestRunner.RunAsync(flow, null, exported, null, TestContext.Current.CancellationToken);
        Assert.True(replayed.Passed);
        Assert.Equal("SyncHelloWorld", TestFlows.Path(replayed));
        FlowValue recorded = ((FlowObject)((FlowObject)((FlowArray)response["entries"]!)[3])["details"]!)["output"]!;
        Assert.Equal(recorded, replayed.Output);
    }

    [Theory]
    [InlineData("""{"state_name":"Copy","exception":"ActionUnableToRun","cause":"No such endpoint"}""", "ActionUnableToRun", "Down")]
    [InlineData("""{"state_name":"Copy","exception":"ActionFailedException","cause":"disk full","output":{"action_id":"a","status":"FAILED","details":{"nice_status":"QUOTA"},"state_name":"Copy"}}""", "ActionFailedException", "Failed")]
    [InlineData("""{"state_name":"Copy","exception":"globus_flows.errors.ActionFailedException","cause":"disk full"}""", "ActionFailedException", "Failed")]
    [InlineData("""{"state_name":"Copy","exception":"ActionTimeout","cause":"too slow"}""", "ActionTimeout", "Failed")]
    [InlineData("""{"state_name":"Copy"}""", "ActionFailedException", "Failed")]
    public async Task Failed_actions_of_the_hosted_service_go_the_way_they_went(string details, string error, string next)
    {
        FlowDefinition flow = TestFlows.Parse("""
            StartAt: Copy
            States:
              Copy:
                Type: Action
                ActionUrl: https://actions.globus.org/transfer/transfer
                Parameters: {x: 1}
                ResultPath: $.copy
                Catch:
                  - {ErrorEquals: [ActionUnableToRun], ResultPath: $.error, Next: Down}
                  - {ErrorEquals: [ActionFailedException, ActionTimeout], ResultPath: $.error, Next: Failed}
                Next: Fine
              Down: {Type: Pass, End: true}
              Failed: {Type: Pass, End: true}
              Fine: {Type: Pass, End: true}
            """);
        FlowObject[] log =
        [
            TestFlows.Object("""{"time":"2026-01-01T00:00:00Z","code":"FlowStarted","details":{"input":{}}}"""),
            TestFlows.Object("""{"time":"2026-01-01T00:00:00Z","code":"ActionStarted","details":{"state_name":"Copy","state_type":"Action","input":{"x":1}}}"""),
            TestFlows.Object($$"""{"time":"2026-01-01T00:00:09Z","code":"ActionFailed","details":{{details}} }"""),
            TestFlows.Object($$"""{"time":"2026-01-01T00:00:09Z","code":"PassStarted","details":{"state_name":"{{next}}","state_type":"Pass"} }"""),
            TestFlows.Object("""{"time":"2026-01-01T00:00:10Z","code":"FlowSucceeded","details":{}}"""),
        ];
        FlowObject file = RunMockExporter.Export(flow, log, TestFlows.Object("""{"status":"SUCCEEDED"}"""));
        MockCase mocks = Assert.Single(MockFile.Read(FlowDocument.FromValue(file), flow).Cases);
        FlowTestResult replayed = await FlowTestRunner.RunAsync(flow, null, mocks, null, TestContext.Current.CancellationToken);
        Assert.Null(replayed.Difference);
        Assert.True(replayed.Passed);
        Assert.Equal(("Copy " + next, error), (TestFlows.Path(replayed), replayed.States[0].Error?.Name));
    }

    [Fact]
    public async Task A_run_of_the_engine_is_exported_by_itself()
    {
        await using var harness = new EngineHarness();
        FlowRun run = await harness.RunAsync("""{"StartAt":"A","States":{"A":{"Type":"Action","ActionUrl":"https://example.org/x","Parameters":{"n":1},"ResultPath":"$.a","End":true}}}""", """{"k":1}""");
        Assert.Equal(
            """{"cases":{"default":{"input":{"k":1},"states":{"A":{"0":{"return":{"action_id":"action-1","status":"SUCCEEDED","details":{"n":1}}}}},"expect":{"path":["A"],"status":"SUCCEEDED","inputs":{"A":{"0":{"n":1}}}}}}}""",
            ((FlowObject)((FlowObject)((FlowObject)RunMockExporter.Export(run))["cases"]!)["default"]!).Without("run") is { } shown
                ? FlowObject.Create(("cases", FlowObject.Create(("default", shown)))).ToJson()
                : null);
        Assert.Contains($"\"run_id\":\"{run.RunId}\"", RunMockExporter.Export(run).ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_state_that_was_renamed_since_is_a_difference_and_not_a_mistake()
    {
        FlowTestResult recorded = await TestFlows.RunAsync(TestFlows.Retrying, "Transfer: {return: {}}");
        FlowDefinition edited = FlowDefinition.Parse(FlowValue.Parse(TestFlows.Retrying.Document.ToJson().Replace("\"Transfer\"", "\"Copy\"", StringComparison.Ordinal)));
        MockCase mocks = Assert.Single(MockFile.Read(FlowDocument.FromValue(ExportDocument(recorded)), edited).Cases);
        FlowTestResult replayed = await FlowTestRunner.RunAsync(edited, null, mocks, null, TestContext.Current.CancellationToken);
        Assert.Equal("After the state 'Prepare' (step 0) the state 'Transfer' was expected, and the state 'Copy' came.", replayed.Difference!.Message);
        Assert.Equal("Transfer 0", Assert.Single(replayed.UnmatchedMocks).ToString());
    }

    [Fact]
    public async Task An_action_that_gets_another_input_is_a_difference()
    {
        FlowTestResult recorded = await TestFlows.RunAsync(TestFlows.Retrying, """Transfer: {"0": {throw: ActionFailedException}, "1": {return: {}}}""");
        FlowDefinition edited = FlowDefinition.Parse(FlowValue.Parse(TestFlows.Retrying.Document.ToJson().Replace("tries + 1", "tries + 2", StringComparison.Ordinal)));
        MockCase mocks = Assert.Single(MockFile.Read(FlowDocument.FromValue(ExportDocument(recorded)), edited).Cases);
        FlowTestResult replayed = await FlowTestRunner.RunAsync(edited, null, mocks, null, TestContext.Current.CancellationToken);
        Assert.Equal("The state 'Transfer' (step 6, invocation 1) got another input: $.label was expected to be \"try 1\" and is \"try 2\".", replayed.Difference!.Message);
    }

    [Fact]
    public async Task A_cancelled_run_is_the_beginning_of_what_is_expected()
    {
        FlowTestResult recorded = await TestFlows.RunAsync(TestFlows.Retrying, """Transfer: {"0": {throw: ActionFailedException}}""");
        FlowValue[] log = [.. Entries(recorded).TakeWhile(entry => entry["code"]?.AsString() != "WaitStarted"), TestFlows.Object("""{"code":"FlowCanceled","details":{}}""")];
        FlowObject file = RunMockExporter.Export(TestFlows.Retrying, log, TestFlows.Object("""{"status":"FAILED"}"""));
        MockCase mocks = Assert.Single(MockFile.Read(FlowDocument.FromValue(file), TestFlows.Retrying).Cases);
        Assert.Equal("ENDED", mocks.Expected!.Status);
        FlowTestResult replayed = await FlowTestRunner.RunAsync(TestFlows.Retrying, null, mocks, null, TestContext.Current.CancellationToken);
        Assert.Null(replayed.Difference);
        Assert.True(replayed.States.Count > mocks.Expected.Path!.Count);

        MockCase early = mocks with { Expected = mocks.Expected with { Path = [.. mocks.Expected.Path!, "Fallback"] } };
        FlowTestResult other = await FlowTestRunner.RunAsync(TestFlows.Retrying, null, early, null, TestContext.Current.CancellationToken);
        Assert.Equal(("Fallback", "Pause"), (other.Difference!.Expected, other.Difference.Actual));
    }

    [Fact]
    public async Task A_failure_of_the_state_itself_is_computed_again()
    {
        FlowDefinition flow = TestFlows.Parse("{StartAt: A, States: {A: {Type: Action, ActionUrl: https://example.org/x, Parameters: {n.$: $.missing}, End: true}}}");
        FlowTestResult recorded = await TestFlows.RunAsync(flow, "{states: {}, expect: {error: States.Runtime}}");
        Assert.Null(recorded.Difference);
        FlowObject file = RunMockExporter.Export(flow, Entries(recorded));
        MockCase mocks = Assert.Single(MockFile.Read(FlowDocument.FromValue(file), flow).Cases);
        Assert.Empty(mocks.Mocks);
        FlowTestResult replayed = await FlowTestRunner.RunAsync(flow, null, mocks, null, TestContext.Current.CancellationToken);
        Assert.True(replayed.Passed);
        Assert.Equal("States.Runtime", replayed.Error!.Name);
    }

    [Fact]
    public void A_log_without_sense_gives_a_case_without_responses()
    {
        FlowObject file = RunMockExporter.Export(
            TestFlows.Retrying,
            [FlowValue.Null, FlowObject.Empty, TestFlows.Object("""{"code":"ActionCompleted","details":{"output":7}}"""), TestFlows.Object("""{"code":"ActionStarted","time":"x","details":{"state_name":"Nowhere"}}"""), TestFlows.Object("""{"code":"ActionCompleted"}""")]);
        Assert.Equal("""{"cases":{"default":{"input":{},"states":{},"expect":{"path":["Nowhere"]}}}}""", file.ToJson());
    }

    /// <summary>Through YAML text, as a user's file goes.</summary>
    private static MockFile Export(FlowTestResult result, FlowDefinition? flow = null)
        => MockFile.Read(FlowDocument.Parse(FlowDocumentWriter.ToYaml(ExportDocument(result, flow))), flow ?? TestFlows.Retrying);

    private static FlowObject ExportDocument(FlowTestResult result, FlowDefinition? flow = null) => RunMockExporter.Export(flow ?? TestFlows.Retrying, Entries(result));

    private static IEnumerable<FlowObject> Entries(FlowTestResult result) => result.Log.Select(static entry => FlowObject.Create(
        ("time", FlowValue.From(entry.Time.ToString("O", System.Globalization.CultureInfo.InvariantCulture))),
        ("code", FlowValue.From(entry.Code)),
        ("details", entry.Details)));
}
