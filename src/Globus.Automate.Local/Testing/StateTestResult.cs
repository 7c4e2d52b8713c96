using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Definitions.Choices;
using Globus.Automate.FlowLanguage.Definitions.Parameters;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;

namespace Globus.Automate.Local.Testing;

/// <summary>What one state did with a document, step by step. Nothing in it holds a private value.</summary>
public sealed record StateTestResult
{
    /// <summary>The state.</summary>
    public required FlowState State { get; init; }

    /// <summary>The document that the state was given.</summary>
    public required FlowValue Document { get; init; }

    /// <summary>The input: the document, or what InputPath names of it. Null where InputPath leads nowhere.</summary>
    public FlowValue? Input { get; init; }

    /// <summary>Each parameter with its value and where that came from; as far as they could be computed.</summary>
    public IReadOnlyList<ParameterValue> Parameters { get; init; } = [];

    /// <summary>The evaluated Parameters: what an action gets. Null without any, or where they could not be computed.</summary>
    public FlowValue? Arguments { get; init; }

    /// <summary>The raw result, before ResultPath; null for a state without one.</summary>
    public FlowValue? Result { get; init; }

    /// <summary>The document after ResultPath; after a Catch's ResultPath where an error was caught. Null where the state did not come to it.</summary>
    public FlowValue? Output { get; init; }

    /// <summary>The state that follows; null where the run ends.</summary>
    public string? Next { get; init; }

    /// <summary>Which way was taken: <c>Choices[0]</c>, <c>Default</c>, <c>Catch[0]</c>; null where there was no choice.</summary>
    public string? Branch { get; init; }

    /// <summary>For a Choice: all rules in order, with why each matched or not.</summary>
    public IReadOnlyList<RuleResult> Rules { get; init; } = [];

    /// <summary>The error of the state; null where there was none. It was caught where <see cref="Next"/> is not null.</summary>
    public StateError? Error { get; init; }

    /// <summary>What helps with the error: where a path that led nowhere left the document, when the clock of a run that lasted too long began; null for other errors.</summary>
    public string? Hint { get; init; }

    /// <summary>What an inactive action waits for; null where none is.</summary>
    public FlowObject? InactiveDetails { get; init; }

    /// <summary>How long the state took, on the clock of the run.</summary>
    public TimeSpan Duration { get; init; }
}

/// <summary>A parameter's value and where it came from.</summary>
/// <param name="Path">Where it is in the Parameters, as a JSONPath: <c>$.transfer_items[0].source_path</c>.</param>
/// <param name="Source">What made it.</param>
/// <param name="Text">The path or expression as it was written; null for a constant.</param>
/// <param name="Value">The value; null where it is private.</param>
/// <param name="IsPrivate">Whether the value is private, and so not shown.</param>
public sealed record ParameterValue(string Path, ParameterSource Source, string? Text, FlowValue? Value, bool IsPrivate);

/// <summary>A rule of a Choice and why it matched or not.</summary>
/// <param name="Index">Which rule, from 0.</param>
/// <param name="Next">The state it leads to.</param>
/// <param name="Matched">Whether it matched; null where it could not be decided, or was not tried, since an earlier one matched or failed.</param>
/// <param name="Condition">The condition; empty where it was not tried.</param>
/// <param name="Reason">Why, in a sentence.</param>
/// <param name="Trace">All that was tried of it; null where nothing was.</param>
public sealed record RuleResult(int Index, string Next, bool? Matched, string Condition, string Reason, ChoiceTrace? Trace)
{
    /// <summary>Whether it was tried and failed the state: a path in it leads nowhere.</summary>
    public bool IsUndecided { get; init; }
}
