using System.Runtime.CompilerServices;

namespace Globus.Automate.Client.Runs;

/// <summary>Follows a run by asking for it again and again: until it rests, or entry by entry as its log grows.</summary>
public sealed class RunFollower
{
    private readonly RunsClient _runs;
    private readonly PollingSchedule _schedule;
    private readonly TimeProvider _time;

    /// <summary>Follows runs of a service.</summary>
    public RunFollower(RunsClient runs, PollingSchedule schedule, TimeProvider? time = null)
    {
        _runs = runs;
        _schedule = schedule;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>Waits until a run rests: SUCCEEDED, FAILED, ENDED, or INACTIVE, which goes on only when somebody resumes it.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="timeout">How long to wait at the most; null for as long as it takes.</param>
    /// <param name="onPoll">Told of each look at the run that is still going.</param>
    /// <param name="cancellationToken">Stops the waiting, not the run.</param>
    /// <exception cref="TimeoutException">The run is still ACTIVE after <paramref name="timeout"/>.</exception>
    public async Task<Run> WaitAsync(string runId, TimeSpan? timeout = null, Action<Run>? onPoll = null, CancellationToken cancellationToken = default)
    {
        var pauses = new PollingPauses(_schedule, _time, timeout);
        while (true)
        {
            Run run = await _runs.GetAsync(runId, cancellationToken: cancellationToken).ConfigureAwait(false);
            if (run.IsFinished || run.IsInactive)
            {
                return run;
            }

            onPoll?.Invoke(run);
            await pauses.PauseAsync($"Run {runId}", run.Status, "Wait-GlobusRun can wait for", cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The log's entries, those that are there and then each new one, until the run rests and its log is read to the end.</summary>
    /// <remarks>Only the last page of the log is read again, so a long log costs no more to follow than a short one.</remarks>
    public async IAsyncEnumerable<RunLogEntry> FollowLogAsync(string runId, Action<Run>? onPoll = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string? marker = null;
        int seen = 0;
        TimeSpan? wait = null;
        while (true)
        {
            // The status first: what is in the log by then is all there is when the run rests.
            Run run = await _runs.GetAsync(runId, cancellationToken: cancellationToken).ConfigureAwait(false);
            onPoll?.Invoke(run);
            bool any = false;
            bool more = true;
            while (more)
            {
                RunLogPage page = await _runs.GetLogPageAsync(runId, pageSize: 100, marker: marker, cancellationToken: cancellationToken).ConfigureAwait(false);
                for (; seen < page.Entries.Count; seen++)
                {
                    any = true;
                    yield return page.Entries[seen];
                }

                more = page.HasNextPage && page.Marker is not null;
                if (more)
                {
                    marker = page.Marker;
                    seen = 0;
                }
            }

            if (run.IsFinished || run.IsInactive)
            {
                yield break;
            }

            wait = _schedule.Next(any ? null : wait);
            await Task.Delay(wait.Value, _time, cancellationToken).ConfigureAwait(false);
        }
    }
}
