using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local;
using Globus.Automate.Local.Services;
using Microsoft.Extensions.Time.Testing;

namespace Globus.Automate.Tests.Services;

/// <summary>Flows that ask people: CreateWebInput asks, AwaitWebInput waits for the answer.</summary>
public sealed class WebInputTests
{
    private static readonly FlowObject s_flow = LocalClient.Json("""
        {
          "StartAt": "Ask",
          "States": {
            "Ask": {
              "Type": "CreateWebInput",
              "Parameters": {
                "InputType": "Selection",
                "Context": {"PresentationStyle": "Table", "Title.=": "'Publish ' + name + '?'", "Rows": [{"Field": "Size", "Value.$": "$.size"}, {"Field": "By", "Value.$": "$._context.username"}]},
                "Options": [{"Value": "yes", "Label": "Publish", "Description": "For everyone."}, {"Value": "no", "Label": "Keep it"}],
                "RespondentUrns.$": "$.people"
              },
              "ResultPath": "$.question",
              "Next": "Answer"
            },
            "Answer": {
              "Type": "AwaitWebInput",
              "Parameters": {"web_input_id.$": "$.question.web_input_id"},
              "ResultPath": "$.answer",
              "Catch": [{"ErrorEquals": ["Flows.WebInputExpired"], "ResultPath": "$.answer", "Next": "Decide"}],
              "Next": "Decide"
            },
            "Decide": {"Type": "Choice", "Choices": [{"Variable": "$.answer.response", "StringEquals": "yes", "Next": "Publish"}], "Default": "Keep"},
            "Publish": {"Type": "Pass", "Result": "public", "ResultPath": "$.way", "End": true},
            "Keep": {"Type": "Pass", "Result": "private", "ResultPath": "$.way", "End": true}
          }
        }
        """);

    [Theory]
    [InlineData("yes", "public")]
    [InlineData("no", "private")]
    public async Task A_run_waits_for_the_answer_and_goes_on_with_it_at_once(string answer, string way)
    {
        await using var client = new LocalClient();
        (string run, string id) = await AskAsync(client, "bob");

        FlowObject question = (await client.SendAsync("GET", $"/web_inputs/{id}", user: "bob")).Expect(200).Object;
        Assert.Equal("Publish report?", ((FlowObject)question["context"]!)["title"]!.AsString());
        Assert.Equal("""[{"field":"Size","value":"12"},{"field":"By","value":"you@local"}]""", ((FlowObject)question["context"]!)["rows"]!.ToJson());
        Assert.Equal(["respondent"], ((FlowArray)question["user_roles"]!).Select(static role => role.AsString()!));
        Assert.Equal((run, "Reports"), (((FlowObject)question["run"]!)["id"]!.AsString(), ((FlowObject)question["flow"]!)["title"]!.AsString()));
        (await client.SendAsync("GET", $"/web_inputs/{id}", user: "carol")).Expect(404);

        // Who started the run sees the question, and may not answer what was asked of somebody else.
        (await RespondAsync(client, id, answer, "you")).Expect(403);
        (await RespondAsync(client, id, answer, "bob")).Expect(200);

        FlowObject ended = (await client.WaitAsync(run)).Object;
        Assert.Equal(("SUCCEEDED", true), (ended["status"]!.AsString(), ended["blocking_web_input_id"]!.IsNull));
        FlowObject output = (FlowObject)((FlowObject)ended["details"]!)["output"]!;
        Assert.Equal(way, output["way"]!.AsString());
        Assert.Equal($$"""{"web_input_id":"{{id}}"}""", output["question"]!.ToJson());
        Assert.Equal($$"""{"web_input_id":"{{id}}","response":"{{answer}}"}""", output["answer"]!.ToJson());
        FlowArray log = (await client.SendAsync("GET", $"/runs/{run}/log?limit=100")).Expect(200).List("entries");
        Assert.Equal(
            ["FlowStarted", "CreateWebInputStarted", "CreateWebInputCompleted", "AwaitWebInputStarted", "AwaitWebInputCompleted", "ChoiceStarted", "ChoiceCompleted", "PassStarted", "PassCompleted", "FlowSucceeded"],
            log.Select(static entry => ((FlowObject)entry)["code"]!.AsString()!));
    }

    [Fact]
    public async Task A_question_that_nobody_answers_expires()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.Parse("2026-01-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
        await using var client = new LocalClient(new LocalGlobusOptions { TimeProvider = clock });
        (string run, string id) = await AskAsync(client, "you");

        clock.Advance(WebInputStore.Lifetime);

        FlowObject ended = (await client.WaitAsync(run)).Object;
        FlowObject output = (FlowObject)((FlowObject)ended["details"]!)["output"]!;
        Assert.Equal("private", output["way"]!.AsString());
        Assert.Equal("Nobody answered the question 'Publish report?' within 30 days.", ((FlowObject)output["answer"]!)["cause"]!.AsString());
        (await RespondAsync(client, id, "yes", "you")).Expect(409);
    }

    [Fact]
    public async Task A_cancelled_run_asks_no_more()
    {
        await using var client = new LocalClient();
        (string run, string id) = await AskAsync(client, "you");

        (await client.SendAsync("POST", $"/runs/{run}/cancel")).Expect(202);

        Assert.Equal("closed", (await client.SendAsync("GET", $"/web_inputs/{id}")).Expect(200).Text("status"));
        Assert.Empty((await client.SendAsync("GET", "/web_inputs")).List("web_input_summaries"));
        (await RespondAsync(client, id, "yes", "you")).Expect(409);
    }

    [Fact]
    public async Task Questions_and_answers_are_there_after_a_restart_and_the_run_goes_on()
    {
        string folder = Path.Combine(Path.GetTempPath(), "globus-web-inputs-" + Guid.NewGuid().ToString("N"));
        try
        {
            string run;
            string id;
            await using (var client = new LocalClient(new LocalGlobusOptions { DataPath = folder }))
            {
                (run, id) = await AskAsync(client, "bob");
            }

            await using (var client = new LocalClient(new LocalGlobusOptions { DataPath = folder }))
            {
                Assert.Equal(id, await BlockerAsync(client, run));
                Assert.Single((await client.SendAsync("GET", "/web_inputs", user: "bob")).List("web_input_summaries"));
                (await RespondAsync(client, id, "yes", "bob")).Expect(200);
                Assert.Equal("SUCCEEDED", (await client.WaitAsync(run)).Text("status"));
            }

            await using (var client = new LocalClient(new LocalGlobusOptions { DataPath = folder }))
            {
                Assert.Equal("closed", (await client.SendAsync("GET", $"/web_inputs/{id}", user: "bob")).Expect(200).Text("status"));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("\"InputType\": \"Selection\"", "\"InputType\": \"Text\"", "ACTION_INPUT_ERROR")]
    [InlineData("\"Value\": \"no\"", "\"Value\": \"yes\"", "ACTION_INPUT_ERROR")]
    [InlineData("\"PresentationStyle\": \"Table\"", "\"PresentationStyle\": \"Text\"", "ACTION_INPUT_ERROR")]
    [InlineData("$.question.web_input_id", "$._context.run_id", "NOT_FOUND")]
    public async Task What_is_no_question_of_the_run_is_ActionUnableToRun(string part, string instead, string code)
    {
        await using var client = new LocalClient();
        string text = s_flow.ToJson().Replace(part.Replace("\": \"", "\":\"", StringComparison.Ordinal), instead, StringComparison.Ordinal);
        Assert.NotEqual(s_flow.ToJson(), text);
        string run = await client.StartAsync(await client.PublishAsync(LocalClient.Json(text)), Input(client, "you"));

        FlowObject ended = (await client.WaitAsync(run)).Object;

        Assert.Equal("FAILED", ended["status"]!.AsString());
        Assert.Contains("ActionUnableToRun", ended["details"]!.ToJson(), StringComparison.Ordinal);
        FlowArray log = (await client.SendAsync("GET", $"/runs/{run}/log?limit=100")).Expect(200).List("entries");
        Assert.Contains(code, log.Last(static entry => ((FlowObject)entry)["code"]!.AsString()!.EndsWith("InputFailed", StringComparison.Ordinal)).ToJson(), StringComparison.Ordinal);
    }

    private static async Task<(string Run, string WebInput)> AskAsync(LocalClient client, string respondent)
    {
        string run = await client.StartAsync(await client.PublishAsync(s_flow, "Reports"), Input(client, respondent));
        return (run, await BlockerAsync(client, run));
    }

    private static FlowObject Input(LocalClient client, string respondent)
        => LocalClient.Json($$"""{"name": "report", "size": 12, "people": ["{{client.Globus.PrincipalOf(respondent)}}"]}""");

    private static async Task<string> BlockerAsync(LocalClient client, string run)
    {
        for (int attempt = 0; ; attempt++)
        {
            FlowObject document = (await client.SendAsync("GET", $"/runs/{run}")).Expect(200).Object;
            if (document["blocking_web_input_id"]!.AsString() is { } id)
            {
                return id;
            }

            Assert.True(attempt < 500 && document["status"]!.AsString() == "ACTIVE", document.ToJson());
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    private static Task<Answer> RespondAsync(LocalClient client, string id, string answer, string user)
        => client.SendAsync("POST", $"/web_inputs/{id}/respond", LocalClient.Json($$$"""{"response": {"value": "{{{answer}}}"}}"""), user);
}
