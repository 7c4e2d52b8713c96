using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Engine;

/// <summary>How far the action of the current state has come: what a run needs to go on after a crash.</summary>
internal sealed class ActionProgress
{
    /// <summary>The id that de-duplicates the request: the same for the same run, state and invocation, whatever happens in between.</summary>
    public required string RequestId { get; init; }

    /// <summary>How often the state had been entered before.</summary>
    public required int Invocation { get; init; }

    /// <summary>The body that the action gets.</summary>
    public required FlowValue Arguments { get; init; }

    /// <summary>As whom it runs; null until that is known.</summary>
    public string? Caller { get; set; }

    /// <summary>The action's id; null until the provider has answered.</summary>
    public string? ActionId { get; set; }

    /// <summary>The latest status document; null until the provider has answered.</summary>
    public FlowObject? Status { get; set; }

    /// <summary>When WaitTime is over.</summary>
    public DateTimeOffset Deadline { get; set; }

    /// <summary>What was left of WaitTime when the action became inactive.</summary>
    public TimeSpan Remaining { get; set; }

    /// <summary>How long to wait before the next poll.</summary>
    public TimeSpan PollInterval { get; set; }

    /// <summary>Whether the provider is still to be told that the run was resumed.</summary>
    public bool MustResume { get; set; }

    /// <summary>Whether the provider was told to cancel, so that it is told once.</summary>
    public bool CancelSent { get; set; }
}
