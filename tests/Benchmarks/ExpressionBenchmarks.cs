using BenchmarkDotNet.Attributes;
using Globus.Automate.FlowLanguage.Expressions;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Benchmarks;

/// <summary>
/// Expressions from their text, and parsed before. Python's simpleeval is measured for comparison in docs/decisions/0010-expressions.md.
/// </summary>
[MemoryDiagnoser]
public class ExpressionBenchmarks
{
    private readonly FlowValue _state = FlowObject.Create(
        ("foo", FlowValue.From("bar")),
        ("n", FlowValue.From(7)),
        ("object_val", FlowObject.Create(("sub_val1", FlowValue.From("embedded")))),
        ("files", FlowArray.Create(Enumerable.Range(0, 10).Select(static i => (FlowValue)FlowObject.Create(("name", FlowValue.From($"f{i}")), ("size", FlowValue.From(i)))))));

    private FlowExpression _parsed = null!;

    [Params(
        "n + 1",
        "foo + ' ' + object_val.sub_val1",
        "[f.name for f in files if f.size > 3]",
        "f'{foo:>10}/{n:03d}'",
        "foo.upper().replace('B', 'x') if n > 3 else ','.join(foo)")]
    public string Expression { get; set; } = string.Empty;

    [GlobalSetup]
    public void Parse() => _parsed = FlowExpression.Parse(Expression);

    [Benchmark]
    public FlowValue FromText() => FlowExpression.Parse(Expression).Evaluate(_state);

    [Benchmark]
    public FlowValue Parsed() => _parsed.Evaluate(_state);
}
