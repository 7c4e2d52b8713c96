using System.Globalization;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Providers;

/// <summary>A transfer or delete task under way: its counters, and the task document of the Transfer API that an action's details show.</summary>
internal sealed class TransferTask
{
    private readonly ActionContext _action;
    private readonly object _gate = new();

    /// <summary>A task that a restart interrupted was permitted when it began; of its caller, no more than the identity is known by then.</summary>
    private readonly bool _isRestart;
    private TransferFault? _lastFault;
    private TransferFault? _fatal;
    private int _faults;
    private long _bytesTransferred;
    private long _bytesChecksummed;

    public TransferTask(ActionContext action, string type, LocalCollection source, LocalCollection? destination, FlowObject options)
    {
        _action = action;
        Type = type;
        Source = source;
        Destination = destination;
        Label = action.Body["label"]?.AsString() ?? action.Label ?? $"For Action id {action.ActionId}";
        Options = options;
        _isRestart = !action.State.IsNull;
        TaskId = (action.State as FlowObject)?["task_id"]?.AsString() is { } known ? Guid.Parse(known) : action.NewId();
        if (action.State.IsNull)
        {
            action.SaveState(FlowObject.Create(("task_id", FlowValue.From(TaskId.ToString()))));
        }
    }

    public Guid TaskId { get; }

    public string Type { get; }

    public LocalCollection Source { get; }

    public LocalCollection? Destination { get; }

    /// <summary>The body's label, or the action's, or one that names the action.</summary>
    public string Label { get; }

    /// <summary>The members of the document that repeat what was asked for.</summary>
    public FlowObject Options { get; }

    public int Directories { get; set; }

    public int Files { get; set; }

    public int FilesTransferred { get; set; }

    public int FilesSkipped { get; set; }

    public int Symlinks { get; set; }

    public int SkippedErrors { get; set; }

    public int SubtasksTotal { get; set; }

    public int SubtasksSucceeded { get; set; }

    public int SubtasksFailed { get; set; }

    /// <exception cref="TransferFault">Whoever began the task may not read, or write, at a path.</exception>
    public void RequireAccess(CollectionPath path, bool write)
    {
        if (!_isRestart)
        {
            path.Collection.RequireAccess(_action.Caller, path, write, _action.TimeProvider.GetUtcNow());
        }
    }

    public void AddBytes(int count) => Interlocked.Add(ref _bytesTransferred, count);

    public void AddChecksummed(long count) => Interlocked.Add(ref _bytesChecksummed, count);

    /// <summary>Notes a fault that the task goes on after.</summary>
    public void Skip(TransferFault fault)
    {
        lock (_gate)
        {
            _lastFault = fault;
            _faults++;
            SkippedErrors++;
        }
    }

    public ActionProgress Succeeded() => new(ActionStatus.Succeeded, ToDocument("SUCCEEDED"));

    public ActionProgress Failed(TransferFault fault)
    {
        lock (_gate)
        {
            _lastFault = fault;
            _fatal = fault;
            _faults++;
            SubtasksFailed++;
        }

        return new(ActionStatus.Failed, ToDocument("FAILED"));
    }

    public ActionProgress Canceled()
    {
        lock (_gate)
        {
            _fatal = TransferFault.Conflict("CANCELED", "The task was canceled by the user.");
        }

        return new(ActionStatus.Failed, ToDocument("FAILED")) { DisplayStatus = "Canceled by user request" };
    }

    public FlowObject ToDocument(string status)
    {
        DateTimeOffset now = _action.TimeProvider.GetUtcNow();
        double seconds = Math.Max(1, (now - _action.StartTime).TotalSeconds);
        bool active = status == "ACTIVE";
        lock (_gate)
        {
            long bytes = Interlocked.Read(ref _bytesTransferred);
            int settled = SubtasksSucceeded + SubtasksFailed + SkippedErrors;
            int canceled = !active && _fatal is not null ? Math.Max(0, SubtasksTotal - settled) : 0;
            var document = new FlowObject.Builder(48);
            document.Set("DATA_TYPE", FlowValue.From("task"));
            document.Set("task_id", FlowValue.From(TaskId.ToString()));
            document.Set("type", FlowValue.From(Type));
            document.Set("status", FlowValue.From(status));
            document.Set("label", FlowValue.From(Label));
            document.Set("username", FlowValue.From(_action.Caller.Username));
            document.Set("owner_id", FlowValue.From(_action.Caller.Principal.Split(':')[^1]));
            document.Set("request_time", FlowValue.From(Time(_action.StartTime)));
            document.Set("completion_time", active ? FlowValue.Null : FlowValue.From(Time(now)));
            SetCollection(document, "source", Source);
            SetCollection(document, "destination", Destination);
            foreach ((string name, FlowValue value) in Options)
            {
                document.Set(name, value);
            }

            document.Set("directories", FlowValue.From(Directories));
            document.Set("files", FlowValue.From(Files));
            document.Set("files_transferred", FlowValue.From(FilesTransferred));
            document.Set("files_skipped", FlowValue.From(FilesSkipped));
            document.Set("symlinks", FlowValue.From(Symlinks));
            document.Set("bytes_transferred", FlowValue.From(bytes));
            document.Set("bytes_checksummed", FlowValue.From(Interlocked.Read(ref _bytesChecksummed)));
            document.Set("effective_bytes_per_second", FlowValue.From((long)(bytes / seconds)));
            document.Set("subtasks_total", FlowValue.From(SubtasksTotal));
            document.Set("subtasks_succeeded", FlowValue.From(SubtasksSucceeded));
            document.Set("subtasks_pending", FlowValue.From(Math.Max(0, SubtasksTotal - settled - canceled)));
            document.Set("subtasks_failed", FlowValue.From(SubtasksFailed));
            document.Set("subtasks_canceled", FlowValue.From(canceled));
            document.Set("subtasks_expired", FlowValue.From(0));
            document.Set("subtasks_retrying", FlowValue.From(0));
            document.Set("subtasks_skipped_errors", FlowValue.From(SkippedErrors));
            document.Set("faults", FlowValue.From(_faults));
            document.Set("is_ok", active ? FlowValue.From(_lastFault is null) : FlowValue.Null);
            document.Set("is_paused", FlowValue.False);
            document.Set("nice_status", active || _lastFault is not null ? FlowValue.From(_lastFault?.NiceStatus ?? "OK") : FlowValue.Null);
            document.Set("nice_status_short_description", active || _lastFault is not null ? FlowValue.From(_lastFault?.ShortDescription ?? "OK") : FlowValue.Null);
            document.Set("nice_status_details", FlowValue.From(_lastFault?.Message));
            document.Set("nice_status_expires_in", FlowValue.From(-1));
            document.Set("command", FlowValue.From("API 0.10"));
            document.Set("event_list", FlowArray.Empty);
            document.Set("history_deleted", FlowValue.False);
            document.Set("canceled_by_admin", FlowValue.Null);
            document.Set("canceled_by_admin_message", FlowValue.Null);
            document.Set("fatal_error", _fatal is null
                ? FlowValue.Null
                : FlowObject.Create(("code", FlowValue.From(_fatal.Code)), ("description", FlowValue.From(_fatal.Message))));
            return document.Build();
        }
    }

    private static void SetCollection(FlowObject.Builder document, string side, LocalCollection? collection)
    {
        document.Set($"{side}_endpoint_id", FlowValue.From(collection?.Id));
        document.Set($"{side}_endpoint", FlowValue.From(collection is { Names: [string name, ..] } ? name : collection?.Id));
        document.Set($"{side}_endpoint_display_name", FlowValue.From(collection?.DisplayName));
    }

    private static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
}
