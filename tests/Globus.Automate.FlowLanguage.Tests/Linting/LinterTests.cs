using CsCheck;
using Globus.Automate.FlowLanguage.Linting;
using Globus.Automate.FlowLanguage.Reading;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Tests;

namespace Globus.Automate.FlowLanguage.Tests.Linting;

public sealed class LinterTests
{
    public static TheoryData<string, string, string?> Flows() => new()
    {
        { "hello-world", "definition.json", "input-schema.json" },
        { "hello-world-yaml", "definition.yaml", "input-schema.yaml" },
        { "complex-hello-world", "definition.json", null },
        { "loop-with-batch-processing", "definition.yaml", null },
        { "multi-transfer", "definition.json", "input_schema.json" },
        { "pass-with-parameters", "definition.json", null },
        { "single-transfer", "definition.json", "input-schema.json" },
        { "transfer-mv", "definition.json", "input_schema.json" },
        { "transfer-mv-yaml", "definition.yaml", "input_schema.yaml" },
        { "web-option", "definition.json", null },
        { "send-notification", "definition.json", null },
    };

    [Theory]
    [MemberData(nameof(Flows))]
    public void Flows_that_run_in_production_have_no_error(string folder, string definition, string? schema)
    {
        var request = new LintRequest(FlowDocument.Load(Corpus.Path("flows", folder, definition)))
        {
            InputSchema = schema is null ? null : FlowDocument.Load(Corpus.Path("flows", folder, schema)),
        };
        IReadOnlyList<FlowDiagnostic> found = FlowLinter.Lint(request);

        Assert.DoesNotContain(found, d => d.Severity == DiagnosticSeverity.Error);

        // The one thing that is wrong in them: a password in plain sight.
        string[] warnings = [.. found.Where(d => d.Severity == DiagnosticSeverity.Warning).Select(d => d.Code)];
        Assert.Equal(folder == "send-notification" ? ["GF501"] : [], warnings);
    }

    [Theory]
    [InlineData("greet")]
    [InlineData("move")]
    [InlineData("two-stage-transfer")]
    [InlineData("transfer-set-permissions")]
    public void The_examples_are_clean(string name)
    {
        string folder = Path.Combine(Corpus.RepositoryRoot(), "examples", "flows");
        IReadOnlyList<FlowDiagnostic> found = FlowLinter.Lint(new LintRequest(FlowDocument.Load(Path.Combine(folder, name + ".yaml"))) { InputSchema = FlowDocument.Load(Path.Combine(folder, name + ".schema.yaml")) });

        Assert.DoesNotContain(found, d => d.Severity != DiagnosticSeverity.Information);
    }

    private const string WebInput = """
        StartAt: Count
        States:
          Count:
            Type: ExpressionEval
            Parameters:
              n.=: len(items)
            ResultPath: $.count
            Next: Look
          Look:
            Type: Action
            Handler: {Type: ActionProvider, Url: 'https://actions.example.org/look'}
            Parameters: {}
            ResultPath: $.look
            Next: Ask
          Ask:
            Type: CreateWebInput
            Parameters:
              InputType: Selection
              Context: {PresentationStyle: Text, Title: Go on?, Text.=: "str(count.n) + ' items'"}
              Options: [{Value: 'y', Label: Go on}]
            ResultPath: $.question
            Next: Answer
          Answer:
            Type: AwaitWebInput
            Parameters: {web_input_id.$: $.question.web_input_id}
            ResultPath: $.answer
            Catch: [{ErrorEquals: [Flows.WebInputExpired], Next: Expired, ResultPath: $.answer}]
            Next: Decide
          Decide:
            Type: Choice
            Choices: [{Variable: $.answer.response, StringEquals: 'y', Next: Done}]
            Default: Expired
          Done:
            Type: Pass
            End: true
          Expired:
            Type: Fail
            Cause: Nobody said yes.
        """;

    [Fact]
    public void States_that_ask_people_and_handlers_with_a_URL_are_known()
    {
        Assert.Empty(FlowLinter.Lint(new LintRequest(FlowDocument.Parse(WebInput))));
        Assert.Equal("GF301", Assert.Single(FlowLinter.Lint(new LintRequest(FlowDocument.Parse(WebInput.Replace("$.question.", "$.qestion.", StringComparison.Ordinal))))).Code);
        Assert.Equal("GF604", Assert.Single(FlowLinter.Lint(new LintRequest(FlowDocument.Parse(WebInput.Replace("InputExpired", "InputExpird", StringComparison.Ordinal))))).Code);
        Assert.Equal("An AwaitWebInput state needs Parameters or InputPath: what is asked, or waited for.", Assert.Single(FlowLinter.Lint(new LintRequest(FlowDocument.Parse(WebInput.Replace("    Parameters: {web_input_id.$: $.question.web_input_id}\n", string.Empty, StringComparison.Ordinal))))).Message);
        Assert.Equal("GF111", Assert.Single(FlowLinter.Lint(new LintRequest(FlowDocument.Parse(WebInput.Replace("Parameters: {web", "InputPath: $.look\n    Parameters: {web", StringComparison.Ordinal))))).Code);
    }

    [Fact]
    public void What_older_YAML_takes_otherwise_has_its_path_and_is_no_second_mistake()
    {
        FlowDiagnostic[] found = [.. FlowLinter.Lint(new LintRequest(FlowDocument.Parse("StartAt: A\nStates:\n  A:\n    Type: Pass\n    Parameters: {a: [1, on]}\n    End: yes\n")))];

        Assert.Equal([("YAML101", "$.States.A.Parameters.a[1]", "A", 5, 25), ("GF109", "$.States.A.End", "A", 6, 10)], found.Select(static d => (d.Code, d.Path, d.State!, d.Line!.Value, d.Column!.Value)));
        Assert.Equal("End is true or false, and 'yes' is text.", found[1].Message);
    }

    [Fact]
    public void Every_mistake_of_a_schema_is_told_and_one_of_a_collection_once()
    {
        FlowDocument definition = FlowDocument.Parse("{StartAt: A, States: {A: {Type: Pass, InputPath: $.a, End: true}}}");
        FlowDocument schema = FlowDocument.Parse("""
            {"required": "a", "properties": {"a": {"type": "strin"}, "c": {"minLength": -1}}}
            """);
        Assert.Equal(["$.required", "$.properties.a.type", "$.properties.c.minLength"], FlowLinter.Lint(new LintRequest(definition) { InputSchema = schema }).Where(static d => d.Code == "GF701").Select(static d => d.Path));

        schema = FlowDocument.Parse("""{"required": ["a"], "properties": {"a": {"type": "object", "format": "globus-collection", "properties": {"id": {"format": "globus-collection-id"}}}}}""");
        FlowDiagnostic found = Assert.Single(FlowLinter.Lint(new LintRequest(definition) { InputSchema = schema, Input = FlowDocument.Parse("""{"a": {"id": "x"}}""") }));
        Assert.Equal(("GF703", "$.a.id"), (found.Code, found.Path));
    }

    [Fact]
    public void Keys_without_a_space_after_them_are_told_of()
    {
        FlowDiagnostic only = Assert.Single(FlowLinter.Lint(new LintRequest(FlowDocument.Parse("StartAt:A\nStates:B"))));
        Assert.Equal("GF101", only.Code);
        Assert.Contains("a space stands after the ':'", only.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("space", Assert.Single(FlowLinter.Lint(new LintRequest(FlowDocument.Parse("[1]")))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_value_is_told_with_the_way_on_which_it_is_missing()
    {
        FlowDiagnostic found = Assert.Single(FlowLinter.Lint(new LintRequest(FlowDocument.Parse("""
            StartAt: A
            States:
              A:
                Type: Choice
                Choices:
                  - Variable: $.n
                    NumericEquals: 1
                    Next: B
                Default: C
              B:
                Type: Pass
                Parameters: {x: 1}
                ResultPath: $.b
                Next: C
              C:
                Type: Pass
                Parameters:
                  y.$: $.b.x
                End: true
            """)) { InputSchema = FlowDocument.Parse("""{"type": "object", "required": ["n"], "properties": {"n": {"type": "integer"}}, "additionalProperties": false}""") }));

        Assert.Equal("GF301", found.Code);
        Assert.Contains("$.b", found.Message, StringComparison.Ordinal);
        Assert.Contains("A → C", found.Message, StringComparison.Ordinal);
        Assert.Equal((18, 12), (found.Line, found.Column));
        Assert.Equal("C", found.State);
    }

    [Fact]
    public void Presence_that_a_choice_has_asked_for_is_presence()
        => Assert.Empty(FlowLinter.Lint(new LintRequest(FlowDocument.Parse("""
            StartAt: A
            States:
              A:
                Type: Choice
                Choices:
                  - Variable: $.extra
                    IsPresent: true
                    Next: B
                Default: C
              B:
                Type: Pass
                Parameters: {y.$: $.extra.z}
                End: true
              C:
                Type: Pass
                End: true
            """)) { InputSchema = FlowDocument.Parse("""{"type": "object", "properties": {}, "additionalProperties": false}""") }));

    [Fact]
    public void Diagnostics_come_in_the_order_of_the_source()
    {
        IReadOnlyList<FlowDiagnostic> found = FlowLinter.Lint(new LintRequest(FlowDocument.Parse("StartAt: Z\nStates:\n  A:\n    Type: Pass\n    Next: Q\n  B:\n    Type: Passs\n")));

        Assert.Equal([1, 5, 7], found.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.Line ?? 0));
    }

    [Fact]
    public void A_thousand_states_and_ten_thousand_are_checked_without_overflow()
    {
        var states = new FlowObject.Builder();
        for (int i = 0; i < 10_000; i++)
        {
            states.Set($"S{i}", FlowObject.Create(
                ("Type", FlowValue.From("ExpressionEval")),
                ("Parameters", FlowObject.Create(("x.=", FlowValue.From("n + 1")))),
                ("ResultPath", FlowValue.From($"$.r{i}")),
                ("Next", FlowValue.From($"S{(i + 1) % 10_000}"))));
        }

        IReadOnlyList<FlowDiagnostic> found = FlowLinter.Lint(new LintRequest(FlowDocument.FromValue(FlowObject.Create(("StartAt", FlowValue.From("S0")), ("States", states.Build())))));

        Assert.Equal("GF204", Assert.Single(found).Code);
    }

    [Fact]
    public void Whatever_is_taken_from_a_definition_it_is_checked()
    {
        FlowObject definition = (FlowObject)FlowDocument.Parse(Catalogue.Base).Root;
        (string State, string Field)[] fields = [.. ((FlowObject)definition["States"]!).SelectMany(s => ((FlowObject)s.Value).Names.Select(f => (s.Key, f)))];
        FlowValue[] values = [FlowValue.Null, FlowValue.From(1), FlowValue.From("x"), FlowArray.Empty, FlowObject.Empty, FlowValue.True, FlowArray.Create(FlowObject.Empty), FlowValue.From("$.a[")];
        Gen.Select(Gen.Int[0, fields.Length - 1], Gen.Int[0, values.Length]).Array[1, 6].Sample(changes =>
        {
            FlowObject states = (FlowObject)definition["States"]!;
            foreach ((int field, int value) in changes)
            {
                (string state, string name) = fields[field];
                var old = (FlowObject)states[state]!;
                states = states.With(state, value == values.Length ? old.Without(name) : old.With(name, values[value]));
            }

            Assert.NotNull(FlowLinter.Lint(new LintRequest(FlowDocument.FromValue(definition.With("States", states)))));
        });
    }
}
