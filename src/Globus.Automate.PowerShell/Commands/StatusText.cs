using System.Text.Json;

namespace Globus.Automate.PowerShell.Commands;

/// <summary>What the details of a run or an action say, in a few words.</summary>
internal static class StatusText
{
    /// <summary>Why it rests: a sentence.</summary>
    public static string Reason(string status, JsonElement? all)
    {
        if (all is not { ValueKind: JsonValueKind.Object } details)
        {
            return status + ".";
        }

        string? text = Text(details, "cause") ?? Text(details, "description") ?? Text(details, "code");
        if (details.TryGetProperty("details", out JsonElement inner) && inner.ValueKind == JsonValueKind.Object)
        {
            text = Text(inner, "cause") ?? Text(inner, "description") ?? text;
        }

        return text is null ? status + "." : text.TrimEnd('.') + ".";
    }

    /// <summary>Where it stands: the state, or what it does.</summary>
    public static string Describe(string status, JsonElement? all)
    {
        if (all is not { ValueKind: JsonValueKind.Object } details)
        {
            return status;
        }

        string? state = Text(details, "state_name");
        if (state is null && details.TryGetProperty("details", out JsonElement inner) && inner.ValueKind == JsonValueKind.Object)
        {
            state = Text(inner, "state_name");
        }

        return state ?? Text(details, "description") ?? Text(details, "code") ?? "running";
    }

    private static string? Text(JsonElement element, string name)
        => element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
