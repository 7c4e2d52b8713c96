namespace Globus.Automate.Local.Engine.Execution;

/// <summary>Ends the current state with an error.</summary>
internal sealed class StateFailureException(StateError error, bool canBeCaught = false, Exception? inner = null) : Exception(error.Cause, inner)
{
    public StateError Error { get; } = error;

    /// <summary>Whether a Catch may take it: the action's errors, and a ResultPath that does not fit.</summary>
    public bool CanBeCaught { get; } = canBeCaught;
}
