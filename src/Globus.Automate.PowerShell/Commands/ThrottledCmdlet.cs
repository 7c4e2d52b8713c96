using System.Management.Automation;
using Globus.Automate.PowerShell.Pipeline;

namespace Globus.Automate.PowerShell.Commands;

/// <summary>A cmdlet that works on many inputs at the same time; what comes out is in the order of what came in.</summary>
public abstract class ThrottledCmdlet : GlobusCmdlet
{
    private OrderedWork<(object Target, Func<object?, Task> Complete), object?>? _work;

    /// <summary>How many inputs are worked on at the same time.</summary>
    [Parameter]
    [ValidateRange(1, 512)]
    public int ThrottleLimit { get; set; } = 16;

    /// <summary>Starts the work for one input. Its outcome is handed over on the pipeline thread; its error is an error record for the target.</summary>
    /// <param name="target">What the work is about, for error records.</param>
    /// <param name="start">The work: it runs away from the pipeline thread and must not write.</param>
    /// <param name="complete">What to do with the outcome.</param>
    private protected Task AddWorkAsync<T>(object target, Func<CancellationToken, Task<T>> start, Func<T, Task> complete)
    {
        _work ??= new(ThrottleLimit, CompleteAsync);
        return _work.AddAsync((target, outcome => complete((T)outcome!)), async () => await start(StopToken));
    }

    /// <inheritdoc/>
    protected override Task EndAsync(CancellationToken cancellationToken) => _work?.DrainAsync() ?? Task.CompletedTask;

    private async Task CompleteAsync((object Target, Func<object?, Task> Complete) item, Task<object?> work)
        => await TryAsync(item.Target, async () => await item.Complete(await work));
}
