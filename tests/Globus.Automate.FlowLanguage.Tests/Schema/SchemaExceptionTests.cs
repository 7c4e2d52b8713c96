using Globus.Automate.FlowLanguage.Schema;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Tests.Schema;

/// <summary>What is said about a schema that is none.</summary>
public sealed class SchemaExceptionTests
{
    [Theory]
    [InlineData("5", "$", "This is no valid schema: at $, 5 is not of type 'object', 'boolean'.")]
    [InlineData("""{"type": "strnig"}""", "$.type", "This is no valid schema: at $.type, 'strnig' is not one of ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'].")]
    [InlineData("""{"properties": {"a b": {"minLength": -1}}}""", "$.properties['a b'].minLength", "This is no valid schema: at $.properties['a b'].minLength, -1 is less than the minimum of 0.")]
    [InlineData("""{"required": "a"}""", "$.required", "This is no valid schema: at $.required, 'a' is not of type 'array'.")]
    [InlineData("""{"required": ["a", "a"]}""", "$.required", "This is no valid schema: at $.required, ['a', 'a'] has non-unique elements.")]
    [InlineData("""{"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": {"x": {"items": []}}}""", "$['$defs'].x.items", "This is no valid schema: at $['$defs'].x.items, [] is not of type 'object', 'boolean'.")]
    [InlineData("""{"properties": {"a": {"pattern": "(a"}}}""", "$.properties.a.pattern", "The pattern '(a' is no regular expression: a '(' has no ')', at character 3.")]
    [InlineData("""{"patternProperties": {"*a": {}}}""", "$.patternProperties['*a']", "The pattern '*a' is no regular expression: there is nothing to repeat before '*', at character 1.")]
    [InlineData("""{"pattern": "\\p{Script=Greek}"}""", "$.pattern", @"The pattern '\\p{Script=Greek}' is no regular expression: the property 'Script=Greek' is not known: general categories such as L, Lu, Nd or Letter are, and Any, ASCII and Assigned; scripts are not, at character 1.")]
    [InlineData("""{"$ref": "other.json"}""", "$['$ref']", "There is no schema document 'other.json' for this reference: nothing is fetched, so what is referred to has to be in the schema itself, under $defs or definitions.")]
    [InlineData("""{"$id": "https://example.org/a/b.json", "properties": {"a": {"$ref": "../c.json#/x"}}}""", "$.properties.a['$ref']", "There is no schema document 'https://example.org/c.json' for this reference: nothing is fetched, so what is referred to has to be in the schema itself, under $defs or definitions.")]
    [InlineData("""{"properties": {"a": {"$ref": "#/definitions/b"}}, "definitions": {}}""", "$.properties.a['$ref']", "The reference '#/definitions/b' leads nowhere: there is no 'b' at $.definitions.")]
    [InlineData("""{"$ref": "#b"}""", "$['$ref']", "The reference '#b' leads nowhere: there is no anchor 'b'.")]
    [InlineData("""{"properties": {"a": {"$ref": "#/x"}}, "x": 5}""", "$.x", "A schema is an object, true or false, not 5.")]
    [InlineData("""{"$schema": "http://json-schema.org/draft-03/schema#"}""", "$['$schema']", "The $schema 'http://json-schema.org/draft-03/schema#' is not known: draft-07 (http://json-schema.org/draft-07/schema#) and 2020-12 (https://json-schema.org/draft/2020-12/schema) are, and draft-04, draft-06 and 2019-09.")]
    [InlineData("""{"definitions": {"a": {"$id": "x"}, "b": {"$id": "x"}}}""", "$.definitions.b", "Two schemas have the same $id 'x': the other is at $.definitions.a.")]
    [InlineData("""{"$ref": "#"}""", "$", "The schema refers to itself without end: following $ref and allOf from here leads back here for the same value.")]
    [InlineData("""{"properties": {"a": {"$ref": "#/definitions/b"}}, "definitions": {"b": {"allOf": [true, {"$ref": "#/definitions/c"}]}, "c": {"$ref": "#/definitions/b"}}}""", null, "The schema refers to itself without end: following $ref and allOf from here leads back here for the same value.")]
    public void A_schema_that_is_none_gets_one_sentence_and_its_place(string schema, string? path, string message)
    {
        SchemaException error = Assert.Throws<SchemaException>(() => JsonSchema.Compile(FlowValue.Parse(schema)));
        Assert.Equal(message, error.Message);
        if (path is not null)
        {
            Assert.Equal(path, error.Path);
        }
    }

    [Fact]
    public void A_vocabulary_that_is_required_and_unknown_is_named()
    {
        var documents = new SchemaDocuments(
        [
            KeyValuePair.Create("https://example.org/meta", FlowValue.Parse("""{"$schema": "https://json-schema.org/draft/2020-12/schema", "$vocabulary": {"https://example.org/units": true}}""")),
        ]);
        SchemaException error = Assert.Throws<SchemaException>(
            () => JsonSchema.Compile(FlowValue.Parse("""{"$schema": "https://example.org/meta"}"""), new SchemaOptions { Documents = documents }));
        Assert.Equal("The meta-schema https://example.org/meta requires the vocabulary https://example.org/units, which is not known here.", error.Message);
    }

    [Fact]
    public void Meta_schemas_that_describe_each_other_in_a_circle_are_refused()
    {
        var documents = new SchemaDocuments(
        [
            KeyValuePair.Create("https://example.org/a", FlowValue.Parse("""{"$schema": "https://example.org/b"}""")),
            KeyValuePair.Create("https://example.org/b", FlowValue.Parse("""{"$schema": "https://example.org/a"}""")),
        ]);
        Assert.Throws<SchemaException>(
            () => JsonSchema.Compile(FlowValue.Parse("""{"$schema": "https://example.org/a"}"""), new SchemaOptions { Documents = documents }));
    }
}
