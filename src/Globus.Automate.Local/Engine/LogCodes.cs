using Globus.Automate.FlowLanguage.Definitions;

namespace Globus.Automate.Local.Engine;

/// <summary>The codes of log entries, and the sentences that go with them (as recorded from the service).</summary>
internal static class LogCodes
{
    public const string FlowStarting = "FlowStarting";
    public const string FlowStarted = "FlowStarted";
    public const string FlowSucceeded = "FlowSucceeded";
    public const string FlowFailed = "FlowFailed";
    public const string FlowCanceled = "FlowCanceled";
    public const string FlowInactive = "FlowInactive";
    public const string FlowResumed = "FlowResumed";
    public const string ActionPolled = "ActionPolled";

    private static readonly Dictionary<string, (string Started, string Completed, string Failed)> s_codes = new[] { "Action", "ExpressionEval", "Choice", "Pass", "Wait", "Fail", WebInputState.CreateType, WebInputState.AwaitType }
        .ToDictionary(static type => type, static type => (type + "Started", type + "Completed", type + "Failed"), StringComparer.Ordinal);

    /// <summary>The code of an entry.</summary>
    public static string Of(LogEntryKind kind, FlowState? state) => kind switch
    {
        LogEntryKind.StateStarted => s_codes[state!.Type].Started,
        LogEntryKind.StateCompleted => s_codes[state!.Type].Completed,
        LogEntryKind.StateFailed => s_codes[state!.Type].Failed,
        LogEntryKind.ActionPolled => ActionPolled,
        LogEntryKind.FlowStarted => FlowStarted,
        LogEntryKind.FlowSucceeded => FlowSucceeded,
        LogEntryKind.FlowFailed => FlowFailed,
        LogEntryKind.FlowCanceled => FlowCanceled,
        LogEntryKind.FlowInactive => FlowInactive,
        _ => FlowResumed,
    };

    /// <summary>Under which name the details have the entry's value; null where it is the details.</summary>
    public static string? ValueName(LogEntryKind kind) => kind switch
    {
        LogEntryKind.FlowStarted or LogEntryKind.StateStarted => "input",
        LogEntryKind.FlowSucceeded or LogEntryKind.StateCompleted or LogEntryKind.ActionPolled => "output",
        _ => null,
    };

    public static string Describe(string code, FlowState? state)
    {
        if (state is not null)
        {
            string what = code[state.Type.Length..].ToLowerInvariant();
            return $"State {state.Name} of type {state.Type} {what}";
        }

        return code switch
        {
            FlowStarted => "The Flow Instance started execution",
            FlowSucceeded => "The Flow Instance completed successfully",
            FlowFailed => "The Flow Instance failed",
            FlowCanceled => "The Flow Instance was canceled by the user",
            FlowInactive => "The Flow Instance is inactive and waits to be resumed",
            FlowResumed => "The Flow Instance was resumed",
            _ => code,
        };
    }
}
