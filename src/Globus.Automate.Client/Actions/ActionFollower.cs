using System.Runtime.CompilerServices;
using Globus.Automate.Client.Runs;

namespace Globus.Automate.Client.Actions;

/// <summary>Follows an action by asking for its status again and again: until it rests, or change by change.</summary>
public sealed class ActionFollower
{
    private readonly ActionsClient _actions;
    private readonly PollingSchedule _schedule;
    private readonly TimeProvider _time;

    /// <summary>Follows actions of one provider.</summary>
    public ActionFollower(ActionsClient actions, PollingSchedule schedule, TimeProvider? time = null)
    {
        _actions = actions;
        _schedule = schedule;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>Waits until an action rests: SUCCEEDED, FAILED, or INACTIVE, which goes on only when somebody resumes it.</summary>
    /// <param name="action">The action as it was last seen; one that rests already is not asked about.</param>
    /// <param name="timeout">How long to wait at the most; null for as long as it takes.</param>
    /// <param name="onPoll">Told of each look at the action that is still going.</param>
    /// <param name="cancellationToken">Stops the waiting, not the action.</param>
    /// <exception cref="TimeoutException">The action is still ACTIVE after <paramref name="timeout"/>.</exception>
    public async Task<ActionStatus> WaitAsync(ActionStatus action, TimeSpan? timeout = null, Action<ActionStatus>? onPoll = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(action);
        ActionStatus last = action;
        if (Rests(last))
        {
            return last;
        }

        await foreach (ActionStatus change in PollAsync(action.ActionId, first: action, timeout, cancellationToken).ConfigureAwait(false))
        {
            last = change;
            if (!Rests(change))
            {
                onPoll?.Invoke(change);
            }
        }

        return last;
    }

    /// <summary>The action as it is, and then each time it has changed, until it rests.</summary>
    /// <param name="actionId">The action.</param>
    /// <param name="timeout">How long to follow at the most; null for as long as it takes.</param>
    /// <param name="onPoll">Told of each look.</param>
    /// <param name="cancellationToken">Stops the following, not the action.</param>
    /// <exception cref="TimeoutException">The action is still ACTIVE after <paramref name="timeout"/>.</exception>
    public async IAsyncEnumerable<ActionStatus> FollowAsync(
        string actionId,
        TimeSpan? timeout = null,
        Action<ActionStatus>? onPoll = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string? last = null;
        await foreach (ActionStatus action in PollAsync(actionId, first: null, timeout, cancellationToken).ConfigureAwait(false))
        {
            onPoll?.Invoke(action);
            string text = action.Document.GetRawText();
            if (!string.Equals(text, last, StringComparison.Ordinal))
            {
                last = text;
                yield return action;
            }
        }
    }

    private static bool Rests(ActionStatus action) => action.IsFinished || action.IsInactive;

    /// <summary>Every look at the action, the one at which it rests being the last.</summary>
    private async IAsyncEnumerable<ActionStatus> PollAsync(string actionId, ActionStatus? first, TimeSpan? timeout, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pauses = new PollingPauses(_schedule, _time, timeout);
        ActionStatus? known = first;
        while (true)
        {
            ActionStatus action = known ?? await _actions.GetStatusAsync(actionId, cancellationToken).ConfigureAwait(false);
            known = null;
            yield return action;
            if (Rests(action))
            {
                yield break;
            }

            await pauses.PauseAsync($"Action {actionId}", action.Status, "Watch-GlobusAction can watch", cancellationToken).ConfigureAwait(false);
        }
    }
}
