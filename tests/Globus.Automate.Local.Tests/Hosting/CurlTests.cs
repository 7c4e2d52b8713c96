using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Tests.Services;

namespace Globus.Automate.Tests.Hosting;

/// <summary>The whole life of flows, runs and queues, driven by a client that this project did not write.</summary>
public sealed class CurlTests
{
    [Fact]
    public async Task Curl_drives_a_flow_and_a_run_from_login_to_release()
    {
        await using var host = new LoopbackHarness();
        var curl = new Curl(host.Service.Url.AbsoluteUri.TrimEnd('/'));
        string token = await curl.TokenAsync(LocalClient.FlowsAll);
        FlowObject flow = FlowObject.Create(("title", FlowValue.From("Curl")), ("definition", LocalClient.HelloFlow), ("input_schema", LocalClient.Json("""{"type": "object", "required": ["name"]}""")));
        FlowObject valid = await curl.ExpectJsonAsync(200, "POST", "/flows/validate", token, flow.ToJson());
        Assert.Equal(FlowValue.From(1), ((FlowObject)valid["analysis"]!)["number_of_possibilities"]);
        Assert.Single((FlowArray)((FlowObject)valid["scopes"]!)["User"]!);
        FlowObject malformed = await curl.ExpectJsonAsync(400, "POST", "/flows/validate", token, "{\n  bad");
        Assert.Equal("The request's body is not valid JSON (line 2, column 3): 'b' is an invalid start of a property name. Expected a '\"'.", Curl.Text((FlowObject)malformed["error"]!, "detail"));
        FlowObject broken = await curl.ExpectJsonAsync(422, "POST", "/flows/validate", token, """{"definition": {"StartAt": "B", "States": {"A": {"Type": "Pass"}}}}""");
        Assert.Equal(2, ((FlowArray)((FlowObject)broken["error"]!)["detail"]!).Count);
        string id = Curl.Text(await curl.ExpectJsonAsync(201, "POST", "/flows", token, flow.ToJson()), "id");
        string flowToken = await curl.TokenAsync(LocalClient.FlowScope(id));
        await curl.ExpectJsonAsync(400, "POST", $"/flows/{id}/run", flowToken, """{"body": {}}""");
        await curl.ExpectJsonAsync(403, "POST", $"/flows/{id}/run", token, """{"body": {"name": "x"}}""");
        await curl.ExpectJsonAsync(200, "POST", $"/flows/{id}/validate_run", flowToken, """{"body": {"name": "x"}}""");
        await curl.ExpectJsonAsync(400, "POST", $"/flows/{id}/validate_run", flowToken, """{"body": {}}""");
        string run = Curl.Text(await curl.ExpectJsonAsync(201, "POST", $"/flows/{id}/run", flowToken, """{"body": {"name": "curl"}, "label": "by curl"}"""), "run_id");
        Assert.Equal("SUCCEEDED", await WaitAsync(curl, run, token));

        FlowObject log = await curl.ExpectJsonAsync(200, "GET", $"/runs/{run}/log?limit=100", token);
        Assert.Equal(4, ((FlowArray)log["entries"]!).Count);
        await curl.ExpectJsonAsync(200, "PUT", "/runs/" + run, token, """{"tags": ["seen"]}""");
        await curl.ExpectJsonAsync(200, "PUT", "/flows/" + id, token, """{"subtitle": "by curl"}""");
        FlowObject listed = await curl.ExpectJsonAsync(200, "GET", $"/runs?filter_flow_id={id}&filter_status=SUCCEEDED", token);
        Assert.Single((FlowArray)listed["runs"]!);
        await curl.ExpectJsonAsync(200, "POST", $"/runs/{run}/release", token);
        await curl.ExpectJsonAsync(404, "GET", "/runs/" + run, token);
        await curl.ExpectJsonAsync(200, "DELETE", "/flows/" + id, token);
        await curl.ExpectJsonAsync(401, "GET", "/flows", "wrong");
        Assert.Equal("you@local", Curl.Text(await curl.ExpectJsonAsync(200, "GET", "/v2/oauth2/userinfo", await curl.TokenAsync("openid profile")), "preferred_username"));
    }

    [Fact]
    public async Task Curl_logs_in_as_several_people_whose_roles_decide_what_they_may()
    {
        await using var host = new LoopbackHarness();
        var curl = new Curl(host.Service.Url.AbsoluteUri.TrimEnd('/'));
        string alice = (await curl.LoginAsync("alice", LocalClient.FlowsAll))["flows.globus.org"];
        string id = Curl.Text(await curl.ExpectJsonAsync(201, "POST", "/flows", alice, FlowObject.Create(("title", FlowValue.From("Roles")), ("definition", LocalClient.LongFlow)).ToJson()), "id");
        IReadOnlyDictionary<string, string> bob = await curl.LoginAsync("bob", LocalClient.FlowsAll, LocalClient.FlowScope(id), "openid");
        string bobAll = bob["flows.globus.org"];
        string bobFlow = bob[id];
        string urn = "urn:globus:auth:identity:" + Curl.Text(await curl.ExpectJsonAsync(200, "GET", "/v2/oauth2/userinfo", bob["auth.globus.org"]), "sub");
        Task<FlowObject> Change(string json) => curl.ExpectJsonAsync(200, "PUT", "/flows/" + id, alice, json);

        await curl.ExpectJsonAsync(404, "GET", "/flows/" + id, bobAll);
        await curl.ExpectJsonAsync(404, "POST", $"/flows/{id}/run", bobFlow, """{"body": {}}""");
        await Change($$"""{"flow_viewers": ["{{urn}}"]}""");
        Assert.Equal("flow_viewer", Curl.Text(await curl.ExpectJsonAsync(200, "GET", "/flows/" + id, bobAll), "user_role"));
        await curl.ExpectJsonAsync(403, "POST", $"/flows/{id}/run", bobFlow, """{"body": {}}""");
        await Change($$"""{"flow_starters": ["{{urn}}"]}""");
        string first = Curl.Text(await curl.ExpectJsonAsync(201, "POST", $"/flows/{id}/run", bobFlow, """{"body": {}}"""), "run_id");
        await curl.ExpectJsonAsync(403, "PUT", "/flows/" + id, bobAll, """{"title": "Mine"}""");
        await curl.ExpectJsonAsync(404, "GET", "/runs/" + first, alice);
        await Change($$"""{"flow_administrators": ["{{urn}}"]}""");
        await curl.ExpectJsonAsync(200, "PUT", "/flows/" + id, bobAll, """{"title": "Ours"}""");

        // Two runs in one batch, of which one is another person's: none is changed; then the own one.
        string second = Curl.Text(await curl.ExpectJsonAsync(201, "POST", $"/flows/{id}/run", (await curl.LoginAsync("alice", LocalClient.FlowScope(id)))[id], """{"body": {}}"""), "run_id");
        await curl.ExpectJsonAsync(403, "POST", "/batch/runs", bobAll, $$$"""{"filters": {"run_ids": ["{{{first}}}", "{{{second}}}"]}, "add": {"tags": ["x"]}}""");
        FlowObject batch = await curl.ExpectJsonAsync(202, "POST", "/batch/runs", bobAll, $$$"""{"filters": {"run_ids": ["{{{first}}}"]}, "add": {"tags": ["x"]}, "set": {"status": "cancel"}}""");
        Assert.Single((FlowArray)batch["runs"]!);
        Assert.Equal("ENDED", Curl.Text(await curl.ExpectJsonAsync(200, "GET", "/runs/" + first, bobAll), "status"));

        await curl.ExpectJsonAsync(200, "PUT", "/flows/" + id, bobAll, $$"""{"flow_owner": "{{urn}}"}""");
        await curl.ExpectJsonAsync(404, "GET", "/flows/" + id, alice);
        await curl.ExpectJsonAsync(200, "DELETE", "/flows/" + id, bobAll);
    }

    [Fact]
    public async Task Curl_sends_receives_and_deletes_the_messages_of_a_queue()
    {
        await using var host = new LoopbackHarness();
        var curl = new Curl(host.Service.Url.AbsoluteUri.TrimEnd('/'));
        string admin = await curl.TokenAsync(LocalClient.QueuesScopes + "admin");
        string send = await curl.TokenAsync(LocalClient.QueuesScopes + "send");
        string receive = await curl.TokenAsync(LocalClient.QueuesScopes + "receive");
        FlowObject made = await curl.ExpectJsonAsync(201, "POST", "/v1/queues", admin, """{"data": {"label": "By curl", "delivery_timeout": 120}}""");
        string queue = "/v1/queues/" + Curl.Text((FlowObject)made["data"]!, "id");
        await curl.ExpectJsonAsync(200, "POST", queue + "/messages", send, """{"data": [{"message_body": "one", "deduplication_id": "1"}, {"message_body": "one", "deduplication_id": "1"}, {"message_body": "two"}]}""");
        await curl.ExpectJsonAsync(403, "GET", queue + "/messages", send);
        FlowArray messages = (FlowArray)(await curl.ExpectJsonAsync(200, "GET", queue + "/messages?max_messages=10", receive))["data"]!;
        Assert.Equal(["one", "two"], messages.Select(static message => Curl.Text((FlowObject)message, "message_body")));
        Assert.Empty((FlowArray)(await curl.ExpectJsonAsync(200, "GET", queue + "/messages?max_messages=10", receive))["data"]!);
        string receipts = string.Join(',', messages.Select(static message => $$"""{"receipt_handle": "{{Curl.Text((FlowObject)message, "receipt_handle")}}"}"""));
        await curl.ExpectJsonAsync(200, "DELETE", queue + "/messages", receive, $$"""{"data": [{{receipts}}]}""");
        await curl.ExpectJsonAsync(422, "DELETE", queue + "/messages", receive, $$"""{"data": [{{receipts}}]}""");
        Assert.Single((FlowArray)(await curl.ExpectJsonAsync(200, "GET", "/v1/queues?roles=sender,receiver", admin))["data"]!);
        await curl.ExpectJsonAsync(204, "DELETE", queue, admin);
        await curl.ExpectJsonAsync(404, "GET", queue, admin);
    }

    private static async Task<string> WaitAsync(Curl curl, string run, string token)
    {
        string status = "ACTIVE";
        for (int i = 0; i < 200 && status == "ACTIVE"; i++)
        {
            status = Curl.Text(await curl.ExpectJsonAsync(200, "GET", "/runs/" + run, token), "status");
        }

        return status;
    }
}
