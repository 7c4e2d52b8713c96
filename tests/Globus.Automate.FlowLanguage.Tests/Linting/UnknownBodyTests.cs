using Globus.Automate.FlowLanguage.Linting;
using Globus.Automate.FlowLanguage.Reading;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Tests.Linting;

/// <summary>GF602 says of a body that is computed in part only what is wrong whatever the computed parts will be.</summary>
public sealed class UnknownBodyTests
{
    private const string Url = "https://actions.example.org/act";

    [Theory]
    [InlineData("""{"a.$": "$.a"}""", """{"properties": {"a": {"type": "integer"}}}""")]
    [InlineData("""{"a": {"b.=": "x"}}""", """{"properties": {"a": {"properties": {"b": {"enum": [1, 2]}}}}}""")]
    [InlineData("""{"a.$": "$.a"}""", """{"properties": {"a": {"oneOf": [{"type": "string"}, {"type": "object", "required": ["z"]}]}}}""")]
    [InlineData("""{"a.$": "$.a"}""", """{"oneOf": [{"properties": {"a": {"const": 1}}}, {"properties": {"a": {"const": 2}}}]}""")]
    [InlineData("""{"a.$": "$.a"}""", """{"not": {"properties": {"a": {"const": 1}}, "required": ["a"]}}""")]
    [InlineData("""{"a.$": "$.a"}""", """{"if": {"properties": {"a": {"const": 1}}}, "then": {"required": ["b"]}}""")]
    [InlineData("""{"a.$": "$.a"}""", """{"if": {"properties": {"a": {"const": 1}}}, "else": {"required": ["b"]}}""")]
    [InlineData("""{"a": [{"x.$": "$.a"}, {"x.$": "$.b"}]}""", """{"properties": {"a": {"uniqueItems": true}}}""")]
    [InlineData("""{"a": [{"x.$": "$.a"}, {"x": 1}]}""", """{"not": {"properties": {"a": {"uniqueItems": true}}}}""")]
    [InlineData("""{"a": {"x.$": "$.a", "y": 1}}""", """{"properties": {"a": {"const": {"x": 2, "y": 1}}}}""")]
    [InlineData("""{"a": [{"x.$": "$.a"}]}""", """{"properties": {"a": {"enum": [[{"x": 1}], 2]}}}""")]
    [InlineData("""{"a": [{"x.$": "$.a"}]}""", """{"properties": {"a": {"enum": [[{"x": 1}], 2, 3, 4, 5, 6, 7, 8, 9]}}}""")]
    [InlineData("""{"a": {"x.$": "$.a"}}""", """{"not": {"properties": {"a": {"const": {"x": 2}}}}}""")]
    [InlineData("""{"a": [{"x.$": "$.a"}, {"x.$": "$.b"}]}""", """{"$schema": "https://json-schema.org/draft/2020-12/schema", "properties": {"a": {"contains": {"properties": {"x": {"const": 1}}}, "maxContains": 1}}}""")]
    [InlineData("""{"a.$": "$.a", "b": 1}""", """{"$schema": "https://json-schema.org/draft/2020-12/schema", "properties": {"a": true}, "if": {"properties": {"a": {"const": 1}}}, "then": {"properties": {"b": true}}, "unevaluatedProperties": false}""")]
    [InlineData("""{"a.$": "$.a", "b": 1}""", """{"oneOf": [{"properties": {"a": {"const": 1}}}, {"required": ["b"]}, {"required": ["c"]}]}""")]
    public void Nothing_is_said_of_what_may_be_right(string parameters, string schema) => Assert.Empty(Lint(parameters, schema));

    [Theory]
    [InlineData("""{"a.$": "$.a"}""", """{"required": ["b"]}""")]
    [InlineData("""{"a.$": "$.a"}""", """{"properties": {}, "additionalProperties": false}""")]
    [InlineData("""{"a.$": "$.a", "b": "text"}""", """{"properties": {"b": {"type": "integer"}}}""")]
    [InlineData("""{"a.$": "$.a", "kind": 2}""", """{"if": {"properties": {"kind": {"const": 1}}}, "then": {}, "else": {"required": ["b"]}}""")]
    [InlineData("""{"a": {"b.$": "$.a"}}""", """{"properties": {"a": {"type": "array"}}}""")]
    [InlineData("""{"a.$": "$.a"}""", """{"anyOf": [{"required": ["b"]}, {"required": ["c"]}]}""")]
    [InlineData("""{"a.$": "$.a"}""", """{"oneOf": [{"properties": {"a": {"const": 1}}, "required": ["b"]}, {"required": ["c"]}]}""")]
    [InlineData("""{"a.$": "$.a", "b": 1}""", """{"oneOf": [{"properties": {"a": {"const": 1}}}, {"required": ["b"]}, {"required": ["a"]}]}""")]
    [InlineData("""{"a.$": "$.a", "b": 1}""", """{"not": {"required": ["b"]}}""")]
    [InlineData("""{"a.$": "$.a", "b": 1}""", """{"if": {"properties": {"a": {"const": 1}}}, "then": {"required": ["c"]}, "else": {"required": ["d"]}}""")]
    [InlineData("""{"a": [1, {"x.$": "$.a"}, 1]}""", """{"properties": {"a": {"uniqueItems": true}}}""")]
    [InlineData("""{"a": {"x.$": "$.a", "y": 1}}""", """{"properties": {"a": {"const": {"x": 2, "y": 2}}}}""")]
    [InlineData("""{"a": {"x.$": "$.a", "y": 1}}""", """{"properties": {"a": {"enum": [{"x": 2}, "x"]}}}""")]
    [InlineData("""{"a": [{"x.$": "$.a"}, 1, 2]}""", """{"$schema": "https://json-schema.org/draft/2020-12/schema", "properties": {"a": {"contains": {"type": "integer"}, "maxContains": 1}}}""")]
    public void What_is_wrong_whatever_comes_is_said(string parameters, string schema)
        => Assert.Equal("GF602", Assert.Single(Lint(parameters, schema)).Code);

    private static FlowDiagnostic[] Lint(string parameters, string schema)
    {
        FlowDocument definition = FlowDocument.Parse($$$$"""
            {"StartAt": "A", "States": {"A": {"Type": "Action", "ActionUrl": "{{{{Url}}}}", "Parameters": {{{{parameters}}}}, "ResultPath": "$.r", "End": true}}}
            """);
        return [.. FlowLinter.Lint(new LintRequest(definition) { Actions = new Catalog((FlowObject)FlowValue.Parse(schema)) })];
    }

    private sealed class Catalog(FlowObject schema) : IActionProviderCatalog
    {
        public FlowValue? FindInputSchema(string actionUrl) => actionUrl == Url ? schema : null;
    }
}
