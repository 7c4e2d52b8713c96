using BenchmarkDotNet.Attributes;
using Globus.Automate.FlowLanguage.Linting;
using Globus.Automate.FlowLanguage.Reading;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Benchmarks;

/// <summary>All rules on a chain of Pass, Choice, Action and ExpressionEval states. The old client's lint takes 7.5 ms for 10 states and 639 ms for 1,000.</summary>
public class LintBenchmarks
{
    private FlowDocument _definition = null!;

    [Params(10, 1_000, 10_000)]
    public int States { get; set; }

    [GlobalSetup]
    public void Build()
    {
        var states = new FlowObject.Builder();
        for (int i = 0; i < States; i++)
        {
            string next = i == States - 1 ? "\"End\": true" : $"\"Next\": \"S{i + 1}\"";
            states.Set($"S{i}", FlowValue.Parse((i % 4) switch
            {
                0 => $$"""{"Type": "Action", "ActionUrl": "https://actions.globus.org/hello_world", "Parameters": {"echo_string.=": "'n ' + str(n)"}, "ResultPath": "$.r{{i}}", {{next}}}""",
                1 when i < States - 1 => $$"""{"Type": "Choice", "Choices": [{"Variable": "$.r{{i - 1}}.status", "StringEquals": "SUCCEEDED", "Next": "S{{i + 1}}"}], "Default": "S{{i + 1}}"}""",
                2 => $$"""{"Type": "ExpressionEval", "Parameters": {"x.=": "n + {{i}}"}, "ResultPath": "$.r{{i}}", {{next}}}""",
                _ => $$"""{"Type": "Pass", "Parameters": {"a.$": "$.n"}, "ResultPath": "$.r{{i}}", {{next}}}""",
            }));
        }

        _definition = FlowDocument.FromValue(FlowObject.Create(("StartAt", FlowValue.From("S0")), ("States", states.Build())));
    }

    [Benchmark]
    public int Lint() => FlowLinter.Lint(new LintRequest(_definition)).Count;
}
