using CsCheck;
using Globus.Automate.FlowLanguage.Schema;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Tests.Schema;

/// <summary>Whatever the schema and the instance: an answer or one sentence, and soon.</summary>
public sealed class SchemaPropertyTests
{
    private static readonly string[] s_keywords =
    [
        "type", "enum", "const", "minimum", "maximum", "multipleOf", "minLength", "maxLength", "pattern", "format", "items", "prefixItems", "additionalItems",
        "contains", "minContains", "maxContains", "minItems", "uniqueItems", "properties", "patternProperties", "additionalProperties", "required",
        "propertyNames", "dependencies", "dependentRequired", "dependentSchemas", "allOf", "anyOf", "oneOf", "not", "if", "then", "else", "$ref", "$id",
        "$anchor", "$dynamicRef", "$dynamicAnchor", "$defs", "definitions", "unevaluatedItems", "unevaluatedProperties", "$schema", "default",
    ];

    private static readonly Gen<FlowValue> s_scalars = Gen.OneOf(
        Gen.OneOf<FlowValue>(FlowValue.Null, FlowValue.True, FlowValue.False),
        Gen.Int[-3, 10].Select(static i => (FlowValue)FlowValue.From(i)),
        Gen.Double[-5, 5].Select(static d => (FlowValue)FlowValue.From(d)),
        Gen.OneOf("a", "b", "string", "object", "integer", "#", "#/definitions/a", "#a", "^a+$", "(a", "uuid", "regex", "http://x/y", "http://json-schema.org/draft-07/schema#",
            "https://json-schema.org/draft/2020-12/schema", "", "2020-01-01", "ä", "%", "#/$defs/b").Select(static s => FlowValue.From(s)),
        Gen.String[0, 6].Select(static s => FlowValue.From(s)));

    private static readonly Gen<FlowValue> s_json = Tree(Gen.OneOf("a", "b", "c"), 3);
    private static readonly Gen<FlowValue> s_schemaLike = Tree(Gen.OneOf(Gen.OneOf(s_keywords), Gen.OneOf("a", "b")), 4);

    [Fact]
    public void Random_JSON_as_a_schema_is_one_or_an_error_with_a_place()
        => Gen.Select(s_schemaLike, s_json).Sample(static (schema, instance) => Check(schema, instance), iter: 20_000);

    [Fact]
    public void Random_schemas_answer_in_time()
        => Gen.Select(Schemas(3), s_json).Sample(static (schema, instance) => Check(schema, instance), iter: 20_000);

    [Fact]
    public void A_value_fits_the_schema_that_is_made_of_it()
        => s_json.Sample(static value =>
        {
            SchemaResult result = JsonSchema.Compile(Describe(value)).Validate(value);
            Assert.True(result.IsValid, $"{value}: {(result.Errors.Count > 0 ? result.Errors[0] : null)}");
            Assert.False(JsonSchema.Compile(FlowObject.Create(("not", Describe(value)))).Validate(value).IsValid);
        }, iter: 5000);

    [Fact]
    public void A_schema_and_its_negation_never_agree()
        => Gen.Select(Schemas(3), s_json).Sample(static (schema, instance) =>
        {
            IJsonSchema one;
            IJsonSchema other;
            try
            {
                one = JsonSchema.Compile(schema);
                other = JsonSchema.Compile(FlowObject.Create(("not", schema)));
            }
            catch (SchemaException)
            {
                return;
            }

            Assert.NotEqual(one.Validate(instance).IsValid, other.Validate(instance).IsValid);
        }, iter: 10_000);

    /// <summary>Schemas that mostly are some: each keyword with a value of its shape.</summary>
    private static Gen<FlowValue> Schemas(int depth)
    {
        Gen<(string, FlowValue)> simple = Gen.OneOf(
            Gen.OneOf("null", "boolean", "integer", "number", "string", "array", "object").Select(static t => ("type", FlowValue.From(t))),
            s_json.Select(static v => ("const", v)),
            s_json.Array[1, 3].Select(static v => ("enum", (FlowValue)FlowArray.Create(v))),
            Gen.Int[-3, 5].Select(static i => ("minimum", (FlowValue)FlowValue.From(i))),
            Gen.OneOf(0.5, 2, 0.1).Select(static d => ("multipleOf", (FlowValue)FlowValue.From(d))),
            Gen.OneOf("^a", "b$", "[ab]+", "(a|b)*c?").Select(static p => ("pattern", FlowValue.From(p))),
            Gen.OneOf("date", "uuid", "uri", "regex", "idn-hostname").Select(static f => ("format", FlowValue.From(f))),
            Gen.Int[0, 3].Select(static i => ("maxItems", (FlowValue)FlowValue.From(i))),
            Gen.OneOf("a", "b").Select(static n => ("required", (FlowValue)FlowArray.Create(FlowValue.From(n)))));
        if (depth == 0)
        {
            return simple.Select(static keyword => (FlowValue)FlowObject.Create(keyword));
        }

        Gen<FlowValue> inner = Gen.OneOf(Schemas(depth - 1), Gen.OneOf<FlowValue>(FlowValue.True, FlowValue.False));
        Gen<(string, FlowValue)> compound = Gen.OneOf(
            Gen.Select(Gen.OneOf("items", "not", "additionalProperties", "contains", "propertyNames", "if", "then", "else"), inner).Select(static (name, schema) => (name, schema)),
            Gen.Select(Gen.OneOf("allOf", "anyOf", "oneOf"), inner.Array[1, 3]).Select(static (name, schemas) => (name, (FlowValue)FlowArray.Create(schemas))),
            Gen.Select(Gen.OneOf("properties", "dependencies"), inner, inner)
                .Select(static (name, a, b) => (name, (FlowValue)FlowObject.Create(("a", a), ("b", b)))));
        return Gen.OneOf(simple, compound).Array[0, 4].Select(static keywords => (FlowValue)FlowObject.Create(keywords));
    }

    private static Gen<FlowValue> Tree(Gen<string> names, int depth)
    {
        if (depth == 0)
        {
            return s_scalars;
        }

        Gen<FlowValue> inner = Tree(names, depth - 1);
        return Gen.OneOf(
            s_scalars,
            inner.Array[0, 3].Select(static items => (FlowValue)FlowArray.Create(items)),
            Gen.Select(names, inner).Array[0, 4].Select(static members => (FlowValue)FlowObject.Create(members)));
    }

    private static FlowObject Describe(FlowValue value) => value switch
    {
        FlowObject fields => FlowObject.Create(
            ("type", FlowValue.From("object")),
            ("properties", FlowObject.Create(fields.Select(static member => KeyValuePair.Create(member.Key, (FlowValue)Describe(member.Value))))),
            ("required", FlowArray.OfStrings(fields.Names)),
            ("additionalProperties", FlowValue.False)),
        FlowArray { Count: 0 } => FlowObject.Create(("type", FlowValue.From("array")), ("maxItems", FlowValue.From(0))),
        FlowArray list => FlowObject.Create(
            ("type", FlowValue.From("array")),
            ("items", FlowArray.Create(list.Select(static item => (FlowValue)Describe(item)))),
            ("additionalItems", FlowValue.False),
            ("minItems", FlowValue.From(list.Count))),
        _ => FlowObject.Create(("const", value)),
    };

    private static void Check(FlowValue schema, FlowValue instance)
        => Timing.Within(TimeSpan.FromSeconds(1), () => Examine(schema, instance), () => $"{schema} and {instance}");

    private static void Examine(FlowValue schema, FlowValue instance)
    {
        try
        {
            IJsonSchema compiled = JsonSchema.Compile(schema);
            SchemaSuite.CheckErrors(compiled.Validate(instance), instance);
        }
        catch (SchemaException e)
        {
            Assert.NotEmpty(e.Message);
            Assert.True(FlowLanguage.Paths.JsonPath.Parse(e.Path).TryEvaluate(schema, out _), $"There is no {e.Path} in {schema} ({e.Message})");
        }
    }
}
