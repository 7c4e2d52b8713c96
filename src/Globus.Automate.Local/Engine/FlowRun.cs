using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Engine;

/// <summary>
/// A run of a flow. It may be read from any thread at any time; nothing that it shows holds a private value
/// (<c>_private...</c>, <c>_tokens</c>, <c>__Private_Parameters</c>), whoever reads.
/// </summary>
public sealed partial class FlowRun
{
    private readonly object _gate = new();
    private readonly RunRequest _request;
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _changed;
    private long _version;
    private FlowObject? _inactiveDetails;
    private RunMetadata _metadata;
    private volatile RunStatus _status;
    private bool _isRemoved;

    internal FlowRun(string runId, RunRequest request, DateTimeOffset startTime)
    {
        RunId = runId;
        _request = request;
        _metadata = request.Metadata;
        StartTime = startTime;
        Document = request.Input;
        Current = request.StartAt is null ? request.Definition.Start : request.Definition[request.StartAt];
        Context = request.Owner.ToContext(request.FlowId, runId, request.Definition);
        Log.Add(new LogEntry(startTime, LogEntryKind.FlowStarted, state: null, request.Input, PrivacyMask.None));
    }

    /// <summary>The run's id.</summary>
    public string RunId { get; }

    /// <summary>The flow's id.</summary>
    public string FlowId => _request.FlowId;

    /// <summary>The flow's title at the start.</summary>
    public string FlowTitle => _request.FlowTitle;

    /// <summary>When the flow was last changed, at the start.</summary>
    public DateTimeOffset FlowLastUpdated => _request.FlowLastUpdated;

    /// <summary>The definition at the start.</summary>
    public FlowDefinition Definition => _request.Definition;

    /// <summary>The input schema at the start.</summary>
    public FlowValue InputSchema => _request.InputSchema;

    /// <summary>Who started the run.</summary>
    public RunOwner Owner => _request.Owner;

    /// <summary>The <c>activity_notification_policy</c> of the start; null without one.</summary>
    public FlowValue? ActivityNotificationPolicy => _request.ActivityNotificationPolicy;

    /// <summary>Label, tags, managers and monitors as they are now. <see cref="FlowEngine.UpdateAsync"/> changes them.</summary>
    public RunMetadata Metadata => Volatile.Read(ref _metadata);

    /// <summary>When the run started.</summary>
    public DateTimeOffset StartTime { get; }

    /// <summary>When the run reached its end; null before. It is there whenever <see cref="Status"/> is a final one.</summary>
    public DateTimeOffset? CompletionTime { get; private set; }

    /// <summary>The status.</summary>
    public RunStatus Status => _status;

    /// <summary>Whether the engine has forgotten the run.</summary>
    internal bool IsRemoved
    {
        get => Volatile.Read(ref _isRemoved);
        set => Volatile.Write(ref _isRemoved, value);
    }

    /// <summary>The input without anything private.</summary>
    public FlowObject Input => (FlowObject)PrivacyMask.None.Apply(_request.Input);

    /// <summary>The run's document as it is now, without anything private; its output where the run has succeeded.</summary>
    public FlowValue Output
    {
        get
        {
            lock (_gate)
            {
                return Mask.Apply(Document);
            }
        }
    }

    /// <summary>The state that the run is in; the last one where it has ended.</summary>
    public string StateName => Current.Name;

    /// <summary>The log, oldest entry first.</summary>
    public RunLog Log { get; } = new();

    /// <summary>Completes when the run has succeeded, failed or been cancelled. It never fails.</summary>
    public Task Completion => _completion.Task;

    /// <summary>A number that grows with every change of the run.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>The latest of what happened, as the API's <c>details</c>.</summary>
    public FlowObject Details
    {
        get
        {
            lock (_gate)
            {
                return RunDetails.Build(Log, _status == RunStatus.Inactive ? _inactiveDetails : null);
            }
        }
    }

    /// <summary>Waits until the run has changed since it had a version.</summary>
    /// <param name="version">The <see cref="Version"/> that the caller has seen.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public async Task WaitForChangeAsync(long version, CancellationToken cancellationToken = default)
    {
        Task changed;
        lock (_gate)
        {
            if (_version != version)
            {
                return;
            }

            _changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            changed = _changed.Task;
        }

        await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{RunId} {Status.ToText()}";
}
