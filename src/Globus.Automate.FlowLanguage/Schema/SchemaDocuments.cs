using System.Diagnostics.CodeAnalysis;
using Globus.Automate.FlowLanguage.Schema.Compilation;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Schema;

/// <summary>Schema documents by their URIs, for references from one to another.</summary>
public sealed class SchemaDocuments
{
    private readonly Dictionary<string, FlowValue> _documents;

    /// <summary>A set of documents.</summary>
    /// <param name="documents">Absolute URIs (a fragment does not count) and the documents that are there.</param>
    public SchemaDocuments(IEnumerable<KeyValuePair<string, FlowValue>> documents)
    {
        ArgumentNullException.ThrowIfNull(documents);
        _documents = new Dictionary<string, FlowValue>(StringComparer.Ordinal);
        foreach ((string uri, FlowValue document) in documents)
        {
            _documents[UriReference.Parse(uri).WithoutFragment().ToString()] = document;
        }
    }

    /// <summary>No documents.</summary>
    public static SchemaDocuments None { get; } = new([]);

    /// <summary>The document at a URI.</summary>
    internal bool TryGet(string uri, [NotNullWhen(true)] out FlowValue? document) => _documents.TryGetValue(uri, out document);
}
