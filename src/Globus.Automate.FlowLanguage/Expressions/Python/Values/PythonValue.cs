using System.Runtime.CompilerServices;
using System.Text.Json;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python.Values;

/// <summary>
/// A value that only an expression has while it is computed: a list or dict that can change, a tuple, a set, a function. What leaves an
/// expression is JSON (<see cref="PythonJson"/>), so a <see cref="FlowArray"/> or <see cref="FlowObject"/> never holds one of these.
/// </summary>
internal abstract class PythonValue : FlowValue
{
    /// <inheritdoc/>
    public override FlowValueKind Kind => FlowValueKind.Object;

    /// <summary>Python's name of the type.</summary>
    public abstract string TypeName { get; }

    /// <inheritdoc/>
    public sealed override void WriteTo(Utf8JsonWriter writer) => throw Unfinished();

    /// <inheritdoc/>
    public sealed override bool Equals(FlowValue? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public sealed override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    private protected sealed override int MeasureUtf8() => throw Unfinished();

    private InvalidOperationException Unfinished() => new($"A {TypeName} stays inside the expression that made it.");
}
