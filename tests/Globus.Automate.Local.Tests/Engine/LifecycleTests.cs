using System.Globalization;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;
using Microsoft.Extensions.Time.Testing;

namespace Globus.Automate.Local.Tests.Engine;

/// <summary>Cancel, inactivity and resume, removal, many runs at once.</summary>
public sealed class LifecycleTests
{
    private const string Action =
        """{"StartAt":"A","States":{"A":{"Type":"Action","ActionUrl":"https://a.example/x","Parameters":{},"ResultPath":"$.r","WaitTime":100,"End":true}}}""";

    [Fact]
    public async Task A_run_is_ACTIVE_with_the_details_of_a_start_until_it_does_something()
    {
        await using var harness = new EngineHarness(clock: new FakeTimeProvider(EngineHarness.Start));
        FlowRun run = await harness.Engine.StartAsync(EngineHarness.Request("""{"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":10,"End":true}}}""", """{"a":1,"_private_b":2}"""));
        Assert.Equal(RunStatus.Active, run.Status);
        await EngineHarness.UntilAsync(run, run => run.Log.Count == 2);
        Assert.Equal(
            """{"time":"2026-03-01T12:00:00.000000+00:00","code":"WaitStarted","description":"State W of type Wait started","details":{"state_name":"W","state_type":"Wait","input":{"a":1}}}""",
            run.Details.ToJson());
        Assert.Null(run.CompletionTime);
        Assert.Equal("W", run.StateName);
    }

    [Fact]
    public async Task A_run_that_waits_can_be_cancelled()
    {
        var clock = new FakeTimeProvider(EngineHarness.Start);
        await using var harness = new EngineHarness(clock: clock);
        FlowRun run = await harness.Engine.StartAsync(EngineHarness.Request("""{"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":10,"Next":"P"},"P":{"Type":"Pass","End":true}}}"""));
        await EngineHarness.UntilAsync(run, run => run.Log.Count == 2);
        clock.Advance(TimeSpan.FromSeconds(4));
        Assert.True(await harness.Engine.CancelAsync(run));
        Assert.Equal(RunStatus.Ended, run.Status);
        Assert.True(run.Completion.IsCompletedSuccessfully);
        Assert.Equal(
            """{"time":"2026-03-01T12:00:04.000000+00:00","code":"FlowCanceled","description":"The Flow Instance was canceled by the user","details":{}}""",
            run.Details.ToJson());
        Assert.Equal(EngineHarness.Start.AddSeconds(4), run.CompletionTime);
        clock.Advance(TimeSpan.FromSeconds(60));
        Assert.False(await harness.Engine.CancelAsync(run));
        Assert.Equal("FlowStarted WaitStarted FlowCanceled", EngineHarness.Codes(run));
    }

    [Fact]
    public async Task A_run_whose_action_is_polled_can_be_cancelled_and_takes_the_action_with_it()
    {
        await using var harness = new EngineHarness(clock: new FakeTimeProvider(EngineHarness.Start));
        harness.Gateway.OnRun = (_, _) => ScriptedGateway.Status("ACTIVE");
        FlowRun run = await harness.Engine.StartAsync(EngineHarness.Request(Action));
        await EngineHarness.UntilAsync(run, _ => !harness.Gateway.Calls.IsEmpty);
        Assert.True(await harness.Engine.CancelAsync(run));
        Assert.Equal(RunStatus.Ended, run.Status);
        await harness.Engine.DisposeAsync();
        Assert.Equal(["run", "cancel"], harness.Gateway.Verbs);
        Assert.Equal("FlowStarted ActionStarted FlowCanceled", EngineHarness.Codes(run));
    }

    [Fact]
    public async Task A_run_that_is_cancelled_while_its_action_is_requested_cancels_the_action_when_it_is_known()
    {
        var asked = new TaskCompletionSource();
        var answer = new TaskCompletionSource<ActionResponse>();
        var gateway = new BlockingGateway(asked, answer.Task);
        await using var engine = new FlowEngine(gateway);
        FlowRun run = await engine.StartAsync(EngineHarness.Request(Action));
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(await engine.CancelAsync(run));
        Assert.Equal(RunStatus.Ended, run.Status);
        Assert.Empty(gateway.Cancelled);
        answer.SetResult(ScriptedGateway.Status("ACTIVE", "late-action"));
        await engine.DisposeAsync();
        Assert.Equal(["late-action"], gateway.Cancelled);
        Assert.Equal("FlowStarted ActionStarted FlowCanceled", EngineHarness.Codes(run));
    }

    [Fact]
    public async Task A_loop_that_never_waits_can_be_cancelled_and_lets_others_run()
    {
        await using var harness = new EngineHarness(clock: TimeProvider.System, options: new FlowEngineOptions { MaxLogEntries = int.MaxValue });
        const string loop = """{"StartAt":"P","States":{"P":{"Type":"Pass","Next":"C"},"C":{"Type":"Choice","Choices":[{"Variable":"$.no","IsPresent":true,"Next":"P"}],"Default":"P"}}}""";
        var loops = new List<FlowRun>();
        for (int i = 0; i < (Environment.ProcessorCount * 2) + 1; i++)
        {
            loops.Add(await harness.Engine.StartAsync(EngineHarness.Request(loop)));
        }

        FlowRun other = await harness.RunAsync("""{"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}""");
        Assert.Equal(RunStatus.Succeeded, other.Status);
        foreach (FlowRun run in loops)
        {
            Assert.True(await harness.Engine.CancelAsync(run));
            int count = run.Log.Count;
            Assert.Equal("FlowCanceled", run.Log[^1].Code);
            Assert.Equal(count, run.Log.Count);
        }
    }

    [Fact]
    public async Task An_inactive_action_makes_the_run_inactive_and_resume_goes_on_with_it()
    {
        await using var harness = new EngineHarness();
        harness.Gateway.OnRun = (_, _) => new ActionResponse(202, FlowValue.Parse(
            """
            {"action_id":"a1","status":"INACTIVE","release_after":"P30D","details":{"code":"ConsentRequired","description":"Missing required data_access consent",
             "required_scope":"https://auth.globus.org/scopes/x[*y]","resolution_url":null}}
            """));
        FlowRun run = await harness.Engine.StartAsync(EngineHarness.Request(Action));
        await EngineHarness.UntilAsync(run, run => run.Status == RunStatus.Inactive);
        Assert.Equal(
            """{"code":"ConsentRequired","description":"Missing required data_access consent","required_scope":"https://auth.globus.org/scopes/x[*y]","state_name":"A","action_statuses":[{"action_id":"a1","status":"INACTIVE","release_after":"P30D","details":{"code":"ConsentRequired","description":"Missing required data_access consent","required_scope":"https://auth.globus.org/scopes/x[*y]","resolution_url":null},"state_name":"A"}]}""",
            run.Details.ToJson());
        Assert.False(run.Completion.IsCompleted);

        harness.Gateway.OnResume = (_, id) => ScriptedGateway.Status("ACTIVE", id);
        Assert.True(await harness.Engine.ResumeAsync(run));
        await run.Completion.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(RunStatus.Succeeded, run.Status);
        Assert.Equal(["run", "resume", "status"], harness.Gateway.Verbs);
        Assert.Equal("FlowStarted ActionStarted FlowInactive FlowResumed ActionCompleted FlowSucceeded", EngineHarness.Codes(run));
        Assert.False(await harness.Engine.ResumeAsync(run));
    }

    [Fact]
    public async Task A_run_can_become_inactive_again_and_its_WaitTime_stands_still_meanwhile()
    {
        var clock = new FakeTimeProvider(EngineHarness.Start);
        await using var harness = new EngineHarness(clock: clock);
        harness.Gateway.OnRun = (_, _) => ScriptedGateway.Status("INACTIVE");
        harness.Gateway.OnResume = (_, _) => new ActionResponse(404, FlowObject.Empty);
        harness.Gateway.OnStatus = (_, id) => ScriptedGateway.Status("INACTIVE", id);
        FlowRun run = await harness.Engine.StartAsync(EngineHarness.Request(Action));
        await EngineHarness.UntilAsync(run, run => run.Status == RunStatus.Inactive);
        Assert.Equal("ActionInactive", run.Details["code"]!.AsString());
        clock.Advance(TimeSpan.FromHours(5));
        Assert.True(await harness.Engine.ResumeAsync(run));
        await EngineHarness.UntilAsync(run, run => run.Log.Count(entry => entry.Code == "FlowInactive") == 2 && run.Status == RunStatus.Inactive);
        harness.Gateway.OnStatus = (_, id) => ScriptedGateway.Status("ACTIVE", id);
        Assert.True(await harness.Engine.ResumeAsync(run));
        await EngineHarness.UntilAsync(run, _ => harness.Gateway.Calls.Count == 5);
        Assert.Equal(RunStatus.Active, run.Status);
    }

    [Fact]
    public async Task An_inactive_run_can_be_cancelled()
    {
        await using var harness = new EngineHarness();
        harness.Gateway.OnRun = (_, _) => ScriptedGateway.Status("INACTIVE");
        FlowRun run = await harness.Engine.StartAsync(EngineHarness.Request(Action));
        await EngineHarness.UntilAsync(run, run => run.Status == RunStatus.Inactive);
        Assert.True(await harness.Engine.CancelAsync(run));
        Assert.Equal(RunStatus.Ended, run.Status);
        Assert.Equal(["run", "cancel"], harness.Gateway.Verbs);
        Assert.Equal("FlowCanceled", run.Details["code"]!.AsString());
        Assert.False(await harness.Engine.ResumeAsync(run));
    }

    [Fact]
    public async Task Only_a_run_that_has_ended_can_be_removed()
    {
        await using var harness = new EngineHarness(clock: new FakeTimeProvider());
        FlowRun run = await harness.Engine.StartAsync(EngineHarness.Request("""{"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":10,"End":true}}}"""));
        Assert.False(await harness.Engine.RemoveAsync(run));
        await harness.Engine.CancelAsync(run);
        Assert.True(harness.Engine.TryFind(run.RunId, out _));
        Assert.True(await harness.Engine.RemoveAsync(run));
        Assert.False(harness.Engine.TryFind(run.RunId, out _));
        Assert.False(await harness.Engine.RemoveAsync(run));
        Assert.Empty(harness.Engine.Runs);
    }

    [Fact]
    public async Task Metadata_can_be_changed_and_change_wakes_those_who_wait()
    {
        await using var harness = new EngineHarness(clock: new FakeTimeProvider());
        FlowRun run = await harness.Engine.StartAsync(EngineHarness.Request("""{"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":10,"End":true}}}"""));
        await EngineHarness.UntilAsync(run, run => run.Log.Count == 2);
        Task changed = run.WaitForChangeAsync(run.Version);
        Assert.False(changed.IsCompleted);
        await harness.Engine.UpdateAsync(run, run.Metadata with { Label = "new", Tags = ["x"] });
        await changed.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(("new", "x"), (run.Metadata.Label, run.Metadata.Tags[0]));
    }

    [Fact]
    public async Task A_run_id_is_given_once()
    {
        await using var harness = new EngineHarness();
        RunRequest request = EngineHarness.Request("""{"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}""") with { RunId = "r1" };
        await harness.Engine.StartAsync(request);
        ArgumentException exception = await Assert.ThrowsAsync<ArgumentException>(async () => await harness.Engine.StartAsync(request));
        Assert.Contains("'r1'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Thousands_of_runs_wait_at_once_on_a_clock_that_a_test_moves()
    {
        var clock = new FakeTimeProvider(EngineHarness.Start);
        await using var harness = new EngineHarness(clock: clock);
        RunRequest request = EngineHarness.Request("""{"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":60,"Next":"P"},"P":{"Type":"Pass","End":true}}}""");
        FlowRun[] runs = await Task.WhenAll(Enumerable.Range(0, 3000).Select(async _ => await harness.Engine.StartAsync(request)));
        foreach (FlowRun run in runs)
        {
            await EngineHarness.UntilAsync(run, run => run.Log.Count == 2);
        }

        Assert.All(runs, run => Assert.Equal(RunStatus.Active, run.Status));
        while (runs.Any(run => !run.Completion.IsCompleted))
        {
            clock.Advance(TimeSpan.FromSeconds(61));
            await Task.Yield();
        }

        Assert.All(runs, run => Assert.Equal("FlowStarted WaitStarted WaitCompleted PassStarted PassCompleted FlowSucceeded", EngineHarness.Codes(run)));
    }

    [Fact]
    public async Task Runs_on_one_virtual_clock_share_its_time_and_come_out_the_same_every_time()
    {
        string first = await RunMany();
        Assert.Equal(first, await RunMany());
        Assert.Contains("2026-03-01T12:00:40.0000000+00:00", first, StringComparison.Ordinal);

        static async Task<string> RunMany()
        {
            int ids = 0;
            await using var harness = new EngineHarness(new FlowEngineOptions { NewId = () => new Guid(++ids, 0, 0, new byte[8]) });
            harness.Gateway.OnRun = (call, request) => ScriptedGateway.Status("ACTIVE", request["request_id"]!.AsString()!);
            var runs = new List<FlowRun>();
            for (int i = 0; i < 20; i++)
            {
                runs.Add(await harness.Engine.StartAsync(EngineHarness.Request(
                    """{"StartAt":"W","States":{"W":{"Type":"Wait","SecondsPath":"$.s","Next":"A"},"A":{"Type":"Action","ActionUrl":"https://a.example","Parameters":{},"End":true}}}""",
                    string.Create(CultureInfo.InvariantCulture, $$"""{"s":{{i * 2}}}"""))));
            }

            await Task.WhenAll(runs.Select(run => run.Completion)).WaitAsync(TimeSpan.FromSeconds(30));

            // The clock may move while runs are still being started: what each run sees from its own start on is what must be the same.
            return string.Join('\n', runs.Select(run => $"{run.RunId} {EngineHarness.Start + (run.CompletionTime!.Value - run.StartTime) + TimeSpan.FromSeconds(1):O} {EngineHarness.Codes(run)} {run.Output}"));
        }
    }

    private sealed class BlockingGateway(TaskCompletionSource asked, Task<ActionResponse> answer) : IActionGateway
    {
        public List<string> Cancelled { get; } = [];

        public async ValueTask<ActionResponse> RunAsync(ActionCall call, FlowObject request, CancellationToken cancellationToken)
        {
            asked.SetResult();
            return await answer;
        }

        public ValueTask<ActionResponse> GetStatusAsync(ActionCall call, string actionId, CancellationToken cancellationToken) => throw new InvalidOperationException();

        public ValueTask<ActionResponse> CancelAsync(ActionCall call, string actionId, CancellationToken cancellationToken)
        {
            Cancelled.Add(actionId);
            return new(ScriptedGateway.Status("FAILED", actionId));
        }

        public ValueTask<ActionResponse> ResumeAsync(ActionCall call, string actionId, CancellationToken cancellationToken) => throw new InvalidOperationException();
    }
}
