using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Engine;

/// <summary>Reads action status documents and error bodies (Action Provider interface 1.0).</summary>
internal static class ActionStatus
{
    public const string Active = "ACTIVE";
    public const string Inactive = "INACTIVE";
    public const string Succeeded = "SUCCEEDED";

    /// <summary>The status document of an answer; null for an error and for something that is no status document.</summary>
    public static FlowObject? Read(ActionResponse response)
        => response.IsSuccess && response.Body is FlowObject status && Of(status) is not null ? status : null;

    public static string? Of(FlowObject? status) => status?["status"]?.AsString();

    /// <summary>Whether the action will not change any more. A flow that was cancelled (ENDED) is an action that has failed.</summary>
    public static bool IsFinal(FlowObject? status) => Of(status) is not (null or Active or Inactive);

    /// <summary>The document as a state's result: with the state's name; of a question to people only the details.</summary>
    public static FlowObject ToResult(FlowObject status, FlowState state)
        => state is WebInputState ? status["details"] as FlowObject ?? FlowObject.Empty : status.With("state_name", state.NameValue);

    /// <summary>What an error body, or the details of a failed action, say in words; null where they say nothing.</summary>
    public static string? Explain(FlowValue? body) => body switch
    {
        FlowString { Value.Length: > 0 } text => text.Value,
        FlowArray { Count: > 0 } list => Explain(list[0]),
        FlowObject fields when fields["msg"] is { } fault => Explain(fault) is { } words && fields["loc"] is FlowArray { Count: > 0 } place
            ? $"{string.Join('.', place.Select(static step => step.AsString() ?? step.ToJson()))}: {words}"
            : Explain(fault),
        FlowObject fields when fields["detail"] is FlowArray { Count: > 0 } faults && fields["message"]?.AsString() is { } summary => $"{summary} {Explain(faults)}".TrimEnd(),
        FlowObject fields when (fields["details"] as FlowObject)?["cause"] is { } cause => Explain(cause), // a flow that was run as an action
        FlowObject fields => Explain(fields["error"]) ?? Explain(fields["message"]) ?? Explain(fields["detail"])
            ?? Explain(fields["description"]) ?? Explain(fields["cause"]) ?? Explain(fields["fatal_error"]) ?? Explain(fields["details"]),
        _ => null,
    };

    /// <summary>The <c>details</c> of a run whose action is inactive: what the action asks for, and the action's own status.</summary>
    public static FlowObject ToInactiveDetails(FlowObject status, FlowState state)
    {
        FlowObject reason = status["details"] as FlowObject ?? FlowObject.Empty;
        var details = new FlowObject.Builder();
        details.Set("code", reason["code"] ?? FlowValue.From("ActionInactive"));
        details.Set("description", reason["description"]
            ?? FlowValue.From($"The action of the state '{state.Name}' is inactive: see action_statuses for what it needs, then resume the run."));
        foreach (string requirement in (string[])["required_scope", "authorization_parameters"])
        {
            if (reason[requirement] is { } value)
            {
                details.Set(requirement, value);
            }
        }

        details.Set("state_name", state.NameValue);
        details.Set("action_statuses", FlowArray.Create(ToResult(status, state)));
        return details.Build();
    }
}
