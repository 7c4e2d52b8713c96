using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Tests;

namespace Globus.Automate.FlowLanguage.Tests.Definitions;

/// <summary>What compiles, what does not, and what is hidden of a definition.</summary>
public sealed class FlowDefinitionTests
{
    [Fact]
    public void A_definition_becomes_typed_states()
    {
        FlowDefinition definition = Parse("""
            {"Comment":"c","StartAt":"A","States":{
              "A":{"Type":"Action","Comment":"does","ActionUrl":"https://a.example","ActionScope":"s","Parameters":{"x":1},"ResultPath":"$.r['a b'][0]","WaitTime":7200,
                   "ExceptionOnActionFailure":false,"RunAs":"Admin","Catch":[{"ErrorEquals":["X","Y"],"Next":"F","ResultPath":"$.e"},{"ErrorEquals":["States.ALL"],"Next":"F"}],"Next":"W"},
              "W":{"Type":"Wait","Timestamp":"2026-01-31T12:00:00+01:00","Next":"C"},
              "C":{"Type":"Choice","Choices":[{"Variable":"$.x","IsPresent":true,"Next":"P"}],"Default":"F"},
              "P":{"Type":"Pass","Result":null,"Next":"E"},
              "E":{"Type":"ExpressionEval","Parameters":{"y.=":"1"},"End":true},
              "F":{"Type":"Fail","Error":"e","CausePath":"$.c"}}}
            """);
        Assert.Equal(("c", "A", 6), (definition.Comment, definition.Start.Name, definition.States.Count));
        var action = (ActionState)definition["A"];
        Assert.Equal(("https://a.example", "s", "Admin", false, "W", "does"), (action.ActionUrl, action.ActionScope, action.RunAs, action.ExceptionOnActionFailure, action.Next, action.Comment));
        Assert.Equal(TimeSpan.FromHours(2), action.WaitTime);
        Assert.Equal(["r", "a b", 0], action.ResultPath!.Steps);
        Assert.Equal([true, false], action.Catch.Select(rule => rule.Accepts("X") && !rule.Accepts("Z")));
        Assert.True(action.Catch[1].Accepts("Z"));
        Assert.Equal(new DateTimeOffset(2026, 1, 31, 11, 0, 0, TimeSpan.Zero), ((WaitState)definition["W"]).Timestamp);
        Assert.Equal("F", ((ChoiceState)definition["C"]).Default);
        Assert.True(((PassState)definition["P"]).Result!.IsNull);
        Assert.Null(definition["E"].Next);
        Assert.Equal("$.c", ((FailState)definition["F"]).CausePath!.Text);
        Assert.Throws<KeyNotFoundException>(() => definition["Z"]);
    }

    [Fact]
    public void What_is_left_out_has_the_defaults_of_the_manual()
    {
        var action = (ActionState)Parse("""{"StartAt":"A","States":{"A":{"Type":"Action","ActionUrl":"https://a.example","InputPath":"$.x","End":true}}}""").Start;
        Assert.Equal((300d, true, "User", 0), (action.WaitTime.TotalSeconds, action.ExceptionOnActionFailure, action.RunAs, action.Catch.Count));
        Assert.Null(action.ResultPath);
        Assert.Null(action.Parameters);
    }

    [Theory]
    [InlineData("[]", "$", "must be an object, not a list")]
    [InlineData("{}", "$", "needs 'StartAt'")]
    [InlineData("""{"StartAt":"A"}""", "$", "needs 'States'")]
    [InlineData("""{"StartAt":"A","States":[]}""", "$.States", "must be an object")]
    [InlineData("""{"StartAt":1,"States":{}}""", "$.StartAt", "must be a string")]
    [InlineData("""{"StartAt":"B","States":{"A":{"Type":"Fail"}}}""", "$.StartAt", "names the state 'B'")]
    [InlineData("""{"StartAt":"A","States":{"A":{}}}""", "$.States.A", "needs 'Type'")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"Task"}}}""", "$.States.A.Type", "'Task' is not a type of state")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"Pass","OutputPath":"$","End":true}}}""", "$.States.A.OutputPath", "not part of the flow language")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"Pass"}}}""", "$.States.A", "must be defined as either terminal")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"Pass","End":false}}}""", "$.States.A", "must be defined as either terminal")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"Pass","End":true,"Next":"A"}}}""", "$.States.A", "both 'Next' and 'End'")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"Z"}}}""", "$.States.A.Next", "no state named 'Z'")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"Pass","InputPath":"x","End":true}}}""", "$.States.A.InputPath", "is not a JSONPath")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"Pass","ResultPath":"$.a[*]","End":true}}}""", "$.States.A.ResultPath", "cannot say where a result goes")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"Pass","ResultPath":"$._context.x","End":true}}}""", "$.States.A.ResultPath", "read-only")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"Pass","ResultPath":"$['_context']","End":true}}}""", "$.States.A.ResultPath", "read-only")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"Pass","Parameters":[],"End":true}}}""", "$.States.A.Parameters", "must be an object")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"Pass","Parameters":{"a":[{"x.$":7}]},"End":true}}}""", "$.States.A.Parameters.a[0]['x.$']", "must be a string")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"Pass","Parameters":{"x.=":"1 +"},"End":true}}}""", "$.States.A.Parameters['x.=']", "is not an expression")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"Pass","Parameters":{"x":1,"x.$":"$.y"},"End":true}}}""", "$.States.A.Parameters['x.$']", "given twice")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"Pass","Parameters":{"__Private_Parameters":"x"},"End":true}}}""", "$.States.A.Parameters.__Private_Parameters", "must be a list")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"Pass","Parameters":{"__Private_Parameters":[1]},"End":true}}}""", "$.States.A.Parameters.__Private_Parameters[0]", "must be a string")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"Action","ActionUrl":"https://a.example","End":true}}}""", "$.States.A", "needs 'Parameters' or 'InputPath'")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"Action","ActionUrl":"https://a.example","Parameters":{},"InputPath":"$.x","End":true}}}""", "$.States.A", "both 'InputPath' and 'Parameters'")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"Action","Parameters":{},"End":true}}}""", "$.States.A", "needs 'ActionUrl'")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"Action","ActionUrl":"hello","Parameters":{},"End":true}}}""", "$.States.A.ActionUrl", "is not a URL")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"Action","ActionUrl":"https://a.example","Handler":{},"Parameters":{},"End":true}}}""", "$.States.A", "both 'ActionUrl' and 'Handler'")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"Action","Handler":{"Type":"Other","Id":"x"},"Parameters":{},"End":true}}}""", "$.States.A.Handler.Type", "'RegisteredAPI'")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"Action","Handler":{"Type":"ActionProvider","Url":"a"},"Parameters":{},"End":true}}}""", "$.States.A.Handler.Url", "is not a URL")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"AwaitWebInput","End":true}}}""", "$.States.A", "The AwaitWebInput state 'A' needs 'Parameters' or 'InputPath'")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"Action","ActionUrl":"https://a.example","Parameters":{},"WaitTime":-1,"End":true}}}""", "$.States.A.WaitTime", "not negative")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"Action","ActionUrl":"https://a.example","Parameters":{},"WaitTime":"9","End":true}}}""", "$.States.A.WaitTime", "a number of seconds, not a string")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"Action","ActionUrl":"https://a.example","Parameters":{},"Catch":[{"ErrorEquals":[],"Next":"A"}],"End":true}}}""", "$.States.A.Catch[0].ErrorEquals", "at least one entry")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"Action","ActionUrl":"https://a.example","Parameters":{},"Catch":[{"ErrorEquals":["a","a"],"Next":"A"}],"End":true}}}""", "$.States.A.Catch[0].ErrorEquals", "twice")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"Action","ActionUrl":"https://a.example","Parameters":{},"Catch":[{"ErrorEquals":["a"],"Next":"Z"}],"End":true}}}""", "$.States.A.Catch[0].Next", "no state named 'Z'")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"ExpressionEval","End":true}}}""", "$.States.A", "needs 'Parameters'")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"ExpressionEval","Parameters":{},"InputPath":"$.x","End":true}}}""", "$.States.A.InputPath", "has no 'InputPath'")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"Choice","Choices":[]}}}""", "$.States.A.Choices", "at least one entry")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"Choice","Choices":[{"Variable":"$.a","IsNull":true,"Next":"A"}],"End":true}}}""", "$.States.A.End", "A Choice state has no 'End'")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"Choice","Choices":[{"Variable":"$.a","IsNull":true,"Next":"A"}],"Default":"Z"}}}""", "$.States.A.Default", "no state named 'Z'")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"Wait","End":true}}}""", "$.States.A", "exactly one of")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"Wait","Seconds":1,"SecondsPath":"$.x","End":true}}}""", "$.States.A", "exactly one of")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"Wait","Timestamp":"tomorrow","End":true}}}""", "$.States.A.Timestamp", "is not a timestamp")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"Fail","Error":"e","ErrorPath":"$.e"}}}""", "$.States.A", "both 'Error' and 'ErrorPath'")]
    public void The_first_fault_is_told_with_its_place(string definition, string path, string message)
    {
        FlowDefinitionException exception = Assert.Throws<FlowDefinitionException>(() => Parse(definition));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Equal(path, exception.Path);
    }

    [Fact]
    public void A_definition_that_nests_without_end_is_refused_and_nothing_else_happens()
    {
        FlowValue deep = FlowValue.Null;
        for (int i = 0; i < 5000; i++)
        {
            deep = i % 2 == 0 ? FlowObject.Create(("Not", deep), ("x", deep)) : FlowArray.Create(deep);
        }

        foreach (string field in (string[])["Parameters", "Choices"])
        {
            FlowObject state = FlowObject.Create(("Type", FlowValue.From(field == "Choices" ? "Choice" : "Pass")), ("End", FlowValue.True), (field, field == "Choices" ? FlowArray.Create(deep) : FlowObject.Create(("p", deep))));
            FlowObject definition = FlowObject.Create(("StartAt", FlowValue.From("A")), ("States", FlowObject.Create(("A", field == "Choices" ? state.Without("End") : state))));
            Assert.Throws<FlowDefinitionException>(() => FlowDefinition.Parse(definition));
        }
    }

    [Fact]
    public void Private_parameters_are_hidden_from_a_description_at_every_level()
    {
        FlowValue definition = FlowValue.Parse("""
            {"StartAt":"A","States":{"A":{"Type":"Action","ActionUrl":"https://a.example","Parameters":{
              "constant":"SECRET","ref.$":"$.SECRET","expr.=":"'SECRET'","open":1,
              "nested":{"password":"SECRET","url":"u","__Private_Parameters":["password"]},
              "list":[{"p":"SECRET","q":2,"__Private_Parameters":["p"]}],
              "__Private_Parameters":["constant","ref","expr.="]},"End":true},"B":{"Type":"Pass","End":true}}}
            """);
        FlowValue shown = PrivateParameters.HideIn(definition);
        Assert.DoesNotContain("SECRET", shown.ToJson(), StringComparison.Ordinal);
        Assert.Equal(
            """{"open":1,"nested":{"url":"u","__Private_Parameters":["password"]},"list":[{"q":2,"__Private_Parameters":["p"]}],"__Private_Parameters":["constant","ref","expr.="]}""",
            ((FlowObject)((FlowObject)((FlowObject)shown)["States"]!)["A"]!)["Parameters"]!.ToJson());
        Assert.Equal(FlowValue.Null, PrivateParameters.HideIn(FlowValue.Null));
    }

    [Theory]
    [InlineData("complex-hello-world")]
    [InlineData("hello-world")]
    [InlineData("multi-transfer")]
    [InlineData("pass-with-parameters")]
    [InlineData("send-notification")]
    [InlineData("single-transfer")]
    [InlineData("transfer-mv")]
    [InlineData("web-option")]
    public void Definitions_from_production_compile(string name)
        => Assert.NotEmpty(Parse(Corpus.ReadText("flows", name, "definition.json")).States);

    private static FlowDefinition Parse(string json) => FlowDefinition.Parse(FlowValue.Parse(json));
}
