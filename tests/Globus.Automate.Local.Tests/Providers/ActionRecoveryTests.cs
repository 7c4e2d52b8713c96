using System.Collections.Concurrent;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;
using Globus.Automate.Local.Providers;
using ActionProgress = Globus.Automate.Local.Providers.ActionProgress;

namespace Globus.Automate.Local.Tests.Providers;

public sealed class ActionRecoveryTests
{
    [Fact]
    public async Task Acknowledged_actions_are_there_after_a_restart_and_sleep_goes_on()
    {
        var store = new MemoryStore();
        await using var before = new ProviderHost(store);
        string done = ProviderHost.Id(await before.RunAsync("hello_world", """{"echo_string": "done"}"""));
        string sleeping = ProviderHost.Id(await before.RunAsync("hello_world", """{"echo_string": "slept", "sleep_time": 60}"""));

        await using var after = new ProviderHost(store.Reopened());
        after.Time.Advance(TimeSpan.FromSeconds(40));
        await after.Service.RecoverAsync(after.Providers.Registry);

        Assert.Equal("SUCCEEDED", ProviderHost.Status(await after.StatusAsync("hello_world", done)));
        Assert.Equal("ACTIVE", ProviderHost.Status(await after.StatusAsync("hello_world", sleeping)));
        after.Time.Advance(TimeSpan.FromSeconds(20));
        FlowObject status = await after.StatusAsync("hello_world", sleeping);
        Assert.Equal("SUCCEEDED", ProviderHost.Status(status));
        Assert.Equal("slept", ProviderHost.Details(status)["hello"]!.AsString());
    }

    [Fact]
    public async Task A_request_that_was_acknowledged_before_a_restart_is_not_run_again()
    {
        var store = new MemoryStore();
        await using var before = new ProviderHost(store);
        ActionResponse first = await before.Service.RunAsync(before.Provider("notification/notify"), before.You, ProviderHost.Request("one", NotifyTests.Mail()));

        await using var after = new ProviderHost(store.Reopened());
        await after.Service.RecoverAsync(after.Providers.Registry);
        ActionResponse again = await after.Service.RunAsync(after.Provider("notification/notify"), after.You, ProviderHost.Request("one", NotifyTests.Mail()));

        Assert.Equal(200, again.StatusCode);
        Assert.Equal(ProviderHost.Id(first), ProviderHost.Id(again));
        Assert.Empty(after.Providers.Outbox.Files);
    }

    [Fact]
    public async Task An_action_that_nobody_can_go_on_with_fails_and_says_so()
    {
        var store = new MemoryStore();
        await using var host = new ProviderHost(store);
        ActionResponse response = await host.RunAsync("notification/notify", NotifyTests.Mail());
        ActionRecord record = store.Records[ProviderHost.Id(response)];
        store.Put(record with { Progress = ActionProgress.Active(FlowObject.Empty), CompletionTime = null });

        await using var after = new ProviderHost(store.Reopened());
        await after.Service.RecoverAsync(after.Providers.Registry);

        FlowObject status = await after.StatusAsync("notification/notify", record.ActionId);
        Assert.Equal("FAILED", ProviderHost.Status(status));
        Assert.Equal("ServiceRestarted", ProviderHost.Details(status)["code"]!.AsString());
        Assert.Empty(after.Providers.Outbox.Files);
    }

    [Fact]
    public async Task A_transfer_that_was_under_way_is_done_after_a_restart_as_the_same_task()
    {
        var store = new MemoryStore();
        await using var host = new ProviderHost(store);
        FlowObject finished = await host.FinishAsync("transfer/transfer", TransferSetup.Body("go#ep1", "/share/godata/", "go#ep2", "/~/copied/"));
        ActionRecord record = store.Records[finished["action_id"]!.AsString()!];
        string taskId = ProviderHost.Details(finished)["task_id"]!.AsString()!;
        store.Put(record with
        {
            Progress = ActionProgress.Active(FlowObject.Empty),
            CompletionTime = null,
            State = FlowObject.Create(("task_id", FlowValue.From(taskId))),
        });

        await using var after = new ProviderHost(store.Reopened());
        LocalCollection target = after.Providers.Collections.Find("go#ep2")!;
        string folder = Path.Combine(target.Root, "home", "copied");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, $".globus-transfer-{Guid.Parse(taskId):N}"), "half a fi");
        await after.Service.RecoverAsync(after.Providers.Registry);
        await after.Service.WhenIdleAsync();

        FlowObject status = await after.StatusAsync("transfer/transfer", record.ActionId);
        Assert.Equal("SUCCEEDED", ProviderHost.Status(status));
        Assert.Equal(taskId, ProviderHost.Details(status)["task_id"]!.AsString());
        Assert.Equal(["file1.txt", "file2.txt", "file3.txt"], Directory.GetFileSystemEntries(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Options_can_be_selected_after_a_restart()
    {
        var store = new MemoryStore();
        await using var before = new ProviderHost(store);
        string id = ProviderHost.Id(await before.RunAsync("weboption/wait_for_option", """{"options": [{"name": "yes", "url_suffix": "y"}]}"""));

        await using var after = new ProviderHost(store.Reopened());
        await after.Service.RecoverAsync(after.Providers.Registry);
        Assert.True(after.Providers.WebOptions.Select("y"));

        Assert.Equal("SUCCEEDED", ProviderHost.Status(await after.StatusAsync("weboption/wait_for_option", id)));
    }

    [Fact]
    public async Task Nothing_is_acknowledged_before_it_is_kept()
    {
        var store = new MemoryStore { FlushGate = new TaskCompletionSource() };
        await using var host = new ProviderHost(store);

        Task<ActionResponse> running = host.RunAsync("hello_world", "{}");
        Assert.False(running.IsCompleted);
        Assert.Single(store.Records);
        store.FlushGate.SetResult();

        Assert.Equal(201, (await running).StatusCode);
    }

    [Fact]
    public async Task A_mail_is_on_record_before_it_is_sent()
    {
        var store = new MemoryStore { FlushGate = new TaskCompletionSource() };
        await using var host = new ProviderHost(store);

        Task<ActionResponse> running = host.RunAsync("notification/notify", NotifyTests.Mail());
        Assert.Single(store.Records);
        Assert.Empty(host.Providers.Outbox.Files);
        store.FlushGate.SetResult();
        await running;

        Assert.Single(host.Providers.Outbox.Files);
    }

    [Fact]
    public void A_record_is_read_as_it_was_written()
    {
        var record = new ActionRecord
        {
            ActionId = "a",
            Provider = "hello_world",
            Creator = "urn:c",
            CreatorName = "c@local",
            RequestId = "r",
            Body = FlowObject.Create(("echo_string", FlowValue.From("x"))),
            Label = "l",
            MonitorBy = ["urn:m"],
            ManageBy = ["urn:n"],
            StartTime = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero),
            CompletionTime = new DateTimeOffset(2026, 1, 2, 3, 4, 6, TimeSpan.Zero),
            ReleaseAfter = TimeSpan.FromHours(5),
            Deadline = new DateTimeOffset(2026, 2, 2, 3, 4, 6, TimeSpan.Zero),
            Progress = ActionProgress.Failed(FlowValue.From("why")) with { DisplayStatus = "d" },
            State = FlowValue.From("s"),
            Log = FlowArray.OfStrings(["one"]),
        };

        ActionRecord read = ActionRecord.FromDocument((FlowObject)FlowValue.Parse(record.ToDocument().ToJson()));

        Assert.Equal(record.ToDocument(), read.ToDocument());
        Assert.Equal(record.Progress, read.Progress);
        Assert.Equal(record.StartTime, read.StartTime);
        Assert.Equal(record.Deadline, read.Deadline);
        Assert.Equal(record.ReleaseAfter, read.ReleaseAfter);
    }

    [Fact]
    public async Task Credentials_are_nowhere_in_what_is_kept()
    {
        var store = new MemoryStore();
        await using var host = new ProviderHost(store);

        await host.RunAsync("notification/notify", NotifyTests.Mail());
        await host.RunAsync("datacite/mint/basic_auth", """{"username": "TOPSECRET", "password": "TOPSECRET", "Doi": {"attributes": {"doi": "10.1234/x"}}}""");

        Assert.Equal(2, store.Records.Count);
        Assert.DoesNotContain("TOPSECRET", string.Concat(store.History), StringComparison.Ordinal);
    }

    /// <summary>Keeps each record as text, as a file would.</summary>
    private sealed class MemoryStore : IActionStore
    {
        private readonly ConcurrentDictionary<string, string> _records = new(StringComparer.Ordinal);

        public ConcurrentQueue<string> History { get; } = new();

        public TaskCompletionSource? FlushGate { get; init; }

        public Dictionary<string, ActionRecord> Records => Load().ToDictionary(static record => record.ActionId, StringComparer.Ordinal);

        public MemoryStore Reopened()
        {
            var copy = new MemoryStore();
            foreach ((string id, string text) in _records)
            {
                copy._records[id] = text;
            }

            return copy;
        }

        public IEnumerable<ActionRecord> Load() => _records.Values.Select(static text => ActionRecord.FromDocument((FlowObject)FlowValue.Parse(text)));

        public void Put(ActionRecord record)
        {
            string text = record.ToDocument().ToJson();
            History.Enqueue(text);
            _records[record.ActionId] = text;
        }

        public void Remove(string actionId) => _records.TryRemove(actionId, out _);

        public async ValueTask FlushAsync(CancellationToken cancellationToken)
        {
            if (FlushGate is not null)
            {
                await FlushGate.Task;
            }
        }
    }
}
