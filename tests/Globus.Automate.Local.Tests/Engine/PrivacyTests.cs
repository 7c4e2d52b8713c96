using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;

namespace Globus.Automate.Local.Tests.Engine;

/// <summary>No reader ever sees a private value: each of these flows carries the canary, and nothing that a run shows may hold it.</summary>
public sealed class PrivacyTests
{
    private const string Canary = "canary-7f3a";

    [Theory]
    [InlineData("""{"Type":"Pass","End":true}""", """{"_private":{"a":"canary-7f3a"},"n":[{"_private_x":"canary-7f3a"}],"_tokens":{"R":"canary-7f3a"}}""")]
    [InlineData("""{"Type":"Pass","Parameters":{"deep":{"_private_y.$":"$.plain"}},"End":true}""", """{"_tokens":1}""", """{"plain":"x"}""")]
    [InlineData("""{"Type":"Action","ActionUrl":"https://a.example","Parameters":{"password":"canary-7f3a","__Private_Parameters":["password"]},"ResultPath":"$.r","End":true}""")]
    [InlineData("""{"Type":"Action","ActionUrl":"https://a.example","Parameters":{"password.$":"$._private.pw","user":"u","__Private_Parameters":["password"]},"ResultPath":"$.r","End":true}""", """{"_private":{"pw":"canary-7f3a"}}""")]
    [InlineData("""{"Type":"Action","ActionUrl":"https://a.example","Parameters":{"password.=":"'canary' + '-7f3a'","__Private_Parameters":["password.="]},"ResultPath":"$.r","End":true}""")]
    [InlineData("""{"Type":"Action","ActionUrl":"https://a.example","Parameters":{"servers":[{"info":{"pw":"canary-7f3a","url":"u","__Private_Parameters":["pw"]}}]},"ResultPath":"$.r","End":true}""")]
    [InlineData("""{"Type":"Action","ActionUrl":"https://a.example","Parameters":{"t.$":"$._tokens.Admin","u.=":"`$._tokens.Admin`"},"ResultPath":"$.r","End":true}""", """{"_tokens":{"Admin":"canary-7f3a"}}""")]
    [InlineData("""{"Type":"ExpressionEval","Parameters":{"s":{"secret":"canary-7f3a","__Private_Parameters":["secret"]}},"ResultPath":"$.x.y","End":true}""")]
    [InlineData("""{"Type":"Pass","Parameters":{"a":{"b":"canary-7f3a"},"__Private_Parameters":["a"]},"End":true}""")]
    [InlineData("""{"Type":"ExpressionEval","Parameters":{"a.=":"int('canary-7f3a')","__Private_Parameters":["a"]},"ResultPath":"$.x","End":true}""")]
    [InlineData("""{"Type":"ExpressionEval","Parameters":{"a.=":"int(`$._private.v`)"},"ResultPath":"$.x","End":true}""", """{"_private":{"v":"canary-7f3a"}}""")]
    [InlineData("""{"Type":"Fail","CausePath":"$.f"}""", """{"f":{"_private_v":"canary-7f3a","ok":1}}""")]
    [InlineData("""{"Type":"Fail","ErrorPath":"$._private.e","CausePath":"$._private.c"}""", """{"_private":{"e":"canary-7f3a","c":["canary-7f3a"]}}""")]
    [InlineData("""{"Type":"Action","ActionUrl":"https://a.example","InputPath":"$._private","ResultPath":"$.r","End":true}""", """{"_private":{"pw":"canary-7f3a"}}""")]
    [InlineData("""{"Type":"Pass","InputPath":"$._tokens.R","ResultPath":"$.r","End":true}""", """{"_tokens":{"R":"canary-7f3a"}}""")]
    public async Task A_private_value_is_never_shown(string state, string? input = null, string? otherInput = null)
    {
        await using var harness = new EngineHarness();
        harness.Gateway.OnRun = (_, _) => ScriptedGateway.Status("ACTIVE");
        FlowRun run = await harness.RunAsync($$$"""{"StartAt":"S","States":{"S":{{{state}}}}}""", otherInput ?? input ?? "{}");
        Assert.True(run.Status.IsFinal());
        Assert.DoesNotContain(Canary, EngineHarness.Visible(run), StringComparison.Ordinal);
        foreach ((_, _, FlowValue argument) in harness.Gateway.Calls.Where(call => call.Verb == "run"))
        {
            Assert.Contains(Canary, argument.ToJson(), StringComparison.Ordinal);
            Assert.DoesNotContain("__Private_Parameters", argument.ToJson(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("\"canary-7f3a\"", "The value 'canary-7f3a' is too long.", "The value '(private)' is too long.")]
    [InlineData("{\"deep\":[\"canary-7f3a\", 987654]}", "987654 is not of type 'string'", "(private) is not of type 'string'")]
    [InlineData("\"no\"", "'no' is not one of the values.", "'no' is not one of the values.")]
    public async Task A_refusal_does_not_bring_a_private_parameter_back(string secret, string detail, string shown)
    {
        await using var harness = new EngineHarness();
        FlowValue body = FlowObject.Create(("error", FlowObject.Create(
            ("code", FlowValue.From("E")),
            ("detail", FlowArray.Create(FlowObject.Create(("loc", FlowArray.OfStrings(["$.pw"])), ("msg", FlowValue.From(detail))))),
            ("message", FlowValue.From("Input failed schema validation with 1 error.")))));
        harness.Gateway.OnRun = (_, _) => new ActionResponse(400, body);
        FlowRun run = await harness.RunAsync($$$"""
            {"StartAt":"A","States":{"A":{"Type":"Action","ActionUrl":"https://a.example","Parameters":{"pw":{{{secret}}},"open":"a","__Private_Parameters":["pw"]},
             "Catch":[{"ErrorEquals":["States.ALL"],"ResultPath":"$.e","Next":"B"}],"End":true}, "B":{"Type":"Pass","End":true} } }
            """);
        Assert.EndsWith($"could not be run: Input failed schema validation with 1 error. $.pw: {shown}", run.Log[2].Details["cause"]!.AsString(), StringComparison.Ordinal);
        Assert.Contains(shown, run.Output.ToJson(), StringComparison.Ordinal);
        if (detail != shown)
        {
            Assert.DoesNotContain(detail, EngineHarness.Visible(run), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_private_parameter_stays_private_wherever_paths_copy_it_to()
    {
        await using var harness = new EngineHarness();
        FlowRun run = await harness.RunAsync(
            """
            {"StartAt":"A","States":{
              "A":{"Type":"ExpressionEval","Parameters":{"secret":"canary-7f3a","open":1,"__Private_Parameters":["secret"]},"ResultPath":"$.a","Next":"B"},
              "B":{"Type":"Pass","Parameters":{"copy.$":"$.a","one.$":"$.a.secret","many.$":"$.a[*]","fine.$":"$.a.open"},"ResultPath":"$.b","Next":"C"},
              "C":{"Type":"Pass","InputPath":"$.b.copy","ResultPath":"$.c","Next":"C2"},
              "C2":{"Type":"Pass","InputPath":"$.b.copy[*]","ResultPath":"$.c2","Next":"D"},
              "D":{"Type":"Action","ActionUrl":"https://a.example","Parameters":{"pw.$":"$.c.secret","ok.$":"$.b.fine"},"ResultPath":"$.a","Next":"E"},
              "E":{"Type":"Pass","Parameters":{"all.$":"$"},"End":true}}}
            """);
        Assert.Equal(RunStatus.Succeeded, run.Status);
        Assert.Contains(Canary, Assert.Single(harness.Gateway.Calls).Argument.ToJson(), StringComparison.Ordinal);

        // The scripted provider echoes its input: what a provider tells is its own affair, so it is left out of the search.
        string shown = string.Join('\n', run.Log.TakeWhile(entry => entry.Code != "ActionCompleted").Select(entry => entry.Details.ToJson()));
        Assert.DoesNotContain(Canary, shown, StringComparison.Ordinal);
        Assert.Contains("\"fine\":1", shown, StringComparison.Ordinal);
        Assert.Equal("""{"ok":1}""", run.Log.Single(entry => entry.Code == "ActionStarted").Details["input"]!.ToJson());
        Assert.Equal("""{"fine":1,"copy":{"open":1}}""", ((FlowObject)((FlowObject)((FlowObject)run.Output)["all"]!)["b"]!) is var b
            ? FlowObject.Create(("fine", b["fine"]!), ("copy", b["copy"]!)).ToJson()
            : null);
    }

    [Fact]
    public async Task What_overwrites_a_private_value_is_shown()
    {
        await using var harness = new EngineHarness();
        FlowRun run = await harness.RunAsync(
            """
            {"StartAt":"A","States":{
              "A":{"Type":"Pass","Parameters":{"x":"canary-7f3a","__Private_Parameters":["x"]},"ResultPath":"$.a","Next":"B"},
              "B":{"Type":"Pass","Result":"public","ResultPath":"$.a.x","End":true}}}
            """);
        Assert.Equal("""{"a":{"x":"public"}}""", run.Output.ToJson());
        Assert.DoesNotContain(Canary, EngineHarness.Visible(run), StringComparison.Ordinal);
    }
}
