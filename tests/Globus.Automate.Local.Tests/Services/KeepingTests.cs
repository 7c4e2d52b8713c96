using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local;
using Globus.Automate.Local.Persistence;

namespace Globus.Automate.Tests.Services;

public sealed class KeepingTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "globus-keeping-" + Guid.NewGuid().ToString("N"));

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public async Task All_that_was_acknowledged_is_there_after_a_restart()
    {
        string flow;
        string gone;
        string ended;
        string under;
        string queue;
        string api;
        string token;
        FlowObject before;
        FlowObject queueBefore;
        await using (LocalClient client = Open())
        {
            string bob = client.Globus.PrincipalOf("bob");
            string group = client.Globus.Identities.AddToGroup("crew", "bob");
            flow = await client.PublishAsync(LocalClient.HelloFlow, "Kept", settings: LocalClient.Json($$$"""{"flow_starters": ["{{{group}}}"], "input_schema": {"required": ["name"]}}"""));
            gone = await client.PublishAsync(LocalClient.LongFlow, "Deleted");
            ended = await client.StartAsync(flow, LocalClient.Json("""{"name": "x"}"""), "bob");
            before = (await client.WaitAsync(ended, "bob")).Object;
            under = await client.StartAsync(gone);
            (await client.SendAsync("DELETE", $"/flows/{gone}")).Expect(200);
            (await client.SendAsync("PUT", $"/flows/{flow}", LocalClient.Json("""{"subtitle": "changed"}"""))).Expect(200);
            queue = Data(await client.SendAsync("POST", LocalClient.QueuesUrl + "/queues", LocalClient.Json($$$"""{"data": {"label": "Q", "receivers": ["{{{bob}}}"]}}"""), scope: LocalClient.QueuesScopes + "admin"))["id"]!.AsString()!;
            FlowObject messages = LocalClient.Json("""{"data": [{"deduplication_id": "1", "message_body": "one"}, {"deduplication_id": "2", "message_body": "two"}]}""");
            (await client.SendAsync("POST", $"{LocalClient.QueuesUrl}/queues/{queue}/messages", messages, scope: LocalClient.QueuesScopes + "send")).Expect(200);
            FlowObject one = (FlowObject)(await client.SendAsync("GET", $"{LocalClient.QueuesUrl}/queues/{queue}/messages", user: "bob", scope: LocalClient.QueuesScopes + "receive")).Expect(200).List("data")[0];
            (await client.SendAsync("DELETE", $"{LocalClient.QueuesUrl}/queues/{queue}/messages", LocalClient.Json($$"""{"data": [{"receipt_handle": "{{one["receipt_handle"]!.AsString()}}"}]}"""), "bob", LocalClient.QueuesScopes + "receive")).Expect(200);
            (await client.SendAsync("PUT", $"{LocalClient.QueuesUrl}/queues/{queue}", LocalClient.Json("""{"data": {"visibility_timeout": 7}}"""), scope: LocalClient.QueuesScopes + "admin")).Expect(200);
            queueBefore = Data(await client.SendAsync("GET", $"{LocalClient.QueuesUrl}/queues/{queue}", scope: LocalClient.QueuesScopes + "admin"));
            FlowObject registration = LocalClient.Json("""{"name": "api", "subscription_id": "DEFAULT", "target": {"type": "openapi", "openapi_version": "3.1", "destination": {"method": "get", "url": "https://example.com/"}, "specification": {}}}""");
            api = (await client.SendAsync("POST", "/registered_apis", registration)).Expect(201).Text("id");
            token = (await client.PostFormAsync("/v2/oauth2/token", [("grant_type", "client_credentials"), ("scope", LocalClient.FlowsAll)], ("local", "local"))).Expect(200).Text("access_token");
        }

        await using (LocalClient client = Open())
        {
            (await client.SendAsync("GET", $"/flows/{flow}", token: token)).Expect(200);
            Assert.Equal("changed", (await client.SendAsync("GET", $"/flows/{flow}")).Expect(200).Text("subtitle"));
            Assert.Equal(before, (await client.SendAsync("GET", $"/runs/{ended}", user: "bob")).Expect(200).Object);
            Assert.Equal(4, (await client.SendAsync("GET", $"/runs/{ended}/log", user: "bob")).Expect(200).List("entries").Count);
            (await client.SendAsync("POST", $"/flows/{flow}/run", LocalClient.Json("""{"body": {}}"""), "bob", LocalClient.FlowScope(flow))).Expect(400);
            (await client.SendAsync("POST", $"/flows/{flow}/run", LocalClient.Json("""{"body": {"name": "y"}}"""), "bob", LocalClient.FlowScope(flow))).Expect(201);

            (await client.SendAsync("GET", $"/flows/{gone}")).Expect(404);
            Answer active = (await client.SendAsync("GET", $"/runs/{under}?include_flow_description=true")).Expect(200);
            Assert.Equal("ACTIVE", active.Text("status"));
            Assert.Equal("Deleted", ((FlowObject)active.Object["flow_description"]!)["title"]!.AsString());
            (await client.SendAsync("POST", $"/runs/{under}/cancel")).Expect(202);

            Assert.Equal(queueBefore, Data(await client.SendAsync("GET", $"{LocalClient.QueuesUrl}/queues/{queue}", scope: LocalClient.QueuesScopes + "admin")));
            FlowArray left = (await client.SendAsync("GET", $"{LocalClient.QueuesUrl}/queues/{queue}/messages?max_messages=10", user: "bob", scope: LocalClient.QueuesScopes + "receive")).Expect(200).List("data");
            Assert.Equal("two", ((FlowObject)Assert.Single(left))["message_body"]!.AsString());
            (await client.SendAsync("GET", $"/registered_apis/{api}")).Expect(200);
        }
    }

    [Fact]
    public async Task No_token_stands_in_the_data_folder()
    {
        string token;
        await using (LocalClient client = Open())
        {
            token = (await client.PostFormAsync("/v2/oauth2/token", [("grant_type", "client_credentials"), ("scope", LocalClient.FlowsAll)], ("local", "local"))).Expect(200).Text("access_token");
        }

        foreach (string file in Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain(token, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_folder_that_is_in_use_is_refused()
    {
        await using LocalClient client = Open();
        await client.PublishAsync(LocalClient.PassFlow);
        Assert.Throws<JournalException>(() => new LocalGlobus(new LocalGlobusOptions { DataPath = _folder }));
    }

    private static FlowObject Data(Answer answer) => (FlowObject)answer.Object["data"]!;

    private LocalClient Open() => new(new LocalGlobusOptions { DataPath = _folder });
}
