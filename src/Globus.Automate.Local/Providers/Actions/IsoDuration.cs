using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Xml;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Providers;

/// <summary>ISO 8601 durations and times as action documents hold them.</summary>
internal static class IsoDuration
{
    /// <summary>Writes a duration: <c>P30D</c>, <c>PT5M</c>.</summary>
    public static string Format(TimeSpan duration) => XmlConvert.ToString(duration);

    /// <summary>Reads <c>release_after</c>: an ISO 8601 duration, or seconds as a number or as digits.</summary>
    public static bool TryParse(FlowValue value, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        string? text = value switch
        {
            FlowInteger or FlowReal => value.ToJson(),
            _ => value.AsString(),
        };
        if (text is null)
        {
            return false;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds))
        {
            if (!(seconds >= 0 && seconds <= TimeSpan.MaxValue.TotalSeconds / 2))
            {
                return false;
            }

            duration = TimeSpan.FromSeconds(seconds);
            return true;
        }

        try
        {
            duration = XmlConvert.ToTimeSpan(text);
            return duration >= TimeSpan.Zero;
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            return false;
        }
    }

    /// <summary>A time as the services write it, in UTC with microseconds: <c>2021-04-29T23:21:47.763653+00:00</c>.</summary>
    public static string FormatTime(DateTimeOffset time)
        => time.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture);

    /// <summary>A time or null, as a value.</summary>
    public static FlowValue TimeValue(DateTimeOffset? time) => time is { } known ? FlowValue.From(FormatTime(known)) : FlowValue.Null;

    /// <summary>Reads a time with its offset; one without an offset is taken as UTC.</summary>
    public static bool TryParseTime([NotNullWhen(true)] string? text, out DateTimeOffset time)
        => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
}
