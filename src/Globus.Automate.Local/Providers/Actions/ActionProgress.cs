using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Providers;

/// <summary>The states of an action (manual 3.3.2).</summary>
public enum ActionStatus
{
    /// <summary>It runs and makes progress.</summary>
    Active,

    /// <summary>It is not finished and makes no progress: someone must do something, then resume it.</summary>
    Inactive,

    /// <summary>It is finished, and well.</summary>
    Succeeded,

    /// <summary>It has stopped and cannot go on. A cancelled action is one of these.</summary>
    Failed,
}

/// <summary>Where an action stands: what a provider reports and a status document shows.</summary>
/// <param name="Status">The state.</param>
/// <param name="Details">What the provider has to say; its shape is the provider's own.</param>
public sealed record ActionProgress(ActionStatus Status, FlowValue Details)
{
    /// <summary>A short text for people, at most 64 characters; null shows the state's name.</summary>
    public string? DisplayStatus { get; init; }

    /// <summary>Whether the action is finished.</summary>
    public bool IsFinal => Status is ActionStatus.Succeeded or ActionStatus.Failed;

    /// <summary>Still under way.</summary>
    public static ActionProgress Active(FlowValue details) => new(ActionStatus.Active, details);

    /// <summary>Waiting for someone.</summary>
    public static ActionProgress Inactive(FlowValue details) => new(ActionStatus.Inactive, details);

    /// <summary>Finished well.</summary>
    public static ActionProgress Succeeded(FlowValue details) => new(ActionStatus.Succeeded, details);

    /// <summary>Finished in failure.</summary>
    public static ActionProgress Failed(FlowValue details) => new(ActionStatus.Failed, details);
}

/// <summary>The names of <see cref="ActionStatus"/> in documents.</summary>
internal static class ActionStatusNames
{
    public static string Name(this ActionStatus status) => status switch
    {
        ActionStatus.Active => "ACTIVE",
        ActionStatus.Inactive => "INACTIVE",
        ActionStatus.Succeeded => "SUCCEEDED",
        _ => "FAILED",
    };

    public static ActionStatus Parse(string? name) => name switch
    {
        "ACTIVE" => ActionStatus.Active,
        "INACTIVE" => ActionStatus.Inactive,
        "SUCCEEDED" => ActionStatus.Succeeded,
        _ => ActionStatus.Failed,
    };
}
