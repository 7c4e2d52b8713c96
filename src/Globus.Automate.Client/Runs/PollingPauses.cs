using System.Globalization;

namespace Globus.Automate.Client.Runs;

/// <summary>The pauses between the looks of one wait: by the schedule, and none beyond the longest time that the wait may take.</summary>
internal sealed class PollingPauses(PollingSchedule schedule, TimeProvider time, TimeSpan? timeout)
{
    private readonly long _started = time.GetTimestamp();
    private TimeSpan? _last;

    /// <summary>Pauses before the next look.</summary>
    /// <param name="what">What is waited for, for the error: <c>Run {id}</c>.</param>
    /// <param name="status">Its status at the look before.</param>
    /// <param name="again">The cmdlet that takes the wait up again.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <exception cref="TimeoutException">The time is over.</exception>
    public Task PauseAsync(string what, string status, string again, CancellationToken cancellationToken)
    {
        TimeSpan pause = schedule.Next(_last);
        _last = pause;
        if (timeout is not { } limit)
        {
            return Task.Delay(pause, time, cancellationToken);
        }

        TimeSpan left = limit - time.GetElapsedTime(_started);
        return left > TimeSpan.Zero
            ? Task.Delay(left < pause ? left : pause, time, cancellationToken)
            : throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"{what} is still {status} after {limit.TotalSeconds:0.###} s; it goes on, and {again} it again."));
    }
}
