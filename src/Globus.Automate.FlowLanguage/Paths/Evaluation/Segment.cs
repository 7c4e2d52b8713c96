using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Paths.Evaluation;

/// <summary>One segment of a query: selectors, and which nodes they are applied to (RFC 9535, section 2.5).</summary>
internal abstract class Segment(Selector[] selectors, int position, int length)
{
    /// <summary>Where the segment is in the text.</summary>
    public int Position { get; } = position;

    /// <summary>How many characters it takes.</summary>
    public int Length { get; } = length;

    /// <summary>The one name or index that this segment is, or null where it can find several nodes.</summary>
    public abstract PathStep? Step { get; }

    /// <summary>The selectors, in their order.</summary>
    public ReadOnlySpan<Selector> Selectors => selectors;

    public abstract void Select(in Node node, QueryRun run, List<Node> output);

    protected void SelectChildren(in Node node, QueryRun run, List<Node> output)
    {
        foreach (Selector selector in selectors)
        {
            selector.Select(node, run, output);
        }
    }
}

/// <summary><c>.name</c>, <c>.*</c>, <c>[...]</c>: children of a node (RFC 9535, section 2.5.1).</summary>
internal sealed class ChildSegment(Selector[] selectors, int position, int length) : Segment(selectors, position, length)
{
    public override PathStep? Step => Selectors is [var only] ? only.Step : null;

    public override void Select(in Node node, QueryRun run, List<Node> output) => SelectChildren(node, run, output);
}

/// <summary><c>..name</c>, <c>..*</c>, <c>..[...]</c>: children of a node and of all below it (RFC 9535, section 2.5.2).</summary>
internal sealed class DescendantSegment(Selector[] selectors, int position, int length) : Segment(selectors, position, length)
{
    public override PathStep? Step => null;

    public override void Select(in Node node, QueryRun run, List<Node> output)
    {
        // A stack of our own: a document may be nested deeper than the thread's stack.
        var waiting = new Stack<Node>();
        waiting.Push(node);
        while (waiting.TryPop(out Node next))
        {
            SelectChildren(next, run, output);
            switch (next.Value)
            {
                case FlowArray list:
                    run.Charge(list.Count);
                    for (int i = list.Count - 1; i >= 0; i--)
                    {
                        if (list[i] is FlowArray or FlowObject)
                        {
                            waiting.Push(next.Child(i, list[i]));
                        }
                    }

                    break;
                case FlowObject fields:
                    run.Charge(fields.Count);
                    ReadOnlySpan<KeyValuePair<string, FlowValue>> members = fields.Members;
                    for (int i = members.Length - 1; i >= 0; i--)
                    {
                        if (members[i].Value is FlowArray or FlowObject)
                        {
                            waiting.Push(next.Child(members[i].Key, members[i].Value));
                        }
                    }

                    break;
                default:
                    break;
            }
        }
    }
}
