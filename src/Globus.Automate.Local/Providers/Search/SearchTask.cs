using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Providers;

/// <summary>The Search API's task document, which a Search action's details show.</summary>
internal static class SearchTask
{
    /// <summary>Does the work in the background, as Search does, and reports the finished task.</summary>
    public static ActionProgress Start(ActionContext action, string type, string index, Func<FlowValue> work)
    {
        string taskId = action.NewId().ToString();
        DateTimeOffset created = action.TimeProvider.GetUtcNow();
        action.RunInBackground(_ =>
        {
            FlowValue result = work();
            action.Report(ActionProgress.Succeeded(Document(taskId, type, index, "SUCCESS", created, action.TimeProvider.GetUtcNow(), result)));
            return Task.CompletedTask;
        });
        return ActionProgress.Active(Document(taskId, type, index, "PENDING", created, completed: null, FlowValue.Null));
    }

    private static FlowObject Document(string taskId, string type, string index, string state, DateTimeOffset created, DateTimeOffset? completed, FlowValue result) => FlowObject.Create(
        ("task_id", FlowValue.From(taskId)),
        ("task_type", FlowValue.From(type)),
        ("index_id", FlowValue.From(index)),
        ("state", FlowValue.From(state)),
        ("state_description", FlowValue.From(completed is null ? "Task is waiting to be processed" : "Task succeeded")),
        ("message", FlowValue.Null),
        ("creation_date", IsoDuration.TimeValue(created)),
        ("completion_date", IsoDuration.TimeValue(completed)),
        ("additional_details", result));
}
