using System.Collections.Immutable;
using Globus.Automate.FlowLanguage.Expressions.Nodes;
using Globus.Automate.FlowLanguage.Expressions.Python.Functions;
using Globus.Automate.FlowLanguage.Paths;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Analysis;

/// <summary>Finds what an expression reads from the state, with the names that comprehensions bind left out.</summary>
internal sealed class ReferenceCollector
{
    private readonly List<ExpressionReference> _found = [];

    public static IReadOnlyList<ExpressionReference> Collect(ExpressionNode root)
    {
        var collector = new ReferenceCollector();
        collector.Visit(root, Context.Outermost);

        // A stable sort: what stands at one place keeps its order.
        return collector._found.Count < 2 ? collector._found : [.. collector._found.OrderBy(static reference => reference.Position)];
    }

    private void Visit(ExpressionNode node, Context context)
    {
        switch (node)
        {
            case PathReferenceNode path:
                // A path that can name many gives an empty list where nothing is.
                Add(path.Path.LeadingSteps, node, ReferenceKind.Path, path.Path.SingularSteps is null ? context with { IsConditional = true } : context);
                break;
            case NameNode or AttributeNode or IndexNode:
                VisitChain(node, context);
                break;
            case MethodCallNode call:
                // Of x.y.upper() the last name is the method.
                Visit(call.Method.Target, context);
                VisitAll(call.Arguments.All, context);
                break;
            case FunctionCallNode call:
                VisitLookup(call, context);
                VisitAll(call.Arguments.All, context);
                break;
            case ConditionalNode conditional:
                Visit(conditional.Test, context);
                Context branch = context.After(conditional.Test);
                Visit(conditional.Body, branch);
                Visit(conditional.Otherwise, branch);
                break;
            case LogicNode or ComparisonChainNode:
                VisitInTurn(node, context);
                break;
            case ComprehensionNode comprehension:
                VisitComprehension(comprehension, context);
                break;
            default:
                VisitAll(node.Children, context);
                break;
        }
    }

    private void VisitAll(IEnumerable<ExpressionNode> nodes, Context context)
    {
        foreach (ExpressionNode node in nodes)
        {
            Visit(node, context);
        }
    }

    /// <summary>Operands of which each decides whether the next is computed.</summary>
    private void VisitInTurn(ExpressionNode node, Context context)
    {
        foreach (ExpressionNode operand in node.Children)
        {
            Visit(operand, context);
            context = context.After(operand);
        }
    }

    private void VisitComprehension(ComprehensionNode comprehension, Context context)
    {
        foreach (Loop loop in comprehension.Loops)
        {
            // The items of a loop are read before it binds its names; those of the loops after it are not.
            Visit(loop.Items, context);
            context = context with { Bound = context.Bound.Union(loop.Target.Names), IsConditional = true };
            foreach (ExpressionNode condition in loop.Conditions)
            {
                Visit(condition, context);
                context = context.After(condition);
            }
        }

        VisitAll(comprehension.Elements, context);
    }

    /// <summary><c>getattr('a.b')</c> and <c>is_present('a.b')</c> read what they name.</summary>
    private void VisitLookup(FunctionCallNode call, Context context)
    {
        if (LookupSteps(call) is { } steps)
        {
            Add(steps, call.Arguments.Positional[0], ReferenceKind.Lookup, context);
        }
    }

    private static IReadOnlyList<object>? LookupSteps(FunctionCallNode call)
    {
        if (call.Function is not (GetAttrFunction or IsPresentFunction) || call.Arguments.Positional is not [ConstantNode { Value: FlowString name }, ..])
        {
            return null;
        }

        return name.Value.StartsWith('$') ? JsonPath.TryParse(name.Value, out JsonPath? path, out _) ? path.LeadingSteps : null : StateLookup.TrySteps(name.Value);
    }

    /// <summary>Names and constant indices in a row.</summary>
    private void VisitChain(ExpressionNode node, Context context)
    {
        var steps = new List<object>();
        ExpressionNode at = node;
        while (at is not NameNode)
        {
            switch (at)
            {
                case AttributeNode attribute:
                    steps.Insert(0, attribute.Name);
                    at = attribute.Target;
                    break;
                case IndexNode index when Step(index.Key) is { } step:
                    steps.Insert(0, step);
                    at = index.Target;
                    break;
                case IndexNode index:
                    // What comes after a computed index is not known.
                    steps.Clear();
                    Visit(index.Key, context);
                    at = index.Target;
                    break;
                default:
                    Visit(at, context);
                    return;
            }
        }

        var name = (NameNode)at;
        if (!context.Bound.Contains(name.Name) && !(ReferenceEquals(at, node) && FunctionTable.Find(name.Name) is not null) && !IsTypeMember(name, steps))
        {
            Add([name.Name, .. steps], node, ReferenceKind.Name, context);
        }
    }

    /// <summary><c>str.upper</c> is a method of a type and no member of the state.</summary>
    private static bool IsTypeMember(NameNode name, List<object> steps)
        => steps is [string member, ..] && FunctionTable.Find(name.Name) is { Type: { } type } && type.Find(member) is not null;

    private static object? Step(ExpressionNode key) => key is ConstantNode constant
        ? constant.Value switch
        {
            FlowString text => text.Value,
            FlowInteger number when number.TryGetInt64(out long index) && index is >= 0 and <= int.MaxValue => (int)index,
            _ => null,
        }
        : null;

    private void Add(IReadOnlyList<object> steps, ExpressionNode at, ReferenceKind kind, Context context)
    {
        bool isGuarded = kind == ReferenceKind.Lookup || (!context.Guards.IsEmpty && context.Guards.Exists(guard => StartsWith(steps, guard)));
        _found.Add(new ExpressionReference(steps, at.Position, at.Length, isGuarded) { Kind = kind, IsConditional = context.IsConditional });
    }

    private static bool StartsWith(IReadOnlyList<object> steps, IReadOnlyList<object> start)
        => start.Count <= steps.Count && start.SequenceEqual(steps.Take(start.Count));

    /// <summary>Where a part stands.</summary>
    /// <param name="Bound">The names that loops around it bind.</param>
    /// <param name="Guards">What is_present and getattr were asked for in conditions that decide about it.</param>
    /// <param name="IsConditional">Whether it may not be computed at all.</param>
    private sealed record Context(ImmutableHashSet<string> Bound, ImmutableList<IReadOnlyList<object>> Guards, bool IsConditional)
    {
        public static Context Outermost { get; } = new([], [], IsConditional: false);

        /// <summary>Where a part stands that is computed or not by what a condition says.</summary>
        public Context After(ExpressionNode condition)
            => this with
            {
                IsConditional = true,
                Guards = Guards.AddRange(ExpressionTree.Find<FunctionCallNode>(condition).Select(LookupSteps).OfType<IReadOnlyList<object>>()),
            };
    }
}
