using Globus.Automate.FlowLanguage.Expressions.Evaluation;
using Globus.Automate.FlowLanguage.Expressions.Python;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Nodes;

/// <summary>One <c>for target in items if condition</c> of a comprehension.</summary>
internal sealed class Loop(LoopTarget target, ExpressionNode items, ExpressionNode[] conditions)
{
    public LoopTarget Target => target;

    public ExpressionNode Items => items;

    public ExpressionNode[] Conditions => conditions;

    public bool Passes(EvaluationRun run)
    {
        foreach (ExpressionNode condition in conditions)
        {
            if (!PythonEquality.IsTrue(condition.Evaluate(run)))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>What a <c>for</c> binds.</summary>
internal abstract class LoopTarget
{
    /// <summary>All names that are bound.</summary>
    public abstract IEnumerable<string> Names { get; }

    /// <summary>Binds an item.</summary>
    public abstract void Bind(Site site, FlowValue item);
}

/// <summary>A name.</summary>
internal sealed class NameTarget(string name, int slot) : LoopTarget
{
    public override IEnumerable<string> Names => [name];

    public override void Bind(Site site, FlowValue item) => site.Run.Slots[slot] = item;
}

/// <summary>Several targets that an item is unpacked to: as far as both go, as simpleeval does it.</summary>
internal sealed class TupleTarget(LoopTarget[] parts) : LoopTarget
{
    public override IEnumerable<string> Names => parts.SelectMany(static part => part.Names);

    public override void Bind(Site site, FlowValue item)
    {
        Iteration values = Iteration.Over(site, item);
        foreach (LoopTarget part in parts)
        {
            if (!values.MoveNext(out FlowValue? value))
            {
                break;
            }

            part.Bind(site, value);
        }
    }
}
