using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Globus.Automate.Local.Services;

/// <summary>
/// The questions of runs to people. What has a run wait for an answer opens one here and awaits it; people see it under <c>/web_inputs</c> and
/// its run names it as <c>blocking_web_input_id</c> until it is closed.
/// </summary>
public sealed class WebInputStore
{
    private readonly ConcurrentDictionary<Guid, (WebInput Input, TaskCompletionSource<WebInput> Closed)> _inputs = new();
    private readonly ConcurrentDictionary<string, ImmutableList<Guid>> _openByRun = new(StringComparer.OrdinalIgnoreCase);
    private readonly TimeProvider _time;
    private readonly object _gate = new();

    internal WebInputStore(TimeProvider time) => _time = time;

    internal IEnumerable<WebInput> All => _inputs.Values.Select(static entry => entry.Input);

    /// <summary>Asks a question.</summary>
    /// <returns>The question as it will be when somebody has answered it, or when it was closed without an answer.</returns>
    /// <exception cref="ArgumentException">There are no options, or two with one id, or the id is taken.</exception>
    public Task<WebInput> Open(WebInput input)
    {
        if (input.Options.Count == 0 || input.Options.DistinctBy(static option => option.Id, StringComparer.Ordinal).Count() != input.Options.Count)
        {
            throw new ArgumentException("A web input needs options, each with an id of its own.", nameof(input));
        }

        var closed = new TaskCompletionSource<WebInput>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_inputs.TryAdd(input.Id, (input with { CreatedAt = _time.GetUtcNow(), ClosedAt = null }, closed)))
        {
            throw new ArgumentException($"There is a web input with the id {input.Id} already.", nameof(input));
        }

        lock (_gate)
        {
            _openByRun[input.RunId] = _openByRun.GetValueOrDefault(input.RunId, []).Add(input.Id);
        }

        return closed.Task;
    }

    internal bool TryFind(Guid id, [NotNullWhen(true)] out WebInput? input)
    {
        bool found = _inputs.TryGetValue(id, out (WebInput Input, TaskCompletionSource<WebInput> Closed) entry);
        input = entry.Input;
        return found;
    }

    /// <summary>Closes a question with an answer or without one.</summary>
    /// <returns>False where it is closed already.</returns>
    internal bool Close(Guid id, string? answer, string? respondent)
    {
        lock (_gate)
        {
            if (!_inputs.TryGetValue(id, out (WebInput Input, TaskCompletionSource<WebInput> Closed) entry) || entry.Input.ClosedAt is not null)
            {
                return false;
            }

            WebInput closed = entry.Input with { ClosedAt = _time.GetUtcNow(), Answer = answer, Respondent = respondent };
            _inputs[id] = (closed, entry.Closed);
            ImmutableList<Guid> open = _openByRun.GetValueOrDefault(closed.RunId, []).Remove(id);
            if (open.IsEmpty)
            {
                _openByRun.TryRemove(closed.RunId, out _);
            }
            else
            {
                _openByRun[closed.RunId] = open;
            }

            entry.Closed.SetResult(closed);
            return true;
        }
    }

    /// <summary>Closes the questions of a run that waits for them no more.</summary>
    internal void CloseAllOf(string runId)
    {
        foreach (Guid id in _openByRun.GetValueOrDefault(runId, []))
        {
            Close(id, answer: null, respondent: null);
        }
    }

    /// <summary>The id of the question that a run waits for, the oldest where there are several; null where there is none.</summary>
    internal string? BlockerOf(string runId) => _openByRun.TryGetValue(runId, out ImmutableList<Guid>? open) ? open[0].ToString() : null;
}
