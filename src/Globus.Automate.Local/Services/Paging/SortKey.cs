using System.Globalization;

namespace Globus.Automate.Local.Services;

/// <summary>What an item is ordered by: a number (a time as its ticks, none as 0), or a text without regard to case.</summary>
/// <param name="Number">The number; 0 for a text.</param>
/// <param name="Text">The text; empty for a number.</param>
internal readonly record struct SortKey(long Number, string Text) : IComparable<SortKey>
{
    /// <summary>A text.</summary>
    public static SortKey Of(string? text) => new(0, text ?? string.Empty);

    /// <summary>A time; one that is not there yet comes before all others.</summary>
    public static SortKey Of(DateTimeOffset? time) => new(time?.UtcTicks ?? 0, string.Empty);

    /// <summary>Reads what <see cref="ToMarker"/> gave; null where it is something else.</summary>
    public static SortKey? FromMarker(string part) => part switch
    {
        ['t', ..] => Of(part[1..]),
        ['n', ..] when long.TryParse(part.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out long number) => new SortKey(number, string.Empty),
        _ => null,
    };

    /// <summary>The key as a part of a marker.</summary>
    public string ToMarker() => Text.Length > 0 || Number == 0 ? "t" + Text : string.Create(CultureInfo.InvariantCulture, $"n{Number}");

    /// <inheritdoc/>
    public int CompareTo(SortKey other) => Number != other.Number ? Number.CompareTo(other.Number) : string.Compare(Text, other.Text, StringComparison.OrdinalIgnoreCase);
}
