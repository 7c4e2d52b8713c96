using System.Diagnostics.CodeAnalysis;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Services;

namespace Globus.Automate.Local.Providers;

/// <summary>
/// One action as its provider sees it: the request, the clock, and the ways to go on after the answer. Safe to use from many threads.
/// What is reported after the action has reached its end is ignored.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "The source has neither a timer nor a wait handle, so there is nothing to free; work may still look at its token.")]
public sealed partial class ActionContext
{
    private readonly object _gate = new();
    private readonly ActionService _service;
    private CancellationTokenSource? _stop;
    private List<ITimer>? _timers;
    private List<Task>? _work;
    private List<Action>? _endings;
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<Action>? _waiting = [];
    private ActionRecord _record;
    private int _resuming;

    internal ActionContext(ActionService service, ActionProvider provider, ActionRecord record, Caller caller, FlowObject body)
    {
        _service = service;
        _record = record;
        Provider = provider;
        Caller = caller;
        Body = body;
        if (record.Log.Count == 0)
        {
            _record = record with { Log = Append("ActionStarted", "The action was started.", FlowValue.Null) };
        }
    }

    /// <summary>The provider.</summary>
    public ActionProvider Provider { get; }

    /// <summary>Who ran the action (with today's scopes, where they resumed it).</summary>
    public Caller Caller { get; internal set; }

    /// <summary>The body as it was sent; after a restart, and after the end, what may be kept of it (<see cref="ActionProvider.Retain"/>).</summary>
    public FlowObject Body { get; private set; }

    /// <summary>The action's id.</summary>
    public string ActionId => Record.ActionId;

    /// <summary>The label, or null.</summary>
    public string? Label => Record.Label;

    /// <summary>Where the action stands.</summary>
    public ActionProgress Progress => Record.Progress;

    /// <summary>What the provider saved with <see cref="SaveState"/>, or null.</summary>
    public FlowValue State => Record.State;

    /// <summary>When it was run.</summary>
    public DateTimeOffset StartTime => Record.StartTime;

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider => _service.TimeProvider;

    /// <summary>The provider's own object for this action while the process lives, such as a task's counters.</summary>
    public object? Work { get; set; }

    /// <summary>Gives the details while the action is ACTIVE, for progress that is not worth a record; null leaves what was last reported.</summary>
    public Func<FlowValue>? Describe { get; set; }

    internal ActionRecord Record
    {
        get
        {
            lock (_gate)
            {
                return _record;
            }
        }
    }

    /// <summary>Ends when the first answer is known; fails with the refusal.</summary>
    internal Task Started => _started.Task;

    /// <summary>A new id from the service's source.</summary>
    public Guid NewId() => _service.NewId();

    /// <summary>Whether the caller has consented to a further scope for this provider.</summary>
    public bool HasConsent(string dependentScope) => _service.HasConsent(Caller, Provider.Description.GlobusAuthScope, dependentScope);

    /// <summary>Sets where the action stands.</summary>
    public void Report(ActionProgress progress)
    {
        bool final;
        List<Action>? endings = null;
        CancellationTokenSource? stop = null;
        lock (_gate)
        {
            if (_record.Progress.IsFinal)
            {
                return;
            }

            final = progress.IsFinal;
            bool changed = progress.Status != _record.Progress.Status;
            _record = _record with
            {
                Progress = progress,
                CompletionTime = final ? TimeProvider.GetUtcNow() : null,
                State = final ? FlowValue.Null : _record.State,
                Log = changed ? Append($"Action{Capitalized(progress.Status)}", progress.DisplayStatus ?? $"The action is {progress.Status.Name()}.", FlowValue.Null) : _record.Log,
            };
            _service.Store.Put(_record);
            if (final)
            {
                Body = _record.Body;
                Describe = null;
                (endings, _endings) = (_endings, null);
                stop = _stop;
                StopTimers();
            }
        }

        if (final)
        {
            endings?.ForEach(static ending => ending());
            _service.Finished(this);
            stop?.Cancel();
        }
    }

    /// <summary>Keeps what the provider needs to go on after a restart.</summary>
    public void SaveState(FlowValue state)
    {
        lock (_gate)
        {
            if (!_record.Progress.IsFinal)
            {
                _record = _record with { State = state };
                _service.Store.Put(_record);
            }
        }
    }

    /// <summary>Adds an entry to the action's log.</summary>
    public void WriteLog(string code, string description, FlowValue details)
    {
        lock (_gate)
        {
            _record = _record with { Log = Append(code, description, details) };
            _service.Store.Put(_record);
        }
    }

    /// <summary>
    /// Starts work that goes on after the answer: on the thread pool, once the status that <c>run</c> or <c>resume</c> answers with is known.
    /// The token says stop when the action is cancelled or over. An exception fails the action.
    /// </summary>
    public void RunInBackground(Func<CancellationToken, Task> work) => OnceAnswered(() =>
    {
        lock (_gate)
        {
            if (!_record.Progress.IsFinal)
            {
                CancellationToken stop = (_stop ??= new CancellationTokenSource()).Token;
                (_work ??= []).Add(_service.Track(() => GuardAsync(work, stop)));
            }
        }
    });

    /// <summary>Has something done later, unless the action is over by then.</summary>
    public void Schedule(TimeSpan delay, Action callback) => OnceAnswered(() =>
    {
        ITimer timer = TimeProvider.CreateTimer(_ => Guard(callback), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        lock (_gate)
        {
            if (_record.Progress.IsFinal)
            {
                timer.Dispose();
                return;
            }

            (_timers ??= []).Add(timer);
        }

        timer.Change(delay > TimeSpan.Zero ? delay : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    });

    /// <summary>Has something done when the action reaches its end, whatever that is; at once where it has.</summary>
    public void OnEnd(Action ending)
    {
        lock (_gate)
        {
            if (!_record.Progress.IsFinal)
            {
                (_endings ??= []).Add(ending);
                return;
            }
        }

        ending();
    }

    private static string Capitalized(ActionStatus status) => status switch
    {
        ActionStatus.Active => "Resumed",
        ActionStatus.Inactive => "Inactive",
        ActionStatus.Succeeded => "Succeeded",
        _ => "Failed",
    };

    /// <summary>The log with one entry more, where the provider keeps one.</summary>
    private FlowArray Append(string code, string description, FlowValue details) => Provider.Description.LogSupported
        ? FlowArray.Create(_record.Log.Append(FlowObject.Create(
            ("code", FlowValue.From(code)),
            ("description", FlowValue.From(description)),
            ("details", details),
            ("time", IsoDuration.TimeValue(TimeProvider.GetUtcNow())))))
        : FlowArray.Empty;

    private void OnceAnswered(Action start)
    {
        lock (_gate)
        {
            if (_waiting is not null)
            {
                _waiting.Add(start);
                return;
            }
        }

        start();
    }
}
