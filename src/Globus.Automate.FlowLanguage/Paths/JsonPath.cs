using System.Diagnostics.CodeAnalysis;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Paths;

/// <summary>A JSONPath query (RFC 9535), compiled once and safe to use from many threads.</summary>
public sealed class JsonPath
{
    /// <summary>Compiles a query.</summary>
    /// <exception cref="FlowSyntaxException">The text is not a JSONPath.</exception>
    public static JsonPath Parse(string text) => throw new NotImplementedException();

    /// <summary>Compiles a query, or says why it cannot be.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out JsonPath? path, [NotNullWhen(false)] out FlowSyntaxException? error)
        => throw new NotImplementedException();

    /// <summary>The text this query was compiled from.</summary>
    public string Text => throw new NotImplementedException();

    /// <summary>Whether the query names at most one node (RFC 9535, section 2.3.5.1): only names and indices.</summary>
    public bool IsSingular => throw new NotImplementedException();

    /// <summary>The values of all nodes that the query finds, in the order of the RFC.</summary>
    public IReadOnlyList<FlowValue> Select(FlowValue root) => throw new NotImplementedException();

    /// <summary>
    /// The value as the flow language takes it: that of the one node for a singular query (false where it is missing),
    /// a list of the values for any other.
    /// </summary>
    public bool TryEvaluate(FlowValue root, [NotNullWhen(true)] out FlowValue? value) => throw new NotImplementedException();
}
