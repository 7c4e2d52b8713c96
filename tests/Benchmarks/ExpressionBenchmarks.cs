using BenchmarkDotNet.Attributes;
using Globus.Automate.FlowLanguage.Expressions;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Benchmarks;

/// <summary>
/// Expressions from text and parsed. For comparison, Python's simpleeval on a machine like the one of docs/decisions/0010-expressions.md:
/// n + 1: 56,000 and 719,000 a second; foo + ...: 42,000 and 194,000; the comprehension over ten files: 8,500 and 12,900.
/// </summary>
[MemoryDiagnoser]
public class ExpressionBenchmarks
{
    private readonly FlowValue _state = FlowObject.Create(
        ("foo", FlowValue.From("bar")),
        ("n", FlowValue.From(7)),
        ("object_val", FlowObject.Create(("sub_val1", FlowValue.From("embedded")))),
        ("files", FlowArray.Create(Enumerable.Range(0, 10).Select(i => (FlowValue)FlowObject.Create(("name", FlowValue.From($"f{i}")), ("size", FlowValue.From(i)))))));

    private FlowExpression _parsed = null!;

    [Params("n + 1", "foo + ' ' + object_val.sub_val1", "[f.name for f in files if f.size > 3]")]
    public string Expression { get; set; } = string.Empty;

    [GlobalSetup]
    public void Parse() => _parsed = FlowExpression.Parse(Expression);

    [Benchmark]
    public FlowValue FromText() => FlowExpression.Parse(Expression).Evaluate(_state);

    [Benchmark]
    public FlowValue Parsed() => _parsed.Evaluate(_state);
}
