using Globus.Automate.FlowLanguage.Expressions.Evaluation;
using Globus.Automate.FlowLanguage.Expressions.Python.Functions;
using Globus.Automate.FlowLanguage.Paths;
using Globus.Automate.FlowLanguage.Text;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Nodes;

/// <summary>A number, a string, <c>True</c>, <c>False</c> or <c>None</c>.</summary>
internal sealed class ConstantNode(int position, int length, FlowValue value) : ExpressionNode(position, length)
{
    public FlowValue Value { get; } = value;

    public override IEnumerable<ExpressionNode> Children => [];

    public override FlowValue Evaluate(EvaluationRun run) => Value;
}

/// <summary>A name: what a loop binds, a member of the state, or a function.</summary>
internal sealed class NameNode(int position, int length, string name) : ExpressionNode(position, length)
{
    private int[] _slots = [];

    public string Name { get; } = name;

    /// <summary>Whether a loop around it binds the name.</summary>
    public bool IsBound => _slots.Length > 0;

    public override IEnumerable<ExpressionNode> Children => [];

    /// <summary>Tells the name that a loop around it, and around those that were told before, binds it.</summary>
    public void AddSlot(int slot) => _slots = [.. _slots, slot];

    public override FlowValue Evaluate(EvaluationRun run)
    {
        foreach (int slot in _slots)
        {
            if (run.Slots[slot] is { } bound)
            {
                return bound;
            }
        }

        var site = new Site(run, this);
        return run.Read(Name, site) ?? FunctionTable.Find(Name) ?? throw Unknown(site);
    }

    private ExpressionException Unknown(Site site)
    {
        IEnumerable<string> known = site.Run.State is FlowObject fields ? fields.Names : [];
        string hint = Similarity.Hint(Name, known.Where(static name => !StateLookup.IsPrivate(name)));
        return site.Fault("NameNotDefined", $"'{Name}' is not defined in the state{(hint.Length > 0 ? hint : ".")}");
    }
}

/// <summary><c>`$.a.b`</c>: a path into the state.</summary>
internal sealed class PathReferenceNode(int position, int length, JsonPath path) : ExpressionNode(position, length)
{
    public JsonPath Path { get; } = path;

    public override IEnumerable<ExpressionNode> Children => [];

    public override FlowValue Evaluate(EvaluationRun run)
    {
        var site = new Site(run, this);
        return Path.TryEvaluate(run.State, out FlowValue? value)
            ? run.Own(value, site)
            : throw site.Fault("NameNotDefined", $"The state has nothing at {Path.Text}.");
    }
}
