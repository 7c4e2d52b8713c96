using System.Diagnostics.CodeAnalysis;
using Globus.Automate.FlowLanguage.Paths.Evaluation;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Paths;

/// <summary>A JSONPath query (RFC 9535), compiled once and safe to use from many threads.</summary>
public sealed class JsonPath
{
    private readonly PathQuery _query;

    private JsonPath(string text, PathQuery query)
    {
        Text = text;
        _query = query;
        var steps = new object[query.Leading.Length];
        for (int i = 0; i < steps.Length; i++)
        {
            steps[i] = query.Leading[i].Value;
        }

        LeadingSteps = steps;
    }

    /// <summary>The text this query was compiled from.</summary>
    public string Text { get; }

    /// <summary>Whether the query names at most one node (RFC 9535, section 2.3.5.1): only names and indices.</summary>
    public bool IsSingular => _query.IsSingular;

    /// <summary>
    /// The steps of a singular query, a <see cref="string"/> for a member and an <see cref="int"/> for an index (from the end where it is
    /// negative); null for any other query.
    /// </summary>
    public IReadOnlyList<object>? SingularSteps => IsSingular ? LeadingSteps : null;

    /// <summary>
    /// The steps before the first part that can name several nodes: what the query surely goes through. <c>$.a[0].b[*].c</c> has
    /// <c>a</c>, <c>0</c> and <c>b</c>. All steps of a singular query.
    /// </summary>
    public IReadOnlyList<object> LeadingSteps { get; }

    internal PathQuery Query => _query;

    /// <summary>Compiles a query.</summary>
    /// <exception cref="FlowSyntaxException">The text is not a JSONPath.</exception>
    public static JsonPath Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new JsonPath(text, PathParser.Parse(text));
    }

    /// <summary>Compiles a query, or says why it cannot be.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out JsonPath? path, [NotNullWhen(false)] out FlowSyntaxException? error)
    {
        try
        {
            path = Parse(text);
            error = null;
            return true;
        }
        catch (FlowSyntaxException e)
        {
            path = null;
            error = e;
            return false;
        }
    }

    /// <summary>The values of all nodes that the query finds, in the order of the RFC.</summary>
    /// <exception cref="FlowSyntaxException">The query takes millions of steps in this document.</exception>
    public IReadOnlyList<FlowValue> Select(FlowValue root)
    {
        ArgumentNullException.ThrowIfNull(root);
        return IsSingular
            ? (_query.TryGetSingle(root, out FlowValue? only) ? [only] : [])
            : SelectValues(root);
    }

    /// <summary>All nodes that the query finds, with their places, in the order of the RFC.</summary>
    /// <exception cref="FlowSyntaxException">The query takes millions of steps in this document.</exception>
    public IReadOnlyList<PathNode> SelectNodes(FlowValue root)
    {
        ArgumentNullException.ThrowIfNull(root);
        return _query.Select(new Node(root, NodeLocation.Root), new QueryRun(root)).ConvertAll(static node => new PathNode(node.Location!.ToSteps(), node.Value));
    }

    /// <summary>
    /// The value as the flow language takes it: that of the one node for a singular query (false where it is missing),
    /// a list of the values for any other.
    /// </summary>
    /// <exception cref="FlowSyntaxException">The query takes millions of steps in this document.</exception>
    public bool TryEvaluate(FlowValue root, [NotNullWhen(true)] out FlowValue? value)
    {
        if (IsSingular)
        {
            return _query.TryGetSingle(root, out value);
        }

        value = FlowArray.Adopt(SelectValues(root));
        return true;
    }

    /// <summary>The text of this query.</summary>
    public override string ToString() => Text;

    private FlowValue[] SelectValues(FlowValue root)
    {
        List<Node> nodes = _query.Select(new Node(root, null), new QueryRun(root));
        var values = new FlowValue[nodes.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = nodes[i].Value;
        }

        return values;
    }
}
