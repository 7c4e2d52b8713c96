using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;
using Globus.Automate.Local.Persistence;
using Microsoft.Extensions.Time.Testing;

namespace Globus.Automate.Local.Tests.Engine;

/// <summary>Runs that a journal brings back: the same documents, logs and places.</summary>
public sealed class RecoveryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("recovery").FullName;

    [Fact]
    public async Task Finished_runs_come_back_as_they_were()
    {
        var before = new List<string>();
        FlowObject input = (FlowObject)FlowValue.Parse("""{"n":0,"_private_x":"canary","_tokens":{"Admin":"canary"}}""");
        using (FileJournal journal = FileJournal.Open(_folder))
        {
            await using var harness = new EngineHarness(new FlowEngineOptions { Journal = journal });
            int asked = 0;
            harness.Gateway.OnRun = (_, _) => ++asked % 3 == 0 ? new ActionResponse(400, FlowValue.Parse("""{"detail":"no"}""")) : ScriptedGateway.Status("ACTIVE");
            harness.Gateway.OnStatus = (_, id) => ScriptedGateway.Status(asked % 3 == 2 && harness.Gateway.Calls.Count % 2 == 0 ? "FAILED" : "SUCCEEDED", id);
            for (int i = 0; i < 12; i++)
            {
                FlowRun run = await harness.RunAsync(
                    """
                    {"StartAt":"A","States":{
                      "A":{"Type":"ExpressionEval","Parameters":{"v.=":"n + 1","secret":"canary","__Private_Parameters":["secret"]},"ResultPath":"$.e","Next":"B"},
                      "B":{"Type":"Action","ActionUrl":"https://a.example","Parameters":{"p.$":"$.e.v","pw.$":"$.e.secret"},"ResultPath":"$.r","Catch":[{"ErrorEquals":["States.ALL"],"Next":"C","ResultPath":"$.err"}],"Next":"C"},
                      "C":{"Type":"Wait","Seconds":3,"Next":"D"},
                      "D":{"Type":"Choice","Choices":[{"Variable":"$.err","IsPresent":true,"Next":"F"}],"Default":"P"},
                      "P":{"Type":"Pass","End":true},
                      "F":{"Type":"Fail","Error":"Caught","CausePath":"$.err.detail"}}}
                    """,
                    input.ToJson(),
                    request => request with { Metadata = new RunMetadata { Label = $"run {i}", Tags = ["a"], RunManagers = ["m"], RunMonitors = ["o"] }, ActivityNotificationPolicy = FlowValue.From("p") });
                before.Add(Describe(run));
            }
        }

        Assert.Contains(before, text => text.Contains("FAILED", StringComparison.Ordinal));
        Assert.Contains(before, text => text.Contains("SUCCEEDED", StringComparison.Ordinal));
        using (FileJournal journal = FileJournal.Open(_folder))
        {
            await using var harness = new EngineHarness(new FlowEngineOptions { Journal = journal });
            IReadOnlyCollection<FlowRun> runs = Recover(journal, harness.Engine);
            Assert.Equal(before.Order(StringComparer.Ordinal), runs.Select(Describe).Order(StringComparer.Ordinal));
            Assert.All(runs, run => Assert.True(run.Completion.IsCompletedSuccessfully));
            Assert.All(runs, run => Assert.DoesNotContain("canary", EngineHarness.Visible(run), StringComparison.Ordinal));
            Assert.Empty(harness.Gateway.Calls);
        }
    }

    [Fact]
    public async Task A_started_action_is_polled_and_not_started_again()
    {
        var clock = new FakeTimeProvider(EngineHarness.Start);
        string runId = await StopWhen(clock, Action, gateway => gateway.OnRun = (_, _) => ScriptedGateway.Status("ACTIVE", "the-action"), (run, _) => run.Log.Count == 3 - 1 && run.Action?.ActionId is not null);
        using FileJournal journal = FileJournal.Open(_folder);
        await using var harness = new EngineHarness(new FlowEngineOptions { Journal = journal }, clock: new VirtualTimeProvider(EngineHarness.Start.AddSeconds(2)));
        FlowRun run = Assert.Single(Recover(journal, harness.Engine));
        await run.Completion.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal((runId, RunStatus.Succeeded), (run.RunId, run.Status));
        Assert.Equal(["status"], harness.Gateway.Verbs);
        Assert.Equal("the-action", harness.Gateway.Calls.Single().Argument.AsString());
    }

    [Fact]
    public async Task An_action_that_was_requested_without_an_answer_is_requested_again_with_the_same_id()
    {
        var requests = new List<string>();
        var stuck = new TaskCompletionSource<ActionResponse>();
        using (FileJournal journal = FileJournal.Open(_folder))
        {
            await using var engine = new FlowEngine(new StuckGateway(requests), new FlowEngineOptions { Journal = journal });
            await engine.StartAsync(EngineHarness.Request(Action));
            while (requests.Count == 0)
            {
                await Task.Delay(5);
            }
        }

        using (FileJournal journal = FileJournal.Open(_folder))
        {
            await using var harness = new EngineHarness(new FlowEngineOptions { Journal = journal });
            FlowRun run = Assert.Single(Recover(journal, harness.Engine));
            await run.Completion.WaitAsync(TimeSpan.FromSeconds(30));
            Assert.Equal(requests, harness.Gateway.Calls.Select(call => ((FlowObject)call.Argument)["request_id"]!.AsString()!));
            Assert.Equal("FlowStarted ActionStarted ActionCompleted FlowSucceeded", EngineHarness.Codes(run));
        }
    }

    [Fact]
    public async Task A_wait_ends_when_it_was_to_end()
    {
        var clock = new FakeTimeProvider(EngineHarness.Start);
        await StopWhen(clock, """{"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":100,"End":true}}}""", _ => { }, (run, _) => run.WaitUntil is not null);
        using FileJournal journal = FileJournal.Open(_folder);
        await using var harness = new EngineHarness(new FlowEngineOptions { Journal = journal }, clock: new VirtualTimeProvider(EngineHarness.Start.AddSeconds(60)));
        FlowRun run = Assert.Single(Recover(journal, harness.Engine));
        await run.Completion.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(EngineHarness.Start.AddSeconds(100), run.CompletionTime);
        Assert.Equal(EngineHarness.Start, run.StartTime);
        Assert.Equal("FlowStarted WaitStarted WaitCompleted FlowSucceeded", EngineHarness.Codes(run));
    }

    [Fact]
    public async Task An_inactive_run_stays_inactive_until_it_is_resumed()
    {
        await StopWhen(new FakeTimeProvider(EngineHarness.Start), Action, gateway => gateway.OnRun = (_, _) => ScriptedGateway.Status("INACTIVE", "a", """{"code":"ConsentRequired"}"""), (run, _) => run.Status == RunStatus.Inactive);
        using FileJournal journal = FileJournal.Open(_folder);
        await using var harness = new EngineHarness(new FlowEngineOptions { Journal = journal });
        FlowRun run = Assert.Single(Recover(journal, harness.Engine));
        Assert.Equal(RunStatus.Inactive, run.Status);
        Assert.Equal("ConsentRequired", run.Details["code"]!.AsString());
        Assert.True(await harness.Engine.ResumeAsync(run));
        await run.Completion.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(["resume", "status"], harness.Gateway.Verbs);
    }

    [Fact]
    public async Task A_cancel_that_was_acknowledged_stands_and_its_action_is_told_once()
    {
        using (FileJournal journal = FileJournal.Open(_folder))
        {
            await using var harness = new EngineHarness(new FlowEngineOptions { Journal = journal }, clock: new FakeTimeProvider(EngineHarness.Start));
            harness.Gateway.OnRun = (_, _) => ScriptedGateway.Status("ACTIVE");
            FlowRun run = await harness.Engine.StartAsync(EngineHarness.Request(Action));
            await EngineHarness.UntilAsync(run, run => run.Action?.ActionId is not null);
            await harness.Engine.CancelAsync(run);
        }

        using (FileJournal journal = FileJournal.Open(_folder))
        {
            await using var harness = new EngineHarness(new FlowEngineOptions { Journal = journal });
            FlowRun run = Assert.Single(Recover(journal, harness.Engine));
            Assert.Equal((RunStatus.Ended, "FlowCanceled"), (run.Status, run.Details["code"]!.AsString()));
            await harness.Engine.DisposeAsync();
            Assert.Empty(harness.Gateway.Calls);
        }
    }

    [Fact]
    public async Task Changed_metadata_come_back_and_removed_runs_do_not()
    {
        using (FileJournal journal = FileJournal.Open(_folder))
        {
            await using var harness = new EngineHarness(new FlowEngineOptions { Journal = journal });
            FlowRun kept = await harness.RunAsync("""{"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}""");
            FlowRun removed = await harness.RunAsync("""{"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}""");
            await harness.Engine.UpdateAsync(kept, kept.Metadata with { Label = "kept" });
            await harness.Engine.UpdateAsync(removed, removed.Metadata with { Label = "removed" });
            Assert.True(await harness.Engine.RemoveAsync(removed));
        }

        using (FileJournal journal = FileJournal.Open(_folder))
        {
            await using var harness = new EngineHarness(new FlowEngineOptions { Journal = journal });
            Assert.Equal("kept", Assert.Single(Recover(journal, harness.Engine)).Metadata.Label);
        }

        using (FileJournal journal = FileJournal.Open(_folder))
        {
            await using var harness = new EngineHarness(new FlowEngineOptions { Journal = journal });
            Recover(journal, harness.Engine);
            await harness.RunAsync("""{"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}""");
        }

        using (FileJournal journal = FileJournal.Open(_folder))
        {
            await using var harness = new EngineHarness(new FlowEngineOptions { Journal = journal });
            Assert.Equal(2, Recover(journal, harness.Engine).Count);
        }
    }

    [Fact]
    public async Task A_journal_that_fails_refuses_a_start_and_fails_what_is_under_way()
    {
        var journal = new BrokenJournal();
        await using var harness = new EngineHarness(new FlowEngineOptions { Journal = journal });
        FlowRun run = await harness.Engine.StartAsync(EngineHarness.Request("""{"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":1,"Next":"P"},"P":{"Type":"Pass","Next":"P"}}}"""));
        journal.IsBroken = true;
        await run.Completion.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(RunStatus.Failed, run.Status);
        Assert.Contains("disk full", run.Log[^1].Details["cause"]!.AsString(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<JournalException>(async () => await harness.Engine.StartAsync(EngineHarness.Request(Action)));
        Assert.Equal([run], harness.Engine.Runs);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private const string Action =
        """{"StartAt":"A","States":{"A":{"Type":"Action","ActionUrl":"https://a.example/x","Parameters":{"p":1},"ResultPath":"$.r","WaitTime":100,"End":true}}}""";

    private static IReadOnlyCollection<FlowRun> Recover(FileJournal journal, FlowEngine engine)
    {
        journal.Replay(record => Assert.True(engine.Replay(record)));
        return engine.Recover();
    }

    private static string Describe(FlowRun run) => string.Join('\n',
        [$"{run.RunId} {run.Status.ToText()} {run.StartTime:O} {run.CompletionTime:O} {run.FlowId} {run.FlowTitle} {run.FlowLastUpdated:O} {run.StateName} {run.Owner.Email}",
        $"{run.Metadata.Label} {run.Metadata.Tags[0]} {run.Metadata.RunManagers[0]} {run.Metadata.RunMonitors[0]} {run.ActivityNotificationPolicy} {run.InputSchema} {run.Definition.Document} {run.Document}",
        .. run.Log.Select(entry => $"{entry.Time:O} {entry.Code} {entry.Description} {entry.Details}"),
        run.Details.ToJson()]);

    private async Task<string> StopWhen(TimeProvider clock, string definition, Action<ScriptedGateway> script, Func<FlowRun, ScriptedGateway, bool> condition)
    {
        using FileJournal journal = FileJournal.Open(_folder);
        await using var harness = new EngineHarness(new FlowEngineOptions { Journal = journal }, clock: clock);
        script(harness.Gateway);
        FlowRun run = await harness.Engine.StartAsync(EngineHarness.Request(definition));
        await EngineHarness.UntilAsync(run, run => condition(run, harness.Gateway));
        return run.RunId;
    }

    private sealed class StuckGateway(List<string> requests) : IActionGateway
    {
        public async ValueTask<ActionResponse> RunAsync(ActionCall call, FlowObject request, CancellationToken cancellationToken)
        {
            requests.Add(request["request_id"]!.AsString()!);
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException();
        }

        public ValueTask<ActionResponse> GetStatusAsync(ActionCall call, string actionId, CancellationToken cancellationToken) => throw new InvalidOperationException();

        public ValueTask<ActionResponse> CancelAsync(ActionCall call, string actionId, CancellationToken cancellationToken) => throw new InvalidOperationException();

        public ValueTask<ActionResponse> ResumeAsync(ActionCall call, string actionId, CancellationToken cancellationToken) => throw new InvalidOperationException();
    }

    private sealed class BrokenJournal : IJournal
    {
        public bool IsBroken { get; set; }

        public void Append(JournalRecord record)
        {
            if (IsBroken)
            {
                throw new JournalException("disk full");
            }
        }

        public Task CommitAsync(JournalRecord record) => IsBroken ? Task.FromException(new JournalException("disk full")) : Task.CompletedTask;

        public ValueTask WaitForRoomAsync(CancellationToken cancellationToken = default) => default;

        public void Replay(Action<JournalRecord> onRecord)
        {
        }
    }
}
