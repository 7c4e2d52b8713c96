using Globus.Automate.FlowLanguage.Schema;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Services;

/// <summary>An input schema that can be checked with.</summary>
/// <param name="Document">The schema.</param>
/// <param name="Compiled">Null for the empty schema, which takes everything.</param>
internal sealed record CheckedSchema(FlowObject Document, IJsonSchema? Compiled)
{
    /// <summary>Reads the field <c>input_schema</c>; null where it is missing or wrong.</summary>
    public static CheckedSchema? Read(FieldReader fields)
    {
        if (!fields.Has("input_schema") || fields.Object("input_schema") is not { } document)
        {
            return null;
        }

        try
        {
            return new CheckedSchema(document, document.Count == 0 ? null : JsonSchema.Compile(document));
        }
        catch (SchemaException exception)
        {
            fields.Fault(exception.Message, "value_error.jsonschema", "input_schema");
            return null;
        }
    }
}
