using System.Text.Json;
using System.Text.Json.Serialization;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.PowerShell.Conversion;

/// <summary>Values of the flow language as the documents that the client sends.</summary>
internal static class JsonText
{
    /// <summary>The client's settings as they look on the wire.</summary>
    public static JsonSerializerOptions SnakeCase { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static JsonElement ToElement(FlowValue value)
    {
        using JsonDocument document = JsonDocument.Parse(value.ToJson(), new JsonDocumentOptions { MaxDepth = 256 });
        return document.RootElement.Clone();
    }
}
