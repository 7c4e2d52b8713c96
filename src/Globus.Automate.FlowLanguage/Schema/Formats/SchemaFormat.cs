using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Schema.Formats;

/// <summary>A format that can be checked.</summary>
internal abstract class SchemaFormat(string name)
{
    public string Name { get; } = name;

    /// <summary>Whether a value has the format; true for values that the format is not about.</summary>
    public abstract bool IsValid(FlowValue value);
}

/// <summary>A format of strings.</summary>
internal sealed class TextFormat(string name, Func<string, bool> isValid) : SchemaFormat(name)
{
    public override bool IsValid(FlowValue value) => value is not FlowString { Value: var text } || isValid(text);
}

/// <summary>
/// <c>globus-collection</c>: an object with the <c>id</c> of a collection, a <c>path</c> on it, or both (manual, sections 5.9.1 and 5.10). Which
/// of the two are needed is for the schema's <c>required</c> to say.
/// </summary>
internal sealed class CollectionFormat() : SchemaFormat("globus-collection")
{
    public override bool IsValid(FlowValue value)
        => value is not FlowObject fields
            || ((fields["id"] is not { } id || (id is FlowString { Value: var text } && IdentifierFormats.IsUuid(text)))
                && (fields["path"] is not { } path || path is FlowString));
}
