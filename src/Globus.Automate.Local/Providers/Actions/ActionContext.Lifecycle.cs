using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Providers;

/// <content>The service's side of an action: holding back and starting its work, and stopping it.</content>
public sealed partial class ActionContext
{
    /// <summary>The status document of now.</summary>
    internal FlowObject ToStatus()
    {
        ActionRecord record = Record;
        return (record.Progress.Status == ActionStatus.Active && Describe is { } describe
            ? record with { Progress = record.Progress with { Details = describe() } }
            : record).ToStatus();
    }

    /// <summary>Lets one caller at a time resume the action.</summary>
    internal bool TryEnterResume() => Interlocked.Exchange(ref _resuming, 1) == 0;

    internal void LeaveResume() => Interlocked.Exchange(ref _resuming, 0);

    /// <summary>Holds back new work until the provider has answered again.</summary>
    internal void Hold()
    {
        lock (_gate)
        {
            _waiting ??= [];
        }
    }

    /// <summary>Takes the provider's answer, then starts what it asked for.</summary>
    internal void Answered(ActionProgress progress)
    {
        Report(progress);
        List<Action>? waiting;
        lock (_gate)
        {
            (waiting, _waiting) = (_waiting, null);
        }

        foreach (Action start in waiting ?? [])
        {
            start();
        }

        _started.TrySetResult();
    }

    internal void Refused(Exception refusal)
    {
        lock (_gate)
        {
            _waiting = null;
        }

        _started.TrySetException(refusal);
        _ = _started.Task.Exception; // nobody may be waiting for it
    }

    /// <summary>Tells the work to stop and waits a while for it.</summary>
    internal async Task StopAsync()
    {
        Task[] work;
        CancellationTokenSource? stop;
        lock (_gate)
        {
            StopTimers();
            work = _work is null ? [] : [.. _work];
            stop = _stop;
        }

        if (stop is null)
        {
            return;
        }

        await stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAny(Task.WhenAll(work), Task.Delay(TimeSpan.FromSeconds(10), CancellationToken.None)).ConfigureAwait(false);
    }

    private async Task GuardAsync(Func<CancellationToken, Task> work, CancellationToken stop)
    {
        try
        {
            await work(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The action is over, or is being cancelled by someone who says so.
        }
        catch (Exception exception)
        {
            Report(Failure(exception));
        }
    }

    private void Guard(Action callback)
    {
        try
        {
            callback();
        }
        catch (Exception exception)
        {
            Report(Failure(exception));
        }
    }

    private static ActionProgress Failure(Exception exception) => ActionProgress.Failed(FlowObject.Create(
        ("code", FlowValue.From("InternalError")),
        ("description", FlowValue.From($"The action provider met an unexpected fault: {exception.Message}"))));

    private void StopTimers()
    {
        _timers?.ForEach(static timer => timer.Dispose());
        _timers = null;
    }
}
