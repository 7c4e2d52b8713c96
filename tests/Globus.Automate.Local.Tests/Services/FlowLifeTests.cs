using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Tests.Services;

public sealed class FlowLifeTests
{
    [Fact]
    public async Task A_flow_is_published_run_followed_and_deleted()
    {
        await using var client = new LocalClient();
        string flow = await client.PublishAsync(LocalClient.HelloFlow, "Hello");
        string run = await client.StartAsync(flow, LocalClient.Json("""{"name": "world"}"""), settings: LocalClient.Json("""{"label": "First", "tags": [" a  b ", ""]}"""));

        Answer ended = await client.WaitAsync(run);
        Assert.Equal("SUCCEEDED", ended.Text("status"));
        Assert.Equal("First", ended.Text("label"));
        Assert.Equal(["a b"], ended.List("tags").Select(static tag => tag.AsString()));
        Assert.Equal("run_owner", ended.Text("user_role"));
        FlowObject output = (FlowObject)((FlowObject)ended.Object["details"]!)["output"]!;
        Assert.Equal("world", ((FlowObject)((FlowObject)output["Result"]!)["details"]!)["hello"]!.AsString());

        Answer log = (await client.SendAsync("GET", $"/runs/{run}/log")).Expect(200);
        Assert.Equal(["FlowStarted", "ActionStarted", "ActionCompleted", "FlowSucceeded"], log.Texts("entries", "code"));
        Assert.Equal(FlowValue.False, log.Object["has_next_page"]);
        Assert.False(log.Object.ContainsKey("marker"));

        Answer definition = (await client.SendAsync("GET", $"/runs/{run}/definition")).Expect(200);
        Assert.Equal(LocalClient.HelloFlow, definition.Object["definition"]);

        (await client.SendAsync("DELETE", $"/flows/{flow}")).Expect(200);
        Assert.Equal($"No Flow exists with id value {flow}", (await client.SendAsync("GET", $"/flows/{flow}")).Expect(404).Detail);
        Answer embedded = (await client.SendAsync("GET", $"/runs/{run}?include_flow_description=True")).Expect(200);
        Assert.NotNull(((FlowObject)embedded.Object["flow_description"]!)["deleted_at"]!.AsString());

        (await client.SendAsync("POST", $"/runs/{run}/release")).Expect(200);
        (await client.SendAsync("GET", $"/runs/{run}")).Expect(404);
    }
}
