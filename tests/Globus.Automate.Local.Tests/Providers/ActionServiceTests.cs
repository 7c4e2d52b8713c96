using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;
using Globus.Automate.Local.Providers;
using Globus.Automate.Local.Services;

namespace Globus.Automate.Local.Tests.Providers;

public sealed class ActionServiceTests
{
    private const string Sleepy = """{"echo_string": "hi", "sleep_time": 60}""";

    [Fact]
    public async Task An_action_without_sleep_is_finished_at_once_with_201()
    {
        await using var host = new ProviderHost();

        ActionResponse response = await host.RunAsync("hello_world", """{"echo_string": "hi"}""");

        Assert.Equal(201, response.StatusCode);
        Assert.Equal("SUCCEEDED", ProviderHost.Status(response.Body));
        Assert.Equal(FlowValue.Parse("""{"Hello": "World", "hello": "hi"}"""), ProviderHost.Details(response.Body));
    }

    [Fact]
    public async Task The_status_document_has_the_fields_of_the_manual()
    {
        await using var host = new ProviderHost();
        FlowObject request = ProviderHost.Request("r", Sleepy)
            .With("label", FlowValue.From("a label"))
            .With("monitor_by", FlowArray.OfStrings([host.Alice.Principal]));

        ActionResponse response = await host.Service.RunAsync(host.Provider("hello_world"), host.You, request);

        var status = (FlowObject)response.Body;
        Assert.Equal(
            ["action_id", "completion_time", "creator_id", "details", "display_status", "label", "manage_by", "monitor_by", "release_after", "start_time", "status"],
            status.Names.Order(StringComparer.Ordinal));
        Assert.Equal("a label", status["label"]!.AsString());
        Assert.Equal(host.You.Principal, status["creator_id"]!.AsString());
        Assert.Equal("P30D", status["release_after"]!.AsString());
        Assert.Equal("2026-03-01T12:00:00.000000+00:00", status["start_time"]!.AsString());
        Assert.True(status["completion_time"]!.IsNull);
        Assert.Equal("ACTIVE", status["display_status"]!.AsString());
    }

    [Fact]
    public async Task A_sleeping_action_is_202_and_succeeds_when_its_time_is_over()
    {
        await using var host = new ProviderHost();
        ActionResponse response = await host.RunAsync("hello_world", Sleepy);
        Assert.Equal(202, response.StatusCode);
        string id = ProviderHost.Id(response);

        host.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal("ACTIVE", ProviderHost.Status(await host.StatusAsync("hello_world", id)));
        host.Time.Advance(TimeSpan.FromSeconds(1));

        FlowObject status = await host.StatusAsync("hello_world", id);
        Assert.Equal("SUCCEEDED", ProviderHost.Status(status));
        Assert.Equal("2026-03-01T12:01:00.000000+00:00", status["completion_time"]!.AsString());
    }

    [Fact]
    public async Task The_same_request_gives_the_same_action_and_another_body_is_a_conflict()
    {
        await using var host = new ProviderHost();
        ActionProvider provider = host.Provider("hello_world");

        ActionResponse first = await host.Service.RunAsync(provider, host.You, ProviderHost.Request("one", Sleepy));
        ActionResponse again = await host.Service.RunAsync(provider, host.You, ProviderHost.Request("one", """{"sleep_time": 60, "echo_string": "hi"}"""));
        ActionResponse other = await host.Service.RunAsync(provider, host.You, ProviderHost.Request("one", "{}"));
        ActionResponse alices = await host.Service.RunAsync(provider, host.Alice, ProviderHost.Request("one", "{}"));

        Assert.Equal(200, again.StatusCode);
        Assert.Equal(ProviderHost.Id(first), ProviderHost.Id(again));
        Assert.Equal(409, other.StatusCode);
        Assert.Contains("request_id 'one'", other.Body.ToJson(), StringComparison.Ordinal);
        Assert.Equal(201, alices.StatusCode);
    }

    [Fact]
    public async Task Requests_at_the_same_moment_start_one_action()
    {
        await using var host = new ProviderHost();
        ActionProvider provider = host.Provider("hello_world");

        ActionResponse[] responses = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(async () =>
            await host.Service.RunAsync(provider, host.You, ProviderHost.Request("one", Sleepy)))));

        Assert.Single(responses.Select(ProviderHost.Id).Distinct());
        Assert.Single(responses, static response => response.StatusCode == 202);
    }

    [Fact]
    public async Task A_refused_request_leaves_nothing_and_may_be_made_again()
    {
        await using var host = new ProviderHost();
        ActionProvider provider = host.Provider("hello_world");

        ActionResponse refused = await host.Service.RunAsync(provider, host.You, ProviderHost.Request("one", """{"sleep_time": -1}"""));
        ActionResponse accepted = await host.Service.RunAsync(provider, host.You, ProviderHost.Request("one", """{"sleep_time": 1}"""));

        Assert.Equal(400, refused.StatusCode);
        Assert.Equal(202, accepted.StatusCode);
    }

    [Theory]
    [InlineData("""{"body": {}}""", "request_id")]
    [InlineData("""{"request_id": "", "body": {}}""", "request_id")]
    [InlineData("""{"request_id": "a"}""", "body")]
    [InlineData("""{"request_id": "a", "body": []}""", "body")]
    [InlineData("""{"request_id": "a", "body": {}, "label": 5}""", "label")]
    [InlineData("""{"request_id": "a", "body": {}, "monitor_by": ["me"]}""", "monitor_by")]
    [InlineData("""{"request_id": "a", "body": {}, "manage_by": {}}""", "manage_by")]
    [InlineData("""{"request_id": "a", "body": {}, "release_after": "soon"}""", "release_after")]
    [InlineData("""{"request_id": "a", "body": {}, "deadline": "2020-01-01T00:00:00Z"}""", "deadline")]
    public async Task A_malformed_request_is_refused_and_says_where(string request, string member)
    {
        await using var host = new ProviderHost();

        ActionResponse response = await host.Service.RunAsync(host.Provider("hello_world"), host.You, (FlowObject)FlowValue.Parse(request));

        Assert.Equal(400, response.StatusCode);
        Assert.Contains($"$.{member}", response.Body.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_does_not_fit_the_schema_is_refused_with_every_fault_and_its_place()
    {
        await using var host = new ProviderHost();

        ActionResponse response = await host.RunAsync("hello_world", """{"echo_string": 5, "sleep_time": "long"}""");

        Assert.Equal(400, response.StatusCode);
        var error = (FlowObject)((FlowObject)response.Body)["error"]!;
        Assert.Equal("ACTION_INPUT_ERROR", error["code"]!.AsString());
        Assert.Equal("Input failed schema validation with 2 errors.", error["message"]!.AsString());
        string[] places = [.. ((FlowArray)error["detail"]!).Select(static fault => ((FlowArray)((FlowObject)fault)["loc"]!)[0].AsString()!)];
        Assert.Equal(["$.echo_string", "$.sleep_time"], places.Order(StringComparer.Ordinal));
        Assert.True(Guid.TryParse(((FlowObject)response.Body)["debug_id"]!.AsString(), out _));
    }

    [Fact]
    public async Task A_cancelled_action_has_failed_and_its_timer_does_nothing_more()
    {
        await using var host = new ProviderHost();
        ActionProvider provider = host.Provider("hello_world");
        string id = ProviderHost.Id(await host.RunAsync("hello_world", Sleepy));

        ActionResponse canceled = await host.Service.CancelAsync(provider, host.You, id);
        host.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(200, canceled.StatusCode);
        FlowObject status = await host.StatusAsync("hello_world", id);
        Assert.Equal("FAILED", ProviderHost.Status(status));
        Assert.Equal("Canceled by user request", status["display_status"]!.AsString());
        Assert.Equal(409, (await host.Service.CancelAsync(provider, host.You, id)).StatusCode);
    }

    [Fact]
    public async Task Only_a_finished_action_can_be_released_and_then_it_is_gone()
    {
        await using var host = new ProviderHost();
        ActionProvider provider = host.Provider("hello_world");
        string id = ProviderHost.Id(await host.RunAsync("hello_world", Sleepy));

        Assert.Equal(409, (await host.Service.ReleaseAsync(provider, host.You, id)).StatusCode);
        host.Time.Advance(TimeSpan.FromMinutes(1));
        ActionResponse released = await host.Service.ReleaseAsync(provider, host.You, id);

        Assert.Equal(200, released.StatusCode);
        Assert.Equal("SUCCEEDED", ProviderHost.Status(released.Body));
        Assert.Equal(404, (await host.Service.GetStatusAsync(provider, host.You, id)).StatusCode);
    }

    [Fact]
    public async Task An_action_is_released_by_itself_after_release_after()
    {
        await using var host = new ProviderHost();
        ActionProvider provider = host.Provider("hello_world");
        FlowObject request = ProviderHost.Request("r", "{}").With("release_after", FlowValue.From("PT1H"));
        string id = ProviderHost.Id(await host.Service.RunAsync(provider, host.You, request));

        host.Time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(200, (await host.Service.GetStatusAsync(provider, host.You, id)).StatusCode);
        host.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(404, (await host.Service.GetStatusAsync(provider, host.You, id)).StatusCode);
    }

    [Fact]
    public async Task An_action_that_is_not_finished_by_its_deadline_fails()
    {
        await using var host = new ProviderHost();
        FlowObject request = ProviderHost.Request("r", Sleepy).With("deadline", FlowValue.From("2026-03-01T12:00:30Z"));
        string id = ProviderHost.Id(await host.Service.RunAsync(host.Provider("hello_world"), host.You, request));

        host.Time.Advance(TimeSpan.FromSeconds(30));

        FlowObject status = await host.StatusAsync("hello_world", id);
        Assert.Equal("FAILED", ProviderHost.Status(status));
        Assert.Equal("DeadlineExceeded", ProviderHost.Details(status)["code"]!.AsString());
    }

    [Fact]
    public async Task Strangers_see_nothing_monitors_read_and_managers_act()
    {
        await using var host = new ProviderHost();
        ActionProvider provider = host.Provider("hello_world");
        Caller group = ProviderHost.Person("00000000-0000-4000-8000-000000000001", "bob@local") with { Groups = ["urn:globus:groups:id:5fea5976-0000-4000-8000-3c3d3b4b0a11"] };
        FlowObject request = ProviderHost.Request("r", Sleepy)
            .With("monitor_by", FlowArray.OfStrings([host.Alice.Principal]))
            .With("manage_by", FlowArray.OfStrings(group.Groups));
        string id = ProviderHost.Id(await host.Service.RunAsync(provider, host.You, request));
        Caller stranger = ProviderHost.Person("00000000-0000-4000-8000-000000000002", "eve@local");

        Assert.Equal(404, (await host.Service.GetStatusAsync(provider, stranger, id)).StatusCode);
        Assert.Equal(404, (await host.Service.CancelAsync(provider, stranger, id)).StatusCode);
        Assert.Equal(200, (await host.Service.GetStatusAsync(provider, host.Alice, id)).StatusCode);
        Assert.Equal(403, (await host.Service.CancelAsync(provider, host.Alice, id)).StatusCode);
        Assert.Equal(200, (await host.Service.GetStatusAsync(provider, group, id)).StatusCode);
        Assert.Equal(200, (await host.Service.CancelAsync(provider, group, id)).StatusCode);
    }

    [Fact]
    public async Task An_action_belongs_to_the_provider_that_ran_it()
    {
        await using var host = new ProviderHost();
        string id = ProviderHost.Id(await host.RunAsync("hello_world", "{}"));

        Assert.Equal(404, (await host.Service.GetStatusAsync(host.Provider("expression_eval"), host.You, id)).StatusCode);
    }

    [Fact]
    public async Task A_missing_consent_makes_an_action_inactive_until_it_is_given_and_resumed()
    {
        await using var host = new ProviderHost();
        ActionProvider provider = host.Provider("hello_world");
        const string Groups = "urn:globus:auth:scope:groups.api.globus.org:all";
        ActionResponse response = await host.RunAsync("hello_world", $$"""{"required_dependent_scope": "{{Groups}}"}""");
        string id = ProviderHost.Id(response);

        Assert.Equal(202, response.StatusCode);
        Assert.Equal("INACTIVE", ProviderHost.Status(response.Body));
        Assert.Equal("ConsentRequired", ProviderHost.Details(response.Body)["code"]!.AsString());
        string required = ProviderHost.Details(response.Body)["required_scope"]!.AsString()!;
        Assert.Equal($"https://auth.globus.org/scopes/actions.globus.org/hello_world[{Groups}]", required);

        ActionResponse still = await host.Service.ResumeAsync(provider, host.You, id);
        Assert.Equal("INACTIVE", ProviderHost.Status(still.Body));
        Caller consented = host.You with { Scopes = new HashSet<string> { required } };
        ActionResponse resumed = await host.Service.ResumeAsync(provider, consented, id);

        Assert.Equal("SUCCEEDED", ProviderHost.Status(resumed.Body));
        Assert.Equal(409, (await host.Service.ResumeAsync(provider, consented, id)).StatusCode);
    }

    [Fact]
    public async Task Work_holds_the_clock_until_it_is_done_and_a_timer_does_not()
    {
        await using var host = new ProviderHost();

        await host.RunAsync("hello_world", Sleepy);
        Assert.Equal((1, 0), (host.HoldsTaken, host.Holds));
        await host.FinishAsync("transfer/transfer", TransferSetup.Body("go#ep1", "/share/godata", "go#ep2", "/~/copied"));

        Assert.Equal((3, 0), (host.HoldsTaken, host.Holds));
    }

    [Fact]
    public async Task Resuming_an_active_action_changes_nothing()
    {
        await using var host = new ProviderHost();
        string id = ProviderHost.Id(await host.RunAsync("hello_world", Sleepy));

        ActionResponse resumed = await host.Service.ResumeAsync(host.Provider("hello_world"), host.You, id);

        Assert.Equal(200, resumed.StatusCode);
        Assert.Equal("ACTIVE", ProviderHost.Status(resumed.Body));
    }

    [Fact]
    public async Task The_log_is_read_page_by_page_in_both_directions()
    {
        await using var host = new ProviderHost();
        ActionProvider provider = host.Provider("weboption/wait_for_option");
        string id = ProviderHost.Id(await host.RunAsync("weboption/wait_for_option", """{"options": [{"name": "a", "url_suffix": "a"}]}"""));
        Assert.True(host.Providers.WebOptions.Select("a"));
        Assert.Equal(404, (await host.Service.GetLogAsync(host.Provider("hello_world"), host.You, id)).StatusCode);

        var all = (FlowObject)(await host.Service.GetLogAsync(provider, host.You, id)).Body;
        Assert.Equal(["ActionStarted", "ActionSucceeded"], Codes(all));

        var first = (FlowObject)(await host.Service.GetLogAsync(provider, host.You, id, limit: 1, reverse: true)).Body;
        Assert.Equal(["ActionSucceeded"], Codes(first));
        Assert.Equal(FlowValue.True, first["has_next_page"]);
        var second = (FlowObject)(await host.Service.GetLogAsync(provider, host.You, id, marker: first["marker"]!.AsString())).Body;
        Assert.Equal(["ActionStarted"], Codes(second));
        Assert.Equal(FlowValue.False, second["has_next_page"]);

        Assert.Equal(400, (await host.Service.GetLogAsync(provider, host.You, id, limit: 101)).StatusCode);
        Assert.Equal(400, (await host.Service.GetLogAsync(provider, host.You, id, marker: "nonsense")).StatusCode);

        static string[] Codes(FlowObject page) => [.. ((FlowArray)page["entries"]!).Select(static entry => ((FlowObject)entry)["code"]!.AsString()!)];
    }
}
