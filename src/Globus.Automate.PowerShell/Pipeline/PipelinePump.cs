using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Globus.Automate.PowerShell.Pipeline;

/// <summary>
/// Brings the continuations of a cmdlet's asynchronous work back to the pipeline thread, the only one on which a cmdlet may write, prompt or
/// touch session state. The work itself (requests, runs, timers) goes on elsewhere.
/// </summary>
internal sealed class PipelinePump : SynchronizationContext, IDisposable
{
    /// <summary>How long work that was told to stop may take before it is left to itself.</summary>
    private static readonly TimeSpan s_stopGrace = TimeSpan.FromSeconds(1);

    private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _queue = [];

    /// <summary>Hands an action to the pipeline thread, from any thread. What comes after the pump's end is dropped.</summary>
    public override void Post(SendOrPostCallback d, object? state)
    {
        try
        {
            _queue.Add((d, state));
        }
        catch (InvalidOperationException)
        {
            // The cmdlet is over: nothing is left to write to.
        }
    }

    /// <inheritdoc/>
    public override void Send(SendOrPostCallback d, object? state)
        => throw new NotSupportedException("The pipeline thread takes posted work only.");

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Runs asynchronous work to its end on the calling thread.</summary>
    /// <exception cref="OperationCanceledException">The work was told to stop.</exception>
    public void Run(Func<Task> work, CancellationToken stop)
    {
        SynchronizationContext? outer = Current;
        SetSynchronizationContext(this);
        try
        {
            Drain();
            Task task = work();
            if (!task.IsCompleted)
            {
                _ = task.ContinueWith(static (_, pump) => ((PipelinePump)pump!).Post(static _ => { }, null), this, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                Pump(task, stop);
            }

            Drain();
            task.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _queue.CompleteAdding();

    private static void Invoke((SendOrPostCallback Callback, object? State) item) => item.Callback(item.State);

    private void Pump(Task task, CancellationToken stop)
    {
        try
        {
            while (!task.IsCompleted)
            {
                Invoke(_queue.Take(stop));
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            PumpAfterStop(task, stop);
        }
    }

    /// <summary>Lets stopped work unwind, for a moment: Ctrl+C must come back at once wherever the work is.</summary>
    private void PumpAfterStop(Task task, CancellationToken stop)
    {
        using var grace = new CancellationTokenSource(s_stopGrace);
        try
        {
            while (!task.IsCompleted)
            {
                Invoke(_queue.Take(grace.Token));
            }
        }
        catch (OperationCanceledException) when (grace.IsCancellationRequested)
        {
            _ = task.ContinueWith(static abandoned => _ = abandoned.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            ExceptionDispatchInfo.Throw(new OperationCanceledException(stop));
        }
    }

    private void Drain()
    {
        while (_queue.TryTake(out (SendOrPostCallback, object?) item))
        {
            Invoke(item);
        }
    }
}
