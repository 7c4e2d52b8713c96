namespace Globus.Automate.Local.Engine;

/// <summary>The names of errors in a run (manual, section 5.6; States Language, "Errors"). See docs/decisions/0036-run-errors.md.</summary>
public static class RunErrors
{
    /// <summary>The action could not be started.</summary>
    public const string ActionUnableToRun = "ActionUnableToRun";

    /// <summary>The action was started and failed.</summary>
    public const string ActionFailedException = "ActionFailedException";

    /// <summary>The action took longer than WaitTime.</summary>
    public const string ActionTimeout = "ActionTimeout";

    /// <summary>A path that leads nowhere or an expression that cannot be computed. Not caught by any Catch.</summary>
    public const string Runtime = "States.Runtime";

    /// <summary>A ResultPath that cannot be assigned in the document.</summary>
    public const string ResultPathMatchFailure = "States.ResultPathMatchFailure";

    /// <summary>No rule of a Choice matched, and it has no Default.</summary>
    public const string NoChoiceMatched = "States.NoChoiceMatched";

    /// <summary>The document became larger than the service keeps. Not caught by any Catch.</summary>
    public const string DataLimitExceeded = "States.DataLimitExceeded";

    /// <summary>The run lasted longer than a run may.</summary>
    public const string Timeout = "States.Timeout";

    /// <summary>The run wrote more log entries, or took more steps, than it may.</summary>
    public const string StepLimitExceeded = "StepLimitExceeded";
}
