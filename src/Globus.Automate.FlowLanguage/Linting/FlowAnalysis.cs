using Globus.Automate.FlowLanguage.Linting.Rules;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Linting;

/// <summary>
/// A forward analysis over the graph: what is in the run's document at each state, whichever way a run comes. States are visited in the order
/// in which a run meets them, so that one visit is enough for each where nothing goes back.
/// </summary>
internal sealed class FlowAnalysis
{
    /// <summary>How many states are looked at for a way to show.</summary>
    private const int MaxWay = 1000;

    private readonly LintContext _context;
    private readonly Shape?[] _shapes;
    private Dictionary<string, Shape>? _everAt;
    private Shape _everWhole = Shape.Empty;

    private FlowAnalysis(LintContext context)
    {
        _context = context;
        _shapes = new Shape?[context.States.Count];
    }

    public static FlowAnalysis Run(LintContext context, LintState start, Shape input)
    {
        var analysis = new FlowAnalysis(context);
        analysis._shapes[start.Index] = input;
        int[] order = Order(context, start);
        var waiting = new PriorityQueue<LintState, int>();
        var queued = new bool[context.States.Count];
        waiting.Enqueue(start, 0);

        // Shapes only ever lose members, so it ends by itself; the bound is for what nobody has thought of.
        int budget = (context.States.Count * 50) + 1000;
        while (waiting.TryDequeue(out LintState? state, out _) && budget-- > 0)
        {
            queued[state.Index] = false;
            foreach ((LintTransition transition, Shape shape) in analysis.Leave(state))
            {
                LintState to = transition.To;
                if (to.Index < 0)
                {
                    continue;
                }

                Shape? known = analysis._shapes[to.Index];
                Shape met = known is null ? shape : Shape.Meet(known, shape);
                if (!ReferenceEquals(known, met))
                {
                    analysis._shapes[to.Index] = met;
                    if (!queued[to.Index])
                    {
                        queued[to.Index] = true;
                        waiting.Enqueue(to, order[to.Index]);
                    }
                }
            }
        }

        return analysis;
    }

    /// <summary>What is there when a run comes to a state; null where none does.</summary>
    public Shape? At(LintState state) => _shapes[state.Index];

    /// <summary>What is there when a rule of a Choice did not hold, and the next is asked.</summary>
    public Shape WhenNot(Shape shape, FlowValue rule) => rule is FlowObject fields ? Present(shape, Facts(fields, holds: false)) : shape;

    /// <summary>Whether anything puts something at a place, be it on another way than the one in question.</summary>
    public bool IsEverThere(IReadOnlyList<object> steps)
    {
        if (_everAt is null)
        {
            _everAt = new(StringComparer.Ordinal);
            CollectResults();
        }

        return IsIn(_everWhole) || (steps is [string name, ..] && _everAt.TryGetValue(name, out Shape? shape) && IsIn(shape));

        bool IsIn(Shape shape) => shape.Follow(steps, countAssumed: false) == steps.Count;
    }

    /// <summary>Whether a state's result replaces the whole document.</summary>
    public static bool Replaces(LintState state)
        => state.Fields["ResultPath"] is null or FlowString { Value: "$" }
            && (state.Type is "Action" or "ExpressionEval" or "CreateWebInput" or "AwaitWebInput" || (state.Type == "Pass" && (state.Fields.ContainsKey("Parameters") || state.Fields.ContainsKey("Result") || state.Fields.ContainsKey("InputPath"))));

    /// <summary>The input and every result, by the name under which it is put; those that are the whole document together.</summary>
    private void CollectResults()
    {
        _everWhole = At(_context.Start!)!;
        foreach (LintState state in _context.States)
        {
            bool isCopy = state.Type == "Pass" && !state.Fields.ContainsKey("Result") && !state.Fields.ContainsKey("Parameters");
            if (At(state) is null || state.Type is null or "Choice" or "Wait" or "Fail" || (isCopy && state.Fields["ResultPath"] is null && state.Fields["InputPath"] is null))
            {
                continue;
            }

            Collect(state.Fields["ResultPath"], isCopy ? Shape.Unknown : Result(state, Shape.Empty));
            foreach (LintTransition transition in state.Transitions)
            {
                if (transition.Kind == TransitionKind.Catch)
                {
                    Collect(transition.Rule!["ResultPath"], Shape.Unknown);
                }
            }
        }

        void Collect(FlowValue? resultPath, Shape result)
        {
            Shape placed = Put(Shape.Empty, resultPath, result);
            if (resultPath is FlowString text && _context.Reference(text.Value).Path?.Steps is [string name, ..])
            {
                _everAt![name] = _everAt.TryGetValue(name, out Shape? known) ? Shape.Join(known, placed) : placed;
            }
            else
            {
                _everWhole = Shape.Join(_everWhole, placed);
            }
        }
    }

    /// <summary>The shortest way by which a run comes to a state without the place being filled: from the start, or from the state that takes it away.</summary>
    public IReadOnlyList<LintState> WayWithout(LintState state, IReadOnlyList<object> missing)
    {
        var next = new Dictionary<LintState, LintState?> { [state] = null };
        var waiting = new Queue<LintState>([state]);
        while (waiting.TryDequeue(out LintState? at) && next.Count < MaxWay)
        {
            if (ReferenceEquals(at, _context.Start) || (!ReferenceEquals(at, state) && (At(at)!.Follow(missing) == missing.Count || Replaces(at))))
            {
                return [.. Way(at)];
            }

            foreach (LintTransition transition in at.Incoming)
            {
                if (!next.ContainsKey(transition.From) && At(transition.From) is not null
                    && Leave(transition.From).Any(leave => ReferenceEquals(leave.Transition, transition) && leave.Shape.Follow(missing) < missing.Count))
                {
                    next[transition.From] = at;
                    waiting.Enqueue(transition.From);
                }
            }
        }

        return [];

        IEnumerable<LintState> Way(LintState from)
        {
            for (LintState? at = from; at is not null; at = next[at])
            {
                yield return at;
            }
        }
    }

    /// <summary>What is there after a state, for each way that leads on.</summary>
    private IEnumerable<(LintTransition Transition, Shape Shape)> Leave(LintState state)
    {
        Shape before = At(state)!;
        Shape? after = null;
        Shape guarded = before;
        foreach (LintTransition transition in state.Transitions)
        {
            switch (transition.Kind)
            {
                case TransitionKind.Choice:
                    yield return (transition, Present(guarded, transition.WhenTrue ??= Facts(transition.Rule!, holds: true)));
                    guarded = Present(guarded, transition.WhenFalse ??= Facts(transition.Rule!, holds: false));
                    break;
                case TransitionKind.Default:
                    yield return (transition, guarded);
                    break;
                case TransitionKind.Catch:
                    yield return (transition, Put(before, transition.Rule!["ResultPath"], Shape.Unknown));
                    break;
                default:
                    yield return (transition, after ??= After(state, before));
                    break;
            }
        }
    }

    private Shape After(LintState state, Shape before)
    {
        // A field that is not known may be a slip for the one that says where the result goes.
        foreach ((string name, _) in state.Fields.Members)
        {
            if (!FieldTable.Of(state.Type!).ContainsKey(name))
            {
                return Shape.Unknown;
            }
        }

        // What the state had to read is there, or the run would not have come any further.
        Shape sure = before;
        foreach (StateRead read in _context.Reads(state))
        {
            if (read.Certainty == ReadCertainty.Always && read.Steps is not (["_context", ..] or []))
            {
                sure = sure.Assume(read.Steps);
            }
        }

        return state.Type is "Wait" ? sure : Put(sure, state.Fields["ResultPath"], Result(state, sure));
    }

    private Shape Result(LintState state, Shape before) => state.Type switch
    {
        "Action" => Shape.ActionStatus,
        "CreateWebInput" or "AwaitWebInput" => Shape.Unknown,
        "ExpressionEval" => Shape.FromParameters(state.Fields["Parameters"] ?? FlowValue.Null),
        "Pass" when state.Fields["Result"] is { } result => Shape.FromParameters(result),
        "Pass" when state.Fields["Parameters"] is { } parameters => Shape.FromParameters(parameters),
        "Pass" when state.Fields["InputPath"] is FlowString path => _context.Path(path.Value).Path?.SingularSteps is { } steps ? before.At(steps) : Shape.Unknown,
        _ => before,
    };

    private Shape Put(Shape before, FlowValue? resultPath, Shape result)
    {
        if (resultPath is null)
        {
            return result;
        }

        return resultPath is FlowString text && _context.Reference(text.Value).Path is { Steps: not ["_context", ..] } path ? before.With(path.Steps, result) : Shape.Unknown;
    }

    /// <summary>The places that are surely there when a rule holds, or when it does not.</summary>
    private IReadOnlyList<object>[] Facts(FlowObject rule, bool holds)
    {
        if (rule["Not"] is FlowObject negated)
        {
            return Facts(negated, !holds);
        }

        if (rule[holds ? "And" : "Or"] is FlowArray parts)
        {
            return [.. parts.OfType<FlowObject>().SelectMany(part => Facts(part, holds))];
        }

        if (rule.ContainsKey("And") || rule.ContainsKey("Or"))
        {
            return [];
        }

        bool isPresent = rule["IsPresent"] is not { } asked || (asked is FlowBoolean truth && truth.Value == holds);
        return isPresent && rule["Variable"] is FlowString text && _context.Path(text.Value).Path?.SingularSteps is { Count: > 0 } steps ? [steps] : [];
    }

    private static Shape Present(Shape shape, IReadOnlyList<object>[] places)
    {
        foreach (IReadOnlyList<object> steps in places)
        {
            shape = shape.Assume(steps);
        }

        return shape;
    }

    /// <summary>Each state's place in a reverse post-order from the start: before all that it leads to, but for what goes back.</summary>
    private static int[] Order(LintContext context, LintState start)
    {
        var order = new int[context.States.Count];
        var seen = new bool[context.States.Count];
        var work = new Stack<(LintState State, int Edge)>();
        int next = context.States.Count;
        seen[start.Index] = true;
        work.Push((start, 0));
        while (work.TryPop(out (LintState State, int Edge) frame))
        {
            int edge = frame.Edge;
            while (edge < frame.State.Transitions.Count && (frame.State.Transitions[edge].To.Index < 0 || seen[frame.State.Transitions[edge].To.Index]))
            {
                edge++;
            }

            if (edge == frame.State.Transitions.Count)
            {
                order[frame.State.Index] = --next;
                continue;
            }

            LintState to = frame.State.Transitions[edge].To;
            seen[to.Index] = true;
            work.Push((frame.State, edge + 1));
            work.Push((to, 0));
        }

        return order;
    }
}
