using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Globus.Automate.Client.Transport;

/// <summary>Walks a JSON document and knows which of its members are secret. The depth is bounded by the parser.</summary>
internal static class JsonMask
{
    private const string PrivateParameters = "__Private_Parameters";

    private static readonly JsonWriterOptions s_writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = Json.MaxDepth + 8 };

    /// <summary>The document as text; secret members masked, every other string passed through <paramref name="maskText"/>.</summary>
    public static string Write(JsonElement element, Func<string, string> maskText)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, s_writing))
        {
            Write(writer, element, maskText);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Adds every string within secret members.</summary>
    public static void Collect(JsonElement element, HashSet<string> found)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray())
            {
                Collect(item, found);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            HashSet<string>? hidden = PrivateNames(element);
            foreach (JsonProperty member in element.EnumerateObject())
            {
                if (IsSecret(member, hidden))
                {
                    CollectAll(member.Value, found);
                }
                else
                {
                    Collect(member.Value, found);
                }
            }
        }
    }

    private static void CollectAll(JsonElement element, HashSet<string> found)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                AddText(element.GetString()!, found);
                break;
            case JsonValueKind.Number:
                found.Add(element.GetRawText());
                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in element.EnumerateArray())
                {
                    CollectAll(item, found);
                }

                break;
            case JsonValueKind.Object:
                foreach (JsonProperty member in element.EnumerateObject())
                {
                    CollectAll(member.Value, found);
                }

                break;
        }
    }

    /// <summary>A secret text, and its longer words: <c>Bearer abc...</c> and the expression <c>'abc...'</c> hold the secret itself.</summary>
    private static void AddText(string text, HashSet<string> found)
    {
        const int longWord = 8;
        found.Add(text);
        foreach (string word in text.Split([' ', '\t', '\r', '\n', '\'', '"'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.Length >= longWord)
            {
                found.Add(word);
            }
        }
    }

    private static void Write(Utf8JsonWriter writer, JsonElement element, Func<string, string> maskText)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                HashSet<string>? hidden = PrivateNames(element);
                foreach (JsonProperty member in element.EnumerateObject())
                {
                    writer.WritePropertyName(maskText(member.Name));
                    if (IsSecret(member, hidden))
                    {
                        writer.WriteStringValue(SecretMask.Masked);
                    }
                    else
                    {
                        Write(writer, member.Value, maskText);
                    }
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement item in element.EnumerateArray())
                {
                    Write(writer, item, maskText);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(maskText(element.GetString()!));
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    private static bool IsSecret(JsonProperty member, HashSet<string>? hidden)
    {
        if (member.NameEquals(PrivateParameters) || member.Value.ValueKind is JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null)
        {
            return false;
        }

        if (hidden is not null && hidden.Contains(SecretNames.WithoutSuffix(member.Name)))
        {
            return true;
        }

        // A schema describes a password without holding one: {"password": {"type": "string"}}.
        return SecretNames.IsSecretMember(member.Name) && !IsSchema(member.Value);
    }

    private static bool IsSchema(JsonElement value)
        => value.ValueKind == JsonValueKind.Object
            && value.TryGetProperty("type", out JsonElement type)
            && type.ValueKind is JsonValueKind.String or JsonValueKind.Array
            && value.EnumerateObject().All(static member => member.Name is "type" or "title" or "description" or "format" or "minLength" or "maxLength" or "pattern" or "items");

    /// <summary>The names that a definition lists beside the parameters that they hide.</summary>
    private static HashSet<string>? PrivateNames(JsonElement element)
        => element.TryGetProperty(PrivateParameters, out JsonElement names) && names.ValueKind == JsonValueKind.Array
            ? [.. names.EnumerateArray().Where(static name => name.ValueKind == JsonValueKind.String).Select(static name => SecretNames.WithoutSuffix(name.GetString()!))]
            : null;
}
