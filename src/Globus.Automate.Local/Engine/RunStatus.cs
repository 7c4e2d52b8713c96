namespace Globus.Automate.Local.Engine;

/// <summary>The status of a run (Flows API, FlowRun.status).</summary>
public enum RunStatus
{
    /// <summary>It is running.</summary>
    Active,

    /// <summary>It waits for somebody: an action needs a consent or another intervention. It can be resumed.</summary>
    Inactive,

    /// <summary>It reached its end.</summary>
    Succeeded,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>It was cancelled.</summary>
    Ended,
}

/// <summary>Statuses as the API writes them.</summary>
public static class RunStatusText
{
    /// <summary><c>ACTIVE</c>, <c>INACTIVE</c>, <c>SUCCEEDED</c>, <c>FAILED</c> or <c>ENDED</c>.</summary>
    public static string ToText(this RunStatus status) => status switch
    {
        RunStatus.Active => "ACTIVE",
        RunStatus.Inactive => "INACTIVE",
        RunStatus.Succeeded => "SUCCEEDED",
        RunStatus.Failed => "FAILED",
        _ => "ENDED",
    };

    /// <summary>Whether a run of this status will never change again.</summary>
    public static bool IsFinal(this RunStatus status) => status is RunStatus.Succeeded or RunStatus.Failed or RunStatus.Ended;
}
