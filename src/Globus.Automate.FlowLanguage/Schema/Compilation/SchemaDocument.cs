using Globus.Automate.FlowLanguage.Schema.Evaluation;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Schema.Compilation;

/// <summary>One document with one or more schema resources in it.</summary>
internal sealed class SchemaDocument(string uri, FlowValue root, bool isMain)
{
    /// <summary>Where the document was found; empty for the main one.</summary>
    public string Uri { get; } = uri;

    public FlowValue Root { get; } = root;

    /// <summary>Whether this is the document that is being compiled, not one that it refers to.</summary>
    public bool IsMain { get; } = isMain;

    /// <summary>The resources of this document by the JSON Pointers of their roots; "" is the document's own.</summary>
    public Dictionary<string, SchemaResource> Resources { get; } = new(StringComparer.Ordinal);

    /// <summary>The nodes compiled so far, by JSON Pointer.</summary>
    public Dictionary<string, SchemaNode> Nodes { get; } = new(StringComparer.Ordinal);
}

/// <summary>A schema with an identity of its own: the root of a document, or what has an <c>$id</c> within one.</summary>
internal sealed class SchemaResource(UriReference uri, Dialect dialect, FlowValue root, SchemaLocation location)
{
    public UriReference Uri { get; } = uri;

    public Dialect Dialect { get; } = dialect;

    public FlowValue Root { get; } = root;

    public SchemaLocation Location { get; } = location;

    /// <summary>Where plain-name fragments lead.</summary>
    public Dictionary<string, SchemaPlace> Anchors { get; } = new(StringComparer.Ordinal);

    /// <summary>Those of the anchors that a <c>$dynamicRef</c> looks for (and <see cref="SchemaIndex.RecursiveAnchor"/> for 2019-09).</summary>
    public Dictionary<string, SchemaPlace> DynamicAnchors { get; } = new(StringComparer.Ordinal);

    /// <summary>The compiled targets of the dynamic anchors.</summary>
    public Dictionary<string, SchemaNode> DynamicNodes { get; } = new(StringComparer.Ordinal);
}

/// <summary>A schema value at its place.</summary>
internal readonly record struct SchemaPlace(FlowValue Value, SchemaLocation Location, SchemaResource Resource);
