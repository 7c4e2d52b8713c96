using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Tests.Services;

public sealed class FlowAccessTests
{
    /// <summary>Who may see, start, change and delete a flow, by the role that its lists give them.</summary>
    [Theory]
    [InlineData("none", 404, 404, 404, 404)]
    [InlineData("flow_viewers", 200, 403, 403, 403)]
    [InlineData("public", 200, 403, 403, 403)]
    [InlineData("flow_starters", 200, 201, 403, 403)]
    [InlineData("all_authenticated_users", 200, 201, 403, 403)]
    [InlineData("flow_administrators", 200, 201, 200, 200)]
    [InlineData("run_managers", 200, 403, 403, 403)]
    [InlineData("run_monitors", 200, 403, 403, 403)]
    public async Task A_role_on_a_flow_gives_its_rights_and_those_of_the_roles_before_it(string role, int get, int start, int update, int delete)
    {
        await using var client = new LocalClient();
        string bob = client.Globus.PrincipalOf("bob");
        string settings = role switch
        {
            "none" => "{}",
            "public" => """{"flow_viewers": ["public"]}""",
            "all_authenticated_users" => """{"flow_starters": ["all_authenticated_users"]}""",
            _ => $$"""{"{{role}}": ["{{bob}}"]}""",
        };
        string flow = await client.PublishAsync(LocalClient.PassFlow, user: "alice", settings: LocalClient.Json(settings));

        (await client.SendAsync("GET", $"/flows/{flow}", user: "bob")).Expect(get);
        Answer started = (await client.SendAsync("POST", $"/flows/{flow}/run", LocalClient.Json("""{"body": {}}"""), "bob", LocalClient.FlowScope(flow))).Expect(start);
        (await client.SendAsync("POST", $"/flows/{flow}/validate_run", LocalClient.Json("""{"body": {}}"""), "bob", LocalClient.FlowScope(flow))).Expect(start == 201 ? 200 : start);
        (await client.SendAsync("PUT", $"/flows/{flow}", LocalClient.Json("""{"subtitle": "x"}"""), "bob")).Expect(update);
        (await client.SendAsync("DELETE", $"/flows/{flow}", user: "bob")).Expect(delete);
        if (start == 403)
        {
            Assert.Equal($"You do not have the necessary permissions to perform this action on the flow with id value {flow}. Missing permissions: RUN.", started.Detail);
        }
    }

    /// <summary>Who may see and change a run: the lists of the run, and those of its flow.</summary>
    [Theory]
    [InlineData("none", 404, 404)]
    [InlineData("run_monitors", 200, 403)]
    [InlineData("run_managers", 200, 200)]
    [InlineData("flow:run_monitors", 200, 403)]
    [InlineData("flow:run_managers", 200, 200)]
    [InlineData("flow:flow_administrators", 404, 404)]
    public async Task A_role_on_a_run_gives_its_rights(string role, int get, int update)
    {
        await using var client = new LocalClient();
        string bob = client.Globus.PrincipalOf("bob");
        FlowObject OnFlow() => LocalClient.Json(role.StartsWith("flow:", StringComparison.Ordinal) ? $$"""{"{{role[5..]}}": ["{{bob}}"]}""" : "{}");
        FlowObject OnRun() => LocalClient.Json(role.StartsWith("run_", StringComparison.Ordinal) ? $$"""{"{{role}}": ["{{bob}}"]}""" : "{}");
        string flow = await client.PublishAsync(LocalClient.LongFlow, user: "alice", settings: OnFlow());
        string run = await client.StartAsync(flow, user: "alice", settings: OnRun());

        foreach (string route in new[] { "", "/log", "/definition" })
        {
            (await client.SendAsync("GET", $"/runs/{run}{route}", user: "bob")).Expect(get);
        }

        (await client.SendAsync("PUT", $"/runs/{run}", LocalClient.Json("""{"label": "x"}"""), "bob")).Expect(update);
        (await client.SendAsync("POST", $"/runs/{run}/release", user: "bob")).Expect(update == 200 ? 409 : update);
        (await client.SendAsync("POST", $"/runs/{run}/cancel", user: "bob")).Expect(update == 200 ? 202 : update);
        bool isListed = (await client.SendAsync("GET", "/runs", user: "bob")).Expect(200).List("runs").Count == 1;
        Assert.Equal(get == 200, isListed);
    }

    [Fact]
    public async Task Only_administrators_see_the_lists_and_the_private_parameters()
    {
        await using var client = new LocalClient();
        FlowObject definition = LocalClient.Json("""
            {"StartAt": "A", "States": {"A": {"Type": "Pass", "Parameters": {"__Private_Parameters": ["key"], "key": "s3cret", "open": 1}, "End": true}}}
            """);
        string flow = await client.PublishAsync(definition, user: "alice", settings: LocalClient.Json($$"""{"flow_viewers": ["public"], "flow_starters": ["{{client.Globus.PrincipalOf("bob")}}"]}"""));

        Answer own = (await client.SendAsync("GET", $"/flows/{flow}", user: "alice")).Expect(200);
        Assert.Contains("s3cret", own.Raw, StringComparison.Ordinal);
        Assert.Equal("flow_owner", own.Text("user_role"));
        Assert.Single(own.List("flow_starters"));

        Answer seen = (await client.SendAsync("GET", $"/flows/{flow}", user: "bob")).Expect(200);
        Assert.DoesNotContain("s3cret", seen.Raw, StringComparison.Ordinal);
        Assert.Empty(seen.List("flow_starters"));
        Assert.Equal("flow_starter", seen.Text("user_role"));
        Assert.Equal(["flow_viewer", "flow_starter"], seen.List("user_roles").Select(static role => role.AsString()));

        string run = await client.StartAsync(flow, user: "bob");
        Assert.DoesNotContain("s3cret", (await client.SendAsync("GET", $"/runs/{run}/definition", user: "bob")).Expect(200).Raw, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", (await client.WaitAsync(run, "bob")).Raw, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", (await client.SendAsync("GET", $"/runs/{run}/log?limit=100", user: "bob")).Expect(200).Raw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Members_of_a_group_have_what_the_group_has()
    {
        await using var client = new LocalClient();
        string group = client.Globus.Identities.AddToGroup("operators", "bob");
        string flow = await client.PublishAsync(LocalClient.PassFlow, user: "alice", settings: LocalClient.Json($$"""{"flow_starters": ["{{group}}"]}"""));
        await client.StartAsync(flow, user: "bob");
        (await client.SendAsync("GET", $"/flows/{flow}", user: "carol")).Expect(404);
    }

    [Fact]
    public async Task An_administrator_may_take_over_a_flow_and_give_it_to_nobody_else()
    {
        await using var client = new LocalClient();
        string bob = client.Globus.PrincipalOf("bob");
        string flow = await client.PublishAsync(LocalClient.PassFlow, user: "alice", settings: LocalClient.Json($$"""{"flow_administrators": ["{{bob}}"]}"""));
        FlowObject To(string user) => FlowObject.Create(("flow_owner", FlowValue.From(client.Globus.PrincipalOf(user))));
        (await client.SendAsync("PUT", $"/flows/{flow}", To("carol"), "bob")).Expect(422);
        Assert.Equal(bob, (await client.SendAsync("PUT", $"/flows/{flow}", To("bob"), "bob")).Expect(200).Text("flow_owner"));
        (await client.SendAsync("GET", $"/flows/{flow}", user: "alice")).Expect(404);
    }

    /// <summary>Which of the scopes of earlier clients is enough for what.</summary>
    [Theory]
    [InlineData("view_flows", 200, 403, 403, 403)]
    [InlineData("manage_flows", 200, 200, 403, 403)]
    [InlineData("run_status", 403, 403, 200, 403)]
    [InlineData("run_manage", 403, 403, 200, 200)]
    [InlineData("all", 200, 200, 200, 200)]
    public async Task Each_scope_is_enough_for_what_it_names(string scope, int getFlow, int putFlow, int getRun, int putRun)
    {
        await using var client = new LocalClient();
        string flow = await client.PublishAsync(LocalClient.PassFlow);
        string run = await client.StartAsync(flow);
        string token = LocalClient.FlowsScopes + scope;
        (await client.SendAsync("GET", $"/flows/{flow}", scope: token)).Expect(getFlow);
        (await client.SendAsync("GET", "/flows", scope: token)).Expect(getFlow);
        (await client.SendAsync("PUT", $"/flows/{flow}", FlowObject.Empty, scope: token)).Expect(putFlow);
        (await client.SendAsync("GET", $"/runs/{run}", scope: token)).Expect(getRun);
        (await client.SendAsync("GET", "/runs", scope: token)).Expect(getRun);
        (await client.SendAsync("PUT", $"/runs/{run}", FlowObject.Empty, scope: token)).Expect(putRun);
    }

    [Fact]
    public async Task A_run_needs_the_scope_of_its_own_flow()
    {
        await using var client = new LocalClient();
        string flow = await client.PublishAsync(LocalClient.PassFlow);
        string other = await client.PublishAsync(LocalClient.PassFlow);
        FlowObject body = LocalClient.Json("""{"body": {}}""");
        foreach (string scope in new[] { LocalClient.FlowsAll, LocalClient.FlowScope(other) })
        {
            Answer refused = (await client.SendAsync("POST", $"/flows/{flow}/run", body, scope: scope)).Expect(403);
            Assert.Equal("MISSING_SCOPE", refused.Code);
            Assert.Equal($"This action requires the following scope: {LocalClient.FlowScope(flow)}", refused.Detail);
        }

        string run = await client.StartAsync(flow);
        (await client.SendAsync("GET", $"/runs/{run}", scope: LocalClient.FlowScope(flow))).Expect(200);
        (await client.SendAsync("GET", $"/runs/{run}", scope: LocalClient.FlowScope(other))).Expect(403);
    }

    [Fact]
    public async Task Without_a_token_only_public_flows_are_there()
    {
        await using var client = new LocalClient();
        string open = await client.PublishAsync(LocalClient.PassFlow, settings: LocalClient.Json("""{"flow_viewers": ["public"]}"""));
        string closed = await client.PublishAsync(LocalClient.PassFlow);
        Assert.Equal("flow_viewer", (await client.SendAsync("GET", $"/flows/{open}", scope: null)).Expect(200).Text("user_role"));
        foreach (string path in new[] { $"/flows/{closed}", "/flows", "/runs", "/registered_apis", "/web_inputs", LocalClient.QueuesUrl + "/queues" })
        {
            Answer refused = (await client.SendAsync("GET", path, scope: null)).Expect(401);
            Assert.Equal("AUTHENTICATION_ERROR", refused.Code);
        }

        (await client.SendAsync("GET", "/flows", token: "nonsense")).Expect(401);
    }
}
