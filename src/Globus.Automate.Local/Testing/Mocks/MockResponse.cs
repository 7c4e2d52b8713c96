using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Testing;

/// <summary>
/// What a mocked action does: perhaps it is inactive first, until the run is resumed; it takes its time; then it succeeds, fails or refuses to start.
/// </summary>
public sealed record MockResponse
{
    /// <summary>The <c>details</c> of the action while it is inactive, such as <c>code</c> and <c>required_scope</c>; null for an action that never is.</summary>
    public FlowObject? Inactive { get; init; }

    /// <summary>How long the action is ACTIVE before its outcome, on the clock of the run.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>
    /// The outcome; null leaves an <see cref="Inactive"/> action inactive, so that the run stops there, and completes every other one with empty details.
    /// </summary>
    public MockOutcome? Outcome { get; init; }

    /// <summary>An action that succeeds.</summary>
    /// <param name="value">Its details; or a whole action status document, which has the members <c>status</c> and <c>details</c>.</param>
    public static MockResponse Return(FlowValue value) => new() { Outcome = new MockReturn(value) };

    /// <summary>An action that raises one of the errors of the manual's section 5.6.</summary>
    public static MockResponse Throw(MockError error, string? cause = null, FlowValue? body = null) => new() { Outcome = new MockThrow(error, cause, body) };
}

/// <summary>How a mocked action ends.</summary>
public abstract record MockOutcome
{
    private protected MockOutcome()
    {
    }
}

/// <summary>The action succeeds with these details, or has this whole action status.</summary>
/// <param name="Value">The details, or an action status document with the members <c>status</c> and <c>details</c>.</param>
public sealed record MockReturn(FlowValue Value) : MockOutcome;

/// <summary>The action raises an error.</summary>
/// <param name="Error">Which one.</param>
/// <param name="Cause">What happened, for a person; null for a sentence of ours.</param>
/// <param name="Body">The provider's error body, the failed action's <c>details</c>, or the details of the action that runs out of time; null for one made of the cause.</param>
public sealed record MockThrow(MockError Error, string? Cause, FlowValue? Body) : MockOutcome;

/// <summary>The errors of an action (manual, section 5.6).</summary>
public enum MockError
{
    /// <summary>The provider refuses to start the action.</summary>
    ActionUnableToRun,

    /// <summary>The action ends with the status FAILED: an exception unless the state has ExceptionOnActionFailure false.</summary>
    ActionFailedException,

    /// <summary>The action stays ACTIVE until the state's WaitTime is over.</summary>
    ActionTimeout,

    /// <summary>Nobody answers the question that a state of the type AwaitWebInput waits for: <c>Flows.WebInputExpired</c>.</summary>
    WebInputExpired,
}

/// <summary>The errors by the names that they have in definitions and mock files.</summary>
internal static class MockErrors
{
    /// <summary>All of them.</summary>
    public static IReadOnlyDictionary<string, MockError> ByName { get; } = Enum.GetValues<MockError>().ToDictionary(NameOf, StringComparer.Ordinal);

    /// <summary>The name of an error.</summary>
    public static string NameOf(MockError error) => error == MockError.WebInputExpired ? WebInputState.ExpiredError : error.ToString();

    /// <summary>All names, for a sentence.</summary>
    public static string List { get; } = string.Join(", ", ByName.Keys.SkipLast(1)) + " or " + ByName.Keys.Last();
}
