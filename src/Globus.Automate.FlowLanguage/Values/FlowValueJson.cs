using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Globus.Automate.FlowLanguage.Values;

/// <summary>Values to and from JSON, through System.Text.Json's reader and writer.</summary>
internal static class FlowValueJson
{
    private const int MaxDepth = 256;

    private static readonly JsonWriterOptions s_compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = MaxDepth * 4, SkipValidation = true };
    private static readonly JsonWriterOptions s_indented = s_compact with { Indented = true };

    public static FlowValue Read(ReadOnlySpan<byte> utf8Json)
    {
        var reader = new Utf8JsonReader(utf8Json, new JsonReaderOptions { MaxDepth = MaxDepth });
        if (!reader.Read())
        {
            throw new JsonException("The text is empty: a JSON value was expected.");
        }

        FlowValue value = ReadValue(ref reader);
        if (reader.Read())
        {
            throw new JsonException("There is more text after the JSON value.");
        }

        return value;
    }

    public static FlowValue Read(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var builder = new FlowObject.Builder();
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    builder.Set(property.Name, Read(property.Value));
                }

                return builder.Build();
            case JsonValueKind.Array:
                var items = new FlowValue[element.GetArrayLength()];
                int i = 0;
                foreach (JsonElement item in element.EnumerateArray())
                {
                    items[i++] = Read(item);
                }

                return FlowArray.Adopt(items);
            case JsonValueKind.String:
                return FlowValue.From(element.GetString());
            case JsonValueKind.Number:
                return ReadNumber(Encoding.UTF8.GetBytes(element.GetRawText()));
            case JsonValueKind.True:
                return FlowValue.True;
            case JsonValueKind.False:
                return FlowValue.False;
            default:
                return FlowValue.Null;
        }
    }

    public static string Write(FlowValue value, bool indented)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, indented ? s_indented : s_compact))
        {
            value.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static FlowValue ReadValue(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var builder = new FlowObject.Builder();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    string name = reader.GetString()!;
                    reader.Read();
                    builder.Set(name, ReadValue(ref reader));
                }

                return builder.Build();
            case JsonTokenType.StartArray:
                var items = new List<FlowValue>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(ReadValue(ref reader));
                }

                return FlowArray.Adopt([.. items]);
            case JsonTokenType.String:
                return FlowValue.From(reader.GetString());
            case JsonTokenType.Number:
                return ReadNumber(reader.ValueSpan);
            case JsonTokenType.True:
                return FlowValue.True;
            case JsonTokenType.False:
                return FlowValue.False;
            default:
                return FlowValue.Null;
        }
    }

    private static FlowValue ReadNumber(ReadOnlySpan<byte> digits)
    {
        if (digits.IndexOfAny((byte)'.', (byte)'e', (byte)'E') >= 0)
        {
            return FlowValue.From(double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture));
        }

        return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long small)
            ? FlowValue.From(small)
            : FlowValue.From(BigInteger.Parse(Encoding.UTF8.GetString(digits), CultureInfo.InvariantCulture));
    }
}
