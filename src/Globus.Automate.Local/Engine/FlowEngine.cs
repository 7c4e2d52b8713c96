using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine.Execution;
using Globus.Automate.Local.Engine.Recovery;
using Globus.Automate.Local.Persistence;

namespace Globus.Automate.Local.Engine;

/// <summary>
/// Runs flows. A run is a loop on the thread pool that holds no thread while it waits; thousands may be under way at once. Safe to use from many
/// threads. With a journal, replay it (<see cref="Replay"/>) and let the runs go on (<see cref="Recover"/>) before anything else.
/// </summary>
public sealed class FlowEngine : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, FlowRun> _runs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<FlowRun, Task> _loops = new();
    private readonly RunSequence _sequence = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly VirtualTimeProvider? _virtual;
    private readonly RunJournal? _journal;
    private readonly RunReplay _replay = new();

    /// <summary>Makes an engine.</summary>
    /// <param name="gateway">How actions are reached.</param>
    /// <param name="options">Limits and connections; null for the defaults.</param>
    /// <param name="timeProvider">The clock of all runs; null for the real one. On a <see cref="VirtualTimeProvider"/>, waiting takes no time.</param>
    public FlowEngine(IActionGateway gateway, FlowEngineOptions? options = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(gateway);
        Options = options ?? new FlowEngineOptions();
        TimeProvider = timeProvider ?? TimeProvider.System;
        _virtual = TimeProvider as VirtualTimeProvider;
        Actions = new ActionCaller(gateway, Options, _virtual, Stopping);
        _journal = Options.Journal is { } journal ? new RunJournal(journal) : null;
    }

    /// <summary>Limits and connections.</summary>
    public FlowEngineOptions Options { get; }

    /// <summary>The clock of all runs.</summary>
    public TimeProvider TimeProvider { get; }

    /// <summary>All runs that have not been removed, in no order.</summary>
    public ICollection<FlowRun> Runs => _runs.Values;

    /// <summary>The runs, the oldest first. Some may have been removed: <see cref="FlowRun.IsRemoved"/>.</summary>
    internal ArraySegment<FlowRun> RunsByStart => _sequence.Read();

    internal CancellationToken Stopping => _stopping.Token;

    internal ActionCaller Actions { get; }

    /// <summary>Starts a run. With a journal, it is on the disk when this returns.</summary>
    /// <exception cref="ArgumentException">
    /// There is a run with the request's id already, no state of the name in StartAt, or a document that nests too deep.
    /// </exception>
    /// <exception cref="JournalException">The journal cannot be written; no run was started.</exception>
    public async ValueTask<FlowRun> StartAsync(RunRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        ObjectDisposedException.ThrowIf(_stopping.IsCancellationRequested, this);
        CheckDepth(request);
        string runId = request.RunId ?? Options.NewId().ToString();
        if (request.StartAt is { } startAt && !request.Definition.TryGetState(startAt, out _))
        {
            throw new ArgumentException($"The definition has no state named '{startAt}' to start at.", nameof(request));
        }

        // A virtual clock must not move between the start time of a run and its first step.
        _virtual?.BeginWork();
        try
        {
            return await StartAsync(runId, request).ConfigureAwait(false);
        }
        finally
        {
            _virtual?.EndWork();
        }
    }

    /// <summary>The run of this id.</summary>
    public bool TryFind(string runId, [NotNullWhen(true)] out FlowRun? run) => _runs.TryGetValue(runId, out run);

    /// <summary>
    /// Cancels a run: its status is ENDED when this returns, and its action has been told to stop. With a journal, the cancel is on the disk.
    /// </summary>
    /// <returns>False where the run had ended already.</returns>
    /// <exception cref="JournalException">The journal cannot be written; the run goes on.</exception>
    public async ValueTask<bool> CancelAsync(FlowRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (!await run.CancelAsync(TimeProvider.GetUtcNow()).ConfigureAwait(false))
        {
            return false;
        }

        run.Signal?.Wake();
        _virtual?.BeginWork();
        try
        {
            await (run.Executor ?? new RunExecutor(this, run)).CancelActionAsync().ConfigureAwait(false);
        }
        finally
        {
            _virtual?.EndWork();
        }

        return true;
    }

    /// <summary>Has a run ask about its action now, since that has changed.</summary>
    public void NotifyActionChanged(string runId)
    {
        if (TryFind(runId, out FlowRun? run))
        {
            run.NoteNews();
            run.Signal?.Wake();
        }
    }

    /// <summary>Lets an inactive run go on: its action is told to resume, then polled again.</summary>
    /// <returns>False where the run is not inactive.</returns>
    /// <exception cref="JournalException">The journal cannot be written.</exception>
    public async ValueTask<bool> ResumeAsync(FlowRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (_loops.TryGetValue(run, out Task? loop))
        {
            // The loop that made the run inactive is about to return.
            if (run.Status != RunStatus.Inactive)
            {
                return false;
            }

            await loop.ConfigureAwait(false);
        }

        _virtual?.BeginWork();
        try
        {
            if (!run.Resume(TimeProvider.GetUtcNow(), out Task committed))
            {
                return false;
            }

            Launch(run);
            await committed.ConfigureAwait(false);
            return true;
        }
        finally
        {
            _virtual?.EndWork();
        }
    }

    /// <summary>Changes what can be changed of a run. With a journal, the change is on the disk when this returns.</summary>
    /// <exception cref="JournalException">The journal cannot be written; nothing was changed.</exception>
    public async ValueTask UpdateAsync(FlowRun run, RunMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(metadata);
        if (_journal is not null)
        {
            await _journal.MetadataChanged(run, metadata).ConfigureAwait(false);
        }

        run.SetMetadata(metadata);
    }

    /// <summary>Forgets a run that has ended, with its log. With a journal, it is gone from the disk too.</summary>
    /// <returns>False where the run has not ended, or was removed already.</returns>
    /// <exception cref="JournalException">The journal cannot be written; the run is still there.</exception>
    public async ValueTask<bool> RemoveAsync(FlowRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (!run.Status.IsFinal() || !_runs.ContainsKey(run.RunId))
        {
            return false;
        }

        if (_journal is not null)
        {
            await _journal.Removed(run).ConfigureAwait(false);
        }

        return Forget(run);
    }

    /// <summary>Takes over a record of the journal, where it is one of the engine's.</summary>
    /// <returns>False for a record of somebody else.</returns>
    /// <exception cref="JournalException">The record makes no sense.</exception>
    public bool Replay(JournalRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return _replay.Apply(record);
    }

    /// <summary>
    /// Lets the runs of the replayed journal go on where they stood: an action that had been started is polled, not started again; a wait ends
    /// when it was to end.
    /// </summary>
    /// <returns>The runs that were found, ended ones included.</returns>
    public IReadOnlyCollection<FlowRun> Recover()
    {
        IReadOnlyCollection<FlowRun> runs = _replay.TakeRuns();
        _journal?.Know(_replay.Definitions);
        foreach (FlowRun run in runs)
        {
            run.Journal = _journal;
            run.CompleteReplay();
            if (!_runs.TryAdd(run.RunId, run))
            {
                continue;
            }

            _sequence.Add(run);
            if (run.IsRunning || run.HasActionToCancel)
            {
                Launch(run);
            }
        }

        return runs;
    }

    /// <summary>Stops all runs where they stand. Those in a journal go on another time, the others are lost.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
        {
            return;
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        foreach (FlowRun run in _loops.Keys)
        {
            run.Signal?.Wake();
        }

        await Task.WhenAll(_loops.Values).ConfigureAwait(false);
        foreach (FlowRun run in _runs.Values)
        {
            run.Signal?.Dispose();
        }

        _stopping.Dispose();
    }

    private bool Forget(FlowRun run)
    {
        if (!_runs.TryRemove(run.RunId, out _))
        {
            return false;
        }

        _sequence.Remove(run);
        return true;
    }

    private void CheckDepth(RunRequest request)
    {
        foreach (FlowValue value in (ReadOnlySpan<FlowValue>)[request.Input, request.Definition.Document, request.InputSchema, request.ActivityNotificationPolicy ?? FlowValue.Null])
        {
            if (value.Depth > Options.MaxDocumentDepth)
            {
                throw new ArgumentException($"The input, definition or input schema nests {value.Depth} levels deep; {Options.MaxDocumentDepth} are allowed.", nameof(request));
            }
        }
    }

    private async ValueTask<FlowRun> StartAsync(string runId, RunRequest request)
    {
        var run = new FlowRun(runId, request, TimeProvider.GetUtcNow()) { Journal = _journal };
        if (!_runs.TryAdd(runId, run))
        {
            throw new ArgumentException($"There is a run with the id '{runId}' already.", nameof(request));
        }

        _sequence.Add(run);
        if (_journal is not null)
        {
            try
            {
                await _journal.Started(run).ConfigureAwait(false);
            }
            catch (JournalException)
            {
                Forget(run);
                throw;
            }
        }

        Launch(run);
        return run;
    }

    private void Launch(FlowRun run)
    {
        run.Signal ??= new RunSignal(TimeProvider);
        RunExecutor executor = run.Executor ??= new RunExecutor(this, run);
        _virtual?.BeginWork();
        var started = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        _loops[run] = started.Task.Unwrap();
        started.SetResult(Task.Run(async () =>
        {
            try
            {
                await executor.ExecuteAsync().ConfigureAwait(false);
            }
            finally
            {
                _loops.TryRemove(run, out _);
                _virtual?.EndWork();
            }
        }));
    }
}
