using BenchmarkDotNet.Attributes;
using Globus.Automate.FlowLanguage.Paths;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Benchmarks;

/// <summary>Paths as the engine uses them: compiled once, evaluated for every parameter of every state.</summary>
[MemoryDiagnoser]
public class PathBenchmarks
{
    private static readonly JsonPath s_singular = JsonPath.Parse("$.input.source.paths[1]");
    private static readonly JsonPath s_slice = JsonPath.Parse("$.input.source.paths[1:]");
    private static readonly JsonPath s_filter = JsonPath.Parse("$.files[?@.size > 500 && match(@.name, 'f.*7')].name");
    private static readonly JsonPath s_descendants = JsonPath.Parse("$..size");
    private static readonly ReferencePath s_result = ReferencePath.Parse("$.results.transfer.details");
    private static readonly FlowValue s_document = CreateDocument();
    private static readonly FlowValue s_value = FlowValue.From("SUCCEEDED");

    [Benchmark(Baseline = true)]
    public bool Singular() => s_singular.TryEvaluate(s_document, out _);

    [Benchmark]
    public bool Slice() => s_slice.TryEvaluate(s_document, out _);

    [Benchmark]
    public int FilterOverAThousand() => s_filter.Select(s_document).Count;

    [Benchmark]
    public int DescendantsOfAThousand() => s_descendants.Select(s_document).Count;

    [Benchmark]
    public FlowValue Assign() => s_result.Set(s_document, s_value);

    [Benchmark]
    public JsonPath Compile() => JsonPath.Parse("$.input.source.paths[1]");

    private static FlowObject CreateDocument() => FlowObject.Create(
        ("_context", FlowValue.Parse("""{"run_id": "r", "flow_id": "f"}""")),
        ("input", FlowValue.Parse("""{"source": {"id": "x", "paths": ["/a", "/b", "/c"]}, "label": "l"}""")),
        ("results", FlowValue.Parse("""{"ls": {}, "transfer": {"status": "ACTIVE", "details": null}}""")),
        ("files", FlowArray.Create(Enumerable.Range(0, 1000).Select(static i => (FlowValue)FlowObject.Create(
            ("name", FlowValue.From($"file{i}")),
            ("size", FlowValue.From(i)))))));
}
