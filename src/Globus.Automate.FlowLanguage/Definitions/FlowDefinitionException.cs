using Globus.Automate.FlowLanguage.Paths;

namespace Globus.Automate.FlowLanguage.Definitions;

/// <summary>A definition that cannot be run: the first structural fault that <see cref="FlowDefinition.Parse"/> met.</summary>
public sealed class FlowDefinitionException : Exception
{
    /// <summary>Describes the fault.</summary>
    /// <param name="message">One sentence: what is wrong and what to do.</param>
    /// <param name="steps">Where in the definition: member names and indices from its root.</param>
    /// <param name="inner">What a smaller language (JSONPath, expression) said.</param>
    public FlowDefinitionException(string message, IReadOnlyList<object> steps, Exception? inner = null)
        : base(message, inner) => Steps = steps;

    /// <summary>Where in the definition: a <see cref="string"/> for a member, an <see cref="int"/> for an index, from the root.</summary>
    public IReadOnlyList<object> Steps { get; }

    /// <summary>Where in the definition, as a JSONPath: <c>$.States.Transfer.Next</c>.</summary>
    public string Path => PathText.Format(Steps);
}
