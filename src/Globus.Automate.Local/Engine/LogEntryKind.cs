namespace Globus.Automate.Local.Engine;

/// <summary>What an entry of a run's log tells; with the state's type, its code.</summary>
internal enum LogEntryKind : byte
{
    /// <summary>The run began, with its input.</summary>
    FlowStarted,

    /// <summary>The run came to its end, with its output.</summary>
    FlowSucceeded,

    /// <summary>The run failed: <c>cause</c> and <c>error</c>.</summary>
    FlowFailed,

    /// <summary>Somebody cancelled the run.</summary>
    FlowCanceled,

    /// <summary>The run waits to be resumed, and for what.</summary>
    FlowInactive,

    /// <summary>Somebody resumed the run.</summary>
    FlowResumed,

    /// <summary>A state was entered, with its input.</summary>
    StateStarted,

    /// <summary>A state was left, with the run's document.</summary>
    StateCompleted,

    /// <summary>A state ended with an error: <c>exception</c>, <c>cause</c> and <c>output</c>.</summary>
    StateFailed,

    /// <summary>An action was asked about, with its status.</summary>
    ActionPolled,
}
