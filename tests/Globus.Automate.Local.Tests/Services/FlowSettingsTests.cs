using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Tests.Services;

public sealed class FlowSettingsTests
{
    [Theory]
    [InlineData("title", 128)]
    [InlineData("subtitle", 128)]
    [InlineData("description", 4096)]
    public async Task Texts_are_bounded_in_characters(string field, int maximum)
    {
        await using var client = new LocalClient();
        FlowObject With(string text) => LocalClient.Json("""{"title": "T"}""").With("definition", LocalClient.PassFlow).With(field, FlowValue.From(text));
        (await client.SendAsync("POST", "/flows", With(string.Concat(Enumerable.Repeat("\U0001F300", maximum))))).Expect(201);
        FlowObject fault = Fault((await client.SendAsync("POST", "/flows", With(new string('x', maximum + 1)))).Expect(422));
        Assert.Equal($"ensure this value has at most {maximum} characters", fault["msg"]!.AsString());
        Assert.Equal(FlowArray.OfStrings([field]), fault["loc"]);
    }

    [Theory]
    [InlineData("""{"title": ""}""", "ensure this value has at least 1 characters")]
    [InlineData("""{"title": 5}""", "str type expected")]
    [InlineData("""{"title": null}""", "none is not an allowed value")]
    [InlineData("""{"keywords": "one"}""", "value is not a valid list")]
    [InlineData("""{"keywords": [1]}""", "str type expected")]
    [InlineData("""{"input_schema": []}""", "value is not a valid dict")]
    [InlineData("""{"definition": "x"}""", "value is not a valid dict")]
    [InlineData("""{"subscription_id": "x"}""", "value is not a valid uuid")]
    [InlineData("""{"flow_administrators": ["public"]}""", "Unrecognized principal string: \"public\". Allowed principal types in role \"FlowAdministrator\": [<AuthGroupUrn>, <AuthIdentityUrn>]")]
    [InlineData("""{"flow_starters": ["public"]}""", "Unrecognized principal string: \"public\". Allowed principal types in role \"FlowStarter\": [<AuthGroupUrn>, <AuthIdentityUrn>, <AllAuthenticatedUsers>]")]
    [InlineData("""{"flow_viewers": ["all_authenticated_users"]}""", "Unrecognized principal string: \"all_authenticated_users\". Allowed principal types in role \"FlowViewer\": [<AuthGroupUrn>, <AuthIdentityUrn>, <Public>]")]
    [InlineData("""{"run_managers": ["urn:globus:auth:identity:nonsense"]}""", "Unrecognized principal string: \"urn:globus:auth:identity:nonsense\". Allowed principal types in role \"RunManager\": [<AuthGroupUrn>, <AuthIdentityUrn>]")]
    public async Task A_wrong_field_is_told_with_its_place(string settings, string message)
    {
        await using var client = new LocalClient();
        FlowObject body = LocalClient.Json("""{"title": "T"}""").With("definition", LocalClient.PassFlow);
        foreach ((string name, FlowValue value) in LocalClient.Json(settings))
        {
            body = body.With(name, value);
        }

        Answer refused = (await client.SendAsync("POST", "/flows", body)).Expect(422);
        Assert.Equal("UNPROCESSABLE_ENTITY", refused.Code);
        Assert.Equal(message, Fault(refused)["msg"]!.AsString());
        Assert.NotEmpty(refused.Text("debug_id"));
    }

    [Fact]
    public async Task All_faults_are_told_at_once_in_detail_and_message()
    {
        await using var client = new LocalClient();
        FlowObject body = LocalClient.Json("""{"title": "", "flow_administrators": ["ae341a98-d274-11e5-b888-dbae3a8ba545", "4fab4345-6d20-43a0-9a25-16b2e3bbe765"]}""").With("definition", LocalClient.PassFlow);
        Answer refused = (await client.SendAsync("POST", "/flows", body)).Expect(422);
        Assert.Equal(3, ((FlowArray)refused.Error["detail"]!).Count);
        Assert.StartsWith("3 validation errors in body. $.title: ", refused.Error["message"]!.AsString(), StringComparison.Ordinal);
        Assert.Contains("$.flow_administrators[1]: Unrecognized principal string", refused.Error["message"]!.AsString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_definition_or_schema_that_is_none_is_refused_on_every_route()
    {
        await using var client = new LocalClient();
        string flow = await client.PublishAsync(LocalClient.PassFlow);
        FlowObject definition = LocalClient.Json("""{"title": "T", "definition": {"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "Nowhere"}}}}""");
        FlowObject schema = LocalClient.Json("""{"title": "T", "input_schema": {"type": 5}}""").With("definition", LocalClient.PassFlow);
        foreach ((string method, string path) in new[] { ("POST", "/flows"), ("POST", "/flows/validate"), ("POST", "/flows/dry-run"), ("PUT", $"/flows/{flow}") })
        {
            FlowObject fault = Fault((await client.SendAsync(method, path, definition)).Expect(422));
            Assert.Equal("definition", ((FlowArray)fault["loc"]!)[0].AsString());
            fault = Fault((await client.SendAsync(method, path, schema)).Expect(422));
            Assert.Equal("input_schema", ((FlowArray)fault["loc"]!)[0].AsString());
        }

        Fault((await client.SendAsync("POST", "/flows", LocalClient.Json("""{"title": "T"}"""))).Expect(422));
        (await client.SendAsync("POST", "/flows", FlowArray.Empty)).Expect(422);
    }

    [Fact]
    public async Task An_update_changes_what_it_names_and_nothing_else()
    {
        await using var client = new LocalClient();
        string flow = await client.PublishAsync(LocalClient.PassFlow, "Old", settings: LocalClient.Json("""{"subtitle": "S", "keywords": ["k"], "flow_viewers": ["public"], "subscription_id": "9a9a9a9a-0000-4000-8000-000000000001"}"""));
        Answer before = await client.SendAsync("GET", $"/flows/{flow}");
        Answer after = (await client.SendAsync("PUT", $"/flows/{flow}", LocalClient.Json("""{"title": "New", "keywords": []}"""))).Expect(200);
        Assert.Equal("New", after.Text("title"));
        Assert.Empty(after.List("keywords"));
        Assert.Equal("S", after.Text("subtitle"));
        Assert.Equal(["public"], after.List("flow_viewers").Select(static viewer => viewer.AsString()));
        Assert.Equal(before.Text("created_at"), after.Text("created_at"));
        Assert.NotEqual(before.Text("updated_at"), after.Text("updated_at"));
        Assert.Equal(FlowValue.Null, (await client.SendAsync("PUT", $"/flows/{flow}", LocalClient.Json("""{"subscription_id": null}"""))).Expect(200).Object["subscription_id"]);
        Assert.True(Guid.TryParse((await client.SendAsync("PUT", $"/flows/{flow}", LocalClient.Json("""{"subscription_id": "DEFAULT"}"""))).Expect(200).Text("subscription_id"), out _));
    }

    [Fact]
    public async Task Validation_tells_scopes_and_the_number_of_ways()
    {
        await using var client = new LocalClient();
        FlowObject definition = LocalClient.Json("""
            {"StartAt": "Pick", "States": {
              "Pick": {"Type": "Choice", "Choices": [{"Variable": "$.n", "NumericEquals": 1, "Next": "Hello"}, {"Variable": "$.n", "NumericEquals": 2, "Next": "Loop"}], "Default": "Bye"},
              "Hello": {"Type": "Action", "ActionUrl": "https://actions.globus.org/hello_world", "Parameters": {}, "RunAs": "Curator", "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Bye"}], "Next": "Move"},
              "Move": {"Type": "Action", "ActionUrl": "https://transfer.actions.globus.org/transfer", "Parameters": {}, "End": true},
              "Loop": {"Type": "Action", "ActionUrl": "https://elsewhere.example/x", "ActionScope": "https://auth.globus.org/scopes/elsewhere.example/x", "RunAs": "Flow", "Parameters": {}, "Next": "Pick"},
              "Bye": {"Type": "Fail", "Error": "E", "Cause": "C"}}}
            """);
        Answer valid = (await client.SendAsync("POST", "/flows/validate", FlowObject.Create(("definition", definition)))).Expect(200);
        Assert.Equal(LocalClient.Json("""
            {"Curator": ["https://auth.globus.org/scopes/actions.globus.org/hello_world"],
             "User": ["urn:globus:auth:scope:transfer.api.globus.org:all"],
             "Flow": ["https://auth.globus.org/scopes/elsewhere.example/x"]}
            """), valid.Object["scopes"]);

        // Hello-Move, Hello-Bye, Loop and back, Bye.
        Assert.Equal(FlowValue.From(4), ((FlowObject)valid.Object["analysis"]!)["number_of_possibilities"]);

        string flow = await client.PublishAsync(definition);
        FlowObject roles = (FlowObject)(await client.SendAsync("GET", $"/flows/{flow}")).Object["globus_auth_scopes_by_RunAs"]!;
        Assert.Equal(["Curator"], roles.Names);
    }

    [Fact]
    public async Task A_definition_of_very_many_ways_is_counted_at_once()
    {
        await using var client = new LocalClient();
        var states = new FlowObject.Builder();
        for (int i = 0; i < 2000; i++)
        {
            states.Set($"C{i}", LocalClient.Json($$"""{"Type": "Choice", "Choices": [{"Variable": "$.a", "IsPresent": true, "Next": "L{{i}}"}], "Default": "C{{i + 1}}"}"""));
            states.Set($"L{i}", LocalClient.Json($$"""{"Type": "Pass", "Next": "C{{i + 1}}"}"""));
        }

        states.Set("C2000", LocalClient.Json("""{"Type": "Pass", "End": true}"""));
        FlowObject definition = FlowObject.Create(("StartAt", FlowValue.From("C0")), ("States", states.Build()));
        Answer valid = (await client.SendAsync("POST", "/flows/validate", FlowObject.Create(("definition", definition)))).Expect(200);
        Assert.Equal(System.Numerics.BigInteger.Pow(2, 2000), ((FlowInteger)((FlowObject)valid.Object["analysis"]!)["number_of_possibilities"]!).Value);
    }

    private static FlowObject Fault(Answer refused) => (FlowObject)((FlowArray)refused.Error["detail"]!)[0];
}
