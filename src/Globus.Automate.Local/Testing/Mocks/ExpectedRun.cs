using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Testing;

/// <summary>What a run is expected to do: what a recorded one did, or what whoever wrote the case wants.</summary>
/// <param name="Path">The states in the order in which they are entered; null for any.</param>
/// <param name="Status">
/// The status at the end: SUCCEEDED, FAILED or INACTIVE; null for any. A recorded run that was cancelled (ENDED) or still ran (ACTIVE) has no
/// end to compare with: its path is the beginning of the one that is expected.
/// </param>
public sealed record ExpectedRun(IReadOnlyList<string>? Path, string? Status)
{
    /// <summary>The name of the error that the run ends with, such as <c>ActionTimeout</c> or the Error of a Fail; null for any.</summary>
    public string? Error { get; init; }

    /// <summary>What actions are expected to be given.</summary>
    public IReadOnlyList<ExpectedInput> Inputs { get; init; } = [];

    /// <summary>Whether the path ends before the run does.</summary>
    internal bool IsOpen => Status is "ENDED" or "ACTIVE";

    /// <summary>What a state is expected to be given at an invocation; null for anything.</summary>
    internal FlowValue? InputOf(string state, int invocation)
        => Inputs.FirstOrDefault(input => input.Invocations.Contains(invocation) && string.Equals(input.State, state, StringComparison.Ordinal))?.Input;
}

/// <summary>What an action is expected to be given.</summary>
/// <param name="State">The state.</param>
/// <param name="Invocations">The invocations.</param>
/// <param name="Input">The body, without anything private.</param>
public sealed record ExpectedInput(string State, InvocationRange Invocations, FlowValue Input);
