using System.Diagnostics.CodeAnalysis;
using Globus.Automate.FlowLanguage.Paths;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Definitions;

/// <summary>A JSONPath into a run's document, <c>$._context</c> included.</summary>
public sealed class StatePath
{
    internal StatePath(JsonPath path)
    {
        Path = path;
        UsesContext = RunDocument.Names(path.Text);
    }

    /// <summary>The compiled path.</summary>
    public JsonPath Path { get; }

    /// <summary>The path as it was written.</summary>
    public string Text => Path.Text;

    /// <summary>Whether the path can name <c>$._context</c>.</summary>
    public bool UsesContext { get; }

    /// <summary>The value at this path; a list for a path that can name many nodes. False where a path to one node leads nowhere.</summary>
    /// <exception cref="FlowSyntaxException">The path takes too many steps in this document.</exception>
    public bool TryEvaluate(RunDocument document, [NotNullWhen(true)] out FlowValue? value)
        => Path.TryEvaluate(document.For(UsesContext), out value);

    /// <summary>Whether the path leads anywhere: to its one node, or to any.</summary>
    /// <exception cref="FlowSyntaxException">The path takes too many steps in this document.</exception>
    public bool IsPresent(RunDocument document)
        => TryEvaluate(document, out FlowValue? value) && (Path.IsSingular || value is not FlowArray { Count: 0 });

    /// <inheritdoc/>
    public override string ToString() => Text;
}
