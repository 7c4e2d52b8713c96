using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Services;

/// <summary>A definition that can run.</summary>
internal sealed record CheckedDefinition(FlowObject Document, FlowDefinition Compiled)
{
    /// <summary>Reads the field <c>definition</c>; null where it is missing or wrong. All that it is refused for is told.</summary>
    public static CheckedDefinition? Read(FieldReader fields)
    {
        if (fields.Object("definition") is not { } document)
        {
            return null;
        }

        RequestFault[] faults = [.. DefinitionFaults.Of(document)];
        if (faults.Length > 0)
        {
            fields.Faults.AddRange(faults);
            return null;
        }

        try
        {
            return new CheckedDefinition(document, FlowDefinition.Parse(document));
        }
        catch (FlowDefinitionException exception)
        {
            fields.Fault(exception.Message, "value_error", ["definition", .. exception.Steps]);
            return null;
        }
    }
}
