using Globus.Automate.FlowLanguage.Paths.Evaluation;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Paths.Filters;

/// <summary>Something that has a value, or none (null here, Nothing in the RFC): what RFC 9535 calls ValueType.</summary>
internal abstract class FilterOperand
{
    public abstract FlowValue? Evaluate(FlowValue current, QueryRun run);
}

/// <summary><c>'text'</c>, <c>1</c>, <c>true</c>, <c>null</c>.</summary>
internal sealed class LiteralOperand(FlowValue value) : FilterOperand
{
    public FlowValue Value { get; } = value;

    public override FlowValue? Evaluate(FlowValue current, QueryRun run) => Value;
}

/// <summary>A singular query: the value of its node.</summary>
internal sealed class QueryOperand(PathQuery query) : FilterOperand
{
    public override FlowValue? Evaluate(FlowValue current, QueryRun run)
        => query.TryGetSingle(query.IsRelative ? current : run.Root, out FlowValue? value) ? value : null;
}

/// <summary><c>length(value)</c>: characters, items or members (RFC 9535, section 2.4.4).</summary>
internal sealed class LengthFunction(FilterOperand argument) : FilterOperand
{
    public override FlowValue? Evaluate(FlowValue current, QueryRun run) => argument.Evaluate(current, run) switch
    {
        FlowString text => FlowValue.From(CountCodePoints(text.Value, run)),
        FlowArray list => FlowValue.From(list.Count),
        FlowObject fields => FlowValue.From(fields.Count),
        _ => null,
    };

    private static int CountCodePoints(string text, QueryRun run)
    {
        run.Charge(text.Length / 8);
        int count = text.Length;
        for (int i = 1; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text[i - 1], text[i]))
            {
                count--;
            }
        }

        return count;
    }
}

/// <summary><c>count(nodes)</c> (RFC 9535, section 2.4.5).</summary>
internal sealed class CountFunction(PathQuery query) : FilterOperand
{
    public override FlowValue? Evaluate(FlowValue current, QueryRun run)
        => FlowValue.From(query.Select(new Node(query.IsRelative ? current : run.Root, null), run).Count);
}

/// <summary><c>value(nodes)</c>: the value of the only node (RFC 9535, section 2.4.8).</summary>
internal sealed class ValueFunction(PathQuery query) : FilterOperand
{
    public override FlowValue? Evaluate(FlowValue current, QueryRun run)
        => query.Select(new Node(query.IsRelative ? current : run.Root, null), run) is [var only] ? only.Value : null;
}
