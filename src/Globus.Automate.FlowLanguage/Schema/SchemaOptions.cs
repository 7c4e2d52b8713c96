namespace Globus.Automate.FlowLanguage.Schema;

/// <summary>How a schema is compiled.</summary>
public sealed record SchemaOptions
{
    /// <summary>Formats are asserted, contents are not, and there are no other documents.</summary>
    public static SchemaOptions Default { get; } = new();

    /// <summary>
    /// Whether <c>format</c> is checked (the default) or only says what is meant. Draft 2020-12 has it as an annotation unless its meta-schema
    /// asks for more; people who write a format mean it.
    /// </summary>
    public bool AssertFormat { get; init; } = true;

    /// <summary>Whether <c>contentEncoding</c> (base64) and <c>contentMediaType</c> (application/json) are checked, as draft-07 allows. Off by default.</summary>
    public bool AssertContent { get; init; }

    /// <summary>The documents that a <c>$ref</c> can reach besides the schema itself and the official meta-schemas. Nothing is ever fetched.</summary>
    public SchemaDocuments Documents { get; init; } = SchemaDocuments.None;
}
