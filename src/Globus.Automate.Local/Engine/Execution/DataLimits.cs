using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Engine.Execution;

/// <summary>How much a run may hold (Flows documentation, "Limits").</summary>
internal static class DataLimits
{
    /// <exception cref="StateFailureException">The value is larger, or nests deeper, than the service keeps.</exception>
    public static void Check(FlowValue value, FlowState state, FlowEngineOptions options)
    {
        if (Find(value, options) is { } excess)
        {
            throw new StateFailureException(new StateError(RunErrors.DataLimitExceeded, $"The state '{state.Name}' made data {excess}."));
        }
    }

    /// <summary>The error of a run whose input is too large; null for one that is not.</summary>
    public static StateError? CheckInput(FlowRun run, FlowEngineOptions options)
        => Find(run.Document, options) is { } excess ? new StateError(RunErrors.DataLimitExceeded, $"The run was started with an input {excess}.") : null;

    private static string? Find(FlowValue value, FlowEngineOptions options)
    {
        if (value.Depth > options.MaxDocumentDepth)
        {
            return $"that nest {value.Depth} levels deep: a run's state may nest {options.MaxDocumentDepth} levels";
        }

        return value.Utf8Size > options.MaxDocumentSize
            ? $"of {value.Utf8Size} bytes, which exceeds the maximum number of bytes service limit: a run's state may have {options.MaxDocumentSize}"
            : null;
    }
}
