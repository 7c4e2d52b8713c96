using BenchmarkDotNet.Attributes;
using Globus.Automate.FlowLanguage.Schema;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Benchmarks;

/// <summary>A flow's input schema as it is used: compiled once, checked for every run.</summary>
[MemoryDiagnoser]
public class SchemaBenchmarks
{
    private const string Collection =
        """{"type": "object", "format": "globus-collection", "required": ["id", "path"], "additionalProperties": false, "properties": {"id": {"type": "string", "format": "uuid"}, "path": {"type": "string", "minLength": 1}}}""";

    private static readonly FlowValue s_document = FlowValue.Parse(
        $$"""
        {"type": "object", "additionalProperties": false, "required": ["source", "destination", "recursive"],
         "properties": {
           "source": {{Collection}}, "destination": {{Collection}}, "recursive": {"type": "boolean"},
           "label": {"type": "string", "maxLength": 64, "pattern": "^[A-Za-z0-9 _-]*$"},
           "notify": {"type": "array", "items": {"type": "string", "format": "email"}, "uniqueItems": true},
           "sync_level": {"enum": ["exists", "size", "mtime", "checksum"]} } }
        """);

    private static readonly FlowValue s_valid = FlowValue.Parse(
        """
        {"source": {"id": "ddb59aef-6d04-11e5-ba46-22000b92c6ec", "path": "/~/source"}, "destination": {"id": "ddb59af0-6d04-11e5-ba46-22000b92c6ec", "path": "/~/target"},
         "recursive": true, "label": "nightly move", "notify": ["admin@example.org", "lab@example.org"], "sync_level": "mtime"}
        """);

    private static readonly FlowValue s_invalid = ((FlowObject)s_valid).With("recursive", FlowValue.From("yes")).With("sync_levle", FlowValue.From("size"));
    private static readonly IJsonSchema s_schema = JsonSchema.Compile(s_document);
    private static readonly IJsonSchema s_meta = JsonSchema.Compile(FlowValue.Parse("""{"$ref": "https://json-schema.org/draft/2020-12/schema", "$schema": "https://json-schema.org/draft/2020-12/schema"}"""));

    [Benchmark(Baseline = true)]
    public bool Valid() => s_schema.Validate(s_valid).IsValid;

    [Benchmark]
    public int Invalid() => s_schema.Validate(s_invalid).Errors.Count;

    [Benchmark]
    public bool MetaSchema202012() => s_meta.Validate(s_document).IsValid;

    [Benchmark]
    public IJsonSchema Compile() => JsonSchema.Compile(s_document);
}
