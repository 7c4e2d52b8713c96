using Globus.Automate.FlowLanguage.Schema;
using Globus.Automate.Local.Engine;
using Globus.Automate.Local.Providers;

namespace Globus.Automate.Local.Testing;

/// <summary>How a flow is tried out. The same options, definition, input and mocks give the same run each time, ids and times included.</summary>
public sealed record FlowTestOptions
{
    /// <summary>When a test starts if nobody says: 2026-01-01T00:00:00Z.</summary>
    public static DateTimeOffset DefaultStartTime { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>How many states may be entered before the run fails with StepLimitExceeded: 10,000.</summary>
    public int MaxSteps { get; init; } = 10_000;

    /// <summary>Whether actions without a mock go to the built-in providers instead of failing the run.</summary>
    public bool PassThroughUnmocked { get; init; }

    /// <summary>What the built-in providers work on; null for collections, outbox and indexes of the test's own.</summary>
    public BuiltInProviders? Providers { get; init; }

    /// <summary>The gateway for actions that no built-in provider is for; null where the network may not be used.</summary>
    public IActionGateway? Network { get; init; }

    /// <summary>The schema that the input has to fit before anything runs, as at the service; null takes every input.</summary>
    public IJsonSchema? InputSchema { get; init; }

    /// <summary>The time at the start of the run.</summary>
    public DateTimeOffset StartTime { get; init; } = DefaultStartTime;

    /// <summary>The title of the flow.</summary>
    public string FlowTitle { get; init; } = string.Empty;

    /// <summary>The label of the run; null without one.</summary>
    public string? Label { get; init; }

    /// <summary>Who starts the run; null for <c>you@local</c>.</summary>
    public RunOwner? Owner { get; init; }
}
