using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Testing;

/// <summary>One test case: mocks by the state they stand for, and what a recorded run did.</summary>
public sealed record MockCase
{
    /// <summary>The name of a case that has none of its own.</summary>
    public const string DefaultName = "default";

    /// <summary>The case that mocks nothing.</summary>
    public static MockCase Empty { get; } = new() { Name = DefaultName };

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The input of the run; null where whoever runs the case gives it.</summary>
    public FlowObject? Input { get; init; }

    /// <summary>The mocks by the names of the states.</summary>
    public IReadOnlyDictionary<string, IActionMock> Mocks { get; init; } = new Dictionary<string, IActionMock>(StringComparer.Ordinal);

    /// <summary>What the run is expected to do; null for anything.</summary>
    public ExpectedRun? Expected { get; init; }
}

/// <summary>What a run is expected to do: what a recorded one did.</summary>
/// <param name="Path">The states in the order in which they are entered; null for any.</param>
/// <param name="Status">The status at the end, <c>SUCCEEDED</c> ...; null for any.</param>
public sealed record ExpectedRun(IReadOnlyList<string>? Path, string? Status);
