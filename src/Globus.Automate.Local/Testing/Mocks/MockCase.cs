using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Testing;

/// <summary>One test case: mocks by the state they stand for, and what the run is expected to do.</summary>
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

    /// <summary>The run that was recorded, so that <c>$._context</c> and the times are the same; null for a case that somebody wrote.</summary>
    public RecordedRun? Run { get; init; }

    /// <summary>
    /// Whether a mock may be for a state that the definition does not have, or that is no Action: in a recorded case it may, since the
    /// definition may have been edited since. The run then shows where it differs.
    /// </summary>
    internal bool IsRecorded(string stateName) => Expected?.Path?.Contains(stateName, StringComparer.Ordinal) == true;
}

/// <summary>Data of a run that was recorded, as in its run document.</summary>
public sealed record RecordedRun
{
    /// <summary>The run's id.</summary>
    public string? RunId { get; init; }

    /// <summary>The flow's id.</summary>
    public string? FlowId { get; init; }

    /// <summary>The flow's title.</summary>
    public string? FlowTitle { get; init; }

    /// <summary>The run's label.</summary>
    public string? Label { get; init; }

    /// <summary>Who started it, as a URN.</summary>
    public string? Owner { get; init; }

    /// <summary>When it started.</summary>
    public DateTimeOffset? StartTime { get; init; }
}
