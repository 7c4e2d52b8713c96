namespace Globus.Automate.Local.Providers;

/// <summary>Counts the work in hand and tells when there is none.</summary>
internal sealed class BackgroundWork
{
    private readonly object _gate = new();
    private int _running;
    private TaskCompletionSource? _idle;

    /// <summary>Counts a piece of work until it ends; <paramref name="held"/> is disposed then.</summary>
    public Task Track(Task work, IDisposable? held)
    {
        lock (_gate)
        {
            _running++;
        }

        return work.ContinueWith(
            _ => Left(held),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    public Task WhenIdleAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_running == 0)
            {
                return Task.CompletedTask;
            }

            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task.WaitAsync(cancellationToken);
        }
    }

    private void Left(IDisposable? held)
    {
        TaskCompletionSource? idle = null;
        lock (_gate)
        {
            if (--_running == 0)
            {
                idle = _idle;
                _idle = null;
            }
        }

        held?.Dispose();
        idle?.TrySetResult();
    }
}
