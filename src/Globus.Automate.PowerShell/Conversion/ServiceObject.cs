using System.Collections.Specialized;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace Globus.Automate.PowerShell.Conversion;

/// <summary>
/// The service's JSON documents as PowerShell objects: the keys at the top become PascalCase properties, all of them, known or not; times at
/// the top become <see cref="DateTimeOffset"/>; whatever lies deeper is the user's and keeps its own names.
/// </summary>
internal static class ServiceObject
{
    /// <summary>A document as an object of a type that the format file knows, such as <c>Globus.Automate.Flow</c>.</summary>
    public static PSObject Create(JsonElement document, string typeName)
    {
        var result = new PSObject();
        result.TypeNames.Insert(0, typeName);
        foreach (JsonProperty property in document.EnumerateObject())
        {
            string name = ToPascalCase(property.Name);
            result.Properties.Add(new PSNoteProperty(UniqueName(result, name, property.Name), TopLevelValue(property)), preValidated: true);
        }

        return result;
    }

    /// <summary>A JSON value as PowerShell holds it: objects as PSObjects, lists as arrays, numbers as the smallest type that holds them.</summary>
    public static object? ToValue(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => ToObject(element),
        JsonValueKind.Array => ToArray(element),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => ToNumber(element),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary><c>flow_id</c> becomes <c>FlowId</c>, <c>globus_auth_scopes_by_RunAs</c> becomes <c>GlobusAuthScopesByRunAs</c>, <c>DELETED</c> becomes <c>Deleted</c>.</summary>
    public static string ToPascalCase(string key)
    {
        var name = new StringBuilder(key.Length);
        foreach (string word in key.Split(['_', '-', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            bool shouted = word.Length > 2 && word.All(char.IsAsciiLetterUpper);
            name.Append(char.ToUpperInvariant(word[0]));
            name.Append(shouted ? word[1..].ToLowerInvariant() : word[1..]);
        }

        return name.Length == 0 ? key : name.ToString();
    }

    private static string UniqueName(PSObject result, string name, string key)
        => result.Properties[name] is null ? name : key;

    private static object? TopLevelValue(JsonProperty property)
        => property.Value.ValueKind == JsonValueKind.String && IsTime(property.Name)
            && DateTimeOffset.TryParse(property.Value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
                ? time
                : ToValue(property.Value);

    private static bool IsTime(string key)
        => key.EndsWith("_time", StringComparison.Ordinal) || key.EndsWith("_at", StringComparison.Ordinal)
            || key.EndsWith("_timestamp", StringComparison.Ordinal) || key is "time" or "flow_last_updated";

    private static object ToObject(JsonElement element)
    {
        var result = new PSObject();
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (property.Name.Length == 0 || result.Properties[property.Name] is not null)
            {
                return ToDictionary(element);
            }

            result.Properties.Add(new PSNoteProperty(property.Name, ToValue(property.Value)), preValidated: true);
        }

        return result;
    }

    /// <summary>
    /// Properties of one object may not differ in case alone, as hello_world's <c>Hello</c> and <c>hello</c> do, nor have an empty name. Such
    /// objects become dictionaries that tell case; <c>$x.hello</c> reads them all the same.
    /// </summary>
    private static OrderedDictionary ToDictionary(JsonElement element)
    {
        var result = new OrderedDictionary(StringComparer.Ordinal);
        foreach (JsonProperty property in element.EnumerateObject())
        {
            result[property.Name] = ToValue(property.Value);
        }

        return result;
    }

    private static object?[] ToArray(JsonElement element)
    {
        var items = new object?[element.GetArrayLength()];
        int i = 0;
        foreach (JsonElement item in element.EnumerateArray())
        {
            items[i++] = ToValue(item);
        }

        return items;
    }

    private static object ToNumber(JsonElement element)
    {
        string text = element.GetRawText();
        if (text.AsSpan().IndexOfAny('.', 'e', 'E') >= 0)
        {
            return element.GetDouble();
        }

        if (element.TryGetInt32(out int small))
        {
            return small;
        }

        return element.TryGetInt64(out long large) ? large : BigInteger.Parse(text, CultureInfo.InvariantCulture);
    }
}
