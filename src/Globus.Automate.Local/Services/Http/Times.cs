using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Services;

/// <summary>Times as the Flows service writes and reads them.</summary>
internal static class Times
{
    /// <summary>In UTC with microseconds: <c>2023-04-11T20:01:18.040416+00:00</c>.</summary>
    public static FlowValue Value(DateTimeOffset time)
        => FlowValue.From(time.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture));

    /// <summary>The time, or null where there is none yet.</summary>
    public static FlowValue Value(DateTimeOffset? time) => time is { } known ? Value(known) : FlowValue.Null;

    /// <summary>ISO 8601; a time without an offset is UTC.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out DateTimeOffset time)
        => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
}
