using Globus.Automate.FlowLanguage.Linting;
using Globus.Automate.FlowLanguage.Reading;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Tests;

namespace Globus.Automate.FlowLanguage.Tests.Linting;

public sealed class ExampleMistakesTests
{
    public static TheoryData<int> Numbers() => [.. Enumerable.Range(0, ExampleMistakes.All.Length)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_slip_in_an_example_gives_one_diagnostic_in_every_form_of_the_definition(int number)
    {
        (string flow, string old, string broken, string code, string? suggestion) = ExampleMistakes.All[number];
        string text = Read(flow + ".yaml");
        int at = text.IndexOf(old, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{flow} has no '{old}'.");
        text = string.Concat(text.AsSpan(0, at), broken, text.AsSpan(at + old.Length));
        int mark = text.IndexOf('«', StringComparison.Ordinal);
        text = mark < 0 ? text : text.Remove(mark, 1);

        FlowDiagnostic found = Single(flow, FlowDocument.Parse(text), broken);
        Assert.Equal((broken, code, suggestion), (broken, found.Code, found.Suggestion));
        if (mark >= 0)
        {
            string before = text[..mark];
            Assert.Equal((before.Count(static c => c == '\n') + 1, mark - before.LastIndexOf('\n')), (found.Line, found.Column));
        }

        FlowValue root = FlowDocument.Parse(text).Root;
        FlowDiagnostic inJson = Single(flow, FlowDocument.Parse(FlowDocumentWriter.ToJson(root)), broken);
        FlowDiagnostic inObject = Single(flow, FlowDocument.FromValue(root), broken);
        Assert.Equal((found.Code, found.Path, found.Message), (inJson.Code, inJson.Path, inJson.Message));
        Assert.Equal((found.Code, found.Path, found.Message), (inObject.Code, inObject.Path, inObject.Message));
        Assert.True(inJson.Line > 0 && inJson.Column > 0);
        Assert.Null(inObject.Line);
    }

    [Fact]
    public void Each_of_several_mistakes_gives_its_diagnostic_in_the_order_of_the_source()
    {
        string text = Read("move.yaml")
            .Replace("path.$: $.source.path\n      path_only", "path.$: $.source.pth\n      path_only", StringComparison.Ordinal)
            .Replace("WaitTime: 172800\n    Parameters:\n      endpoint", "Waittime: 172800\n    Parameters:\n      endpoint", StringComparison.Ordinal)
            .Replace("Next: DeleteFailed", "Next: DeletFailed", StringComparison.Ordinal);
        IReadOnlyList<FlowDiagnostic> found = FlowLinter.Lint(new LintRequest(FlowDocument.Parse(text)) { InputSchema = FlowDocument.Parse(Read("move.schema.yaml")) });

        Assert.Equal([("GF301", 11, "path"), ("GF108", 36, "WaitTime"), ("GF202", 46, "DeleteFailed")], found.Select(static d => (d.Code, d.Line ?? 0, d.Suggestion ?? string.Empty)));
    }

    [Fact]
    public void A_result_that_is_missing_on_one_way_is_told_once_however_many_states_read_it()
    {
        const string Text = """
            StartAt: Ask
            States:
              Ask:
                Type: Choice
                Choices:
                  - Variable: $.n
                    NumericEquals: 1
                    Next: Make
                Default: Use
              Make:
                Type: Pass
                Parameters: {a: 1}
                ResultPath: $.made
                Next: Use
              Use:
                Type: Pass
                Parameters: {x.$: $.made.a}
                ResultPath: $.used
                Next: UseAgain
              UseAgain:
                Type: ExpressionEval
                Parameters: {y.=: made.a + 1, z.=: "other.b if n > 1 else 0", w.=: "getattr('gone', 0)"}
                ResultPath: $.again
                End: true
            """;
        FlowDocument schema = FlowDocument.Parse("""{"type": "object", "required": ["n"], "properties": {"n": {"type": "integer"}}}""");
        IReadOnlyList<FlowDiagnostic> found = FlowLinter.Lint(new LintRequest(FlowDocument.Parse(Text)) { InputSchema = schema });

        Assert.Equal([("GF301", 17), ("GF301", 22)], found.Select(static d => (d.Code, d.Line ?? 0)));
        Assert.Contains("$.made there when the run comes by Ask → Use.", found[0].Message, StringComparison.Ordinal);
        Assert.Contains("$.other", found[1].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$.TransferReslt.status", "TransferResult")]
    [InlineData("$.TransferResult.stauts", "status")]
    [InlineData("$.SourceResult.status", null)]
    public void Without_a_schema_a_name_close_to_an_unread_result_is_a_slip(string path, string? meant)
    {
        FlowDocument definition = FlowDocument.Parse($$"""{"StartAt": "T", "States": {"T": {"Type": "Action", "ActionUrl": "https://a.example.org", "Parameters": {}, "ResultPath": "$.TransferResult", "Next": "P"}, "P": {"Type": "Pass", "Parameters": {"a.$": "{{path}}" }, "End": true} } }""");

        Assert.Equal(meant is null ? [] : [("GF301", (string?)meant)], FlowLinter.Lint(new LintRequest(definition)).Select(static d => (d.Code, d.Suggestion)));
    }

    private static FlowDiagnostic Single(string flow, FlowDocument definition, string what)
    {
        IReadOnlyList<FlowDiagnostic> all = FlowLinter.Lint(new LintRequest(definition) { InputSchema = FlowDocument.Parse(Read(flow + ".schema.yaml")), Actions = new HelloWorldOnly() });
        FlowDiagnostic[] found = [.. all.Where(static d => d.Code != "YAML101")];
        Assert.True(found.Length == 1, $"{what}: {string.Join(" | ", found.Select(static d => $"{d.Code} {d.Line}:{d.Column} {d.Message}"))}");
        return found[0];
    }

    private static string Read(string name) => File.ReadAllText(Path.Combine(Corpus.RepositoryRoot(), "examples", "flows", name));

    private sealed class HelloWorldOnly : IActionProviderCatalog
    {
        private readonly FlowValue _schema = FlowValue.Parse(ExampleMistakes.HelloWorld);

        public FlowValue? FindInputSchema(string actionUrl) => actionUrl.EndsWith("/hello_world", StringComparison.Ordinal) ? _schema : null;
    }
}
