using System.Net;
using System.Text.Json;
using Globus.Automate.Client.Errors;
using Globus.Automate.Client.Flows;
using Globus.Automate.Client.Runs;
using Globus.Automate.Client.Tests.Support;
using Globus.Automate.Tests;

namespace Globus.Automate.Client.Tests.Flows;

/// <summary>Replays every recorded case: the right request goes out, and what came back is read right.</summary>
public sealed class RecordedResponsesTests
{
    /// <summary>Which call makes the request of each recorded operation.</summary>
    private static readonly Dictionary<string, Func<GlobusSession, RecordedCase, Task<IReadOnlyList<GlobusDocument>>>> s_calls = new()
    {
        ["cancel_run"] = async (s, c) => [await s.Runs.CancelAsync(c.Id(2))],
        ["create_flow"] = async (s, c) => [await s.Flows.CreateAsync(c.Settings())],
        ["delete_flow"] = async (s, c) => [await s.Flows.DeleteAsync(c.Id(2))],
        ["delete_run"] = async (s, c) => [await s.Runs.ReleaseAsync(c.Id(2))],
        ["get_flow"] = async (s, c) => [await s.Flows.GetAsync(c.Id(2))],
        ["get_registered_api"] = async (s, c) => [await s.RegisteredApis.GetAsync(c.Id(2))],
        ["get_run"] = async (s, c) => [await s.Runs.GetAsync(c.Id(2), c.RequestQuery("include_flow_description") == "True")],
        ["get_run_definition"] = async (s, c) => [await s.Runs.GetDefinitionAsync(c.Id(2))],
        ["get_run_logs"] = async (s, c) => [.. await TestSession.ToListAsync(s.Runs.GetLogAsync(c.Id(2), pageSize: 10))],
        ["get_web_input"] = async (s, c) => [await s.WebInputs.GetAsync(c.Id(2))],
        ["list_flows"] = async (s, c) => [.. await TestSession.ToListAsync(s.Flows.ListAsync())],
        ["list_registered_apis"] = async (s, c) => [.. await TestSession.ToListAsync(s.RegisteredApis.ListAsync())],
        ["list_runs"] = async (s, c) => [.. await TestSession.ToListAsync(s.Runs.ListAsync(new RunFilter { FlowIds = c.RequestQuery("filter_flow_id")?.Split(',') }))],
        ["list_web_inputs"] = async (s, c) => [.. await TestSession.ToListAsync(s.WebInputs.ListAsync())],
        ["respond_to_web_input"] = async (s, c) =>
        {
            await s.WebInputs.RespondAsync(c.Id(2), TestSession.Parse("\"8f14e45f\""));
            return [];
        },
        ["resume_run"] = async (s, c) => [await s.Runs.ResumeAsync(c.Text("flow_id"), c.Id(2))],
        ["run_flow"] = async (s, c) => [await s.Flows.RunAsync(c.Id(2), new RunSettings { Body = TestSession.Parse("""{"param": "value"}"""), Label = "L", Tags = ["t"] })],
        ["update_flow"] = async (s, c) => [await s.Flows.UpdateAsync(c.Id(2), new FlowSettings { Title = c.Text("title"), Keywords = [] })],
        ["update_run"] = async (s, c) => [await s.Runs.UpdateAsync(c.Id(2), new RunUpdate { Label = c.Text("label"), Tags = [] })],
        ["validate_flow"] = async (s, c) => [await s.Flows.ValidateAsync(c.RequestBody("definition"))],
        ["validate_run"] = async (s, c) =>
        {
            string message = await s.Flows.ValidateRunAsync(c.Id(2), new RunSettings { Body = TestSession.Parse("""{"bool": "not-a-boolean"}""") });
            Assert.Equal(c.Text("message"), message);
            return [];
        },
    };

    /// <summary>The body that each call must send, where the corpus does not give it.</summary>
    private static readonly Dictionary<string, string> s_bodies = new()
    {
        ["respond_to_web_input"] = """{"response": {"value": "8f14e45f"}}""",
        ["run_flow"] = """{"body": {"param": "value"}, "label": "L", "tags": ["t"]}""",
        ["validate_run"] = """{"body": {"bool": "not-a-boolean"}}""",
        ["update_flow"] = """{"title": "Multi Step Transfer", "keywords": []}""",
        ["update_run"] = """{"label": "Transfer all of these files!", "tags": []}""",
    };

    public static TheoryData<string, string, int> Cases()
    {
        var cases = new TheoryData<string, string, int>();
        if (Corpus.TryPath("flows-api-responses") is { } folder)
        {
            foreach (string file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
            {
                foreach (JsonProperty named in JsonDocument.Parse(File.ReadAllText(file)).RootElement.EnumerateObject())
                {
                    int parts = named.Value.ValueKind == JsonValueKind.Array ? named.Value.GetArrayLength() : 1;

                    // The parts of a paginated case are one listing; the parts of the others are requests of their own.
                    for (int part = 0; part < (named.Name == "paginated" ? 1 : parts); part++)
                    {
                        cases.Add(Path.GetFileNameWithoutExtension(file), named.Name, part);
                    }
                }
            }
        }

        return cases;
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Cases))]
    public async Task Each_recorded_case_is_asked_for_and_read_right(string operation, string name, int part)
    {
        RecordedCase recorded = RecordedCase.Load(operation, name, part);
        IReadOnlyList<RecordedCase> pages = name == "paginated" ? RecordedCase.LoadAll(operation, name) : [recorded];
        using var handler = new ScriptedHandler(sent => ScriptedHandler.Answer(pages[sent.Number - 1].Status, pages[sent.Number - 1].Response.GetRawText()));
        using GlobusSession session = TestSession.Over(handler);

        if (recorded.Status < 400)
        {
            IReadOnlyList<GlobusDocument> documents = await s_calls[operation](session, recorded);
            AssertDocuments(operation, pages, documents);
        }
        else
        {
            GlobusApiException error = await Assert.ThrowsAsync<GlobusApiException>(() => s_calls[operation](session, recorded));
            AssertError(recorded, error);
        }

        AssertRequests(operation, pages, handler.Requests);
    }

    [Fact]
    public void All_recorded_operations_have_a_call()
    {
        string[] files = [.. Directory.EnumerateFiles(Corpus.Path("flows-api-responses"), "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];
        Assert.Equal(files, s_calls.Keys.Order(StringComparer.Ordinal));
    }

    private static void AssertRequests(string operation, IReadOnlyList<RecordedCase> pages, IReadOnlyList<Sent> requests)
    {
        Assert.Equal(pages.Count, requests.Count);
        for (int i = 0; i < pages.Count; i++)
        {
            RecordedCase page = pages[i];
            Sent sent = requests[i];
            Assert.Equal(page.Method, sent.Method);
            Assert.Equal("flows.automate.globus.org", sent.Url.Host);
            Assert.Equal(page.Path, sent.Path);
            bool isFlowToken = operation is "run_flow" or "resume_run" or "validate_run";
            Assert.Equal(isFlowToken ? TestSession.FlowToken : TestSession.FlowsToken, sent.Authorization);
            AssertQuery(operation, page, sent, isFirst: i == 0);
            AssertBody(operation, page, sent);
        }
    }

    private static void AssertQuery(string operation, RecordedCase page, Sent sent, bool isFirst)
    {
        Dictionary<string, string> query = sent.Query;
        if (page.RequestQuery("marker") is { } marker)
        {
            Assert.Equal(marker, Assert.Single(query, pair => pair.Key == "marker").Value);
            Assert.Single(query);
        }
        else if (operation == "get_run")
        {
            // A value of "False" and no value at all ask for the same.
            Assert.Equal(page.RequestQuery("include_flow_description") == "True" ? "true" : null, query.GetValueOrDefault("include_flow_description"));
        }
        else
        {
            Assert.Equal(page.RequestQuery("filter_flow_id"), query.GetValueOrDefault("filter_flow_id"));
            Assert.Equal(operation == "get_run_logs" && isFirst ? "10" : null, query.GetValueOrDefault("limit"));
            Assert.DoesNotContain("reverse_order", query.Keys);
        }
    }

    private static void AssertBody(string operation, RecordedCase page, Sent sent)
    {
        string? expected = page.RequestJson?.GetRawText() ?? s_bodies.GetValueOrDefault(operation);
        if (expected is not null)
        {
            Assert.Equal("application/json", sent.ContentType);
            Assert.True(
                JsonElement.DeepEquals(TestSession.Parse(expected), TestSession.Parse(sent.Body!)),
                $"sent {sent.Body} instead of {expected}");
        }
        else if (operation == "create_flow")
        {
            JsonElement body = TestSession.Parse(sent.Body!);
            Assert.Equal(["definition", "input_schema", "title", "subtitle", "description", "keywords", "flow_administrators"], body.EnumerateObject().Select(member => member.Name));
        }
        else
        {
            Assert.True(string.IsNullOrEmpty(sent.Body), $"sent {sent.Body} where no body is due");
        }
    }

    private static void AssertDocuments(string operation, IReadOnlyList<RecordedCase> pages, IReadOnlyList<GlobusDocument> documents)
    {
        if (operation is "respond_to_web_input" or "validate_run")
        {
            Assert.Empty(documents);
            return;
        }

        string? list = pages[0].Response.EnumerateObject()
            .Where(member => member.Name is "flows" or "runs" or "entries" or "registered_apis" or "web_input_summaries")
            .Select(member => member.Name)
            .FirstOrDefault();
        JsonElement[] expected = list is null
            ? [.. pages.Select(page => page.Response)]
            : [.. pages.SelectMany(page => page.Response.GetProperty(list).EnumerateArray())];
        Assert.Equal(expected.Length, documents.Count);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(JsonElement.DeepEquals(expected[i], documents[i].Document));
            AssertTyped(expected[i], documents[i]);
        }
    }

    private static void AssertTyped(JsonElement expected, GlobusDocument document)
    {
        switch (document)
        {
            case Flow flow:
                Assert.Equal(expected.GetProperty("id").GetString(), flow.Id);
                Assert.Equal(expected.GetProperty("title").GetString(), flow.Title);
                Assert.NotNull(flow.CreatedAt);
                Assert.NotEmpty(flow.UserRoles);
                Assert.Equal(JsonValueKind.Object, flow.Definition!.Value.ValueKind);
                break;
            case Run run:
                Assert.Equal(expected.GetProperty("run_id").GetString(), run.RunId);
                Assert.Equal(expected.GetProperty("flow_id").GetString(), run.FlowId);
                Assert.Equal(expected.GetProperty("status").GetString() is "SUCCEEDED" or "FAILED" or "ENDED", run.IsFinished);
                Assert.NotNull(run.StartTime);
                Assert.Equal(expected.TryGetProperty("completion_time", out _), run.CompletionTime is not null);
                break;
            case RunDefinition definition:
                Assert.Equal(expected.GetProperty("flow_id").GetString(), definition.FlowId);
                Assert.Equal("no-op", definition.Definition!.Value.GetProperty("StartAt").GetString());
                break;
            case RunLogEntry entry:
                Assert.Equal(expected.GetProperty("code").GetString(), entry.Code);
                Assert.NotNull(entry.Time);
                Assert.NotEmpty(entry.Description);
                break;
            case WebInput input:
                Assert.Equal(expected.GetProperty("id").GetString(), input.Id);
                Assert.Equal(expected.GetProperty("run").GetProperty("id").GetString(), input.RunId);
                Assert.Equal(expected.TryGetProperty("options", out JsonElement options) ? options.GetArrayLength() : 0, input.Options.Count);
                Assert.NotNull(input.Title);
                break;
            case RegisteredApi api:
                Assert.Equal(expected.GetProperty("id").GetString(), api.Id);
                Assert.Equal(expected.GetProperty("name").GetString(), api.Name);
                break;
            case FlowValidation validation:
                Assert.Equal(["urn:globus:auth:scope:transfer.api.globus.org:all"], validation.Scopes["User"]);
                break;
            default:
                Assert.Fail($"No check for {document.GetType().Name}.");
                break;
        }
    }

    private static void AssertError(RecordedCase recorded, GlobusApiException error)
    {
        JsonElement body = recorded.Response.GetProperty("error");
        Assert.Equal((HttpStatusCode)recorded.Status, error.StatusCode);
        Assert.Equal(body.GetProperty("code").GetString(), error.Code);
        Assert.Equal(recorded.Response.TryGetProperty("debug_id", out JsonElement id) ? id.GetString() : null, error.DebugId);
        JsonElement detail = body.GetProperty("detail");
        if (detail.ValueKind == JsonValueKind.Array)
        {
            Assert.Equal(detail.GetArrayLength(), error.Details.Count);
            Assert.Equal(detail[0].GetProperty("msg").GetString(), error.Details[0].Message);
            Assert.Equal(detail[0].GetProperty("type").GetString(), error.Details[0].Type);
            Assert.Contains(error.Details[0].Message.TrimEnd('.'), error.Message, StringComparison.Ordinal);
        }
        else
        {
            Assert.Contains(detail.GetString()!.TrimEnd('.'), error.Message, StringComparison.Ordinal);
        }

        (GlobusErrorKind kind, string? path) expected = recorded.Name switch
        {
            "bad_admin_principal_error" => (GlobusErrorKind.InvalidInput, "$.flow_administrators[0]"),
            "definition_error" => (GlobusErrorKind.InvalidDefinition, "$.definition.States.Step1"),
            "invalid_input_payload" => (GlobusErrorKind.InvalidInput, "$.bool"),
            "conflict" or "closed" => (GlobusErrorKind.Conflict, null),
            "not_found" => (GlobusErrorKind.NotFound, null),
            "forbidden" or "not_a_flow_starter" => (GlobusErrorKind.Forbidden, null),
            "auth_policy_required" => (GlobusErrorKind.SessionRequired, null),
            "invalid_option" => (GlobusErrorKind.InvalidInput, null),
            "missing_scope_error" => (GlobusErrorKind.ConsentRequired, null),
            "invalid_token" => (GlobusErrorKind.AuthenticationRequired, null),
            _ => throw new InvalidOperationException($"No expectation for the case {recorded.Name}."),
        };
        Assert.Equal(expected.kind, error.Kind);
        if (expected.path is not null)
        {
            Assert.Equal(expected.path, error.Details[0].LocPath);
        }

        if (recorded.Name == "auth_policy_required")
        {
            Assert.Equal(["6f2c1d7e-3b4a-4a5e-9f0f-8f2a1b7c4d9e"], error.AuthorizationRequirements!.SessionRequiredPolicies);
            Assert.Equal("AuthenticationPolicyRequired", error.AuthorizationRequirements.Code);
        }

        if (recorded.Name == "missing_scope_error")
        {
            Assert.Equal(["frobulate[demuddle]"], error.AuthorizationRequirements!.RequiredScopes);
        }
    }
}
