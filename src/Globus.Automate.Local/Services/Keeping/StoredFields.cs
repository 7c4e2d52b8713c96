using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Services;

/// <summary>Reads the fields of what was kept.</summary>
internal static class StoredFields
{
    /// <exception cref="FormatException">There is no such text.</exception>
    public static string Text(this FlowObject stored, string name)
        => stored[name]?.AsString() ?? throw new FormatException($"it has no text '{name}'.");

    public static string? OptionalText(this FlowObject stored, string name) => stored[name]?.AsString();

    /// <exception cref="FormatException">There is no such list of texts.</exception>
    public static IReadOnlyList<string> Texts(this FlowObject stored, string name)
        => stored[name] is FlowArray list ? [.. list.Select(static item => item.AsString() ?? string.Empty)] : throw new FormatException($"it has no list '{name}'.");

    /// <exception cref="FormatException">There is no such object.</exception>
    public static FlowObject Object(this FlowObject stored, string name)
        => stored[name] as FlowObject ?? throw new FormatException($"it has no object '{name}'.");

    /// <exception cref="FormatException">There is no such number.</exception>
    public static int Number(this FlowObject stored, string name)
        => stored[name] is FlowInteger number && number.TryGetInt64(out long value) && value is >= int.MinValue and <= int.MaxValue
            ? (int)value
            : throw new FormatException($"it has no number '{name}'.");

    /// <exception cref="FormatException">There is no such time.</exception>
    public static DateTimeOffset Time(this FlowObject stored, string name)
        => stored.OptionalTime(name) ?? throw new FormatException($"it has no time '{name}'.");

    public static DateTimeOffset? OptionalTime(this FlowObject stored, string name)
        => Times.TryParse(stored[name]?.AsString(), out DateTimeOffset time) ? time : null;
}
