using System.Management.Automation;
using Globus.Automate.PowerShell.Errors;

namespace Globus.Automate.PowerShell.Pipeline;

/// <summary>
/// A cmdlet whose work is asynchronous and can be stopped. Its async methods run on the pipeline thread and come back to it after every
/// await, so that they may write wherever they are. Ctrl+C cancels the token that they get.
/// </summary>
public abstract class AsyncCmdlet : PSCmdlet, IDisposable
{
    private readonly PipelinePump _pump = new();
    private readonly CancellationTokenSource _stop = new();
    private bool _disposed;

    /// <summary>Cancelled when the user or the pipeline stops the cmdlet.</summary>
    protected CancellationToken StopToken => _stop.Token;

    /// <summary>What is done before the first input.</summary>
    protected virtual Task BeginAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What is done for each input.</summary>
    protected virtual Task ProcessAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What is done after the last input.</summary>
    protected virtual Task EndAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() => Run(BeginAsync, terminating: true);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Run(ProcessAsync, terminating: false);

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Run(EndAsync, terminating: false);

    /// <inheritdoc/>
    protected sealed override void StopProcessing() => _stop.Cancel();

    /// <summary>Hands an action to the pipeline thread, from any thread.</summary>
    protected void Post(Action action) => _pump.Post(static state => ((Action)state!)(), action);

    /// <summary>See <see cref="Post"/>; for those who work for the cmdlet.</summary>
    internal void PostToPipeline(Action action) => Post(action);

    /// <summary>Writes an error for one input and lets the others go on.</summary>
    protected void WriteError(Exception exception, object? target) => WriteError(ErrorRecords.From(exception, target));

    /// <summary>Ends the command: nothing can go on.</summary>
    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    protected void Fail(Exception exception, object? target = null)
    {
        ThrowTerminatingError(ErrorRecords.From(exception, target));
        throw exception;
    }

    /// <summary>Runs the work for one input: what goes wrong with it is an error record for <paramref name="target"/>, and the next input follows.</summary>
    /// <returns>False where the work failed.</returns>
    protected async Task<bool> TryAsync(object? target, Func<Task> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        try
        {
            await work();
            return true;
        }
        catch (Exception e) when (ErrorRecords.IsReportable(e, StopToken))
        {
            WriteError(e, target);
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the cmdlet holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            _pump.Dispose();
            _stop.Dispose();
        }
    }

    private void Run(Func<CancellationToken, Task> work, bool terminating)
    {
        try
        {
            _pump.Run(() => work(_stop.Token), _stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception e) when (ErrorRecords.IsReportable(e, _stop.Token))
        {
            ErrorRecord record = ErrorRecords.From(e, target: null);
            if (terminating)
            {
                ThrowTerminatingError(record);
            }

            WriteError(record);
        }
    }
}
