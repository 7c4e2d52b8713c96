using Globus.Automate.FlowLanguage.Expressions.Nodes;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Evaluation;

/// <summary>One computation of an expression: the state it reads, the names that its loops bind, and the work done so far.</summary>
internal sealed class EvaluationRun
{
    /// <summary>simpleeval's MAX_COMPREHENSION_LENGTH: how many items all loops of an expression go through together.</summary>
    private const int MaxLoops = 10_000;

    /// <summary>
    /// How much may be done: one for each character or item that is looked at or made. simpleeval has no such limit and can be kept busy
    /// for minutes; this much takes a fraction of a second.
    /// </summary>
    private const long MaxWork = 20_000_000;

    /// <summary>After how much work the cancellation token is asked.</summary>
    private const long CheckEvery = 100_000;

    private readonly FlowValue _state;
    private readonly CancellationToken _cancellationToken;
    private readonly ThawedState? _thawed;
    private long _work;
    private long _nextCheck = CheckEvery;
    private int _loops;

    /// <param name="state">What names and paths are read from.</param>
    /// <param name="slots">How many names the loops of the expression bind.</param>
    /// <param name="changesValues">Whether the expression calls methods that change lists or objects: it then works on copies.</param>
    /// <param name="cancellationToken">Stops the computation.</param>
    public EvaluationRun(FlowValue state, int slots, bool changesValues, CancellationToken cancellationToken)
    {
        _state = state;
        _cancellationToken = cancellationToken;
        _thawed = changesValues ? new ThawedState() : null;
        Slots = slots == 0 ? [] : new FlowValue?[slots];
    }

    /// <summary>The values of the names that loops bind; null where a loop has not come to it yet.</summary>
    public FlowValue?[] Slots { get; }

    /// <summary>The state as it was given.</summary>
    public FlowValue State => _state;

    /// <summary>A member of the state; null where there is none. The expression may change what it gets, the state never changes.</summary>
    public FlowValue? Read(string name, Site site)
    {
        if (_state is not FlowObject fields || !fields.TryGetValue(name, out FlowValue? value))
        {
            return null;
        }

        return _thawed is null ? value : _thawed.Member(name, value, site);
    }

    /// <summary>A value of the state that was found by a path, in the form that this computation may change.</summary>
    public FlowValue Own(FlowValue value, Site site) => _thawed is null ? value : ThawedState.Copy(value, site);

    /// <summary>Counts work; a computation that does too much is refused, and a cancelled one stops here.</summary>
    public void Charge(ExpressionNode at, long units)
    {
        _work += units;
        if (_work >= _nextCheck)
        {
            Check(at);
        }
    }

    /// <summary>Counts an item that a loop comes to.</summary>
    public void CountLoop(ExpressionNode at, int cost)
    {
        if (++_loops > MaxLoops)
        {
            throw new Site(this, at).Fault("IterableTooLong", $"The loops of the expression go through more than {MaxLoops:N0} items.");
        }

        Charge(at, cost);
    }

    private void Check(ExpressionNode at)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        if (_work > MaxWork)
        {
            throw new Site(this, at).Fault("IterableTooLong", "The expression takes too long to compute; make its values smaller or do it in several steps.");
        }

        _nextCheck = _work + CheckEvery;
    }
}
