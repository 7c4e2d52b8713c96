using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Paths;

/// <summary>One node that a query found.</summary>
/// <param name="Steps">Where it is: a <see cref="string"/> for a member, an <see cref="int"/> for an index, from the root.</param>
/// <param name="Value">Its value.</param>
public sealed record PathNode(IReadOnlyList<object> Steps, FlowValue Value)
{
    /// <summary>The normalized path (RFC 9535, section 2.7): <c>$['a'][0]</c>.</summary>
    public string NormalizedPath => PathText.Normalize(Steps);
}
