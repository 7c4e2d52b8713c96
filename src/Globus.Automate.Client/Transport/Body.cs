using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Globus.Automate.Client.Flows;
using Globus.Automate.Client.Queues;
using Globus.Automate.Client.Runs;
using Globus.Automate.Client.Actions;

namespace Globus.Automate.Client.Transport;

/// <summary>Request bodies: snake_case names, and what is null is left out, since the services tell "not given" from "null".</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = Json.MaxDepth,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(FlowSettings))]
[JsonSerializable(typeof(FlowCheck))]
[JsonSerializable(typeof(RunSettings))]
[JsonSerializable(typeof(RunUpdate))]
[JsonSerializable(typeof(RunBatch))]
[JsonSerializable(typeof(WebInputAnswer))]
[JsonSerializable(typeof(ActionSettings))]
[JsonSerializable(typeof(QueueEnvelope<QueueSettings>), TypeInfoPropertyName = "QueueBody")]
[JsonSerializable(typeof(QueueEnvelope<IReadOnlyList<QueueMessageToSend>>), TypeInfoPropertyName = "QueueMessages")]
[JsonSerializable(typeof(QueueEnvelope<IReadOnlyList<QueueReceipt>>), TypeInfoPropertyName = "QueueReceipts")]
internal sealed partial class BodyContext : JsonSerializerContext;

/// <summary>Writes request bodies.</summary>
internal static class Body
{
    private static readonly BodyContext s_context = new(new JsonSerializerOptions(BodyContext.Default.Options)
    {
        // A body is no part of a page: letters beyond ASCII stay as they are, and so does what a person will read under -Debug.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static BodyContext Types => s_context;

    public static ReadOnlyMemory<byte> Write<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(value, type);

    public static ReadOnlyMemory<byte> Write(JsonElement element) => JsonSerializer.SerializeToUtf8Bytes(element, s_context.JsonElement);
}
