using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local;

namespace Globus.Automate.Tests.Services;

/// <summary>A registered API as the Handler of a state: the request is made of the state's parameters, the answer is its result.</summary>
public sealed class RegisteredApiTests
{
    private const string All = "https://auth.globus.org/scopes/eec9b274-0c81-4334-bdc2-54e90e689b9a/all";

    [Fact]
    public async Task A_get_with_path_query_and_header_gives_its_answer_as_details()
    {
        await using var client = new LocalClient();
        string shown = await client.PublishAsync(LocalClient.PassFlow, "Shown");
        string api = await RegisterAsync(client, "get", "https://flows.automate.globus.org/flows/{flow_id}", """
            [{"name": "flow_id", "in": "path", "required": true, "schema": {"$ref": "#/components/schemas/Id"}}, {"name": "x", "in": "query", "schema": {"type": "array"}}, {"name": "X-Note", "in": "header", "schema": {"type": "string"}}]
            """);

        FlowObject output = await RunAsync(client, api, $$"""{"flow_id": "{{shown}}", "x": ["a b", 2], "X-Note": "n"}""");

        var result = (FlowObject)output["result"]!;
        Assert.Equal(("SUCCEEDED", "Call"), (result["status"]!.AsString(), result["state_name"]!.AsString()));
        Assert.Equal("Shown", ((FlowObject)result["details"]!)["title"]!.AsString());
    }

    [Fact]
    public async Task A_body_is_posted_with_the_token_of_whoever_runs_the_flow()
    {
        await using var client = new LocalClient();
        string api = await RegisterAsync(client, "post", "https://flows.globus.org/flows", body: """{"required": true, "content": {"application/json": {"schema": {"type": "object"}}}}""");

        FlowObject output = await RunAsync(client, api, """{"body": {"title": "Made by a flow", "definition": {"StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}}}""");

        FlowObject made = (FlowObject)((FlowObject)output["result"]!)["details"]!;
        Assert.Equal(client.Globus.PrincipalOf("you"), made["flow_owner"]!.AsString());
        Assert.Equal("Made by a flow", (await client.SendAsync("GET", "/flows/" + made["id"]!.AsString())).Expect(200).Text("title"));
    }

    [Fact]
    public async Task Any_other_answer_is_ActionUnableToRun_with_the_answer_as_its_cause()
    {
        await using var client = new LocalClient();
        string api = await RegisterAsync(client, "get", "https://flows.globus.org/flows/{flow_id}", """[{"name": "flow_id", "in": "path", "required": true, "schema": {"type": "string"}}]""");

        FlowObject error = (FlowObject)(await RunAsync(client, api, """{"flow_id": "none/../x?y"}"""))["error"]!;

        Assert.Equal("ActionUnableToRun", error["exception"]!.AsString());
        Assert.Equal("No Flow exists with id value none/../x?y", ((FlowObject)((FlowObject)error["cause"]!)["error"]!)["detail"]!.AsString());
    }

    [Fact]
    public async Task An_input_that_does_not_fit_and_an_api_that_is_not_there_are_refused()
    {
        await using var client = new LocalClient();
        string api = await RegisterAsync(client, "get", "https://flows.globus.org/flows/{flow_id}", """[{"name": "flow_id", "in": "path", "required": true, "schema": {"type": "string"}}]""");
        FlowObject wrong = (FlowObject)((FlowObject)(await RunAsync(client, api, "{}"))["error"]!)["error"]!;
        Assert.Equal("ACTION_INPUT_ERROR", wrong["code"]!.AsString());
        FlowObject elsewhere = (FlowObject)((FlowObject)(await RunAsync(client, api, """{"flow_id": ".."}"""))["error"]!)["error"]!;
        Assert.Equal("ACTION_INPUT_ERROR", elsewhere["code"]!.AsString());

        (await client.SendAsync("DELETE", "/registered_apis/" + api)).Expect(200);
        FlowObject gone = (FlowObject)((FlowObject)(await RunAsync(client, api, """{"flow_id": "x"}"""))["error"]!)["error"]!;
        Assert.Equal($"No Registered API exists with id value {api}", gone["detail"]!.AsString());
    }

    [Fact]
    public async Task An_api_elsewhere_is_called_only_where_the_network_may_be_used()
    {
        await using var client = new LocalClient();
        string api = await RegisterAsync(client, "get", "https://api.example.org/things");
        FlowObject error = (FlowObject)((FlowObject)(await RunAsync(client, api, "{}"))["error"]!)["error"]!;
        Assert.Contains("at https://api.example.org, which the local Globus may not call: Connect-Globus -Local -AllowNetwork", error["detail"]!.AsString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("https://auth.globus.org/scopes/5fac2e64-c734-4e6b-90ea-ff12ddbf9653/count")]
    public async Task An_api_elsewhere_gets_a_token_for_its_own_scope_and_never_one_of_the_local_Globus(string? scope)
    {
        await using var provider = new LoopbackProvider();
        await using var client = new LocalClient(new LocalGlobusOptions { AllowNetwork = true, NetworkToken = static (call, _) => ValueTask.FromResult<string?>("for " + call.ActionScope) });
        string api = await RegisterAsync(client, "get", provider.Url, scope: scope);
        FlowObject result = (FlowObject)(await RunAsync(client, api, "{}"))["result"]!;
        Assert.Equal("Count", ((FlowObject)result["details"]!)["title"]!.AsString());
        Assert.Equal($"GET /actions/count {(scope is null ? "-" : "Bearer for " + scope)}", Assert.Single(provider.Requests));
    }

    private static async Task<string> RegisterAsync(LocalClient client, string method, string url, string parameters = "[]", string? body = null, string? scope = All)
    {
        FlowObject specification = LocalClient.Json($$"""{"parameters": {{parameters}}, "responses": {"200": {"description": "ok"} } }""");
        specification = body is null ? specification : specification.With("requestBody", LocalClient.Json(body));
        specification = scope is null ? specification : specification.With("security", FlowArray.Create(FlowObject.Create(("GlobusAuth", FlowArray.OfStrings([scope])))));
        FlowObject api = LocalClient.Json($$"""
            {"name": "An API", "subscription_id": "4fa609fc-14f6-4c62-acfd-680873d3b6fe",
             "target": {"type": "openapi", "openapi_version": "3.1", "destination": {"method": "{{method}}", "url": "{{url}}"}, "components": {"schemas": {"Id": {"type": "string", "format": "uuid"} } } } }
            """);
        api = api.With("target", ((FlowObject)api["target"]!).With("specification", specification));
        return (await client.SendAsync("POST", "/registered_apis", api)).Expect(201).Text("id");
    }

    private static async Task<FlowObject> RunAsync(LocalClient client, string api, string parameters)
    {
        string flow = await client.PublishAsync(LocalClient.Json($$"""
            {"StartAt": "Call", "States": {
              "Call": {"Type": "Action", "Handler": {"Type": "RegisteredAPI", "Id": "{{api}}"}, "Parameters": {{parameters}}, "ResultPath": "$.result", "Catch": [{"ErrorEquals": ["ActionUnableToRun"], "ResultPath": "$.error", "Next": "Done"}], "Next": "Done"},
              "Done": {"Type": "Pass", "End": true} } }
            """));
        Answer run = await client.WaitAsync(await client.StartAsync(flow));
        Assert.Equal("SUCCEEDED", run.Text("status"));
        return (FlowObject)((FlowObject)run.Object["details"]!)["output"]!;
    }
}
