using Globus.Automate.FlowLanguage.Linting;
using Globus.Automate.FlowLanguage.Reading;

namespace Globus.Automate.FlowLanguage.Tests.Linting;

/// <summary>GF304: what inputs need not have is read without a guard.</summary>
public sealed class OptionalInputTests
{
    private const string Schema = """
        {"type": "object", "additionalProperties": false, "required": ["given", "some"], "properties": {
          "given": {"type": "string"}, "label": {"type": "string"}, "size": {"type": "integer", "default": 3}, "files": {"type": "array"}, "_tokens": {"type": "object", "properties": {"A": {"type": "string"}}},
          "some": {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}, "b": {"type": "string"}}},
          "all": {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}}}}
        """;

    [Theory]
    [InlineData("x.$: «$.label", "$.label")]
    [InlineData("x.=: «given + label", "$.label")]
    [InlineData("x.=: «given + `$.label`", "$.label")]
    [InlineData("x: [{y.$: «$.some.b}]", "$.some.b")]
    [InlineData("x.=: «some.a + some.b", "$.some.b")]
    [InlineData("x.$: «$.all.a", "$.all")]
    [InlineData("x.$: «$.label\n      y.$: $.label\n      z.=: label", "$.label")]
    [InlineData("x.$: $.files[*].name\n      y.=: «files[0]", "$.files")]
    public void What_is_not_required_is_told_once_where_it_is_read_first(string parameters, string path)
        => Assert.Contains($"does not require {path},", OnlyAtItsMark(Pass(parameters)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("x.$: $.given\n      y.$: $.some.a\n      z.=: size + 1")]
    [InlineData("x.=: getattr('label', 'none')")]
    [InlineData("x.=: label if is_present('label') else 'none'")]
    [InlineData("x.=: is_present('label') and label")]
    [InlineData("x.=: label if given == 'a' else 'none'")]
    [InlineData("x.=: \"[f + label for f in some.a]\"")]
    [InlineData("x.$: $.files[*].name\n      y.=: '`$.files[*].name`'")]
    [InlineData("x.$: $._context.run_id")]
    [InlineData("x.$: $._tokens.A")]
    public void What_is_there_or_provided_for_is_not_told(string parameters) => Assert.Empty(Lint(Pass(parameters), Schema));

    [Theory]
    [InlineData("{Variable: $.label, IsPresent: true, Next: B}", "Z")]
    [InlineData("{Not: {Variable: $.label, IsPresent: false}, Next: B}", "Z")]
    [InlineData("{And: [{Variable: $.given, StringEquals: a}, {Variable: $.label, IsPresent: true}], Next: B}", "Z")]
    [InlineData("{And: [{Variable: $.label, IsPresent: true}, {Variable: $.label, StringEquals: a}], Next: B}", "Z")]
    [InlineData("{Variable: $.label, IsPresent: false, Next: Z}", "B")]
    [InlineData("{Variable: $.label, IsPresent: false, Next: Z}, {Variable: $.label, StringEquals: a, Next: Z}", "B")]
    public void A_Choice_before_it_is_a_guard(string rules, string fallback) => Assert.Empty(Lint(Choice(rules, fallback), Schema));

    [Theory]
    [InlineData("{Variable: $.label, IsPresent: true, Next: Z}", "B", "x.$: «$.label")]
    [InlineData("{Variable: $.given, StringEquals: a, Next: Z}, {Variable: «$.label, StringEquals: a, Next: Z}", "B", "x.$: $.label")]
    [InlineData("{Variable: $.some.b, IsPresent: true, Next: B}", "Z", "x.$: «$.label")]
    public void A_guard_of_another_way_is_none(string rules, string fallback, string parameters)
        => OnlyAtItsMark(Choice(rules, fallback).Replace("x.$: $.label", parameters, StringComparison.Ordinal));

    [Fact]
    public void Other_places_that_read_are_told_too()
    {
        OnlyAtItsMark("StartAt: A\nStates: {A: {Type: Pass, InputPath: «$.label, End: true}}");
        OnlyAtItsMark("StartAt: A\nStates: {A: {Type: Wait, SecondsPath: «$.label, End: true}}");
        OnlyAtItsMark("StartAt: A\nStates: {A: {Type: Fail, CausePath: «$.label}}");
    }

    [Fact]
    public void What_a_state_puts_there_is_there()
        => Assert.Empty(Lint("StartAt: A\nStates: {A: {Type: Pass, Parameters: {x: 1}, ResultPath: $.label, Next: B}, B: {Type: Pass, InputPath: $.label, End: true}}", Schema));

    [Theory]
    [InlineData("""{"type": "object"}""")]
    [InlineData("""{"type": "object", "properties": {}, "additionalProperties": true}""")]
    [InlineData("""{"type": "object", "properties": {"label": {}, "other": {}}, "anyOf": [{"required": ["label"]}, {"required": ["other"]}]}""")]
    [InlineData("""{"type": "object", "properties": {"label": {"default": "x"}}, "additionalProperties": true}""")]
    public void Of_what_the_schema_does_not_say_nothing_is_told(string schema) => Assert.Empty(Lint(Pass("x.$: $.label"), schema));

    private static string Pass(string parameters) => $"StartAt: A\nStates:\n  A:\n    Type: Pass\n    Parameters:\n      {parameters}\n    End: true\n";

    private static string Choice(string rules, string fallback)
        => $"StartAt: A\nStates:\n  A: {{Type: Choice, Choices: [{rules}], Default: {fallback}}}\n  B:\n    Type: Pass\n    Parameters:\n      x.$: $.label\n    End: true\n  Z: {{Type: Fail}}\n";

    private static FlowDiagnostic OnlyAtItsMark(string marked)
    {
        int mark = marked.IndexOf('«', StringComparison.Ordinal);
        string before = marked[..mark];
        FlowDiagnostic found = Assert.Single(Lint(marked.Remove(mark, 1), Schema));
        Assert.Equal(("GF304", DiagnosticSeverity.Information, before.Count(static c => c == '\n') + 1, mark - before.LastIndexOf('\n')), (found.Code, found.Severity, found.Line, found.Column));
        return found;
    }

    private static FlowDiagnostic[] Lint(string definition, string schema)
        => [.. FlowLinter.Lint(new LintRequest(FlowDocument.Parse(definition)) { InputSchema = FlowDocument.Parse(schema) }).Where(static d => d.Code != "GF702")];
}
