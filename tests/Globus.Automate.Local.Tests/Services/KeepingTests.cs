using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local;
using Globus.Automate.Local.Persistence;
using Globus.Automate.Local.Providers;

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
    public async Task What_providers_work_on_is_there_after_a_restart()
    {
        string lab = Path.Combine(_folder + "-lab", "data");
        string rule;
        try
        {
            await using (LocalClient client = Open())
            {
                client.Globus.Collections.Add("lab", lab, owner: client.Globus.PrincipalOf("you"));
                client.Globus.Collections.Add("gone", lab);
                client.Globus.Collections.Remove("gone");
                rule = Details(await RunActionAsync(client, "transfer/set_permission", """{"operation": "CREATE", "endpoint_id": "lab", "path": "/", "principal_type": "all_authenticated_users", "permissions": "r"}"""))["access_id"]!.AsString()!;
                await RunActionAsync(client, "transfer/set_permission", """{"operation": "CREATE", "endpoint_id": "go#ep1", "path": "/~/", "principal_type": "anonymous", "permissions": "r"}""");
                await RunActionAsync(client, "transfer/transfer", """{"source_endpoint_id": "go#ep1", "destination_endpoint_id": "lab", "transfer_items": [{"source_path": "~/file1.txt", "destination_path": "/one.txt"}]}""");
                await RunActionAsync(client, "transfer/delete", """{"endpoint_id": "go#ep1", "items": ["~/file1.txt"]}""");
                await RunActionAsync(client, "search/ingest", """{"search_index": "i", "subject": "s", "visible_to": ["public"], "content": {"a": 1}}""");
                await RunActionAsync(client, "search/ingest", """{"search_index": "i", "subject": "t", "visible_to": ["public"], "content": {"a": 2}}""");
                await RunActionAsync(client, "search/delete", """{"search_index": "i", "delete_by": "subject", "subject": "t"}""");
                await RunActionAsync(client, "datacite/mint/basic_auth", Mint);
            }

            await using (LocalClient client = Open())
            {
                Assert.Null(client.Globus.Collections.Find("gone"));
                LocalCollection kept = client.Globus.Collections.Find("lab")!;
                Assert.Equal(rule, Assert.Single(kept.AccessRules.All).Id);
                Assert.Single(client.Globus.Collections.Find("go#ep1")!.AccessRules.All);
                Assert.Equal("one\n", await File.ReadAllTextAsync(Path.Combine(lab, "one.txt"), TestContext.Current.CancellationToken));
                FlowObject listed = Details(await RunActionAsync(client, "transfer/ls", """{"endpoint_id": "go#ep1", "path": "~/file1.txt", "path_only": true}"""));
                Assert.Empty((FlowArray)listed["DATA"]!);
                Assert.Equal(FlowValue.From(1), ((FlowObject)Details(await RunActionAsync(client, "search/delete", """{"search_index": "i", "delete_by": "query", "q": "*"}"""))["additional_details"]!)["deleted"]);
                Assert.Equal("FAILED", (await RunActionAsync(client, "datacite/mint/basic_auth", Mint, "FAILED"))["status"]!.AsString());

                // A script that adds its collection runs a second time; another folder under the name is still refused.
                Assert.Same(kept, client.Globus.Collections.Add("lab", lab, owner: client.Globus.PrincipalOf("you")));
                Assert.Throws<ArgumentException>(() => client.Globus.Collections.Add("lab", lab + "2"));
                Assert.True(client.Globus.Collections.Remove("lab"));
            }

            await using LocalClient last = Open();
            Assert.Null(last.Globus.Collections.Find("lab"));
        }
        finally
        {
            Directory.Delete(_folder + "-lab", recursive: true);
        }
    }

    [Fact]
    public async Task A_transfer_of_a_run_that_was_under_way_is_done_after_a_restart()
    {
        string lab = Path.Combine(_folder + "-lab", "data");
        try
        {
            string run;
            await using (LocalClient client = Open())
            {
                client.Globus.Collections.Add("lab", lab);
                for (int i = 0; i < 1000; i++)
                {
                    File.WriteAllText(Path.Combine(lab, $"{i}.txt"), "some text");
                }

                string flow = await client.PublishAsync(LocalClient.Json("""
                    {"StartAt": "T", "States": {"T": {"Type": "Action", "ActionUrl": "https://transfer.actions.globus.org/transfer", "ResultPath": "$.r", "End": true,
                      "Parameters": {"source_endpoint": "lab", "destination_endpoint": "go#ep2", "DATA": [{"source_path": "/", "destination_path": "~/all/"}]}}}}
                    """));
                run = await client.StartAsync(flow);
                string target = client.Globus.Collections.Find("go#ep2")!.Root;
                while (!Directory.Exists(Path.Combine(target, "home", "all")))
                {
                    await Task.Delay(1, TestContext.Current.CancellationToken);
                }

                Assert.Equal("ACTIVE", (await client.SendAsync("GET", $"/runs/{run}")).Expect(200).Text("status"));
            }

            await using (LocalClient client = Open())
            {
                Answer ended = await client.WaitAsync(run);
                for (int attempt = 0; ended.Text("status") == "ACTIVE" && attempt < 10; attempt++)
                {
                    ended = await client.WaitAsync(run);
                }

                Assert.True(ended.Text("status") == "SUCCEEDED", ended.Raw);
                Assert.Equal(1000, Directory.GetFiles(Path.Combine(client.Globus.Collections.Find("go#ep2")!.Root, "home", "all")).Length);
            }
        }
        finally
        {
            Directory.Delete(_folder + "-lab", recursive: true);
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

    private const string Mint = """{"as_test": true, "username": "u", "password": "p", "Doi": {"id": "10.80206/kept", "type": "dois", "attributes": {"doi": "10.80206/kept", "titles": [{"title": "T"}]}}}""";

    private static FlowObject Details(FlowObject status) => (FlowObject)status["details"]!;

    /// <summary>Runs an action to its end over HTTP.</summary>
    private static async Task<FlowObject> RunActionAsync(LocalClient client, string provider, string body, string expected = "SUCCEEDED")
    {
        string url = "https://actions.globus.org/" + provider;
        string scope = (await client.SendAsync("GET", url, scope: null)).Expect(200).Text("globus_auth_scope");
        Answer answer = await client.SendAsync("POST", url + "/run", FlowObject.Create(("request_id", FlowValue.From(Guid.NewGuid().ToString())), ("body", FlowValue.Parse(body))), scope: scope);
        for (int attempt = 0; answer.Text("status") == "ACTIVE" && attempt < 500; attempt++)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
            answer = await client.SendAsync("GET", $"{url}/{answer.Text("action_id")}/status", scope: scope);
        }

        Assert.True(answer.Text("status") == expected, answer.Raw);
        return answer.Object;
    }

    private static FlowObject Data(Answer answer) => (FlowObject)answer.Object["data"]!;

    private LocalClient Open() => new(new LocalGlobusOptions { DataPath = _folder });
}
