using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Providers;

namespace Globus.Automate.Local.Engine;

/// <summary>A run's <c>details</c>: the latest of what happened, in the shapes that were recorded from the service.</summary>
internal static class RunDetails
{
    public static FlowObject Build(RunLog log, FlowObject? inactive)
    {
        if (inactive is not null)
        {
            return inactive;
        }

        LogEntry last = log[log.Count - 1];
        return last.Code switch
        {
            LogCodes.FlowStarted => FlowObject.Create(
                ("code", FlowValue.From(LogCodes.FlowStarting)),
                ("description", FlowValue.From("The Flow is starting execution")),
                ("details", last.Details)),
            LogCodes.FlowSucceeded => FlowObject.Create(
                ("code", FlowValue.From(last.Code)),
                ("description", FlowValue.From("The Flow run reached a successful completion state")),
                ("output", last.Details["output"]!)),
            LogCodes.FlowFailed => FlowObject.Create(
                ("code", FlowValue.From(last.Code)),
                ("description", FlowValue.From("The Flow run reached a failed completion state")),
                ("details", last.Details)),
            _ => FlowObject.Create(
                ("time", FlowValue.From(IsoDuration.FormatTime(last.Time))),
                ("code", FlowValue.From(last.Code)),
                ("description", FlowValue.From(last.Description)),
                ("details", last.Details)),
        };
    }
}
