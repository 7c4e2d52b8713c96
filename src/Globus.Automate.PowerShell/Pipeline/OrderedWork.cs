namespace Globus.Automate.PowerShell.Pipeline;

/// <summary>Runs work for many inputs at the same time, up to a limit, and hands the outcomes over in the order of the inputs.</summary>
/// <typeparam name="TInput">What the work is for.</typeparam>
/// <typeparam name="TResult">What it gives.</typeparam>
internal sealed class OrderedWork<TInput, TResult>(int limit, Func<TInput, Task<TResult>, Task> complete)
{
    private readonly Queue<(TInput Input, Task<TResult> Work)> _running = new();

    /// <summary>Starts the work for one input, waiting for a place first, and hands over what is done already.</summary>
    public async Task AddAsync(TInput input, Func<Task<TResult>> start)
    {
        while (_running.Count >= limit)
        {
            await CompleteOldestAsync();
        }

        // Off the pipeline thread: its continuations must not wait for the next input to come down the pipeline.
        _running.Enqueue((input, Task.Run(start)));
        while (_running.TryPeek(out (TInput, Task<TResult> Work) oldest) && oldest.Work.IsCompleted)
        {
            await CompleteOldestAsync();
        }
    }

    /// <summary>Hands over everything that is still running, as it gets done.</summary>
    public async Task DrainAsync()
    {
        while (_running.Count > 0)
        {
            await CompleteOldestAsync();
        }
    }

    private async Task CompleteOldestAsync()
    {
        (TInput input, Task<TResult> work) = _running.Peek();
        await work.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        _running.Dequeue();
        await complete(input, work);
    }
}
