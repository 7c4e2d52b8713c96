using Globus.Automate.FlowLanguage.Schema;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Tests;

namespace Globus.Automate.FlowLanguage.Tests.Schema;

/// <summary>What tells the drafts apart; the suites of draft-07 and 2020-12 do the rest.</summary>
public sealed class SchemaDraftTests
{
    private const string Draft4 = "http://json-schema.org/draft-04/schema#";
    private const string Draft6 = "http://json-schema.org/draft-06/schema#";
    private const string Draft7 = "http://json-schema.org/draft-07/schema#";
    private const string Draft201909 = "https://json-schema.org/draft/2019-09/schema";
    private const string Draft202012 = "https://json-schema.org/draft/2020-12/schema";

    [Theory]
    [InlineData(Draft4, """{"minimum": 5, "exclusiveMinimum": true}""", "5", false)]
    [InlineData(Draft4, """{"type": "integer"}""", "1.0", false)]
    [InlineData(Draft4, """{"const": 1}""", "2", true)]
    [InlineData(Draft4, """{"id": "http://x/", "allOf": [{"$ref": "http://x/#/definitions/n"}], "definitions": {"n": {"type": "null"}}}""", "1", false)]
    [InlineData(Draft4, """{"properties": {}, "additionalProperties": false}""", """{"a": 1}""", false)]
    [InlineData(Draft4, """{"items": [{}], "additionalItems": false}""", "[1, 2]", false)]
    [InlineData(Draft6, """{"const": 1}""", "2", false)]
    [InlineData(Draft6, """{"type": "integer"}""", "1.0", true)]
    [InlineData(Draft6, """{"if": true, "then": false}""", "1", true)]
    [InlineData(Draft7, """{"if": true, "then": false}""", "1", false)]
    [InlineData(Draft7, """{"$ref": "#/definitions/a", "type": "string", "definitions": {"a": true}}""", "1", true)]
    [InlineData(Draft7, """{"prefixItems": [false], "dependentRequired": {"a": ["b"]}}""", "[1]", true)]
    [InlineData(Draft201909, """{"$ref": "#/definitions/a", "type": "string", "definitions": {"a": true}}""", "1", false)]
    [InlineData(Draft201909, """{"dependentRequired": {"a": ["b"]}}""", """{"a": 1}""", false)]
    [InlineData(Draft201909, """{"prefixItems": [false]}""", "[1]", true)]
    [InlineData(Draft201909, """{"contains": {"const": 1}, "maxContains": 1}""", "[1, 1]", false)]
    [InlineData(Draft201909, """{"contains": true, "unevaluatedItems": false}""", "[1]", false)]
    [InlineData(Draft202012, """{"contains": true, "unevaluatedItems": false}""", "[1]", true)]
    [InlineData(Draft202012, """{"prefixItems": [false]}""", "[1]", false)]
    public void A_keyword_means_what_its_draft_says(string draft, string schema, string instance, bool isValid)
    {
        FlowObject document = ((FlowObject)FlowValue.Parse(schema)).With("$schema", FlowValue.From(draft));
        Assert.Equal(isValid, JsonSchema.Compile(document).Validate(FlowValue.Parse(instance)).IsValid);
    }

    [Fact]
    public void A_schema_without_a_draft_is_of_draft_07()
    {
        Assert.False(JsonSchema.Compile(FlowValue.Parse("""{"items": [{"type": "null"}]}""")).Validate(FlowValue.Parse("[1]")).IsValid);
        Assert.True(JsonSchema.Compile(FlowValue.Parse("""{"prefixItems": [false]}""")).Validate(FlowValue.Parse("[1]")).IsValid);
    }

    [Theory]
    [InlineData("$recursiveRef", "$recursiveAnchor", Draft201909)]
    [InlineData("$dynamicRef", "$dynamicAnchor", Draft202012)]
    public void A_tree_can_be_made_strict_from_outside(string reference, string anchor, string draft)
    {
        string anchorValue = draft is Draft201909 ? "true" : "\"node\"";
        string target = draft is Draft201909 ? "#" : "#node";
        FlowValue tree = FlowValue.Parse(
            $$$"""
            {"$schema": "{{{draft}}}", "$id": "https://example.org/tree", "{{{anchor}}}": {{{anchorValue}}}, "type": "object",
             "properties": {"data": true, "children": {"type": "array", "items": {"{{{reference}}}": "{{{target}}}"} } } }
            """);
        FlowValue strict = FlowValue.Parse(
            $$"""{"$schema": "{{draft}}", "$id": "https://example.org/strict", "{{anchor}}": {{anchorValue}}, "$ref": "tree", "unevaluatedProperties": false}""");
        var options = new SchemaOptions { Documents = new SchemaDocuments([KeyValuePair.Create("https://example.org/tree", tree)]) };
        FlowValue misspelt = FlowValue.Parse("""{"children": [{"daat": 1}]}""");
        Assert.True(JsonSchema.Compile(tree).Validate(misspelt).IsValid);
        Assert.False(JsonSchema.Compile(strict, options).Validate(misspelt).IsValid);
        Assert.True(JsonSchema.Compile(strict, options).Validate(FlowValue.Parse("""{"children": [{"data": 1}]}""")).IsValid);
    }

    [Fact]
    public void The_meta_schemas_are_valid_by_themselves()
    {
        foreach (string draft in new[] { Draft4, Draft6, Draft7, Draft201909, Draft202012 })
        {
            IJsonSchema schema = JsonSchema.Compile(FlowValue.Parse($$"""{"$schema": "{{draft}}", "allOf": [{"$ref": "{{draft}}"}]}"""));
            Assert.True(schema.Validate(FlowValue.Parse($$"""{"$schema": "{{draft}}", "type": "object"}""")).IsValid);
            Assert.False(schema.Validate(FlowValue.Parse("""{"type": 5}""")).IsValid);
        }
    }

    [Fact]
    public void The_input_schemas_of_the_example_flows_take_their_inputs()
    {
        int checks = 0;
        foreach (string folder in Directory.EnumerateDirectories(Corpus.Path("flows")))
        {
            string? schema = Directory.EnumerateFiles(folder, "input*schema.json").SingleOrDefault();
            string? input = Directory.EnumerateFiles(folder, "*input.json").SingleOrDefault();
            if (schema is not null && input is not null)
            {
                checks++;
                SchemaResult result = JsonSchema.Compile(FlowValue.Parse(File.ReadAllText(schema))).Validate(FlowValue.Parse(File.ReadAllText(input)));
                Assert.DoesNotContain(result.Errors, static error => error.Keyword is not "format");
            }
        }

        Assert.True(checks >= 4, $"only {checks} examples have both");
    }

    [Theory]
    [InlineData("globus-collection", """{"id": "ddb59aef-6d04-11e5-ba46-22000b92c6ec", "path": "/~/"}""", true)]
    [InlineData("globus-collection", """{"path": "/~/"}""", true)]
    [InlineData("globus-collection", """{"id": "ddb59aef"}""", false)]
    [InlineData("globus-collection", """{"path": 1}""", false)]
    [InlineData("globus-collection", "\"a string\"", true)] // that it must be an object is for type to say
    [InlineData("globus-collection-id", "\"ddb59aef-6d04-11e5-ba46-22000b92c6ec\"", true)]
    [InlineData("globus-collection-id", "\"my laptop\"", false)]
    [InlineData("globus-collection-path", "\"/~/a b/\"", true)]
    [InlineData("globus-collection-path", "\"\"", false)]
    [InlineData("not-a-format", "\"\"", true)]
    public void Globus_formats_are_checked(string format, string instance, bool isValid)
    {
        FlowObject schema = FlowObject.Create(("format", FlowValue.From(format)));
        Assert.Equal(isValid, JsonSchema.Compile(schema).Validate(FlowValue.Parse(instance)).IsValid);
        Assert.True(JsonSchema.Compile(schema, new SchemaOptions { AssertFormat = false }).Validate(FlowValue.Parse(instance)).IsValid);
    }
}
