using Globus.Automate.Local.Engine;

namespace Globus.Automate.Local.Tests.Engine;

/// <summary>Whole runs: documents, logs and details in the shapes that were recorded from the service.</summary>
public sealed class RunTests
{
    [Fact]
    public async Task A_run_of_one_action_writes_the_log_that_the_service_writes()
    {
        await using var harness = new EngineHarness();
        FlowRun run = await harness.RunAsync("""
            {"StartAt":"SyncHelloWorld","States":{"SyncHelloWorld":{"Type":"Action","ActionUrl":"https://actions.globus.org/hello_world",
             "Parameters":{"echo_string":"sync!"},"End":true}}}
            """);
        Assert.Equal(RunStatus.Succeeded, run.Status);
        Assert.Equal(
            """
            FlowStarted|The Flow Instance started execution|{"input":{}}
            ActionStarted|State SyncHelloWorld of type Action started|{"state_name":"SyncHelloWorld","state_type":"Action","input":{"echo_string":"sync!"}}
            ActionCompleted|State SyncHelloWorld of type Action completed|{"state_name":"SyncHelloWorld","state_type":"Action","output":{"action_id":"action-1","status":"SUCCEEDED","details":{"echo_string":"sync!"},"state_name":"SyncHelloWorld"}}
            FlowSucceeded|The Flow Instance completed successfully|{"output":{"action_id":"action-1","status":"SUCCEEDED","details":{"echo_string":"sync!"},"state_name":"SyncHelloWorld"}}
            """.ReplaceLineEndings("\n"),
            string.Join('\n', run.Log.Select(entry => $"{entry.Code}|{entry.Description}|{entry.Details.ToJson()}")));
        Assert.Equal(
            """{"code":"FlowSucceeded","description":"The Flow run reached a successful completion state","output":{"action_id":"action-1","status":"SUCCEEDED","details":{"echo_string":"sync!"},"state_name":"SyncHelloWorld"}}""",
            run.Details.ToJson());
    }

    [Fact]
    public async Task Passes_move_data_and_a_loop_ends_by_its_choice()
    {
        await using var harness = new EngineHarness();
        FlowRun run = await harness.RunAsync(
            """
            {"StartAt":"Check","States":{
              "Check":{"Type":"Choice","Choices":[{"Variable":"$.items[0]","IsPresent":true,"Next":"Shift"}],"Default":"Done"},
              "Shift":{"Type":"Pass","Parameters":{"last.$":"$.items[0]","items.$":"$.items[1:]"},"Next":"Check"},
              "Done":{"Type":"Pass","Result":"finished","ResultPath":"$.end.state","End":true}}}
            """,
            """{"items":[1,2,3]}""");
        Assert.Equal("""{"last":3,"items":[],"end":{"state":"finished"}}""", run.Output.ToJson());
        Assert.Equal(1 + (7 * 2) + 2 + 1, run.Log.Count);
    }

    [Fact]
    public async Task A_wait_takes_its_time_on_the_clock_of_the_run_and_none_of_ours()
    {
        await using var harness = new EngineHarness();
        FlowRun run = await harness.RunAsync("""{"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":86400,"End":true}}}""");
        Assert.Equal(EngineHarness.Start, run.StartTime);
        Assert.Equal(EngineHarness.Start.AddDays(1), run.CompletionTime);
        Assert.Equal("FlowStarted WaitStarted WaitCompleted FlowSucceeded", EngineHarness.Codes(run));
    }
}
