using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Providers;

/// <summary>Reads the input schemas that stand as JSON in the providers.</summary>
internal static class InputSchemas
{
    public static FlowObject Parse(string json) => (FlowObject)FlowValue.Parse(json);
}
