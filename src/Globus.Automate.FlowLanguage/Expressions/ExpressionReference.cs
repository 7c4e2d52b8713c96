namespace Globus.Automate.FlowLanguage.Expressions;

/// <summary>How an expression reads something from the state.</summary>
public enum ReferenceKind
{
    /// <summary>By its name: <c>a.b[0]</c>.</summary>
    Name,

    /// <summary>By a path in back ticks: <c>`$.a.b`</c>.</summary>
    Path,

    /// <summary>By <c>getattr</c> or <c>is_present</c>, which provide for its absence.</summary>
    Lookup,
}

/// <summary>Something that an expression reads from the state.</summary>
/// <param name="Steps">The way to it as far as it is known: member names (string) and indices (int).</param>
/// <param name="Position">Where it stands in the expression, from 0.</param>
/// <param name="Length">How many characters it takes.</param>
/// <param name="IsGuarded">
/// Whether the expression provides for its absence: it is read by <c>getattr</c> or <c>is_present</c>, or where an <c>is_present</c> or
/// <c>getattr</c> of the same member decides whether it is read.
/// </param>
public sealed record ExpressionReference(IReadOnlyList<object> Steps, int Position, int Length, bool IsGuarded)
{
    /// <summary>How it is read.</summary>
    public ReferenceKind Kind { get; init; }

    /// <summary>Whether a condition, or a loop over no items, may pass it by.</summary>
    public bool IsConditional { get; init; }
}

/// <summary>A call of a function.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="Position">Where the name stands, from 0.</param>
/// <param name="Length">How long the name is.</param>
/// <param name="ArgumentCount">How many arguments without a name it gets.</param>
public sealed record FunctionCall(string Name, int Position, int Length, int ArgumentCount);

/// <summary>A call of a method.</summary>
/// <param name="Name">The method's name.</param>
/// <param name="Position">Where the name stands, from 0.</param>
/// <param name="Length">How long the name is.</param>
public sealed record MethodCall(string Name, int Position, int Length);

/// <summary>Something in an expression that is read and has no effect, such as a second line.</summary>
/// <param name="Message">What, and what to do: a sentence or two.</param>
/// <param name="Position">Where, from 0.</param>
/// <param name="Length">How many characters are concerned.</param>
public sealed record ExpressionRemark(string Message, int Position, int Length);
