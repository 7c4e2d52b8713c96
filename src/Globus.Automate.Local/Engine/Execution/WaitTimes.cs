using Globus.Automate.FlowLanguage;
using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Engine.Execution;

/// <summary>Until when a Wait state waits.</summary>
internal static class WaitTimes
{
    public static DateTimeOffset Read(WaitState state, RunDocument document, DateTimeOffset now)
    {
        if (state.Seconds is { } seconds)
        {
            return Later(now, seconds);
        }

        if (state.Timestamp is { } timestamp)
        {
            return timestamp;
        }

        return state.SecondsPath is { } secondsPath
            ? Later(now, ReadSeconds(secondsPath, document))
            : ReadTimestamp(state.TimestampPath!, document);
    }

    private static double ReadSeconds(StatePath path, RunDocument document)
    {
        FlowValue value = Find(path, document, "SecondsPath");
        double? seconds = value switch
        {
            FlowInteger integer => (double)integer.Value,
            FlowReal real => real.Value,
            _ => null,
        };
        return seconds is >= 0 and { } known && !double.IsNaN(known)
            ? known
            : throw Fail($"The path '{path.Text}' specified for the field 'SecondsPath' must lead to a number of seconds that is not negative.");
    }

    private static DateTimeOffset ReadTimestamp(StatePath path, RunDocument document)
        => FlowTimestamp.TryParse(Find(path, document, "TimestampPath").AsString(), out DateTimeOffset time)
            ? time
            : throw Fail($"The path '{path.Text}' specified for the field 'TimestampPath' must lead to a timestamp such as 2026-01-31T12:00:00Z.");

    private static FlowValue Find(StatePath path, RunDocument document, string field)
    {
        try
        {
            return path.TryEvaluate(document, out FlowValue? value)
                ? value
                : throw Fail($"The path '{path.Text}' specified for the field '{field}' could not be found in the state input.");
        }
        catch (FlowSyntaxException exception)
        {
            throw Fail($"The path '{path.Text}' specified for the field '{field}' could not be followed: {exception.Message}");
        }
    }

    private static StateFailureException Fail(string cause) => new(new StateError(RunErrors.Runtime, cause));

    private static DateTimeOffset Later(DateTimeOffset now, double seconds)
        => seconds >= (DateTimeOffset.MaxValue - now).TotalSeconds ? DateTimeOffset.MaxValue : now.AddSeconds(seconds);
}
