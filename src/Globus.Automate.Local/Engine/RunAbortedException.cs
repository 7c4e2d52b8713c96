namespace Globus.Automate.Local.Engine;

/// <summary>
/// Ends a run as failed, past every Catch: thrown by an observer or a gateway that cannot let the run go on, as a test without a mock for an action.
/// </summary>
public sealed class RunAbortedException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="error">The error that the run ends with.</param>
    /// <param name="inner">What led to it, if anything.</param>
    public RunAbortedException(StateError error, Exception? inner = null)
        : base(error?.Cause, inner)
    {
        ArgumentNullException.ThrowIfNull(error);
        Error = error;
    }

    /// <summary>The error that the run ends with.</summary>
    public StateError Error { get; }
}
