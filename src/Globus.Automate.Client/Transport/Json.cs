using System.Text.Json;

namespace Globus.Automate.Client;

/// <summary>Reads members of documents that may have any shape: what is missing or of another kind is null, never an exception.</summary>
internal static class Json
{
    /// <summary>How deep a document may be: far beyond what the service writes, and no danger to the stack.</summary>
    public const int MaxDepth = 256;

    public static JsonDocumentOptions DocumentOptions { get; } = new() { MaxDepth = MaxDepth };

    public static JsonElement? Member(JsonElement element, string name)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    public static string? Text(JsonElement element, string name)
        => Member(element, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public static bool? Truth(JsonElement element, string name)
        => Member(element, name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } value ? value.GetBoolean() : null;

    public static long? Number(JsonElement element, string name)
        => Member(element, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out long number) ? number : null;

    /// <summary>A list of strings, also where the service writes one string.</summary>
    public static IReadOnlyList<string> Texts(JsonElement element, string name)
        => Member(element, name) switch
        {
            { ValueKind: JsonValueKind.String } value => [value.GetString()!],
            { ValueKind: JsonValueKind.Array } value
                => [.. value.EnumerateArray().Where(static item => item.ValueKind == JsonValueKind.String).Select(static item => item.GetString()!)],
            _ => [],
        };

    /// <summary>A time in ISO 8601. The service has written some with two offsets (<c>+00:00+00:00</c>); the second is dropped.</summary>
    public static DateTimeOffset? Time(JsonElement element, string name)
    {
        string? text = Text(element, name);
        if (text is null)
        {
            return null;
        }

        if (text.EndsWith("+00:00+00:00", StringComparison.Ordinal))
        {
            text = text[..^6];
        }

        return DateTimeOffset.TryParse(
            text,
            System.Globalization.CultureInfo.InvariantCulture,
            System.Globalization.DateTimeStyles.AssumeUniversal,
            out DateTimeOffset time) ? time : null;
    }

    /// <summary>Parses bytes; null where they are no JSON.</summary>
    public static JsonElement? TryParse(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Span.StartsWith("\uFEFF"u8))
        {
            utf8 = utf8[3..];
        }

        try
        {
            // Not disposed: the element outlives this method, and only a pooled array is left to the collector.
            return JsonDocument.Parse(utf8, DocumentOptions).RootElement;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static IEnumerable<JsonElement> Items(JsonElement element, string name)
        => Member(element, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];
}
