using System.Threading.Tasks.Sources;

namespace Globus.Automate.Local.Engine.Execution;

/// <summary>
/// What a run's loop waits on: a time that comes, or somebody who wakes it. One object with one timer serves all waits of a run, so that
/// thousands of waiting runs cost little. One waiter at a time.
/// </summary>
internal sealed class RunSignal : IValueTaskSource, IDisposable
{
    private readonly object _gate = new();
    private readonly TimeProvider _time;
    private readonly VirtualTimeProvider? _virtual;
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };
    private ITimer? _timer;
    private bool _isWaiting;
    private bool _isWoken;

    public RunSignal(TimeProvider time)
    {
        _time = time;
        _virtual = time as VirtualTimeProvider;
    }

    /// <summary>Waits for a time span to pass, or for <see cref="Wake"/>; returns at once when that was called before.</summary>
    public ValueTask WaitAsync(TimeSpan span)
    {
        lock (_gate)
        {
            if (_isWoken)
            {
                _isWoken = false;
                return default;
            }

            _core.Reset();
            _isWaiting = true;
            _timer ??= _time.CreateTimer(static state => ((RunSignal)state!).Complete(isWoken: false), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timer.Change(span, Timeout.InfiniteTimeSpan);
        }

        _virtual?.EndWork();
        return new ValueTask(this, _core.Version);
    }

    /// <summary>Ends the wait that is on, or the next one.</summary>
    public void Wake() => Complete(isWoken: true);

    public void Dispose()
    {
        lock (_gate)
        {
            _timer?.Dispose();
            _timer = null;
        }
    }

    void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
        => _core.OnCompleted(continuation, state, token, flags);

    private void Complete(bool isWoken)
    {
        lock (_gate)
        {
            if (!_isWaiting)
            {
                _isWoken |= isWoken;
                return;
            }

            _isWaiting = false;
        }

        // The run works again before its continuation is even queued: a virtual clock must not go on in between.
        _virtual?.BeginWork();
        _core.SetResult(result: true);
    }
}
