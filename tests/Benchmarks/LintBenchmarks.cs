using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;
using Globus.Automate.FlowLanguage.Linting;
using Globus.Automate.FlowLanguage.Reading;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Providers;

namespace Globus.Automate.Benchmarks;

/// <summary>
/// All rules on a definition as people write them: blocks of ten states that list a folder, transfer what is in it, wait, look again, compute and
/// notify, with an input schema and what is known of the action providers. The old client's lint takes 7.5 ms for 10 states and 639 ms for 1,000,
/// from text. Every definition here is clean but for one slip at its end, so that lines are looked up too.
/// </summary>
public class LintBenchmarks
{
    private string _json = null!;
    private string _yaml = null!;
    private string _plain = null!;
    private FlowDocument _definition = null!;
    private FlowDocument _schema = null!;

    [Params(10, 1_000, 5_000)]
    public int States { get; set; }

    [GlobalSetup]
    public void Build()
    {
        _schema = FlowDocument.Parse(LintDefinitions.Schema);
        JsonObject definition = LintDefinitions.Chain(States);
        _json = definition.ToJsonString(new() { WriteIndented = true });
        _definition = FlowDocument.Parse(_json);
        _plain = LintDefinitions.Plain(States);
        _yaml = FlowDocumentWriter.ToYaml(_definition.Root);
        if (Lint(_definition) != 1)
        {
            throw new InvalidOperationException($"There is one slip, and {string.Join('\n', FlowLinter.Lint(Request(_definition)).Take(5))} is found.");
        }
    }

    [Benchmark]
    public int Read_already() => Lint(_definition);

    [Benchmark(Baseline = true)]
    public int From_JSON() => Lint(FlowDocument.Parse(_json));

    [Benchmark]
    public int From_YAML() => Lint(FlowDocument.Parse(_yaml));

    /// <summary>The plainest definition: a row of actions, with no input schema.</summary>
    [Benchmark]
    public int Plain_from_JSON() => FlowLinter.Lint(new LintRequest(FlowDocument.Parse(_plain)) { Actions = BenchmarkCatalog.Instance }).Count;

    private LintRequest Request(FlowDocument definition) => new(definition) { InputSchema = _schema, Actions = BenchmarkCatalog.Instance };

    private int Lint(FlowDocument definition) => FlowLinter.Lint(Request(definition)).Count;
}

/// <summary>Graphs on which an analysis may take more than its share of time, of 5,000 states each.</summary>
public class LintGraphBenchmarks
{
    private FlowDocument _definition = null!;
    private FlowDocument _schema = null!;

    [Params("fan-out", "ladder", "loops", "one loop", "wide schema", "all wrong")]
    public string Graph { get; set; } = null!;

    [GlobalSetup]
    public void Build()
    {
        _schema = FlowDocument.Parse(Graph == "wide schema" ? LintDefinitions.WideSchema(5_000) : LintDefinitions.Schema);
        _definition = FlowDocument.Parse((Graph switch
        {
            "fan-out" => LintDefinitions.FanOut(5_000),
            "ladder" => LintDefinitions.Ladder(5_000),
            "loops" => LintDefinitions.Loops(5_000),
            "one loop" => LintDefinitions.OneLoop(5_000),
            "all wrong" => LintDefinitions.AllWrong(5_000),
            _ => LintDefinitions.Chain(5_000),
        }).ToJsonString());
    }

    [Benchmark]
    public int Lint() => FlowLinter.Lint(new LintRequest(_definition) { InputSchema = _schema, Actions = BenchmarkCatalog.Instance }).Count;
}

internal sealed class BenchmarkCatalog : IActionProviderCatalog
{
    private readonly Dictionary<string, FlowValue> _schemas = ActionProviderCatalog.Entries
        .SelectMany(static entry => entry.Urls.Select(url => (Url: url.TrimEnd('/'), entry.InputSchema)))
        .DistinctBy(static entry => entry.Url)
        .ToDictionary(static entry => entry.Url, static entry => (FlowValue)entry.InputSchema, StringComparer.OrdinalIgnoreCase);

    public static BenchmarkCatalog Instance { get; } = new();

    public FlowValue? FindInputSchema(string actionUrl) => _schemas.GetValueOrDefault(actionUrl.TrimEnd('/'));
}
