using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Globus.Automate.Local.Services;

/// <summary>
/// The questions of runs to people. A run's state opens one here and another waits for its answer; people see it under <c>/web_inputs</c>, and
/// its run names it as <c>blocking_web_input_id</c> until it is closed: by an answer, by its run's end, or when it has been open too long.
/// See docs/decisions/0067-web-input-states.md.
/// </summary>
public sealed class WebInputStore
{
    private const string Type = "web-input";

    private readonly ConcurrentDictionary<Guid, WebInput> _inputs = new();
    private readonly ConcurrentDictionary<string, ImmutableList<Guid>> _openByRun = new(StringComparer.OrdinalIgnoreCase);
    private readonly StateKeeper _keeper;
    private readonly TimeProvider _time;
    private readonly object _gate = new();

    internal WebInputStore(StateKeeper keeper, TimeProvider time)
    {
        _keeper = keeper;
        _time = time;
        keeper.OnRestore(Type, (_, stored) => Add(WebInput.FromStored(stored)));
    }

    /// <summary>How long a question stays open without an answer: 30 days. How long it does on the hosted service is not known.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromDays(30);

    /// <summary>When a run ended; null while it goes on, and for a run that is not known.</summary>
    internal Func<string, DateTimeOffset?> RunEnd { get; set; } = static _ => null;

    /// <summary>Is told the run of each question that was closed.</summary>
    internal Action<string> Closed { get; set; } = static _ => { };

    internal IEnumerable<WebInput> All => _inputs.Values.Select(Settle);

    /// <summary>Asks a question; with a journal, it is on the disk when the task completes.</summary>
    /// <exception cref="ArgumentException">There are no options, or two with one id, or the id is taken.</exception>
    public Task OpenAsync(WebInput input)
    {
        if (input.Options.Count == 0 || input.Options.DistinctBy(static option => option.Id, StringComparer.Ordinal).Count() != input.Options.Count)
        {
            throw new ArgumentException("A web input needs options, each with an id of its own.", nameof(input));
        }

        input = input with { CreatedAt = _time.GetUtcNow(), ClosedAt = null };
        return Add(input) ? Keep(input) : throw new ArgumentException($"There is a web input with the id {input.Id} already.", nameof(input));
    }

    internal bool TryFind(Guid id, [NotNullWhen(true)] out WebInput? input)
    {
        input = _inputs.TryGetValue(id, out WebInput? found) ? Settle(found) : null;
        return input is not null;
    }

    /// <summary>Closes a question with an answer; with a journal, that is on the disk when the task completes.</summary>
    /// <returns>False where it is closed already.</returns>
    internal async Task<bool> AnswerAsync(Guid id, string answer, string respondent)
        => TryFind(id, out _) && await CloseAsync(id, _time.GetUtcNow(), answer, respondent).ConfigureAwait(false);

    /// <summary>The id of the question that a run waits for, the oldest where there are several; null where there is none.</summary>
    internal string? BlockerOf(string runId)
        => _openByRun.TryGetValue(runId, out ImmutableList<Guid>? open)
            ? open.Select(id => Settle(_inputs[id])).FirstOrDefault(static input => input.ClosedAt is null)?.Id.ToString()
            : null;

    private bool Add(WebInput input)
    {
        lock (_gate)
        {
            bool isNew = _inputs.TryAdd(input.Id, input);
            if (isNew && input.ClosedAt is null)
            {
                _openByRun[input.RunId] = _openByRun.GetValueOrDefault(input.RunId, []).Add(input.Id);
            }

            return isNew;
        }
    }

    /// <summary>The question as it is now: closed where its run is over, or where it has been open too long.</summary>
    private WebInput Settle(WebInput input)
    {
        if (input.ClosedAt is not null)
        {
            return input;
        }

        DateTimeOffset expiry = input.CreatedAt + Lifetime;
        if ((RunEnd(input.RunId) ?? (expiry <= _time.GetUtcNow() ? expiry : null)) is { } end)
        {
            _ = CloseAsync(input.Id, end, answer: null, respondent: null);
        }

        return _inputs[input.Id];
    }

    /// <summary>Closes a question: it is closed when this returns, and kept when the task completes.</summary>
    private async Task<bool> CloseAsync(Guid id, DateTimeOffset time, string? answer, string? respondent)
    {
        WebInput closed;
        Task kept;
        lock (_gate)
        {
            WebInput input = _inputs[id];
            if (input.ClosedAt is not null)
            {
                return false;
            }

            _inputs[id] = closed = input with { ClosedAt = time, Answer = answer, Respondent = respondent };
            kept = Keep(closed);
            ImmutableList<Guid> open = _openByRun[closed.RunId].Remove(id);
            if (open.IsEmpty)
            {
                _openByRun.TryRemove(closed.RunId, out _);
            }
            else
            {
                _openByRun[closed.RunId] = open;
            }
        }

        await kept.ConfigureAwait(false);
        Closed(closed.RunId);
        return true;
    }

    private Task Keep(WebInput input) => _keeper.PutAsync(Type, input.Id.ToString(), input.ToStored());
}
