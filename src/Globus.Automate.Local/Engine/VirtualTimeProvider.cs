namespace Globus.Automate.Local.Engine;

/// <summary>
/// A clock on which waiting takes no time: whenever no run has anything to do, it jumps to the next timer. Runs on it see the times that they
/// would see on a real clock, in the same order every time.
/// </summary>
/// <remarks>
/// Timers that fall together fire one by one, in the order in which they were made, each when the work that the one before caused is done. While
/// a call to an action provider is under way the clock waits a moment of real time for the answer before it jumps, since a provider may itself
/// wait on this clock.
/// </remarks>
public sealed class VirtualTimeProvider : TimeProvider, IDisposable
{
    private static readonly TimeSpan s_grace = TimeSpan.FromMilliseconds(20);

    private readonly object _gate = new();
    private readonly PriorityQueue<VirtualTimer, (long Due, long Order)> _timers = new();
    private readonly Timer _pump;
    private readonly DateTimeOffset _start;
    private long _now;
    private long _order;
    private int _working;
    private int _calling;
    private bool _isPumping;

    /// <summary>Makes a clock.</summary>
    /// <param name="start">What time it is at first; null for the real time.</param>
    public VirtualTimeProvider(DateTimeOffset? start = null)
    {
        _start = (start ?? DateTimeOffset.UtcNow).ToUniversalTime();
        _pump = new Timer(static clock => ((VirtualTimeProvider)clock!).Pump(afterGrace: true), this, Timeout.Infinite, Timeout.Infinite);
    }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _start.AddTicks(Interlocked.Read(ref _now));

    /// <inheritdoc/>
    public override long GetTimestamp() => Interlocked.Read(ref _now);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <inheritdoc/>
    public void Dispose() => _pump.Dispose();

    /// <summary>A run has something to do: the clock stands still.</summary>
    internal void BeginWork() => Interlocked.Increment(ref _working);

    /// <summary>A run has nothing to do but to wait.</summary>
    internal void EndWork()
    {
        if (Interlocked.Decrement(ref _working) == 0)
        {
            Pump(afterGrace: false);
        }
    }

    /// <summary>A run waits for an action provider.</summary>
    internal void BeginCall()
    {
        Interlocked.Increment(ref _calling);
        EndWork();
    }

    /// <summary>The provider has answered.</summary>
    internal void EndCall()
    {
        BeginWork();
        Interlocked.Decrement(ref _calling);
    }

    private void Pump(bool afterGrace)
    {
        lock (_gate)
        {
            if (_isPumping)
            {
                return;
            }

            _isPumping = true;
        }

        while (TakeNext(ref afterGrace) is { } timer)
        {
            timer.Fire();
        }
    }

    /// <summary>The next timer to fire, with the clock moved to it; null, and the pump at rest, while there is work or nothing is due.</summary>
    private VirtualTimer? TakeNext(ref bool afterGrace)
    {
        lock (_gate)
        {
            while (Volatile.Read(ref _working) == 0 && _timers.TryPeek(out VirtualTimer? timer, out (long Due, long Order) key))
            {
                if (timer.Order != key.Order)
                {
                    _timers.Dequeue(); // changed or disposed since
                    continue;
                }

                if (Volatile.Read(ref _calling) > 0 && !afterGrace)
                {
                    _pump.Change(s_grace, Timeout.InfiniteTimeSpan);
                    break;
                }

                afterGrace = false;
                _timers.Dequeue();
                timer.Order = 0;
                Interlocked.Exchange(ref _now, Math.Max(_now, key.Due));
                return timer;
            }

            _isPumping = false;
            return null;
        }
    }

    private sealed class VirtualTimer(VirtualTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;
        private bool _isDisposed;

        /// <summary>The place in the queue; 0 for none.</summary>
        public long Order { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                if (_isDisposed)
                {
                    return false;
                }

                _period = period;
                Schedule(dueTime);
                return true;
            }
        }

        public void Fire()
        {
            lock (clock._gate)
            {
                if (_isDisposed)
                {
                    return;
                }

                if (_period > TimeSpan.Zero)
                {
                    Schedule(_period);
                }
            }

            callback(state);
        }

        public void Dispose()
        {
            lock (clock._gate)
            {
                _isDisposed = true;
                Order = 0;
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }

        private void Schedule(TimeSpan dueTime)
        {
            Order = 0;
            if (dueTime < TimeSpan.Zero)
            {
                return;
            }

            Order = ++clock._order;
            clock._timers.Enqueue(this, (Math.Min(clock._now, long.MaxValue - dueTime.Ticks) + dueTime.Ticks, Order));
            if (Volatile.Read(ref clock._working) == 0 && !clock._isPumping)
            {
                // Somebody outside the engine waits: give him a moment to make his other timers.
                clock._pump.Change(s_grace, Timeout.InfiniteTimeSpan);
            }
        }
    }
}
