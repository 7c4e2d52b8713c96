namespace Globus.Automate.Local.Testing;

/// <summary>A mock of a state for some of its invocations.</summary>
/// <param name="State">The state.</param>
/// <param name="Invocations">The invocations.</param>
public sealed record MockReference(string State, InvocationRange Invocations)
{
    /// <inheritdoc/>
    public override string ToString() => Invocations == InvocationRange.All ? State : $"{State} {Invocations}";
}
