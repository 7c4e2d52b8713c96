using System.Globalization;
using System.Text.Json;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Providers;

namespace Globus.Automate.Local.Services;

/// <summary>Reads the bodies of requests; what cannot be read is refused in the service's shape.</summary>
internal static class RequestBody
{
    /// <summary>Python's json module, which the service reads with, refuses longer integers too (sys.int_info.default_max_str_digits).</summary>
    private const int MaximumDigits = 4300;

    /// <summary>A JSON object.</summary>
    public static FlowObject ReadObject(ServiceRequest request)
        => Read(request) as FlowObject ?? throw ServiceException.Unprocessable([new RequestFault([], "The body must be a JSON object.", "type_error.dict")]);

    /// <summary>A JSON object, where a missing body counts as an empty one.</summary>
    public static FlowObject ReadOptionalObject(ServiceRequest request) => request.Body.IsEmpty ? FlowObject.Empty : ReadObject(request);

    /// <summary>The fields of a posted form.</summary>
    public static QueryParameters ReadForm(ServiceRequest request)
        => QueryParameters.Parse(System.Text.Encoding.UTF8.GetString(request.Body.Span));

    private static FlowValue Read(ServiceRequest request)
    {
        ReadOnlySpan<byte> json = request.Body.Span;
        if (json.StartsWith("\uFEFF"u8))
        {
            json = json[3..];
        }

        try
        {
            RefuseEndlessNumbers(json);
            return FlowValue.Parse(json);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or OverflowException)
        {
            // Text with half a surrogate pair is valid JSON, but no text: the reader answers with InvalidOperationException.
            throw ServiceException.BadRequest($"The request's body is not valid JSON{(exception is JsonException syntax ? Describe(syntax) : ": a text in it is not valid Unicode.")}");
        }
    }

    /// <summary>Where and what, without the places counted from 0 that the reader puts behind its sentence.</summary>
    private static string Describe(JsonException exception)
        => exception is { LineNumber: { } line, BytePositionInLine: { } column }
            ? string.Create(CultureInfo.InvariantCulture, $" (line {line + 1}, column {column + 1}): {exception.Message.Split(" LineNumber:")[0]}")
            : ": " + exception.Message;

    private static void RefuseEndlessNumbers(ReadOnlySpan<byte> json)
    {
        for (int start = 0; json.Length - start > MaximumDigits; start++)
        {
            int length = json[start..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            if (length > MaximumDigits || (length < 0 && json.Length - start > MaximumDigits))
            {
                throw new JsonException($"a run of more than {MaximumDigits} digits.");
            }

            start += Math.Max(0, length);
        }
    }
}
