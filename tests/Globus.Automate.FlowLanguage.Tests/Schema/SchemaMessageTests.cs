using Globus.Automate.FlowLanguage.Schema;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Tests.Schema;

/// <summary>What is said about an instance that does not fit: the words of Python's jsonschema, which the hosted service answers with.</summary>
public sealed class SchemaMessageTests
{
    [Theory]
    [InlineData("""{"type": "boolean"}""", "\"not-a-boolean\"", "'not-a-boolean' is not of type 'boolean'")]
    [InlineData("""{"type": ["string", "null"]}""", "1.0", "1.0 is not of type 'string', 'null'")]
    [InlineData("""{"type": "object"}""", """[null, true, "it's", {"a": 1e22}]""", """[None, True, "it's", {'a': 1e+22}] is not of type 'object'""")]
    [InlineData("""{"type": "null"}""", "\"\\u0000\\n\\u200b\"", @"'\x00\n\u200b' is not of type 'null'")]
    [InlineData("""{"type": "null"}""", "0.00001", "1e-05 is not of type 'null'")]
    [InlineData("""{"type": "null"}""", "1234567890123456.0", "1234567890123456.0 is not of type 'null'")]
    [InlineData("""{"type": "null"}""", "-0.00015", "-0.00015 is not of type 'null'")]
    [InlineData("""{"enum": ["a", "b"]}""", "\"c\"", "'c' is not one of ['a', 'b']")]
    [InlineData("""{"const": {"a": [1]}}""", "2", "{'a': [1]} was expected")]
    [InlineData("""{"required": ["x"]}""", "{}", "'x' is a required property")]
    [InlineData("""{"properties": {"a": {}}, "additionalProperties": false}""", """{"b": 1}""", "Additional properties are not allowed ('b' was unexpected)")]
    [InlineData("""{"additionalProperties": false}""", """{"c": 1, "b": 1}""", "Additional properties are not allowed ('b', 'c' were unexpected)")]
    [InlineData("""{"patternProperties": {"^a": {}}, "additionalProperties": false}""", """{"b": 1}""", "'b' does not match any of the regexes: '^a'")]
    [InlineData("""{"minimum": 5}""", "4.5", "4.5 is less than the minimum of 5")]
    [InlineData("""{"maximum": 5}""", "6", "6 is greater than the maximum of 5")]
    [InlineData("""{"exclusiveMinimum": 5}""", "5", "5 is less than or equal to the minimum of 5")]
    [InlineData("""{"exclusiveMaximum": 5}""", "5", "5 is greater than or equal to the maximum of 5")]
    [InlineData("""{"multipleOf": 0.01}""", "0.075", "0.075 is not a multiple of 0.01")]
    [InlineData("""{"minLength": 1}""", "\"\"", "'' should be non-empty")]
    [InlineData("""{"minLength": 2}""", "\"😀\"", "'😀' is too short")]
    [InlineData("""{"maxLength": 2}""", "\"abc\"", "'abc' is too long")]
    [InlineData("""{"pattern": "^a$"}""", "\"b\"", "'b' does not match '^a$'")]
    [InlineData("""{"format": "date"}""", "\"b\"", "'b' is not a 'date'")]
    [InlineData("""{"format": "globus-collection-id"}""", "\"b\"", "'b' is not a 'globus-collection-id'")]
    [InlineData("""{"format": "globus-collection"}""", """{"id": "b", "path": "/~/"}""", "{'id': 'b', 'path': '/~/'} is not a 'globus-collection'")]
    [InlineData("""{"minItems": 1}""", "[]", "[] should be non-empty")]
    [InlineData("""{"maxItems": 0}""", "[1]", "[1] is expected to be empty")]
    [InlineData("""{"uniqueItems": true}""", "[1, 1.0]", "[1, 1.0] has non-unique elements")]
    [InlineData("""{"contains": {"type": "null"}}""", "[1]", "None of [1] are valid under the given schema")]
    [InlineData("""{"items": [true], "additionalItems": false}""", "[1, 2, 3]", "Additional items are not allowed (2, 3 were unexpected)")]
    [InlineData("""{"minProperties": 2}""", "{}", "{} does not have enough properties")]
    [InlineData("""{"maxProperties": 1}""", """{"a": 1, "b": 2}""", "{'a': 1, 'b': 2} has too many properties")]
    [InlineData("""{"dependencies": {"a": ["b"]}}""", """{"a": 1}""", "'b' is a dependency of 'a'")]
    [InlineData("""{"not": {"type": "integer"}}""", "1", "1 should not be valid under {'type': 'integer'}")]
    [InlineData("""{"oneOf": [{"type": "integer"}, {"minimum": 0}]}""", "1", "1 is valid under both number 1 and number 2 of the given schemas, where exactly one is allowed")]
    [InlineData("false", "1", "False schema does not allow 1")]
    public void One_mistake_gives_one_error_in_the_words_of_the_service(string schema, string instance, string message)
    {
        SchemaResult result = JsonSchema.Compile(FlowValue.Parse(schema)).Validate(FlowValue.Parse(instance));
        Assert.Equal(message, Assert.Single(result.Errors).Message);
        Assert.Equal("$", result.Errors[0].InstancePath);
    }

    [Fact]
    public void An_error_names_its_places_and_its_keyword()
    {
        FlowValue schema = FlowValue.Parse(
            """{"properties": {"a b": {"items": {"$ref": "#/definitions/x~1y"}}}, "definitions": {"x/y": {"minimum": 1}}}""");
        SchemaError error = Assert.Single(JsonSchema.Compile(schema).Validate(FlowValue.Parse("""{"a b": [1, 0]}""")).Errors);
        Assert.Equal("$['a b'][1]", error.InstancePath);
        Assert.Equal("/definitions/x~1y/minimum", error.SchemaPath);
        Assert.Equal("minimum", error.Keyword);
        Assert.Null(error.Suggestion);
        Assert.Empty(error.Causes);
    }

    [Fact]
    public void A_rule_in_another_document_is_named_with_it()
    {
        var documents = new SchemaDocuments([KeyValuePair.Create("https://example.org/x.json", FlowValue.Parse("""{"definitions": {"n": {"type": "null"}}}"""))]);
        IJsonSchema schema = JsonSchema.Compile(
            FlowValue.Parse("""{"$ref": "https://example.org/x.json#/definitions/n"}"""), new SchemaOptions { Documents = documents });
        Assert.Equal("https://example.org/x.json#/definitions/n/type", Assert.Single(schema.Validate(FlowValue.True).Errors).SchemaPath);
    }

    [Fact]
    public void Errors_come_in_the_order_of_the_instance()
    {
        IJsonSchema schema = JsonSchema.Compile(FlowValue.Parse(
            """
            {"required": ["z"], "allOf": [{"properties": {"c": {"type": "null"}}}, {"properties": {"a": {"items": {"type": "null"}}}}],
             "properties": {"b": {"type": "null"}}}
            """));
        SchemaResult result = schema.Validate(FlowValue.Parse("""{"a": [0, 1], "b": 2, "c": 3}"""));
        Assert.Equal(["$", "$.a[0]", "$.a[1]", "$.b", "$.c"], result.Errors.Select(static error => error.InstancePath), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("""{"sorce": 1}""", "Did you mean 'source'?")]
    [InlineData("""{"Source": 1}""", "Did you mean 'source'?")]
    [InlineData("""{"sorce": 1, "destnation": 2}""", "Did you mean 'destination' for 'destnation', 'source' for 'sorce'?")]
    [InlineData("""{"zzz": 1}""", null)]
    public void A_name_that_is_nearly_known_brings_a_suggestion(string instance, string? suggestion)
    {
        IJsonSchema schema = JsonSchema.Compile(FlowValue.Parse("""{"properties": {"source": {}, "destination": {}}, "additionalProperties": false}"""));
        Assert.Equal(suggestion, Assert.Single(schema.Validate(FlowValue.Parse(instance)).Errors).Suggestion);
    }

    [Fact]
    public void A_value_that_is_nearly_allowed_brings_a_suggestion()
    {
        IJsonSchema schema = JsonSchema.Compile(FlowValue.Parse("""{"enum": ["checksum", "size", 1]}"""));
        Assert.Equal("Did you mean 'checksum'?", Assert.Single(schema.Validate(FlowValue.From("chekcsum")).Errors).Suggestion);
    }

    [Theory]

    // The branch of the right type, though its error is one too.
    [InlineData(
        """{"anyOf": [{"type": "null"}, {"type": "integer", "minimum": 5}]}""", "3",
        "3 is not valid under any of the given schemas; number 2 comes closest: at $, 3 is less than the minimum of 5")]

    // The branch whose constant fits, though it has more errors.
    [InlineData(
        """{"oneOf": [{"properties": {"kind": {"const": "a"}}}, {"properties": {"kind": {"const": "b"}, "x": {"type": "integer"}, "y": {"type": "integer"}}}]}""",
        """{"kind": "b", "x": 1, "y": "s"}""",
        "{'kind': 'b', 'x': 1, 'y': 's'} is not valid under any of the given schemas; number 2 comes closest: at $.y, 's' is not of type 'integer'")]

    // The branch that fails deeper.
    [InlineData(
        """{"anyOf": [{"type": "array"}, {"properties": {"a": {"properties": {"b": {"type": "null"}, "c": {"type": "null"}}}}}]}""",
        """{"a": {"b": 1, "c": 2}}""",
        "{'a': {'b': 1, 'c': 2}} is not valid under any of the given schemas; number 2 comes closest: at $.a.b, 1 is not of type 'null' (and 1 more)")]
    public void Of_several_alternatives_the_closest_is_told(string schema, string instance, string message)
    {
        SchemaError error = Assert.Single(JsonSchema.Compile(FlowValue.Parse(schema)).Validate(FlowValue.Parse(instance)).Errors);
        Assert.Equal(message, error.Message);
        Assert.NotEmpty(error.Causes);
    }

    [Fact]
    public void What_failed_elsewhere_is_not_told_again_as_unevaluated()
    {
        IJsonSchema schema = JsonSchema.Compile(FlowValue.Parse(
            """
            {"$schema": "https://json-schema.org/draft/2020-12/schema", "allOf": [{"properties": {"a": {"type": "null"}}}], "unevaluatedProperties": false}
            """));
        Assert.Equal("1 is not of type 'null'", Assert.Single(schema.Validate(FlowValue.Parse("""{"a": 1}""")).Errors).Message);
        Assert.Equal(
            "Unevaluated properties are not allowed ('b' was unexpected)",
            Assert.Single(schema.Validate(FlowValue.Parse("""{"a": null, "b": 1}""")).Errors).Message);
    }

    [Theory]
    [InlineData("""{"format": "globus-collection-id"}""", "\"abc\"", "UUID")]
    [InlineData("""{"format": "globus-collection"}""", """{"id": "x", "path": "/~/"}""", "'path'")]
    [InlineData("""{"format": "date-time"}""", "\"2024-13-01\"", "2024-05-31T14:30:00Z")]
    [InlineData("""{"maxLength": 3}""", "\"abcd\"", "At most 3 characters may be there, and there are 4.")]
    [InlineData("""{"minItems": 2}""", "[1]", "At least 2 items must be there, and there is 1.")]
    [InlineData("""{"maxProperties": 1}""", """{"a": 1, "b": 2}""", "At most 1 property may be there, and there are 2.")]
    public void A_message_that_says_too_little_brings_what_was_expected(string schema, string instance, string expected)
        => Assert.Contains(expected, Assert.Single(JsonSchema.Compile(FlowValue.Parse(schema)).Validate(FlowValue.Parse(instance)).Errors).Suggestion, StringComparison.Ordinal);
}
