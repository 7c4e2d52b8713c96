using System.Globalization;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local;
using Microsoft.Extensions.Time.Testing;

namespace Globus.Automate.Tests.Services;

/// <summary>A flow is an action provider: what becomes of a run shows in the run that called it.</summary>
public sealed class NestedFlowTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.Parse("2026-01-01T00:00:00Z", CultureInfo.InvariantCulture));
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "globus-nested-" + Guid.NewGuid().ToString("N"));
    private LocalClient _client;

    public NestedFlowTests() => _client = Open();

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_run_that_fails_is_an_action_that_failed_and_can_be_caught()
    {
        string run = await CallAsync(await _client.PublishAsync(LocalClient.Json("""{"StartAt": "F", "States": {"F": {"Type": "Fail", "Error": "MyError", "Cause": "My cause"}}}""")));

        FlowObject output = await OutputAsync(run);

        FlowObject error = (FlowObject)output["error"]!;
        Assert.Equal("FAILED", error["status"]!.AsString());
        Assert.Equal("Call", error["state_name"]!.AsString());
        Assert.Equal("FlowFailed", ((FlowObject)error["details"]!)["code"]!.AsString());
        Assert.Contains("My cause", error.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_input_that_the_called_flow_refuses_is_ActionUnableToRun_with_its_error()
    {
        FlowObject settings = LocalClient.Json("""{"input_schema": {"type": "object", "required": ["needed"]}}""");
        string run = await CallAsync(await _client.PublishAsync(LocalClient.PassFlow, settings: settings));

        FlowObject output = await OutputAsync(run);

        Assert.Equal("FLOW_INPUT_ERROR", ((FlowObject)((FlowObject)output["error"]!)["error"]!)["code"]!.AsString());
        Assert.Single((await _client.SendAsync("GET", "/runs")).List("runs"));
    }

    [Fact]
    public async Task A_flow_needs_the_right_to_start_the_flow_that_it_calls_as_itself()
    {
        string run = await CallAsync(await _client.PublishAsync(LocalClient.PassFlow), ", \"RunAs\": \"Flow\"");

        Assert.Equal("NOT_FOUND", ((FlowObject)((FlowObject)(await OutputAsync(run))["error"]!)["error"]!)["code"]!.AsString());
        Assert.Single((await _client.SendAsync("GET", "/runs")).List("runs"));
    }

    [Fact]
    public async Task Cancelling_a_run_cancels_the_run_that_it_called()
    {
        string run = await CallAsync(await _client.PublishAsync(LocalClient.LongFlow, "Inner"));
        string inner = await InnerAsync();

        (await _client.SendAsync("POST", $"/runs/{run}/cancel")).Expect(202);

        Assert.Equal("ENDED", (await _client.SendAsync("GET", $"/runs/{inner}")).Text("status"));
        Assert.Equal("ENDED", (await _client.SendAsync("GET", $"/runs/{run}")).Text("status"));
    }

    [Fact]
    public async Task A_called_run_that_somebody_cancels_is_an_action_that_failed()
    {
        string run = await CallAsync(await _client.PublishAsync(LocalClient.LongFlow, "Inner"));

        (await _client.SendAsync("POST", $"/runs/{await InnerAsync()}/cancel")).Expect(202);

        FlowObject error = (FlowObject)(await OutputAsync(run))["error"]!;
        Assert.Equal("FAILED", error["status"]!.AsString());
        Assert.Equal("FlowCanceled", ((FlowObject)error["details"]!)["code"]!.AsString());
    }

    [Fact]
    public async Task A_called_run_beyond_the_WaitTime_is_cancelled()
    {
        string run = await CallAsync(await _client.PublishAsync(LocalClient.LongFlow, "Inner"), ", \"WaitTime\": 60");
        string inner = await InnerAsync();

        FlowObject output = await OutputAsync(run);

        Assert.Equal("ACTIVE", ((FlowObject)output["error"]!)["status"]!.AsString());
        Assert.Equal("ENDED", (await _client.SendAsync("GET", $"/runs/{inner}")).Text("status"));
    }

    [Fact]
    public async Task A_missing_consent_shows_through_and_both_go_on_when_it_is_given()
    {
        string inner = await _client.PublishAsync(LocalClient.Json("""
            {"StartAt": "H", "States": {"H": {"Type": "Action", "ActionUrl": "https://actions.globus.org/hello_world", "ResultPath": "$.r", "End": true,
             "Parameters": {"required_dependent_scope": "urn:globus:auth:scope:transfer.api.globus.org:all"}}}}
            """), "Inner");
        string run = await CallAsync(inner);
        Answer waiting = await UntilAsync(run, static status => status == "INACTIVE");
        FlowObject details = (FlowObject)waiting.Object["details"]!;
        Assert.Equal("ConsentRequired", details["code"]!.AsString());

        _client.Globus.IssueToken(details["required_scope"]!.AsString()!);
        (await _client.SendAsync("POST", $"/runs/{run}/resume", scope: LocalClient.FlowScope(waiting.Text("flow_id")))).Expect(200);

        Answer ended = await UntilAsync(run, static status => status is not "ACTIVE");
        Assert.True(ended.Text("status") == "SUCCEEDED", ended.Raw);
    }

    [Fact]
    public async Task What_is_private_in_a_called_run_stays_there()
    {
        string inner = await _client.PublishAsync(LocalClient.Json("""
            {"StartAt": "P", "States": {"P": {"Type": "Pass", "Parameters": {"_private": {"a": "hush-1"}, "b": "hush-2", "c": "open", "__Private_Parameters": ["b"]}, "End": true}}}
            """), "Inner");
        string run = await CallAsync(inner);

        await OutputAsync(run);

        string all = (await _client.SendAsync("GET", $"/runs/{run}")).Raw + (await _client.SendAsync("GET", $"/runs/{run}/log?limit=100")).Raw;
        Assert.Contains("open", all, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_goes_on_with_the_run_that_it_called_after_a_restart()
    {
        string run = await CallAsync(await _client.PublishAsync(LocalClient.LongFlow, "Inner"), ", \"WaitTime\": 100000");
        string inner = await InnerAsync();

        await _client.DisposeAsync();
        _client = Open();
        Assert.Equal("ACTIVE", (await _client.SendAsync("GET", $"/runs/{run}")).Text("status"));

        Assert.Equal("SUCCEEDED", ((FlowObject)(await OutputAsync(run))["result"]!)["status"]!.AsString());
        Assert.Equal("SUCCEEDED", (await _client.SendAsync("GET", $"/runs/{inner}")).Text("status"));
        Assert.Equal(2, (await _client.SendAsync("GET", "/runs")).List("runs").Count);
    }

    private LocalClient Open() => new(new LocalGlobusOptions { TimeProvider = _time, DataPath = _folder });

    /// <summary>Runs a flow that calls another and catches whatever goes wrong.</summary>
    private async Task<string> CallAsync(string flow, string more = "")
    {
        string outer = await _client.PublishAsync(LocalClient.Json($$$"""
            {"StartAt": "Call", "States": {
              "Call": {"Type": "Action", "ActionUrl": "https://flows.globus.org/flows/{{{flow}}}", "Parameters": {"a": 1}, "ResultPath": "$.result"{{{more}}},
               "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "End"}], "Next": "End"},
              "End": {"Type": "Pass", "End": true} } }
            """), "Outer");
        return await _client.StartAsync(outer);
    }

    private async Task<string> InnerAsync()
    {
        for (int attempt = 0; attempt < 500; attempt++)
        {
            FlowObject? inner = (await _client.SendAsync("GET", "/runs")).List("runs").Cast<FlowObject>().FirstOrDefault(static run => run["flow_title"]!.AsString() == "Inner");
            if (inner is not null)
            {
                return inner["run_id"]!.AsString()!;
            }

            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        throw new InvalidOperationException("The inner flow was not run.");
    }

    private async Task<FlowObject> OutputAsync(string run)
    {
        Answer ended = await UntilAsync(run, static status => status is not "ACTIVE");
        Assert.True(ended.Text("status") == "SUCCEEDED", ended.Raw);
        return (FlowObject)((FlowObject)ended.Object["details"]!)["output"]!;
    }

    private async Task<Answer> UntilAsync(string run, Func<string, bool> condition)
    {
        for (int attempt = 0; ; attempt++)
        {
            Answer answer = await _client.SendAsync("GET", $"/runs/{run}");
            if (condition(answer.Text("status")) || attempt == 1000)
            {
                return answer;
            }

            _time.Advance(TimeSpan.FromSeconds(20));
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
