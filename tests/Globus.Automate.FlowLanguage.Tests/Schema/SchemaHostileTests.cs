using Globus.Automate.FlowLanguage.Schema;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Tests.Schema;

/// <summary>Schemas and instances that are made to hang or to crash.</summary>
public sealed class SchemaHostileTests
{
    [Fact]
    public void A_catastrophic_pattern_ends_in_an_error()
    {
        IJsonSchema schema = JsonSchema.Compile(FlowValue.Parse("""{"items": {"pattern": "^(a+)+$"}}"""));
        FlowValue instance = FlowArray.Create(Enumerable.Repeat(FlowValue.From(new string('a', 60) + "!"), 50));
        SchemaResult result = Timed(() => schema.Validate(instance), seconds: 1);
        Assert.StartsWith("The check was given up: the pattern '^(a+)+$' takes too long for 'aaaa", Assert.Single(result.Errors).Message, StringComparison.Ordinal);
        Assert.True(schema.Validate(FlowValue.Parse("""["aaa"]""")).IsValid);
    }

    [Fact]
    public void Rules_that_multiply_end_in_an_error()
    {
        FlowObject definitions = FlowObject.Create(Enumerable.Range(0, 40).Select(static i => KeyValuePair.Create(
            $"d{i}", FlowValue.Parse(i == 39 ? "{\"type\": \"object\"}" : $$"""{"allOf": [{"$ref": "#/definitions/d{{i + 1}}"}, {"$ref": "#/definitions/d{{i + 1}}"}]}"""))));
        IJsonSchema schema = JsonSchema.Compile(FlowObject.Create(("allOf", FlowValue.Parse("""[{"$ref": "#/definitions/d0"}]""")), ("definitions", definitions)));
        SchemaResult result = Timed(() => schema.Validate(FlowObject.Empty), seconds: 2);
        Assert.Equal("The check was given up: the schema applies more than 5,000,000 rules to this instance.", Assert.Single(result.Errors).Message);
    }

    [Fact]
    public void A_circle_that_depends_on_the_instance_ends_in_an_error()
    {
        IJsonSchema schema = JsonSchema.Compile(FlowValue.Parse("""{"anyOf": [{"type": "integer"}, {"$ref": "#"}]}"""));
        Assert.True(schema.Validate(FlowValue.From(1)).IsValid);
        SchemaResult result = Timed(() => schema.Validate(FlowValue.From("a")), seconds: 1);
        Assert.StartsWith("The check was given up: the schema refers to itself without end", Assert.Single(result.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Alternatives_within_alternatives_are_told_in_time()
    {
        FlowValue instance = FlowValue.From(1);
        for (int i = 0; i < 200; i++)
        {
            instance = FlowArray.Create(instance);
        }

        IJsonSchema schema = JsonSchema.Compile(FlowValue.Parse("""{"oneOf": [{"items": {"$ref": "#"}, "type": "array"}, {"items": {"$ref": "#"}, "minItems": 5, "type": "array"}, {"type": "string"}]}"""));
        SchemaResult result = Timed(() => schema.Validate(instance), seconds: 2);
        Assert.InRange(Assert.Single(result.Errors).Message.Length, 10, 5_000);
    }

    [Fact]
    public void A_circle_through_not_is_no_crash()
    {
        IJsonSchema schema = JsonSchema.Compile(FlowValue.Parse("""{"not": {"$ref": "#"}}"""));
        Assert.False(Timed(() => schema.Validate(FlowValue.True), seconds: 1).IsValid);
    }

    [Fact]
    public void Deep_nesting_of_either_side_overflows_no_stack()
    {
        FlowValue instance = FlowValue.True;
        FlowValue schema = FlowValue.True;
        for (int i = 0; i < 20_000; i++)
        {
            instance = FlowArray.Create(instance);
            schema = FlowObject.Create(("items", schema));
        }

        Assert.Throws<SchemaException>(() => JsonSchema.Compile(schema));
        SchemaResult result = JsonSchema.Compile(FlowValue.Parse("""{"items": {"$ref": "#"}}""")).Validate(instance);
        Assert.StartsWith("The check was given up", Assert.Single(result.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_thread_with_a_small_stack_is_enough()
    {
        FlowValue instance = FlowValue.True;
        for (int i = 0; i < 250; i++)
        {
            instance = FlowArray.Create(instance);
        }

        IJsonSchema schema = JsonSchema.Compile(FlowValue.Parse("""{"allOf": [{"oneOf": [{"items": {"$ref": "#"}}]}]}"""));
        SchemaResult? result = null;
        var thread = new Thread(() => result = schema.Validate(instance), maxStackSize: 1024 * 1024);
        thread.Start();
        thread.Join();
        Assert.True(result!.IsValid, result.Errors.Count > 0 ? result.Errors[0].Message : null);
    }

    [Fact]
    public void Large_lists_are_compared_in_time()
    {
        FlowArray numbers = FlowArray.Create(Enumerable.Range(0, 200_000).Select(static i => (FlowValue)FlowObject.Create(("i", FlowValue.From(i)))));
        IJsonSchema schema = JsonSchema.Compile(FlowObject.Create(("uniqueItems", FlowValue.True), ("items", FlowObject.Create(("enum", numbers)))));
        Assert.True(Timed(() => schema.Validate(numbers), seconds: 2).IsValid);
    }

    [Fact]
    public void Thousands_of_errors_are_cut()
    {
        IJsonSchema schema = JsonSchema.Compile(FlowValue.Parse("""{"items": {"type": "string"}, "additionalProperties": false, "properties": {"a": true}}"""));
        FlowArray numbers = FlowArray.Create(Enumerable.Range(0, 100_000).Select(static i => (FlowValue)FlowValue.From(i)));
        Assert.Equal(1000, Timed(() => schema.Validate(numbers), seconds: 2).Errors.Count);
        FlowObject names = FlowObject.Create(Enumerable.Range(0, 100_000).Select(static i => KeyValuePair.Create($"name{i}", FlowValue.True as FlowValue)));
        SchemaError error = Assert.Single(Timed(() => schema.Validate(names), seconds: 2).Errors);
        Assert.Contains("... (99950 more) were unexpected", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_threads_can_check_with_one_schema()
    {
        IJsonSchema schema = JsonSchema.Compile(FlowValue.Parse("""{"properties": {"a": {"type": "integer"}}, "required": ["a"]}"""));
        FlowValue right = FlowValue.Parse("""{"a": 1}""");
        FlowValue wrong = FlowValue.Parse("""{"a": "x"}""");
        Parallel.For(0, 10_000, i =>
        {
            SchemaResult result = schema.Validate(i % 2 == 0 ? right : wrong);
            Assert.Equal(i % 2 == 0 ? 0 : 1, result.Errors.Count);
        });
    }

    [Fact]
    public void Checking_a_valid_instance_allocates_nothing()
    {
        IJsonSchema schema = JsonSchema.Compile(FlowValue.Parse(
            """
            {"type": "object", "required": ["a"], "additionalProperties": false,
             "properties": {"a": {"type": "array", "items": {"anyOf": [{"type": "integer", "minimum": 0}, {"$ref": "#/definitions/s"}]}}},
             "definitions": {"s": {"type": "string", "pattern": "^[a-z]+$", "minLength": 1}}}
            """));
        FlowValue instance = FlowValue.Parse("""{"a": [1, 2, "abc", 1000000]}""");
        Assert.True(schema.Validate(instance).IsValid);
        schema.Validate(instance);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            schema.Validate(instance);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static SchemaResult Timed(Func<SchemaResult> check, int seconds)
    {
        SchemaResult result = SchemaResult.Valid;
        Timing.Within(TimeSpan.FromSeconds(seconds), () => result = check());
        return result;
    }
}
