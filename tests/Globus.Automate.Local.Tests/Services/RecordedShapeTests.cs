using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Services;

namespace Globus.Automate.Tests.Services;

/// <summary>Our answers have at least the members that were recorded from the service, each of a kind that the recording allows, at the same status.</summary>
public sealed class RecordedShapeTests
{
    [Fact]
    public async Task Flows_have_the_recorded_members()
    {
        await using var client = new LocalClient();
        FlowObject settings = LocalClient.Json("""{"subtitle": "S", "flow_viewers": ["public"], "subscription_id": "9a9a9a9a-0000-4000-8000-000000000001"}""");
        Answer created = (await client.SendAsync("POST", "/flows", settings.With("title", FlowValue.From("T")).With("definition", LocalClient.PassFlow))).Expect(201);
        string id = created.Text("id");
        AssertLike("create_flow", "default", created);
        AssertLike("get_flow", "default", await client.SendAsync("GET", $"/flows/{id}"));
        AssertLike("update_flow", "default", await client.SendAsync("PUT", $"/flows/{id}", LocalClient.Json("""{"title": "U"}""")));
        AssertLike("list_flows", "default", await client.SendAsync("GET", "/flows"));
        AssertLike("validate_flow", "default", await client.SendAsync("POST", "/flows/validate", Request("validate_flow", "default")));
        AssertLike("delete_flow", "default", await client.SendAsync("DELETE", $"/flows/{id}"));
    }

    [Fact]
    public async Task Refusals_of_flows_have_the_recorded_bodies()
    {
        await using var client = new LocalClient();
        FlowObject wrong = LocalClient.Json("""{"title": "T", "flow_administrators": ["ae341a98-d274-11e5-b888-dbae3a8ba545", "4fab4345-6d20-43a0-9a25-16b2e3bbe765"]}""").With("definition", LocalClient.PassFlow);
        Answer refused = (await client.SendAsync("POST", "/flows", wrong)).Expect(422);
        Assert.Equal(((FlowObject)Recorded("create_flow", "bad_admin_principal_error")["error"]!)["detail"], refused.Error["detail"]);
        AssertLike("create_flow", "bad_admin_principal_error", refused);
        Answer definition = (await client.SendAsync("POST", "/flows/validate", Request("validate_flow", "definition_error"))).Expect(422);
        Assert.Equal(Recorded("validate_flow", "definition_error")["error"], definition.Error);
    }

    [Fact]
    public async Task Runs_have_the_recorded_members()
    {
        await using var client = new LocalClient();
        string flow = await client.PublishAsync(LocalClient.HelloFlow);
        string scope = LocalClient.FlowScope(flow);
        Answer started = (await client.SendAsync("POST", $"/flows/{flow}/run", LocalClient.Json("""{"body": {"name": "x"}, "label": "L"}"""), scope: scope)).Expect(201);
        string run = started.Text("run_id");
        AssertLike("run_flow", "default", started, "details");
        AssertLike("get_run", "default", await client.WaitAsync(run), "output");
        AssertLike("list_runs", "default", await client.SendAsync("GET", "/runs"), "output");
        AssertLike("get_run_definition", "default", await client.SendAsync("GET", $"/runs/{run}/definition"), "definition");
        AssertLike("get_run_logs", "default", await client.SendAsync("GET", $"/runs/{run}/log"), "output", "input");
        AssertLike("update_run", "default", await client.SendAsync("PUT", $"/runs/{run}", LocalClient.Json("""{"tags": ["a"]}""")), "details");
        AssertLike("validate_run", "default", await client.SendAsync("POST", $"/flows/{flow}/validate_run", LocalClient.Json("""{"body": {}}"""), scope: scope));
        AssertLike("delete_run", "default", await client.SendAsync("POST", $"/runs/{run}/release"), "output");

        string longFlow = await client.PublishAsync(LocalClient.LongFlow);
        string longRun = await client.StartAsync(longFlow);
        AssertLike("delete_run", "conflict", (await client.SendAsync("POST", $"/runs/{longRun}/release")).Expect(409));
        AssertLike("resume_run", "default", await client.SendAsync("POST", $"/runs/{longRun}/resume", scope: LocalClient.FlowScope(longFlow)), "details");
        AssertLike("cancel_run", "default", (await client.SendAsync("POST", $"/runs/{longRun}/cancel")).Expect(202));
    }

    [Fact]
    public async Task Refusals_of_runs_have_the_recorded_bodies()
    {
        await using var client = new LocalClient();
        string flow = await client.PublishAsync(LocalClient.PassFlow, settings: LocalClient.Json("""{"flow_viewers": ["public"], "input_schema": {"properties": {"bool": {"type": "boolean"}}}}"""));
        FlowObject input = LocalClient.Json("""{"body": {"bool": "not-a-boolean"}}""");
        AssertLike("validate_run", "invalid_input_payload", (await client.SendAsync("POST", $"/flows/{flow}/validate_run", input, scope: LocalClient.FlowScope(flow))).Expect(400));
        AssertLike("validate_run", "invalid_token", (await client.SendAsync("POST", $"/flows/{flow}/validate_run", input, token: "nonsense")).Expect(401));
        AssertLike("validate_run", "not_a_flow_starter", (await client.SendAsync("POST", $"/flows/{flow}/validate_run", input, "bob", LocalClient.FlowScope(flow))).Expect(403));
        AssertLike("run_flow", "missing_scope_error", (await client.SendAsync("POST", $"/flows/{flow}/run", input)).Expect(403));
    }

    [Fact]
    public async Task Web_inputs_have_the_recorded_members_and_refusals()
    {
        await using var client = new LocalClient();
        string you = client.Globus.PrincipalOf("you");
        string bob = client.Globus.PrincipalOf("bob");
        var input = new WebInput
        {
            RunId = Guid.NewGuid().ToString(),
            RunLabel = "L",
            FlowId = Guid.NewGuid().ToString(),
            FlowTitle = "T",
            Title = "Go?",
            Text = "All is ready.",
            Options = [new WebInputOption("yes", "Yes", "Goes on."), new WebInputOption("no", "No", "Stops.")],
            Viewers = [you, bob],
            Respondents = [you],
            Creator = you,
        };
        await client.Globus.WebInputs.OpenAsync(input);
        FlowObject Value(string option) => LocalClient.Json($$$"""{"response": {"value": "{{{option}}}"}}""");

        AssertLike("get_web_input", "default", await client.SendAsync("GET", $"/web_inputs/{input.Id}"));
        AssertLike("list_web_inputs", "default", await client.SendAsync("GET", "/web_inputs"));
        AssertLike("respond_to_web_input", "not_found", (await client.SendAsync("POST", $"/web_inputs/{Guid.NewGuid()}/respond", Value("yes"))).Expect(404));
        AssertLike("respond_to_web_input", "forbidden", (await client.SendAsync("POST", $"/web_inputs/{input.Id}/respond", Value("yes"), "bob")).Expect(403));
        Answer unknown = (await client.SendAsync("POST", $"/web_inputs/{input.Id}/respond", Value("not-a-real-option"))).Expect(422);
        Assert.Equal(((FlowObject)Recorded("respond_to_web_input", "invalid_option")["error"]!)["detail"], unknown.Error["detail"]);
        AssertLike("respond_to_web_input", "default", (await client.SendAsync("POST", $"/web_inputs/{input.Id}/respond", Value("yes"))).Expect(200));
        Assert.Equal($"Web Input {input.Id} is already closed.", (await client.SendAsync("POST", $"/web_inputs/{input.Id}/respond", Value("no"))).Expect(409).Detail);
        AssertLike("get_web_input", "closed", await client.SendAsync("GET", $"/web_inputs/{input.Id}"));
        AssertLike("list_web_inputs", "empty", await client.SendAsync("GET", "/web_inputs"));
        Assert.Single((await client.SendAsync("GET", "/web_inputs?filter_states=closed&filter_roles=viewer")).List("web_input_summaries"));
        (await client.SendAsync("GET", $"/web_inputs/{input.Id}", user: "carol")).Expect(404);
    }

    [Fact]
    public async Task Registered_APIs_have_the_recorded_members_and_are_changed_and_deleted()
    {
        await using var client = new LocalClient();
        FlowObject recorded = Recorded("get_registered_api", "default");
        FlowObject body = FlowObject.Create(("name", FlowValue.From("api")), ("description", FlowValue.From("D")), ("target", recorded["target"]!), ("subscription_id", recorded["subscription_id"]!));
        Answer created = (await client.SendAsync("POST", "/registered_apis", body)).Expect(201);
        string id = created.Text("id");
        AssertLike("get_registered_api", "default", created);
        Assert.Equal(recorded["state_input_schema"], created.Object["state_input_schema"]);
        Assert.Equal(recorded["data_templates"], created.Object["data_templates"]);
        AssertLike("list_registered_apis", "default", await client.SendAsync("GET", "/registered_apis?per_page=1"));

        Answer changed = (await client.SendAsync("PATCH", $"/registered_apis/{id}", LocalClient.Json("""{"name": "renamed", "target": {"destination": {"method": "post"}}}"""))).Expect(200);
        Assert.Equal("renamed", changed.Text("name"));
        FlowObject destination = (FlowObject)((FlowObject)changed.Object["target"]!)["destination"]!;
        Assert.Equal("post", destination["method"]!.AsString());
        Assert.Equal(((FlowObject)((FlowObject)recorded["target"]!)["destination"]!)["url"], destination["url"]);

        foreach (string wrong in new[] { """{"name": ""}""", """{"target": {"type": "soap"}}""", """{"target": {"destination": {"method": "eat"}}}""", """{"target": {"destination": {"url": "ftp://x"}}}""", """{"roles": {"owners": ["x"]}}""", """{"roles": {"owners": []}}""" })
        {
            (await client.SendAsync("PATCH", $"/registered_apis/{id}", LocalClient.Json(wrong))).Expect(422);
        }

        (await client.SendAsync("GET", $"/registered_apis/{id}", user: "bob")).Expect(404);
        string bob = client.Globus.PrincipalOf("bob");
        (await client.SendAsync("PATCH", $"/registered_apis/{id}", LocalClient.Json($$$"""{"roles": {"viewers": ["{{{bob}}}"]}}"""))).Expect(200);
        (await client.SendAsync("GET", $"/registered_apis/{id}", user: "bob")).Expect(200);
        (await client.SendAsync("DELETE", $"/registered_apis/{id}", user: "bob")).Expect(403);
        Answer deleted = (await client.SendAsync("DELETE", $"/registered_apis/{id}")).Expect(200);
        Assert.NotNull(deleted.Object["scheduled_deletion_timestamp"]!.AsString());
        Assert.Equal($"No Registered API exists with id value {Guid.Empty}", (await client.SendAsync("GET", $"/registered_apis/{Guid.Empty}")).Expect(404).Detail);
    }

    private static FlowObject Case(string operation, string name)
    {
        FlowValue recorded = ((FlowObject)FlowValue.Parse(Corpus.ReadText("flows-api-responses", operation + ".json")))[name]!;
        return (FlowObject)(recorded is FlowArray several ? several[0] : recorded);
    }

    private static FlowObject Recorded(string operation, string name) => (FlowObject)Case(operation, name)["response"]!;

    private static FlowObject Request(string operation, string name) => (FlowObject)((FlowObject)Case(operation, name)["request"]!)["json_body"]!;

    /// <param name="operation">The file of the recording.</param>
    /// <param name="name">The case in it.</param>
    /// <param name="answer">Our answer.</param>
    /// <param name="own">Members whose contents are a flow's own, and differ from one to the other.</param>
    private static void AssertLike(string operation, string name, Answer answer, params string[] own)
    {
        var faults = new List<string>();
        Compare(Recorded(operation, name), answer.Body, "$", [.. own, "definition", "input_schema", "scopes", "specification", "components"], faults);
        Assert.True(faults.Count == 0, $"{operation}/{name}: {string.Join("; ", faults)} in {answer.Raw}");
    }

    private static void Compare(FlowValue recorded, FlowValue ours, string path, HashSet<string> own, List<string> faults)
    {
        bool sameKind = recorded.Kind == ours.Kind || recorded.IsNull || ours.IsNull;
        if (!sameKind)
        {
            faults.Add($"{path} is {ours.Kind}, not {recorded.Kind}");
        }

        if (recorded is FlowObject theirs && ours is FlowObject mine)
        {
            foreach ((string member, FlowValue value) in theirs)
            {
                if (!mine.TryGetValue(member, out FlowValue? here))
                {
                    faults.Add($"{path}.{member} is missing");
                }
                else if (!own.Contains(member))
                {
                    Compare(value, here, $"{path}.{member}", own, faults);
                }
            }
        }
        else if (recorded is FlowArray { Count: > 0 } list && ours is FlowArray { Count: > 0 } items)
        {
            Compare(list[0], items[0], path + "[0]", own, faults);
        }
    }
}
