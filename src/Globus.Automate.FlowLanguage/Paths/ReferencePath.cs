using System.Diagnostics.CodeAnalysis;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Paths;

/// <summary>A reference path, as ResultPath uses it: <c>$</c>, <c>$.a.b</c>, <c>$.a[0]</c>, <c>$['a b']</c>; it names one node.</summary>
public sealed class ReferencePath
{
    /// <summary>Compiles a reference path.</summary>
    /// <exception cref="FlowSyntaxException">The text is no reference path.</exception>
    public static ReferencePath Parse(string text) => throw new NotImplementedException();

    /// <summary>Compiles a reference path, or says why it cannot be.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ReferencePath? path, [NotNullWhen(false)] out FlowSyntaxException? error)
        => throw new NotImplementedException();

    /// <summary>The text this path was compiled from.</summary>
    public string Text => throw new NotImplementedException();

    /// <summary>Whether this is <c>$</c>, the whole document.</summary>
    public bool IsRoot => throw new NotImplementedException();

    /// <summary>The steps from the root: a <see cref="string"/> for a member, an <see cref="int"/> for an index.</summary>
    public IReadOnlyList<object> Steps => throw new NotImplementedException();

    /// <summary>The value at this path.</summary>
    public bool TryGet(FlowValue root, [NotNullWhen(true)] out FlowValue? value) => throw new NotImplementedException();

    /// <summary>The document with <paramref name="value"/> at this path; objects that are missing on the way are made.</summary>
    /// <exception cref="FlowSyntaxException">The path cannot be assigned in this document: an index out of range, a member of a number.</exception>
    public FlowValue Set(FlowValue root, FlowValue value) => throw new NotImplementedException();
}
