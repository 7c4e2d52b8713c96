namespace Globus.Automate.FlowLanguage.Tests.Linting;

/// <summary>
/// Slips as people make them, each in one of the flows of <c>examples/flows</c>: what is replaced by what, the code that it must give, and the
/// suggestion. « marks the place where line and column must point.
/// </summary>
internal static class ExampleMistakes
{
    public static readonly (string Flow, string Old, string Broken, string Code, string? Suggestion)[] All =
    [
        // Names of states.
        ("move", "StartAt: Look", "StartAt: «Lok", "GF201", "Look"),
        ("move", "StartAt: Look", "StartAt: «transfer1", "GF201", "Transfer"),
        ("move", "Next: Delete\n", "Next: «Delet\n", "GF202", "Delete"),
        ("move", "Next: Delete\n", "Next: «Delete Source\n", "GF202", null),
        ("move", "Next: TransferFailed", "Next: «TransferFail", "GF202", "TransferFailed"),
        ("move", "Next: DeleteFailed", "Next: «Deletefailed", "GF202", "DeleteFailed"),
        ("greet", "Default: Report", "Default: «Reprot", "GF202", "Report"),
        ("greet", "Next: Rest", "Next: «Reset", "GF202", "Rest"),
        ("two-stage-transfer", "Next: CleanUp", "Next: «Cleanup", "GF202", "CleanUp"),
        ("move", "    Next: Delete\n", "    Next: «Cleanup\n", "GF202", null),

        // Fields of the definition and of states.
        ("greet", "StartAt: Greet", "«StartsAt: Greet", "GF108", "StartAt"),
        ("greet", "States:\n", "«State:\n", "GF108", "States"),
        ("greet", "StartAt: Greet\n", "", "GF102", null),
        ("greet", "Comment: Greet somebody", "«Description: Greet somebody", "GF108", null),
        ("greet", "Comment: Greet somebody", "«comment: Greet somebody", "GF108", "Comment"),
        ("move", "    WaitTime: 172800\n    Parameters:\n      source", "    «Waittime: 172800\n    Parameters:\n      source", "GF108", "WaitTime"),
        ("move", "ResultPath: $.look", "«Resultpath: $.look", "GF108", "ResultPath"),
        ("move", "ResultPath: $.look", "«ResultsPath: $.look", "GF108", "ResultPath"),
        ("move", "ActionUrl: https://actions.globus.org/transfer/ls", "«ActionURL: https://actions.globus.org/transfer/ls", "GF108", "ActionUrl"),
        ("move", "ActionUrl: https://actions.globus.org/transfer/ls", "«Url: https://actions.globus.org/transfer/ls", "GF108", "ActionUrl"),
        ("move", "ActionUrl: https://actions.globus.org/transfer/ls", "«Resource: https://actions.globus.org/transfer/ls", "GF108", "ActionUrl"),
        ("move", "    Parameters:\n      endpoint_id.$: $.source.id\n      path", "    «Params:\n      endpoint_id.$: $.source.id\n      path", "GF108", "Parameters"),
        ("move", "    Parameters:\n      endpoint_id.$: $.source.id\n      path", "    «Body:\n      endpoint_id.$: $.source.id\n      path", "GF108", "Parameters"),
        ("move", "    Next: Transfer\n", "    «next: Transfer\n", "GF108", "Next"),
        ("move", "    Next: Transfer\n", "    «GoTo: Transfer\n", "GF108", "Next"),
        ("move", "    Next: Transfer\n", "", "GF110", null),
        ("move", "    End: true\n", "    «end: true\n", "GF108", "End"),
        ("move", "    End: true\n", "    «Stop: true\n", "GF108", "End"),
        ("move", "    End: true\n", "    End: «yes\n", "GF109", null),
        ("move", "    End: true\n", "    Next: TransferFailed\n    «End: true\n", "GF110", null),
        ("move", "    Catch:\n      - ErrorEquals: [ActionUnableToRun, ActionFailedException, ActionTimeout]\n        ResultPath: $.failure\n        Next: DeleteFailed", "    «Catches:\n      - ErrorEquals: [ActionUnableToRun, ActionFailedException, ActionTimeout]\n        ResultPath: $.failure\n        Next: DeleteFailed", "GF108", "Catch"),
        ("move", "    Catch:\n      - ErrorEquals: [ActionUnableToRun, ActionFailedException, ActionTimeout]\n        ResultPath: $.failure\n        Next: DeleteFailed", "    «Retry: [{ErrorEquals: [States.ALL], MaxAttempts: 3}]\n    Catch:\n      - ErrorEquals: [ActionUnableToRun, ActionFailedException, ActionTimeout]\n        ResultPath: $.failure\n        Next: DeleteFailed", "GF108", null),
        ("move", "    Type: Fail\n    Error: TransferFailed", "    Type: «Failed\n    Error: TransferFailed", "GF107", "Fail"),
        ("move", "    Type: Fail\n    Error: TransferFailed", "    «Error: TransferFailed", "GF106", null),
        ("move", "    Type: Fail\n    Error: TransferFailed", "    «type: Fail\n    Error: TransferFailed", "GF108", "Type"),
        ("move", "    Cause: The transfer", "    «Reason: The transfer", "GF108", "Cause"),
        ("greet", "    Type: Wait", "    Type: «Sleep", "GF107", null),
        ("greet", "    Seconds: 1\n", "    «Second: 1\n", "GF108", "Seconds"),
        ("greet", "    Seconds: 1\n", "    Seconds: «'1'\n", "GF109", null),
        ("greet", "    Seconds: 1\n", "    Seconds: «1s\n", "GF109", null),
        ("greet", "    Seconds: 1\n", "    «WaitTime: 1\n", "GF108", "Seconds"),
        ("greet", "    Type: ExpressionEval", "    Type: «Expression", "GF107", null),
        ("greet", "    Type: ExpressionEval", "    Type: «expressioneval", "GF107", "ExpressionEval"),
        ("move", "    WaitTime: 172800\n    Parameters:\n      source", "    WaitTime: «2 days\n    Parameters:\n      source", "GF109", null),
        ("move", "    ResultPath: $.transfer\n", "    ResultPath: $.transfer\n    «OutputPath: $.transfer\n", "GF108", null),
        ("move", "    ResultPath: $.transfer\n", "    ResultPath: $.transfer\n    ExceptionOnActionFailure: «'false'\n", "GF109", null),

        // Rules of choices.
        ("greet", "        NumericGreaterThan: 5", "        «NumericGreaterTan: 5", "GF115", "NumericGreaterThan"),
        ("greet", "        NumericGreaterThan: 5", "        «numericGreaterThan: 5", "GF115", "NumericGreaterThan"),
        ("greet", "        NumericGreaterThan: 5", "        NumericGreaterThan: «'5'", "GF115", null),
        ("greet", "        NumericGreaterThan: 5", "        NumericGreaterThan: «$.limit", "GF115", "NumericGreaterThanPath"),
        ("greet", "        NumericGreaterThan: 5", "        «GreaterThan: 5", "GF115", null),
        ("greet", "      - Variable: $.seconds", "      - «variable: $.seconds", "GF115", "Variable"),
        ("greet", "      - Variable: $.seconds", "      - Variable: «seconds", "GF401", "$.seconds"),
        ("greet", "      - Variable: $.seconds", "      - Variable: «$.second", "GF301", "seconds"),
        ("greet", "        Next: Rest\n    Default", "        «next: Rest\n    Default", "GF115", "Next"),
        ("greet", "    Choices:\n", "    «Choice:\n", "GF108", "Choices"),
        ("greet", "    Default: Report\n", "    «Else: Report\n", "GF108", "Default"),
        ("greet", "      - Variable: $.seconds\n        NumericGreaterThan: 5\n        Next: Rest\n", "      «Variable: $.seconds\n      NumericGreaterThan: 5\n      Next: Rest\n", "GF109", null),

        // Catch.
        ("move", "[ActionUnableToRun, ActionFailedException, ActionTimeout]\n        ResultPath: $.failure\n        Next: TransferFailed", "[ActionUnableToRun, «ActionFailed, ActionTimeout]\n        ResultPath: $.failure\n        Next: TransferFailed", "GF604", "ActionFailedException"),
        ("move", "[ActionUnableToRun, ActionFailedException, ActionTimeout]\n        ResultPath: $.failure\n        Next: TransferFailed", "[«States.All]\n        ResultPath: $.failure\n        Next: TransferFailed", "GF604", "States.ALL"),
        ("move", "[ActionUnableToRun, ActionFailedException, ActionTimeout]\n        ResultPath: $.failure\n        Next: TransferFailed", "«States.ALL\n        ResultPath: $.failure\n        Next: TransferFailed", "GF116", null),
        ("move", "        ResultPath: $.failure\n        Next: TransferFailed", "        «ResultPaht: $.failure\n        Next: TransferFailed", "GF116", "ResultPath"),
        ("move", "        ResultPath: $.failure\n        Next: TransferFailed", "        ResultPath: «failure\n        Next: TransferFailed", "GF402", "$.failure"),

        // What is read.
        ("move", "      path.$: $.source.path\n", "      path.$: «$.source.pth\n", "GF301", "path"),
        ("move", "      path.$: $.source.path\n", "      path.$: «$.Source.path\n", "GF301", "source"),
        ("move", "      path.$: $.source.path\n", "      path.$: «$.source_path\n", "GF301", null),
        ("move", "destination_path.$: $.destination.path", "destination_path.$: «$.destnation.path", "GF301", "destination"),
        ("move", "      items.=: \"[`$.source.path`]\"", "      items.=: «\"[`$.sorce.path`]\"", "GF301", "source"),
        ("move", "      items.=: \"[`$.source.path`]\"", "      items.=: «\"[source.paths]\"", "GF301", "path"),
        ("move", "    ResultPath: $.look\n", "    ResultPath: «$.loook\n", "GF301", "$.look"),
        ("greet", "greeting.details.hello.upper()", "«greting.details.hello.upper()", "GF301", "greeting"),
        ("greet", "said.$: $.greeting.details.hello", "said.$: «$.greeting.detail.hello", "GF301", "details"),
        ("greet", "by.$: $._context.username", "by.$: «$._context.user_name", "GF301", "username"),
        ("greet", "by.$: $._context.username", "by.$: «$.context.username", "GF301", "_context"),
        ("greet", "\"'Hello, ' + name + '!'\"", "«\"'Hello, ' + nme + '!'\"", "GF301", "name"),
        ("transfer-set-permissions", "principal.$: $.user_id", "principal.$: «$.userid", "GF301", "user_id"),

        // Expressions and paths.
        ("greet", "\"'Hello, ' + name + '!'\"", "«\"'Hello, ' + name + !\"", "GF403", null),
        ("greet", "\"'Hello, ' + name + '!'\"", "«\"'Hello, + name\"", "GF403", null),
        ("greet", "\"'Hello, ' + name + '!'\"", "«\"Hello, name!\"", "GF403", null),
        ("greet", "greeting.details.hello.upper()", "«greeting.details.hello.uper()", "GF404", "upper"),
        ("greet", "greeting.details.hello.upper()", "«greeting.details.hello.toUpper()", "GF404", "upper"),
        ("greet", "greeting.details.hello.upper()", "«upper(greeting.details.hello)", "GF404", null),
        ("greet", "greeting.details.hello.upper()", "«size(greeting.details.hello)", "GF404", null),
        ("greet", "greeting.details.hello.upper()", "«\"'n' + 5\"", "GF405", null),
        ("move", "label.=: getattr('transfer_label', 'Transfer for Move')", "label.=: «gettatr('transfer_label', 'Transfer for Move')", "GF404", "getattr"),
        ("greet", "sleep_time.$: $.seconds", "sleep_time.$: «$seconds", "GF401", "$.seconds"),
        ("greet", "sleep_time.$: $.seconds", "sleep_time.$: «$.seconds[", "GF401", null),
        ("greet", "sleep_time.$: $.seconds", "sleep_time.$: «seconds", "GF406", "$.seconds"),
        ("greet", "sleep_time.$: $.seconds", "sleep_time.=: «$.seconds", "GF406", "sleep_time.$"),
        ("greet", "sleep_time.$: $.seconds", "«sleep_time$: $.seconds", "GF407", "sleep_time.$"),
        ("greet", "sleep_time.$: $.seconds", "sleep_time: «$.seconds", "GF407", "sleep_time.$"),
        ("greet", "shouted.=:", "«shouted=:", "GF407", "shouted.="),
        ("move", "    ResultPath: $.look\n", "    ResultPath: «look\n", "GF402", "$.look"),
        ("move", "    ResultPath: $.look\n", "    ResultPath: «$look\n", "GF402", "$.look"),
        ("move", "    ResultPath: $.look\n", "    ResultPath: «$._context.look\n", "GF303", null),
        ("move", "    ResultPath: $.look\n", "", "GF302", null),

        ("greet", "greeting.details.hello.upper()", "«\"len = 5; greeting.details.hello\"", "GF408", null),
        ("greet", "sleep_time.$: $.seconds", "sleep_time.=: «60 * 10", "GF603", null),
        ("greet", "sleep_time.$: $.seconds", "sleep_time.=: «\"'1' + '0'\"", "GF602", null),
        ("move", "        ResultPath: $.failure\n        Next: TransferFailed", "        ResultPath: «5\n        Next: TransferFailed", "GF116", null),
        ("move", "  TransferFailed:\n", "  «Other:\n    Type: Fail\n    Error: Other\n  TransferFailed:\n", "GF203", null),

        // Actions and secrets.
        ("greet", "https://actions.globus.org/hello_world", "«http://actions.globus.org/hello_world", "GF601", "https://actions.globus.org/hello_world"),
        ("greet", "https://actions.globus.org/hello_world", "«actions.globus.org/hello_world", "GF601", "https://actions.globus.org/hello_world"),
        ("greet", "      echo_string.=:", "      «echo_sting.=:", "GF602", "echo_string"),
        ("greet", "sleep_time.$: $.seconds", "sleep_time: «'5'", "GF602", null),
        ("greet", "sleep_time.$: $.seconds", "sleep_time: «400", "GF603", null),
        ("greet", "sleep_time.$: $.seconds\n    ResultPath: $.greeting\n", "sleep_time: 90\n    ResultPath: $.greeting\n    WaitTime: «60\n", "GF603", null),
        ("greet", "    Choices:\n", "    Choices:\n      - Variable: $.name\n        StringEquals: «$.seconds\n        Next: Rest\n", "GF407", "StringEqualsPath"),
        ("transfer-set-permissions", "__Private_Parameters: [send_credentials]", "__Private_Parameters: [«send_credential]", "GF502", "send_credentials"),
        ("transfer-set-permissions", "__Private_Parameters: [send_credentials]", "«__Private_Parameter: [send_credentials]", "GF502", "__Private_Parameters"),
        ("transfer-set-permissions", "      sender: data", "      «api_key: a1b2c3\n      sender: data", "GF501", null),
        ("greet", "      echo_string.=: \"'Hello, ' + name + '!'\"\n", "      echo_string.=: \"'Hello, ' + name + '!'\"\n      «required_dependent_scopes: a\n", "GF602", "required_dependent_scope"),
        ("move", "    ResultPath: $.transfer\n", "    ResultPath: $.transfer\n    RunAs: «DataManager\n", "GF605", null),
        ("move", "    ResultPath: $.transfer\n", "    ResultPath: $.transfer\n    RunAs: «user\n", "GF605", "User"),
    ];

    /// <summary>What the providers of the examples take, as far as it matters here.</summary>
    public const string HelloWorld = """{"type": "object", "additionalProperties": false, "properties": {"echo_string": {"type": "string"}, "required_dependent_scope": {"type": "string"}, "sleep_time": {"type": "integer"}}}""";
}
