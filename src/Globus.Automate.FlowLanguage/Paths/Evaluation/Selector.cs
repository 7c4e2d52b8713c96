using Globus.Automate.FlowLanguage.Paths.Filters;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Paths.Evaluation;

/// <summary>Picks children of one node (RFC 9535, section 2.3).</summary>
internal abstract class Selector
{
    /// <summary>The step that this selector is, where it picks at most one child.</summary>
    public virtual PathStep? Step => null;

    public abstract void Select(in Node node, QueryRun run, List<Node> output);
}

/// <summary><c>name</c> or <c>'name'</c>.</summary>
internal sealed class NameSelector(string name) : Selector
{
    public override PathStep? Step { get; } = new PathStep(name);

    public override void Select(in Node node, QueryRun run, List<Node> output)
    {
        if (node.Value is FlowObject fields && fields.TryGetValue(name, out FlowValue? value))
        {
            output.Add(node.Child(name, value));
        }
    }
}

/// <summary><c>0</c> or <c>-1</c>.</summary>
internal sealed class IndexSelector(long index) : Selector
{
    public override PathStep? Step { get; } = new PathStep(index);

    public override void Select(in Node node, QueryRun run, List<Node> output)
    {
        if (node.Value is FlowArray list)
        {
            long place = index < 0 ? index + list.Count : index;
            if (place >= 0 && place < list.Count)
            {
                output.Add(node.Child((int)place, list[(int)place]));
            }
        }
    }
}

/// <summary><c>*</c>.</summary>
internal sealed class WildcardSelector : Selector
{
    public static WildcardSelector Instance { get; } = new();

    public override void Select(in Node node, QueryRun run, List<Node> output)
    {
        switch (node.Value)
        {
            case FlowArray list:
                run.Charge(list.Count);
                for (int i = 0; i < list.Count; i++)
                {
                    output.Add(node.Child(i, list[i]));
                }

                break;
            case FlowObject fields:
                run.Charge(fields.Count);
                foreach ((string name, FlowValue value) in fields.Members)
                {
                    output.Add(node.Child(name, value));
                }

                break;
            default:
                break;
        }
    }
}

/// <summary><c>start:end:step</c> (RFC 9535, section 2.3.4).</summary>
internal sealed class SliceSelector(long? start, long? end, long step) : Selector
{
    public override void Select(in Node node, QueryRun run, List<Node> output)
    {
        if (node.Value is not FlowArray list || step == 0)
        {
            return;
        }

        long count = list.Count;
        if (step > 0)
        {
            long lower = Math.Clamp(Normalize(start ?? 0, count), 0, count);
            long upper = Math.Clamp(Normalize(end ?? count, count), 0, count);
            for (long i = lower; i < upper; i += step)
            {
                Add(node, list, (int)i, run, output);
            }
        }
        else
        {
            long upper = Math.Clamp(start is { } from ? Normalize(from, count) : count - 1, -1, count - 1);
            long lower = Math.Clamp(end is { } to ? Normalize(to, count) : -1, -1, count - 1);
            for (long i = upper; i > lower; i += step)
            {
                Add(node, list, (int)i, run, output);
            }
        }
    }

    private static long Normalize(long index, long count) => index < 0 ? index + count : index;

    private static void Add(in Node node, FlowArray list, int index, QueryRun run, List<Node> output)
    {
        run.Charge(1);
        output.Add(node.Child(index, list[index]));
    }
}

/// <summary><c>?...</c> (RFC 9535, section 2.3.5).</summary>
internal sealed class FilterSelector(FilterExpression filter) : Selector
{
    public override void Select(in Node node, QueryRun run, List<Node> output)
    {
        switch (node.Value)
        {
            case FlowArray list:
                run.Charge(list.Count);
                for (int i = 0; i < list.Count; i++)
                {
                    if (filter.Test(list[i], run))
                    {
                        output.Add(node.Child(i, list[i]));
                    }
                }

                break;
            case FlowObject fields:
                run.Charge(fields.Count);
                foreach ((string name, FlowValue value) in fields.Members)
                {
                    if (filter.Test(value, run))
                    {
                        output.Add(node.Child(name, value));
                    }
                }

                break;
            default:
                break;
        }
    }
}
