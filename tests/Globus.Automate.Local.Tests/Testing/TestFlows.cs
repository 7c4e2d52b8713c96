using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Reading;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Testing;

namespace Globus.Automate.Local.Tests.Testing;

/// <summary>Flows to try out.</summary>
internal static class TestFlows
{
    /// <summary>Transfers, again after a failure up to three times, and takes a fallback where the action cannot be run.</summary>
    public static FlowDefinition Retrying { get; } = Parse("""
        StartAt: Prepare
        States:
          Prepare: {Type: Pass, Parameters: {tries: 0, source.$: $.source}, Next: Transfer}
          Transfer:
            Type: Action
            ActionUrl: https://example.org/transfer
            Parameters: {from.$: $.source, label.=: "'try ' + str(tries)"}
            ResultPath: $.result
            WaitTime: 100
            Catch:
              - {ErrorEquals: [ActionFailedException, ActionTimeout], ResultPath: $.error, Next: Count}
              - {ErrorEquals: [ActionUnableToRun], ResultPath: $.error, Next: Fallback}
            Next: Done
          Count: {Type: ExpressionEval, Parameters: {tries.=: tries + 1}, ResultPath: $.counted, Next: Store}
          Store: {Type: Pass, Parameters: {tries.$: $.counted.tries, source.$: $.source}, Next: Again}
          Again:
            Type: Choice
            Choices: [{Variable: $.tries, NumericLessThan: 3, Next: Pause}]
            Default: GiveUp
          Pause: {Type: Wait, Seconds: 3600, Next: Transfer}
          GiveUp: {Type: Fail, Error: GaveUp, Cause: Three tries failed.}
          Fallback: {Type: Pass, Result: fallback, ResultPath: $.way, End: true}
          Done: {Type: Pass, Result: direct, ResultPath: $.way, End: true}
        """);

    /// <summary>Asks people, and goes on with their answer, or without one.</summary>
    public static FlowDefinition Asking { get; } = Parse("""
        StartAt: Ask
        States:
          Ask:
            Type: CreateWebInput
            Parameters:
              InputType: Selection
              Context: {PresentationStyle: Text, Title: Go on?, Text.$: $.source}
              Options: [{Value: 'y', Label: Go on}, {Value: 'n', Label: Stop}]
            ResultPath: $.question
            Next: Answer
          Answer:
            Type: AwaitWebInput
            Parameters: {web_input_id.$: $.question.web_input_id}
            ResultPath: $.answer
            Catch: [{ErrorEquals: [Flows.WebInputExpired], ResultPath: $.answer, Next: Decide}]
            Next: Decide
          Decide: {Type: Choice, Choices: [{Variable: $.answer.response, StringEquals: 'y', Next: Done}], Default: Stop}
          Stop: {Type: Fail, Error: Stopped, Cause: Nobody said yes.}
          Done: {Type: Pass, End: true}
        """);

    public static FlowObject Input { get; } = Object("""{"source": "/a"}""");

    public static FlowDefinition Parse(string text) => FlowDefinition.Parse(FlowDocument.Parse(text).Root);

    public static FlowObject Object(string json) => (FlowObject)FlowValue.Parse(json);

    public static IReadOnlyList<MockCase> Cases(string text, FlowDefinition? definition = null, string? file = null)
        => MockFile.Read(FlowDocument.Parse(text, file), definition).Cases;

    public static string Path(FlowTestResult result) => string.Join(' ', result.States);

    public static Task<FlowTestResult> RunAsync(FlowDefinition definition, string mocks, FlowObject? input = null, FlowTestOptions? options = null)
        => FlowTestRunner.RunAsync(definition, input ?? Input, Assert.Single(Cases(mocks, definition)), options, TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(30));
}
