using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Definitions.Parameters;

/// <summary>The Parameters of a state, compiled: constants, paths (<c>name.$</c>) and expressions (<c>name.=</c>) at any depth (manual, sections 5.1 and 5.3).</summary>
public abstract class ParameterTemplate
{
    private protected ParameterTemplate()
    {
    }

    /// <summary>Whether no document can change the value.</summary>
    public virtual bool IsConstant => false;

    /// <summary>Whether a <c>__Private_Parameters</c> list stands anywhere in it.</summary>
    public virtual bool HasPrivateNames => false;

    /// <summary>The value in a document.</summary>
    /// <exception cref="FlowEvaluationException">A path leads nowhere, or an expression cannot be computed.</exception>
    public FlowValue Evaluate(RunDocument document, CancellationToken cancellationToken = default)
        => Evaluate(new ParameterScope(document, Origins: null, cancellationToken));

    /// <summary>The value in a document, with where each part of it came from.</summary>
    /// <exception cref="FlowEvaluationException">A path leads nowhere, or an expression cannot be computed. The origins until there are in the list.</exception>
    public FlowValue Evaluate(RunDocument document, ICollection<ParameterOrigin> origins, CancellationToken cancellationToken = default)
        => Evaluate(new ParameterScope(document, origins, cancellationToken));

    /// <summary>What of the value must not be shown, for a document with a mask of its own.</summary>
    public abstract PrivacyMask MaskFor(PrivacyMask document);

    internal abstract FlowValue Evaluate(in ParameterScope scope);
}

/// <summary>Where a part of evaluated parameters came from.</summary>
/// <param name="Path">Where it is in the value, as a JSONPath: <c>$.transfer_items[0].source_path</c>.</param>
/// <param name="Source">What made it.</param>
/// <param name="Text">The path or expression as it was written; null for a constant.</param>
/// <param name="Value">The value. Private values too: who shows it applies the state's mask.</param>
/// <param name="IsPrivate">Whether a <c>__Private_Parameters</c> list names it.</param>
public sealed record ParameterOrigin(string Path, ParameterSource Source, string? Text, FlowValue Value, bool IsPrivate);

/// <summary>What makes the value of a parameter.</summary>
public enum ParameterSource
{
    /// <summary>It was written in the definition.</summary>
    Constant,

    /// <summary>A path copied it (<c>name.$</c>).</summary>
    Path,

    /// <summary>An expression computed it (<c>name.=</c>).</summary>
    Expression,
}

/// <summary>What templates are evaluated with.</summary>
internal readonly record struct ParameterScope(RunDocument Document, ICollection<ParameterOrigin>? Origins, CancellationToken CancellationToken);
