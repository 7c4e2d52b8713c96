using Globus.Automate.FlowLanguage.Expressions.Python;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Nodes;

/// <summary><c>[element for target in items if condition ...]</c>, or with a key a dict.</summary>
internal sealed class ComprehensionNode(int position, int length, ExpressionNode? key, ExpressionNode element, IReadOnlyList<ComprehensionLoop> loops)
    : ExpressionNode(position, length)
{
    public IReadOnlyList<ComprehensionLoop> Loops { get; } = loops;

    public override IEnumerable<ExpressionNode> Children
        => Loops.SelectMany(static loop => loop.Conditions.Prepend(loop.Items)).Concat(key is null ? [element] : [key, element]);

    protected override FlowValue Compute(Evaluation evaluation)
    {
        Dictionary<string, FlowValue>? outer = evaluation.SaveLocals();
        try
        {
            if (key is null)
            {
                var items = new List<FlowValue>();
                Loop(0, evaluation, () => items.Add(element.Evaluate(evaluation)));
                return FlowArray.Create(items);
            }

            var dict = new PythonDict();
            Loop(0, evaluation, () => dict.Set(key.Evaluate(evaluation), element.Evaluate(evaluation)));
            return dict.Simplify();
        }
        finally
        {
            evaluation.RestoreLocals(outer);
        }
    }

    private void Loop(int index, Evaluation evaluation, Action collect)
    {
        ComprehensionLoop loop = Loops[index];
        foreach (FlowValue item in PythonOperators.Iterate(loop.Items.Evaluate(evaluation)))
        {
            evaluation.CountLoop();
            loop.Target.Bind(item, evaluation);
            if (!Passes(loop.Conditions, evaluation))
            {
                continue;
            }

            if (index + 1 < Loops.Count)
            {
                Loop(index + 1, evaluation, collect);
            }
            else
            {
                collect();
            }
        }
    }

    private static bool Passes(IReadOnlyList<ExpressionNode> conditions, Evaluation evaluation)
    {
        foreach (ExpressionNode condition in conditions)
        {
            if (!PythonEquality.IsTrue(condition.Evaluate(evaluation)))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>One <c>for</c> of a comprehension with its conditions.</summary>
internal sealed record ComprehensionLoop(LoopTarget Target, ExpressionNode Items, IReadOnlyList<ExpressionNode> Conditions);

/// <summary>What a <c>for</c> binds: a name, or several that an item is unpacked to.</summary>
internal sealed record LoopTarget(string? Name, IReadOnlyList<LoopTarget> Parts)
{
    /// <summary>All names that are bound.</summary>
    public IEnumerable<string> Names => Name is null ? Parts.SelectMany(static part => part.Names) : [Name];

    public void Bind(FlowValue value, Evaluation evaluation)
    {
        if (Name is not null)
        {
            evaluation.SetLocal(Name, value);
            return;
        }

        // As simpleeval unpacks: as far as both sides go.
        foreach ((LoopTarget part, FlowValue item) in Parts.Zip(PythonOperators.Iterate(value)))
        {
            part.Bind(item, evaluation);
        }
    }
}
