using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Tests.Services;

public sealed class DefinitionFaultTests
{
    private static readonly FlowObject s_broken = LocalClient.Json("""
        {"StartAt": "Nowhere", "Extra": 1, "States": {
          "Z": {"Type": "Pass"},
          "B": {"Type": "Task", "End": true},
          "C": {"Type": "Wait", "Seconds": 1, "Timestamp": "2026-01-01T00:00:00Z", "Next": "Q"},
          "D": {"Type": "Action", "ActionUrl": "https://actions.globus.org/hello_world", "Parameters": {"a.$": "$.[", "b.=": "1 +"}, "End": true},
          "E": {"Type": "Choice", "Choices": [{"Variable": "$.a", "StringEqual": "x", "Next": "Z"}]}}}
        """);

    [Theory]
    [InlineData("POST", "/flows")]
    [InlineData("POST", "/flows/validate")]
    [InlineData("POST", "/flows/dry-run")]
    [InlineData("PUT", "/flows/{id}")]
    public async Task Every_fault_of_a_definition_is_told_at_once(string method, string route)
    {
        await using var client = new LocalClient();
        string url = route.Replace("{id}", await client.PublishAsync(LocalClient.PassFlow), StringComparison.Ordinal);
        FlowObject body = FlowObject.Create(("title", FlowValue.From(string.Empty)), ("definition", s_broken));
        Answer refused = (await client.SendAsync(method, url, body)).Expect(422);
        Assert.Equal("UNPROCESSABLE_ENTITY", refused.Code);
        string[] places = [.. ((FlowArray)refused.Error["detail"]!).Select(static fault => string.Join('.', ((FlowArray)((FlowObject)fault)["loc"]!).Select(static step => step.AsString() ?? step.ToJson())))];
        string[] expected =
        [
            "definition.Extra",
            "definition.StartAt",
            "definition.States.Z",
            "definition.States.B.Type",
            "definition.States.C.Timestamp",
            "definition.States.C.Next",
            "definition.States.D.Parameters.a.$",
            "definition.States.D.Parameters.b.=",
            "definition.States.E.Choices.0.StringEqual",
        ];
        bool hasTitle = !route.EndsWith("validate", StringComparison.Ordinal);
        Assert.Equal([.. expected.Order(StringComparer.Ordinal), .. hasTitle ? new[] { "title" } : []], places.Order(StringComparer.Ordinal));
        Assert.Equal(["definition.States.Z", "definition.States.B.Type"], places.Where(static place => place.StartsWith("definition.States.", StringComparison.Ordinal)).Take(2));
        Assert.StartsWith($"{places.Length} validation errors in body. $.definition", refused.Error["message"]!.AsString(), StringComparison.Ordinal);
        Assert.All((FlowArray)refused.Error["detail"]!, static fault => Assert.NotEmpty(((FlowObject)fault)["msg"]!.AsString()!));
    }

    /// <summary>Opinions of the linter, and what only a run would show, are no reason to refuse.</summary>
    [Theory]
    [InlineData("""{"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 1, "Next": "A"}}}""")]
    [InlineData("""{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}, "Unreached": {"Type": "Pass", "End": true}}}""")]
    [InlineData("""{"StartAt": "A", "States": {"A": {"Type": "Pass", "Parameters": {"x.$": "$.nobody.put.this"}, "End": true}}}""")]
    [InlineData("""{"StartAt": "A", "States": {"A": {"Type": "ExpressionEval", "Parameters": {"x.=": "1 / 0"}, "ResultPath": "$.x", "Next": "B"}, "B": {"Type": "Pass", "End": true}}}""")]
    [InlineData("""{"StartAt": "A", "States": {"A": {"Type": "Action", "ActionUrl": "http://provider.example.org/do", "Parameters": {"password": "hunter2"}, "WaitTime": 5, "End": true}}}""")]
    [InlineData("""{"StartAt": "A", "States": {"A": {"Type": "Action", "ActionUrl": "https://actions.globus.org/hello_world", "Parameters": {"no_such_parameter": 1}, "End": true}}}""")]
    public async Task What_the_service_takes_is_taken(string definition)
    {
        await using var client = new LocalClient();
        (await client.SendAsync("POST", "/flows/validate", FlowObject.Create(("definition", LocalClient.Json(definition))))).Expect(200);
        await client.PublishAsync(LocalClient.Json(definition));
    }

    [Fact]
    public async Task A_definition_with_hundreds_of_faults_is_answered_with_all_of_them()
    {
        await using var client = new LocalClient();
        FlowObject states = FlowObject.Create(Enumerable.Range(0, 500).Select(static i => KeyValuePair.Create($"S{i}", (FlowValue)LocalClient.Json($$"""{"Type": "Pass", "Next": "Nowhere{{i}}", "Oops": 1}"""))));
        Answer refused = (await client.SendAsync("POST", "/flows", FlowObject.Create(("title", FlowValue.From("T")), ("definition", FlowObject.Create(("StartAt", FlowValue.From("S0")), ("States", states)))))).Expect(422);
        Assert.Equal(1000, ((FlowArray)refused.Error["detail"]!).Count);
    }
}
