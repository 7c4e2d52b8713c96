using Globus.Automate.FlowLanguage.Expressions.Python;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Nodes;

/// <summary>A part of an expression that has a value.</summary>
internal abstract class ExpressionNode(int position, int length)
{
    /// <summary>Where it begins in the expression.</summary>
    public int Position { get; } = position;

    /// <summary>How many characters it takes.</summary>
    public int Length { get; } = length;

    /// <summary>The parts directly below, for those who look through the tree.</summary>
    public abstract IEnumerable<ExpressionNode> Children { get; }

    /// <summary>Computes the value.</summary>
    /// <exception cref="ExpressionException">It cannot be computed; the exception names the innermost part that failed.</exception>
    public FlowValue Evaluate(Evaluation evaluation)
    {
        evaluation.CountStep();
        try
        {
            return Compute(evaluation);
        }
        catch (PythonException e)
        {
            throw new ExpressionException(e.Error, Sentence(e.Message), Position, Length);
        }
    }

    /// <summary>Computes the value by Python's rules.</summary>
    protected abstract FlowValue Compute(Evaluation evaluation);

    private static string Sentence(string problem) => char.ToUpperInvariant(problem[0]) + problem[1..] + ".";
}

/// <summary>One computation of an expression: the state it reads, the names that comprehensions bind, and the work done so far.</summary>
internal sealed class Evaluation(FlowValue state, CancellationToken cancellationToken)
{
    /// <summary>simpleeval's MAX_COMPREHENSION_LENGTH: how many items all loops of an expression go through together.</summary>
    private const int MaxLoops = 10_000;

    /// <summary>How many parts are computed at the most: what takes longer than a moment is refused.</summary>
    private const int MaxSteps = 2_000_000;

    private Dictionary<string, FlowValue>? _locals;
    private int _loops;
    private int _steps;

    public FlowValue State { get; } = state;

    public bool TryGetLocal(string name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out FlowValue? value)
    {
        value = null;
        return _locals is not null && _locals.TryGetValue(name, out value);
    }

    public void SetLocal(string name, FlowValue value) => (_locals ??= new(StringComparer.Ordinal))[name] = value;

    /// <summary>The names bound now; <see cref="RestoreLocals"/> brings them back.</summary>
    public Dictionary<string, FlowValue>? SaveLocals() => _locals is null ? null : new(_locals, StringComparer.Ordinal);

    public void RestoreLocals(Dictionary<string, FlowValue>? saved) => _locals = saved;

    public void CountLoop()
    {
        if (++_loops > MaxLoops)
        {
            throw new PythonException("IterableTooLong", $"the loops of the expression go through more than {MaxLoops:N0} items");
        }
    }

    public void CountStep()
    {
        if (++_steps > MaxSteps)
        {
            throw new ExpressionException("IterableTooLong", "The expression takes too long to compute.");
        }

        if ((_steps & 0xFFF) == 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
