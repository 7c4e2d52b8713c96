using Globus.Automate.FlowLanguage.Linting;
using Globus.Automate.FlowLanguage.Reading;

namespace Globus.Automate.FlowLanguage.Tests.Linting;

/// <summary>
/// Broken definitions, each an edit of one sound definition, with the one diagnostic that it must give. «marks the place: what stands behind it
/// is where line and column must point.
/// </summary>
public sealed class Catalogue
{
    public const string Base = """
        StartAt: Fetch
        States:
          Fetch:
            Type: Action
            ActionUrl: https://actions.example.org/fetch
            Parameters:
              source.$: $.source
              count.=: n + 1
            ResultPath: $.fetched
            WaitTime: 60
            Catch:
              - ErrorEquals: [ActionTimeout]
                ResultPath: $.error
                Next: Failed
            Next: Decide
          Decide:
            Type: Choice
            Choices:
              - Variable: $.fetched.status
                StringEquals: SUCCEEDED
                Next: Pause
            Default: Failed
          Pause:
            Type: Wait
            Seconds: 5
            Next: Shape
          Shape:
            Type: Pass
            Parameters:
              a: 1
            ResultPath: $.shaped
            Next: Compute
          Compute:
            Type: ExpressionEval
            Parameters:
              total.=: shaped.a + 1
            ResultPath: $.computed
            End: true
          Failed:
            Type: Fail
            Error: NotFetched
            Cause: It could not be fetched
        """;

    private const string Schema = """{"type": "object", "additionalProperties": false, "required": ["source", "n"], "properties": {"source": {"type": "string"}, "n": {"type": "integer"}}}""";

    public static TheoryData<string, string, string, string> Mistakes() => new()
    {
        { "no StartAt", "GF102", "StartAt: Fetch\nStates", "«States" },
        { "StartAt misspelt", "GF108", "StartAt: Fetch", "«StartAtt: Fetch" },
        { "StartAt no string", "GF109", "StartAt: Fetch", "StartAt: «[Fetch]" },
        { "unknown at the top", "GF108", "StartAt: Fetch", "«Version: '1.0'\nStartAt: Fetch" },
        { "TimeoutSeconds at the top", "GF108", "StartAt: Fetch", "«TimeoutSeconds: 5\nStartAt: Fetch" },
        { "StartAt names nothing", "GF201", "StartAt: Fetch", "StartAt: «Fetcher" },
        { "StartAt in another case", "GF201", "StartAt: Fetch", "StartAt: «fetch" },
        { "state no object", "GF105", "  Failed:\n    Type: Fail\n    Error: NotFetched\n    Cause: It could not be fetched\n", "  Failed: «none\n" },
        { "no Type", "GF106", "    Type: Fail\n    Error", "    «Error" },
        { "Type misspelt", "GF108", "    Type: Fail", "    «Typ: Fail" },
        { "type Passs", "GF107", "    Type: Fail", "    Type: «Passs" },
        { "type fail", "GF107", "    Type: Fail", "    Type: «fail" },
        { "type Task", "GF107", "    Type: Fail", "    Type: «Task" },
        { "type Succeed", "GF107", "    Type: Fail", "    Type: «Succeed" },
        { "type Parallel", "GF107", "    Type: Fail", "    Type: «Parallel" },
        { "type Map", "GF107", "    Type: Fail", "    Type: «Map" },
        { "type Choise", "GF107", "    Type: Fail", "    Type: «Choise" },
        { "type no string", "GF107", "    Type: Fail", "    Type: «5" },
        { "OutputPath in Action", "GF108", "    ActionUrl: https://actions.example.org/fetch\n", "    ActionUrl: https://actions.example.org/fetch\n    «OutputPath: $.x\n" },
        { "Retry in Action", "GF108", "    ActionUrl: https://actions.example.org/fetch\n", "    ActionUrl: https://actions.example.org/fetch\n    «Retry: []\n" },
        { "nonsense in Action", "GF108", "    ActionUrl: https://actions.example.org/fetch\n", "    ActionUrl: https://actions.example.org/fetch\n    «Colour: blue\n" },
        { "OutputPath in Choice", "GF108", "    Default: Failed\n", "    Default: Failed\n    «OutputPath: $.x\n" },
        { "Retry in Choice", "GF108", "    Default: Failed\n", "    Default: Failed\n    «Retry: []\n" },
        { "nonsense in Choice", "GF108", "    Default: Failed\n", "    Default: Failed\n    «Colour: blue\n" },
        { "OutputPath in Wait", "GF108", "    Seconds: 5\n", "    Seconds: 5\n    «OutputPath: $.x\n" },
        { "Retry in Wait", "GF108", "    Seconds: 5\n", "    Seconds: 5\n    «Retry: []\n" },
        { "nonsense in Wait", "GF108", "    Seconds: 5\n", "    Seconds: 5\n    «Colour: blue\n" },
        { "OutputPath in Pass", "GF108", "    ResultPath: $.shaped\n", "    ResultPath: $.shaped\n    «OutputPath: $.x\n" },
        { "Retry in Pass", "GF108", "    ResultPath: $.shaped\n", "    ResultPath: $.shaped\n    «Retry: []\n" },
        { "nonsense in Pass", "GF108", "    ResultPath: $.shaped\n", "    ResultPath: $.shaped\n    «Colour: blue\n" },
        { "OutputPath in ExpressionEval", "GF108", "    ResultPath: $.computed\n", "    ResultPath: $.computed\n    «OutputPath: $.x\n" },
        { "Retry in ExpressionEval", "GF108", "    ResultPath: $.computed\n", "    ResultPath: $.computed\n    «Retry: []\n" },
        { "nonsense in ExpressionEval", "GF108", "    ResultPath: $.computed\n", "    ResultPath: $.computed\n    «Colour: blue\n" },
        { "OutputPath in Fail", "GF108", "    Error: NotFetched\n", "    Error: NotFetched\n    «OutputPath: $.x\n" },
        { "Retry in Fail", "GF108", "    Error: NotFetched\n", "    Error: NotFetched\n    «Retry: []\n" },
        { "nonsense in Fail", "GF108", "    Error: NotFetched\n", "    Error: NotFetched\n    «Colour: blue\n" },
        { "ResultPath misspelt", "GF108", "    ResultPath: $.shaped", "    «ResultPth: $.shaped" },
        { "ActionUrl misspelt", "GF108", "    ActionUrl:", "    «ActionURI:" },
        { "Next misspelt", "GF108", "    Next: Shape", "    «Nxt: Shape" },
        { "WaitTime misspelt", "GF108", "    WaitTime: 60", "    «WaitTme: 60" },
        { "Parameters misspelt", "GF108", "    Parameters:\n      total", "    «Parameter:\n      total" },
        { "InputPath in ExpressionEval", "GF108", "    ResultPath: $.computed\n", "    ResultPath: $.computed\n    «InputPath: $.a\n" },
        { "Catch in Pass", "GF108", "    ResultPath: $.shaped\n", "    ResultPath: $.shaped\n    «Catch: []\n" },
        { "Next in Fail", "GF108", "    Error: NotFetched\n", "    Error: NotFetched\n    «Next: Pause\n" },
        { "End in Choice", "GF108", "    Default: Failed\n", "    Default: Failed\n    «End: true\n" },
        { "WaitTime no number", "GF109", "    WaitTime: 60", "    WaitTime: «sixty" },
        { "WaitTime negative", "GF109", "    WaitTime: 60", "    WaitTime: «-1" },
        { "WaitTime over a year", "GF109", "    WaitTime: 60", "    WaitTime: «99999999" },
        { "ResultPath no string", "GF109", "    ResultPath: $.shaped", "    ResultPath: «5" },
        { "Parameters no object", "GF109", "    Parameters:\n      a: 1", "    Parameters: «7" },
        { "Catch no list", "GF109", "    Catch:\n      - ErrorEquals: [ActionTimeout]\n        ResultPath: $.error\n        Next: Failed\n", "    Catch: «oops\n" },
        { "Seconds no number", "GF109", "    Seconds: 5", "    Seconds: «five" },
        { "Seconds negative", "GF109", "    Seconds: 5", "    Seconds: «-5" },
        { "Timestamp without a zone", "GF109", "    Seconds: 5", "    Timestamp: «'2026-01-31T12:00:00'" },
        { "Timestamp no time", "GF109", "    Seconds: 5", "    Timestamp: «tomorrow" },
        { "ExceptionOnActionFailure no boolean", "GF109", "    WaitTime: 60", "    ExceptionOnActionFailure: «'yes'" },
        { "End no boolean", "GF109", "    End: true", "    End: «'true'" },
        { "Next no string", "GF109", "    Next: Shape", "    Next: «[Shape]" },
        { "Error no string", "GF109", "    Error: NotFetched", "    Error: «5" },
        { "ActionUrl empty", "GF109", "    ActionUrl: https://actions.example.org/fetch\n", "    ActionUrl: «''\n" },
        { "RunAs no string", "GF109", "    WaitTime: 60", "    RunAs: «5" },
        { "Choices no list", "GF109", "    Choices:\n      - Variable: $.fetched.status\n        StringEquals: SUCCEEDED\n        Next: Pause\n    Default: Failed\n", "    Choices: «{}\n    Default: Pause\n" },
        { "Next and End", "GF110", "    Next: Shape", "    Next: Shape\n    «End: true" },
        { "neither Next nor End", "GF110", "  Compute:\n    Type: ExpressionEval\n    Parameters:\n      total.=: shaped.a + 1\n    ResultPath: $.computed\n    End: true\n", "  Compute:\n    «Type: ExpressionEval\n    Parameters:\n      total.=: shaped.a + 1\n    ResultPath: $.computed\n" },
        { "End false", "GF110", "    End: true", "    End: «false" },
        { "InputPath and Parameters", "GF111", "    Parameters:\n      source", "    InputPath: $.source\n    «Parameters:\n      source" },
        { "neither InputPath nor Parameters", "GF111", "    Type: Action\n    ActionUrl: https://actions.example.org/fetch\n    Parameters:\n      source.$: $.source\n      count.=: n + 1\n", "    «Type: Action\n    ActionUrl: https://actions.example.org/fetch\n" },
        { "Pass with both", "GF111", "    Parameters:\n      a: 1", "    InputPath: $.fetched\n    «Parameters:\n      a: 1" },
        { "no ActionUrl", "GF112", "    Type: Action\n    ActionUrl: https://actions.example.org/fetch\n", "    «Type: Action\n" },
        { "ActionUrl and Handler", "GF112", "    ActionUrl: https://actions.example.org/fetch\n", "    ActionUrl: https://actions.example.org/fetch\n    «Handler: {Type: RegisteredAPI, Id: a}\n" },
        { "Handler of another type", "GF112", "    ActionUrl: https://actions.example.org/fetch\n", "    Handler: «{Type: Other, Id: a}\n" },
        { "Handler without a URL", "GF112", "    ActionUrl: https://actions.example.org/fetch\n", "    Handler: «{Type: ActionProvider}\n" },
        { "Handler with a URL that is not https", "GF601", "    ActionUrl: https://actions.example.org/fetch\n", "    Handler:\n      Type: ActionProvider\n      Url: «http://actions.example.org/fetch\n" },
        { "Handler without an id", "GF112", "    ActionUrl: https://actions.example.org/fetch\n", "    Handler: «{Type: RegisteredAPI}\n" },
        { "Wait for nothing", "GF113", "    Type: Wait\n    Seconds: 5\n", "    «Type: Wait\n" },
        { "Wait twice", "GF113", "    Seconds: 5\n", "    Seconds: 5\n    «SecondsPath: $.n\n" },
        { "no Choices", "GF114", "    Type: Choice\n    Choices:\n      - Variable: $.fetched.status\n        StringEquals: SUCCEEDED\n        Next: Pause\n    Default: Failed\n", "    «Type: Choice\n    Default: Pause\n" },
        { "Choices empty", "GF114", "    Choices:\n      - Variable: $.fetched.status\n        StringEquals: SUCCEEDED\n        Next: Pause\n    Default: Failed\n", "    Choices: «[]\n    Default: Pause\n" },
        { "operator misspelt", "GF115", "        StringEquals: SUCCEEDED\n", "        «StringEqual: SUCCEEDED\n" },
        { "operator unknown", "GF115", "        StringEquals: SUCCEEDED\n", "        «Contains: SUCCEEDED\n" },
        { "two operators", "GF115", "        StringEquals: SUCCEEDED\n", "        StringEquals: SUCCEEDED\n        «NumericEquals: 5\n" },
        { "no operator", "GF115", "      - Variable: $.fetched.status\n        StringEquals: SUCCEEDED\n", "      - «Variable: $.fetched.status\n" },
        { "no Variable", "GF115", "      - Variable: $.fetched.status\n        StringEquals", "      - «StringEquals" },
        { "Variable no string", "GF115", "      - Variable: $.fetched.status", "      - Variable: «5" },
        { "rule without Next", "GF115", "      - Variable: $.fetched.status\n        StringEquals: SUCCEEDED\n        Next: Pause\n    Default: Failed", "      - «Variable: $.fetched.status\n        StringEquals: SUCCEEDED\n    Default: Pause" },
        { "rule no object", "GF115", "      - Variable: $.fetched.status\n        StringEquals: SUCCEEDED\n        Next: Pause\n    Default: Failed", "      - «SUCCEEDED\n    Default: Pause" },
        { "NumericEquals with '5'", "GF115", "        StringEquals: SUCCEEDED\n", "        NumericEquals: «'5'\n" },
        { "NumericLessThan with true", "GF115", "        StringEquals: SUCCEEDED\n", "        NumericLessThan: «true\n" },
        { "StringEquals with 5", "GF115", "        StringEquals: SUCCEEDED\n", "        StringEquals: «5\n" },
        { "StringLessThan with []", "GF115", "        StringEquals: SUCCEEDED\n", "        StringLessThan: «[]\n" },
        { "BooleanEquals with 'true'", "GF115", "        StringEquals: SUCCEEDED\n", "        BooleanEquals: «'true'\n" },
        { "IsPresent with 1", "GF115", "        StringEquals: SUCCEEDED\n", "        IsPresent: «1\n" },
        { "IsNull with 'yes'", "GF115", "        StringEquals: SUCCEEDED\n", "        IsNull: «'yes'\n" },
        { "TimestampEquals with noon", "GF115", "        StringEquals: SUCCEEDED\n", "        TimestampEquals: «noon\n" },
        { "TimestampLessThan with '2026-01-31'", "GF115", "        StringEquals: SUCCEEDED\n", "        TimestampLessThan: «'2026-01-31'\n" },
        { "StringEqualsPath with 5", "GF115", "        StringEquals: SUCCEEDED\n", "        StringEqualsPath: «5\n" },
        { "NumericGreaterThanEqualsPath with 5", "GF115", "        StringEquals: SUCCEEDED\n", "        NumericGreaterThanEqualsPath: «5\n" },
        { "StringMatches with 5", "GF115", "        StringEquals: SUCCEEDED\n", "        StringMatches: «5\n" },
        { "IsNumeric with 'no'", "GF115", "        StringEquals: SUCCEEDED\n", "        IsNumeric: «'no'\n" },
        { "IsTimestamp with 2", "GF115", "        StringEquals: SUCCEEDED\n", "        IsTimestamp: «2\n" },
        { "And empty", "GF115", "      - Variable: $.fetched.status\n        StringEquals: SUCCEEDED\n", "      - And: «[]\n" },
        { "Next inside And", "GF115", "      - Variable: $.fetched.status\n        StringEquals: SUCCEEDED\n", "      - And:\n          - Variable: $.fetched.status\n            StringEquals: S\n            «Next: Pause\n" },
        { "operator misspelt inside Not", "GF115", "      - Variable: $.fetched.status\n        StringEquals: SUCCEEDED\n", "      - Not:\n          Variable: $.fetched.status\n          «StringEqals: S\n" },
        { "Catch without ErrorEquals", "GF116", "      - ErrorEquals: [ActionTimeout]\n        ResultPath: $.error\n        Next: Failed\n", "      - «ResultPath: $.error\n        Next: Failed\n" },
        { "Catch without Next", "GF116", "      - ErrorEquals: [ActionTimeout]\n        ResultPath: $.error\n        Next: Failed\n", "      - «ErrorEquals: [ActionTimeout]\n        ResultPath: $.error\n" },
        { "ErrorEquals empty", "GF116", "[ActionTimeout]", "«[]" },
        { "ErrorEquals no list", "GF116", "[ActionTimeout]", "«ActionTimeout" },
        { "ErrorEquals twice", "GF116", "[ActionTimeout]", "[ActionTimeout, «ActionTimeout]" },
        { "error no string", "GF116", "[ActionTimeout]", "[«5]" },
        { "Catch field misspelt", "GF116", "      - ErrorEquals: [ActionTimeout]", "      - «ErrorEqual: [ActionTimeout]" },
        { "Catch entry no object", "GF116", "      - ErrorEquals: [ActionTimeout]\n        ResultPath: $.error\n        Next: Failed\n", "      - «ActionTimeout\n" },
        { "error misspelt", "GF604", "[ActionTimeout]", "[«ActionTimeOut]" },
        { "error of another language", "GF604", "[ActionTimeout]", "[«States.Timeout]" },
        { "ExpressionEval without Parameters", "GF117", "    Type: ExpressionEval\n    Parameters:\n      total.=: shaped.a + 1\n", "    «Type: ExpressionEval\n" },
        { "Error and ErrorPath", "GF118", "    Error: NotFetched\n", "    Error: NotFetched\n    «ErrorPath: $.n\n" },
        { "Cause and CausePath", "GF118", "    Cause: It could not be fetched\n", "    Cause: It could not be fetched\n    «CausePath: $.n\n" },
        { "Next to nothing", "GF202", "    Next: Shape", "    Next: «Shap" },
        { "Next to nothing at all", "GF202", "    Next: Shape", "    Next: «Elsewhere" },
        { "Default to nothing", "GF202", "    Default: Failed", "    Default: «Fail" },
        { "rule to nothing", "GF202", "        Next: Pause", "        Next: «Paus" },
        { "Catch to nothing", "GF202", "        Next: Failed\n    Next", "        Next: «Failled\n    Next" },
        { "unreachable", "GF203", "  Failed:\n    Type: Fail", "  «Lonely:\n    Type: Pass\n    End: true\n  Failed:\n    Type: Fail" },
        { "unreachable loop", "GF203", "  Failed:\n    Type: Fail", "  «Lonely:\n    Type: Wait\n    Seconds: 1\n    Next: Failed\n  Failed:\n    Type: Fail" },
        { "busy loop", "GF205", "  Pause:\n    Type: Wait\n    Seconds: 5\n    Next: Shape\n", "  «Pause:\n    Type: Choice\n    Choices:\n      - Variable: $.n\n        NumericEquals: 1\n        Next: Pause\n    Default: Shape\n" },
        { "input property misspelt", "GF301", "      source.$: $.source", "      source.$: «$.sorce" },
        { "name misspelt in an expression", "GF301", "      count.=: n + 1", "      count.=: «m + 1" },
        { "result misspelt", "GF301", "      total.=: shaped.a + 1", "      total.=: «shapd.a + 1" },
        { "member misspelt", "GF301", "      total.=: shaped.a + 1", "      total.=: «shaped.b + 1" },
        { "Variable never there", "GF301", "      - Variable: $.fetched.status", "      - Variable: «$.fetchd.status" },
        { "SecondsPath never there", "GF301", "    Seconds: 5", "    SecondsPath: «$.pause" },
        { "context misspelt", "GF301", "      source.$: $.source", "      source.$: «$._context.runid" },
        { "ResultPath into the context", "GF303", "    ResultPath: $.computed", "    ResultPath: «$._context.x" },
        { "JSONPath open", "GF401", "      source.$: $.source", "      source.$: «$.source[" },
        { "JSONPath without $", "GF406", "      source.$: $.source", "      source.$: «source" },
        { "Variable no path", "GF401", "      - Variable: $.fetched.status", "      - Variable: «fetched.status" },
        { "InputPath no path", "GF401", "    Parameters:\n      a: 1\n", "    InputPath: «$..[\n" },
        { "ResultPath with a wildcard", "GF402", "    ResultPath: $.computed", "    ResultPath: «$.a[*]" },
        { "ResultPath without $", "GF402", "    ResultPath: $.computed", "    ResultPath: «computed" },
        { "ResultPath negative", "GF402", "    ResultPath: $.computed", "    ResultPath: «$.a[-1]" },
        { "expression open", "GF403", "      count.=: n + 1", "      count.=: «n +" },
        { "expression of two", "GF403", "      count.=: n + 1", "      count.=: «n n" },
        { "bracket open", "GF403", "      count.=: n + 1", "      count.=: «(n + 1" },
        { "function misspelt", "GF404", "      count.=: n + 1", "      count.=: «itn(n)" },
        { "function unknown", "GF404", "      count.=: n + 1", "      count.=: «size(source)" },
        { "division by zero", "GF405", "      count.=: n + 1", "      count.=: «n + 1 / 0" },
        { "string and number", "GF405", "      count.=: n + 1", "      count.=: «\"'a' + 1\"" },
        { "JSON's null in an expression", "GF301", "      count.=: n + 1", "      count.=: «n == null" },
        { "&& in an expression", "GF403", "      count.=: n + 1", "      count.=: «n && source" },
        { "parameter given twice", "GF409", "      count.=: n + 1", "      count.=: n + 1\n      «count.$: $.n" },
        { "parameter as a constant too", "GF409", "      count.=: n + 1", "      count.=: n + 1\n      «count: 1" },
        { "list as an expression", "GF406", "      count.=: n + 1", "      count.=: «[x for x in source]" },
        { "path in an expression", "GF406", "      count.=: n + 1", "      count.=: «$.n" },
        { "expression as a path", "GF406", "      source.$: $.source", "      source.$: «n + 1" },
        { ".$ with a number", "GF406", "      source.$: $.source", "      source.$: «5" },
        { ".= with a number", "GF406", "      count.=: n + 1", "      count.=: «5" },
        { "$ without a dot", "GF407", "      source.$: $.source", "      «source$: $.source" },
        { "= without a dot", "GF407", "      count.=: n + 1", "      «count=: n + 1" },
        { "path as a constant", "GF407", "      source.$: $.source", "      source: «$.source" },
        { "password in sight", "GF501", "      source.$: $.source", "      source.$: $.source\n      «password: hunter2" },
        { "key in sight, nested", "GF501", "      source.$: $.source", "      source.$: $.source\n      login:\n        «aws_secret_access_key: hunter2" },
        { "private name of nothing", "GF502", "      source.$: $.source", "      source.$: $.source\n      __Private_Parameters: [«sorce]" },
        { "private no list", "GF502", "      source.$: $.source", "      source.$: $.source\n      __Private_Parameters: «source" },
        { "http", "GF601", "https://actions.example.org/fetch", "«http://actions.example.org/fetch" },
        { "no URL", "GF601", "https://actions.example.org/fetch", "«hello_world" },
        { "sleep over WaitTime", "GF603", "      count.=: n + 1\n    ResultPath: $.fetched\n    WaitTime: 60", "      count.=: n + 1\n      sleep_time: 90\n    ResultPath: $.fetched\n    WaitTime: «60" },
        { "role without a token", "GF605", "    WaitTime: 60", "    RunAs: «Curator" },
    };

    [Fact]
    public void The_sound_definition_is_sound()
        => Assert.Empty(Lint(Base));

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void One_mistake_gives_one_diagnostic_at_its_place(string name, string code, string old, string broken)
    {
        string marked = ReplaceOnce(Base + "\n", old, broken);
        int mark = marked.IndexOf('«', StringComparison.Ordinal);
        int line = marked.AsSpan(0, mark).Count('\n') + 1;
        int column = mark - (marked.LastIndexOf('\n', mark) + 1) + 1;
        FlowDiagnostic[] found = [.. Lint(marked.Remove(mark, 1)).Where(d => d.Severity != DiagnosticSeverity.Information)];

        Assert.True(found.Length == 1, $"{name}: {string.Join(" | ", found.Select(d => $"{d.Code} {d.Line}:{d.Column} {d.Message}"))}");
        Assert.Equal($"{name}: {code} {line}:{column}", $"{name}: {found[0].Code} {found[0].Line}:{found[0].Column}");
    }

    private static IReadOnlyList<FlowDiagnostic> Lint(string text)
        => FlowLinter.Lint(new LintRequest(FlowDocument.Parse(text)) { InputSchema = FlowDocument.Parse(Schema) });

    private static string ReplaceOnce(string text, string old, string replacement)
    {
        int place = text.IndexOf(old, StringComparison.Ordinal);
        Assert.True(place >= 0, $"The sound definition has no '{old}'.");
        return string.Concat(text.AsSpan(0, place), replacement, text.AsSpan(place + old.Length));
    }
}
