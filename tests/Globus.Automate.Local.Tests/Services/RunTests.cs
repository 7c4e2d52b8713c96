using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local;
using Microsoft.Extensions.Time.Testing;

namespace Globus.Automate.Tests.Services;

public sealed class RunTests
{
    [Fact]
    public async Task An_input_that_the_schema_refuses_is_told_as_recorded()
    {
        await using var client = new LocalClient();
        FlowObject schema = LocalClient.Json("""{"input_schema": {"type": "object", "properties": {"bool": {"type": "boolean"}, "n": {"type": "integer"}}, "required": ["bool"]}}""");
        string flow = await client.PublishAsync(LocalClient.PassFlow, settings: schema);
        foreach (string route in new[] { "run", "validate_run", "run/dry-run" })
        {
            Answer refused = (await client.SendAsync("POST", $"/flows/{flow}/{route}", LocalClient.Json("""{"body": {"bool": "not-a-boolean"}}"""), scope: LocalClient.FlowScope(flow))).Expect(400);
            Assert.Equal("FLOW_INPUT_ERROR", refused.Code);
            Assert.Equal("Input failed schema validation with 1 error.", refused.Error["message"]!.AsString());
            Assert.Equal(FlowValue.Parse("""[{"loc": ["$.bool"], "type": "InvalidActionInput", "msg": "'not-a-boolean' is not of type 'boolean'"}]"""), refused.Error["detail"]);
        }

        Answer two = (await client.SendAsync("POST", $"/flows/{flow}/run", LocalClient.Json("""{"body": {"n": "x"}}"""), scope: LocalClient.FlowScope(flow))).Expect(400);
        Assert.Equal("Input failed schema validation with 2 errors.", two.Error["message"]!.AsString());
        Answer valid = (await client.SendAsync("POST", $"/flows/{flow}/validate_run", LocalClient.Json("""{"body": {"bool": true}}"""), scope: LocalClient.FlowScope(flow))).Expect(200);
        Assert.Equal("validation successful", valid.Text("message"));
        Assert.Empty((await client.SendAsync("GET", "/runs")).Expect(200).List("runs"));
    }

    [Theory]
    [InlineData("""{}""", "field required")]
    [InlineData("""{"body": []}""", "value is not a valid dict")]
    [InlineData("""{"body": {}, "label": "12345678901234567890123456789012345678901234567890123456789012345"}""", "ensure this value has at most 64 characters")]
    [InlineData("""{"body": {}, "tags": "x"}""", "value is not a valid list")]
    [InlineData("""{"body": {}, "run_managers": ["bob"]}""", "Unrecognized principal string: \"bob\". Allowed principal types in role \"RunManager\": [<AuthGroupUrn>, <AuthIdentityUrn>]")]
    [InlineData("""{"body": {}, "activity_notification_policy": {"status": ["SOON"]}}""", "unexpected value; permitted: 'INACTIVE', 'FAILED', 'SUCCEEDED'")]
    public async Task A_start_with_a_wrong_field_is_refused(string body, string message)
    {
        await using var client = new LocalClient();
        string flow = await client.PublishAsync(LocalClient.PassFlow);
        Answer refused = (await client.SendAsync("POST", $"/flows/{flow}/run", LocalClient.Json(body), scope: LocalClient.FlowScope(flow))).Expect(422);
        Assert.Equal(message, ((FlowObject)((FlowArray)refused.Error["detail"]!)[0])["msg"]!.AsString());
    }

    [Fact]
    public async Task A_run_is_cancelled_once_and_released_when_it_has_ended()
    {
        await using var client = new LocalClient();
        string flow = await client.PublishAsync(LocalClient.LongFlow);
        string run = await client.StartAsync(flow);
        Answer early = (await client.SendAsync("POST", $"/runs/{run}/release")).Expect(409);
        Assert.Equal("STATE_CONFLICT", early.Code);
        Assert.Equal($"Run {run} has status 'ACTIVE' but must have status in {{'ENDED', 'SUCCEEDED', 'FAILED'}} for requested operation", early.Detail);

        Answer cancelled = (await client.SendAsync("POST", $"/runs/{run}/cancel")).Expect(202);
        Assert.Equal("ENDED", cancelled.Text("status"));
        Assert.Equal("FlowCanceled", ((FlowObject)cancelled.Object["details"]!)["code"]!.AsString());
        Assert.Equal("STATE_CONFLICT", (await client.SendAsync("POST", $"/runs/{run}/cancel")).Expect(409).Code);
        (await client.SendAsync("POST", $"/runs/{run}/resume", scope: LocalClient.FlowScope(flow))).Expect(409);
        (await client.SendAsync("POST", $"/runs/{run}/release")).Expect(200);
        Assert.Equal($"No Run exists with id value {run}", (await client.SendAsync("POST", $"/runs/{run}/release")).Expect(404).Detail);
    }

    [Fact]
    public async Task A_run_that_lacks_a_consent_waits_and_goes_on_when_it_is_given()
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-01-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
        await using var client = new LocalClient(new LocalGlobusOptions { TimeProvider = time });
        FlowObject definition = LocalClient.Json("""
            {"StartAt": "Hello", "States": {"Hello": {"Type": "Action", "ActionUrl": "https://actions.globus.org/hello_world",
             "Parameters": {"echo_string": "x", "required_dependent_scope": "urn:globus:auth:scope:transfer.api.globus.org:all"}, "ResultPath": "$.Result", "End": true}}}
            """);
        string flow = await client.PublishAsync(definition);
        string run = await client.StartAsync(flow);
        Answer waiting = await client.WaitAsync(run);
        Assert.Equal("INACTIVE", waiting.Text("status"));
        FlowObject details = (FlowObject)waiting.Object["details"]!;
        Assert.Equal("ConsentRequired", details["code"]!.AsString());
        Assert.NotNull(details["required_scope"]!.AsString());
        Assert.Equal("MISSING_SCOPE", (await client.SendAsync("POST", $"/runs/{run}/resume")).Expect(403).Code);

        client.Globus.IssueToken(details["required_scope"]!.AsString()!);
        (await client.SendAsync("POST", $"/runs/{run}/resume", scope: LocalClient.FlowScope(flow))).Expect(200);
        for (int i = 0; i < 200 && (await client.SendAsync("GET", $"/runs/{run}")).Text("status") == "ACTIVE"; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        Assert.Equal("SUCCEEDED", (await client.SendAsync("GET", $"/runs/{run}")).Text("status"));
    }

    [Fact]
    public async Task A_run_is_changed_by_what_an_update_names()
    {
        await using var client = new LocalClient();
        string flow = await client.PublishAsync(LocalClient.LongFlow);
        string run = await client.StartAsync(flow, settings: LocalClient.Json("""{"label": "L", "tags": ["a"]}"""));
        string bob = client.Globus.PrincipalOf("bob");
        Answer changed = (await client.SendAsync("PUT", $"/runs/{run}", LocalClient.Json($$"""{"tags": [" b  c "], "run_monitors": ["{{bob}}"]}"""))).Expect(200);
        Assert.Equal("L", changed.Text("label"));
        Assert.Equal("b c", changed.List("tags")[0].AsString());
        Assert.Equal(bob, changed.List("monitor_by")[0].AsString());
        Assert.Equal(changed.Object.Without("search"), (await client.SendAsync("PUT", $"/runs/{run}", FlowObject.Empty)).Expect(200).Object.Without("search"));
        (await client.SendAsync("PUT", $"/runs/{run}", LocalClient.Json("""{"tags": "x"}"""))).Expect(422);
    }

    [Fact]
    public async Task A_batch_changes_all_runs_or_none()
    {
        await using var client = new LocalClient();
        string flow = await client.PublishAsync(LocalClient.LongFlow, settings: LocalClient.Json("""{"flow_starters": ["all_authenticated_users"]}"""));
        string[] own = [await client.StartAsync(flow), await client.StartAsync(flow, settings: LocalClient.Json("""{"tags": ["old"]}"""))];
        string foreign = await client.StartAsync(flow, user: "bob");
        string bob = client.Globus.PrincipalOf("bob");
        FlowObject Batch(string operations, params string[] ids) => LocalClient.Json(operations).With("filters", FlowObject.Create(("run_ids", FlowArray.OfStrings(ids))));

        Answer done = (await client.SendAsync("POST", "/batch/runs", Batch($$$"""{"add": {"tags": ["new"], "run_monitors": ["{{{bob}}}"]}, "remove": {}}""", own), scope: LocalClient.FlowsScopes + "run_manage")).Expect(202);
        Assert.Equal(2, done.List("runs").Count);
        Assert.Equal(["old", "new"], (await client.SendAsync("GET", $"/runs/{own[1]}")).List("tags").Select(static tag => tag.AsString()));
        (await client.SendAsync("GET", $"/runs/{own[0]}", user: "bob")).Expect(200);

        (await client.SendAsync("POST", "/batch/runs", Batch("""{"set": {"tags": ["x"]}}""", own[0], foreign))).Expect(403);
        Assert.Equal(["new"], (await client.SendAsync("GET", $"/runs/{own[0]}")).List("tags").Select(static tag => tag.AsString()));

        (await client.SendAsync("POST", "/batch/runs", Batch("""{"set": {"status": "cancel", "tags": []}}""", own))).Expect(202);
        Answer cancelled = await client.SendAsync("GET", $"/runs/{own[0]}");
        Assert.Equal("ENDED", cancelled.Text("status"));
        Assert.Empty(cancelled.List("tags"));

        foreach (string wrong in new[] { """{"set": {"status": "active"}}""", """{"set": {"tags": ["a"]}, "add": {"tags": ["b"]}}""", """{"set": {"run_managers": ["x"]}}""", """{"set": 5}""" })
        {
            (await client.SendAsync("POST", "/batch/runs", Batch(wrong, own))).Expect(422);
        }

        (await client.SendAsync("POST", "/batch/runs", LocalClient.Json("""{"set": {"tags": []}}"""))).Expect(422);
        (await client.SendAsync("POST", "/batch/runs", Batch("{}"))).Expect(422);
    }

    [Fact]
    public async Task The_routes_of_the_action_provider_interface_serve_earlier_clients()
    {
        await using var client = new LocalClient();
        string flow = await client.PublishAsync(LocalClient.LongFlow);
        string scope = LocalClient.FlowScope(flow);
        string bob = client.Globus.PrincipalOf("bob");
        FlowObject start = LocalClient.Json($$"""{"request_id": "R-1", "body": {"a": 1}, "label": "L", "tags": ["t"], "monitor_by": ["{{bob}}"], "manage_by": []}""");
        Answer first = (await client.SendAsync("POST", $"/flows/{flow}/run", start, scope: scope)).Expect(201);
        string run = first.Text("action_id");
        Assert.Equal(client.Globus.PrincipalOf("you"), first.Text("creator_id"));
        Assert.Equal([bob], first.List("monitor_by").Select(static urn => urn.AsString()));

        Assert.Equal(run, (await client.SendAsync("POST", $"/flows/{flow}/run", start, scope: scope)).Expect(200).Text("action_id"));
        (await client.SendAsync("POST", $"/flows/{flow}/run", start.With("body", LocalClient.Json("""{"a": 2}""")), scope: scope)).Expect(409);
        Assert.Equal("ACTIVE", (await client.SendAsync("GET", $"/flows/{flow}/{run}/status", scope: scope)).Expect(200).Text("status"));
        Assert.Equal("FlowStarted", (await client.SendAsync("GET", $"/flows/{flow}/{run}/log", scope: scope)).Expect(200).Texts("entries", "code")[0]);
        (await client.SendAsync("POST", $"/flows/{flow}/{run}/release", scope: scope)).Expect(409);
        (await client.SendAsync("POST", $"/flows/{flow}/{run}/resume", scope: scope)).Expect(200);

        // The interface knows no ENDED.
        Assert.Equal("FAILED", (await client.SendAsync("POST", $"/flows/{flow}/{run}/cancel", scope: scope)).Expect(200).Text("status"));
        Assert.Equal("ENDED", (await client.SendAsync("GET", $"/runs/{run}")).Text("status"));
        (await client.SendAsync("POST", $"/flows/{flow}/{run}/release", scope: scope)).Expect(200);
        (await client.SendAsync("GET", $"/flows/{flow}/{run}/status", scope: scope)).Expect(404);
        (await client.SendAsync("GET", $"/flows/{Guid.NewGuid()}/{run}/status")).Expect(404);

        Answer introspection = (await client.SendAsync("GET", $"/flows/{flow}", scope: scope)).Expect(200);
        Assert.Equal(scope, introspection.Text("globus_auth_scope"));
        Assert.Equal("1.0", introspection.Text("api_version"));
    }

    [Fact]
    public async Task Many_starts_at_once_with_one_request_id_are_one_run()
    {
        await using var client = new LocalClient();
        string flow = await client.PublishAsync(LocalClient.LongFlow);
        FlowObject start = LocalClient.Json("""{"request_id": "R", "body": {}}""");
        Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => client.SendAsync("POST", $"/flows/{flow}/run", start, scope: LocalClient.FlowScope(flow)))));
        Assert.Single(answers.Select(static answer => answer.Text("run_id")).Distinct());
        Assert.Single(answers, static answer => (int)answer.Status == 201);
    }

    [Fact]
    public async Task A_flow_runs_another_flow_by_its_URL()
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-01-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
        await using var client = new LocalClient(new LocalGlobusOptions { TimeProvider = time });
        string inner = await client.PublishAsync(LocalClient.HelloFlow, "Inner");
        FlowObject Outer(string id) => LocalClient.Json($$$"""
            {"StartAt": "Call", "States": {"Call": {"Type": "Action", "ActionUrl": "https://flows.automate.globus.org/flows/{{{id}}}",
             "Parameters": {"name.$": "$.who"}, "ResultPath": "$.Inner", "End": true} } }
            """);
        string outer = await client.PublishAsync(Outer(inner), "Outer");
        string run = await client.StartAsync(outer, LocalClient.Json("""{"who": "you"}"""));
        for (int i = 0; i < 200 && (await client.SendAsync("GET", $"/runs/{run}")).Text("status") == "ACTIVE"; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        Answer ended = await client.SendAsync("GET", $"/runs/{run}");
        Assert.True(ended.Text("status") == "SUCCEEDED", ended.Raw);
        FlowObject result = (FlowObject)((FlowObject)((FlowObject)ended.Object["details"]!)["output"]!)["Inner"]!;
        Assert.Equal(inner, result["flow_id"]!.AsString());
        Assert.Contains("\"hello\":\"you\"", result.ToJson(), StringComparison.Ordinal);
        Assert.Equal(2, (await client.SendAsync("GET", "/runs")).List("runs").Count);

        string missing = await client.PublishAsync(Outer(Guid.NewGuid().ToString()), "Missing");
        Answer failed = await client.WaitAsync(await client.StartAsync(missing, LocalClient.Json("""{"who": "you"}""")));
        Assert.Equal("FAILED", failed.Text("status"));
        Assert.Contains("No Flow exists with id value", failed.Raw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flow_that_calls_itself_without_end_is_stopped()
    {
        await using var client = new LocalClient();
        string flow = await client.PublishAsync(LocalClient.PassFlow);
        FlowObject self = LocalClient.Json($$"""
            {"StartAt": "Again", "States": {"Again": {"Type": "Action", "ActionUrl": "https://flows.globus.org/flows/{{flow}}", "Parameters": {}, "End": true} } }
            """);
        (await client.SendAsync("PUT", $"/flows/{flow}", FlowObject.Create(("definition", self)))).Expect(200);
        await client.StartAsync(flow);
        string raw = string.Empty;
        for (int i = 0; i < 500 && !raw.Contains("deep", StringComparison.Ordinal); i++)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
            raw = (await client.SendAsync("GET", "/runs?filter_status=FAILED")).Raw;
        }

        Assert.Contains("more than 32 deep", raw, StringComparison.Ordinal);
        Assert.Equal(33, (await client.SendAsync("GET", "/runs?per_page=100")).List("runs").Count);
    }

    [Fact]
    public async Task A_role_of_RunAs_needs_a_token_for_the_flows_scope_of_that_role()
    {
        await using var client = new LocalClient();
        string flow = await client.PublishAsync(LocalClient.Json("""
            {"StartAt": "Hello", "States": {"Hello": {"Type": "Action", "ActionUrl": "https://actions.globus.org/hello_world", "RunAs": "Curator", "Parameters": {"echo_string": "x"}, "ResultPath": "$.R", "End": true}}}
            """));
        string scope = ((FlowObject)(await client.SendAsync("GET", $"/flows/{flow}")).Object["globus_auth_scopes_by_RunAs"]!)["Curator"]!.AsString()!;
        FlowObject Input(string token) => LocalClient.Json($$$"""{"_tokens": {"Curator": "{{{token}}}"}}""");
        Answer ended = await client.WaitAsync(await client.StartAsync(flow, Input(client.Globus.IssueToken(scope, "alice"))));
        Assert.Equal("SUCCEEDED", ended.Text("status"));
        Assert.Contains($"\"creator_id\":\"{client.Globus.PrincipalOf("alice")}\"", ended.Raw, StringComparison.Ordinal);
        Assert.DoesNotContain("_tokens", ended.Raw, StringComparison.Ordinal);
        Assert.Equal("FAILED", (await client.WaitAsync(await client.StartAsync(flow, Input(client.Globus.IssueToken(LocalClient.FlowsAll, "alice"))))).Text("status"));
    }
}
