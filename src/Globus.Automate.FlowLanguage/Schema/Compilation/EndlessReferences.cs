using Globus.Automate.FlowLanguage.Schema.Evaluation;
using Globus.Automate.FlowLanguage.Schema.Keywords;

namespace Globus.Automate.FlowLanguage.Schema.Compilation;

/// <summary>
/// Finds schemas that apply themselves to the same instance always, through <c>$ref</c> and <c>allOf</c> alone: no instance could ever be
/// checked. Circles that depend on the instance are left to the run's own bounds.
/// </summary>
internal static class EndlessReferences
{
    /// <exception cref="SchemaException">There is such a circle.</exception>
    public static void Refuse(SchemaNode root)
    {
        // Depth first, each node once: a node that is met while it is still open closes a circle.
        var closed = new HashSet<SchemaNode>();
        var open = new HashSet<SchemaNode>();
        var path = new Stack<(SchemaNode Node, IEnumerator<SchemaNode> Next)>();
        foreach (SchemaNode start in root.Place.Location.Document.Nodes.Values)
        {
            Open(start);
            while (path.TryPeek(out (SchemaNode Node, IEnumerator<SchemaNode> Next) top))
            {
                if (top.Next.MoveNext())
                {
                    Open(top.Next.Current);
                }
                else
                {
                    top.Next.Dispose();
                    path.Pop();
                    open.Remove(top.Node);
                    closed.Add(top.Node);
                }
            }
        }

        void Open(SchemaNode node)
        {
            if (closed.Contains(node))
            {
                return;
            }

            if (!open.Add(node))
            {
                throw node.Place.Location.Error("The schema refers to itself without end: following $ref and allOf from here leads back here for the same value.");
            }

            path.Push((node, AlwaysApplied(node).GetEnumerator()));
        }
    }

    private static IEnumerable<SchemaNode> AlwaysApplied(SchemaNode node)
    {
        foreach (Keyword keyword in node.Keywords.ToArray())
        {
            if (keyword is RefKeyword reference)
            {
                yield return reference.Target;
            }
            else if (keyword is AllOfKeyword all)
            {
                foreach (SchemaNode schema in all.Schemas)
                {
                    yield return schema;
                }
            }
        }
    }
}
