namespace Globus.Automate.FlowLanguage.Linting.Rules;

/// <summary>GF203 to GF205: states that no run reaches, states from which no run ends, and loops that never pause.</summary>
internal sealed class GraphRules : LintRule
{
    public override void Check(LintContext context)
    {
        if (context.Start is not { } start)
        {
            return;
        }

        Reach(start);
        bool complete = !context.IsGraphUncertain && !context.States.Exists(static s => s.Type is null || (s.Transitions.Count == 0 && !s.IsTerminal) || s.Transitions.Exists(static t => ReferenceEquals(t.To, TransitionRules.Elsewhere)));
        if (complete)
        {
            // Where no run can end, the states that end it are not reached, for the same reason.
            if (!CheckEnds(context))
            {
                CheckReach(context);
            }
        }

        CheckLoops(context);
    }

    private static void Reach(LintState start)
    {
        var waiting = new Stack<LintState>([start]);
        start.IsReachable = true;
        while (waiting.TryPop(out LintState? state))
        {
            foreach (LintTransition transition in state.Transitions)
            {
                if (!transition.To.IsReachable && transition.To.Index >= 0)
                {
                    transition.To.IsReachable = true;
                    waiting.Push(transition.To);
                }
            }
        }
    }

    /// <summary>Of states that are only reached from one another the first is told: the others follow from it.</summary>
    private static void CheckReach(LintContext context)
    {
        var told = new HashSet<LintState>();
        foreach (LintState state in context.States.Where(static s => !s.IsReachable && s.Incoming.TrueForAll(t => t.From == s)).Concat(context.States.Where(static s => !s.IsReachable)))
        {
            if (!told.Add(state))
            {
                continue;
            }

            var followers = new List<LintState>();
            var waiting = new Stack<LintState>([state]);
            while (waiting.TryPop(out LintState? from))
            {
                foreach (LintState to in from.Transitions.Select(static t => t.To))
                {
                    if (!to.IsReachable && to.Index >= 0 && told.Add(to))
                    {
                        followers.Add(to);
                        waiting.Push(to);
                    }
                }
            }

            string others = followers.Count == 0 ? string.Empty : $", nor {string.Join(", ", followers.Take(3).Select(static s => $"'{s.Name}'"))}{(followers.Count > 3 ? $" and {followers.Count - 3} more" : string.Empty)} after it";
            context.Warning("GF203", $"No run reaches the state '{state.Name}'{others}: name it in a Next, Default, rule or Catch, or leave it out.", state.Steps(), key: true);
        }
    }

    private static bool CheckEnds(LintContext context)
    {
        var ends = new HashSet<LintState>(context.States.Where(static s => s.IsTerminal || (s.Transitions.Count == 0)));
        var waiting = new Stack<LintState>(ends);
        while (waiting.TryPop(out LintState? state))
        {
            foreach (LintTransition transition in state.Incoming)
            {
                if (ends.Add(transition.From))
                {
                    waiting.Push(transition.From);
                }
            }
        }

        // The first state of those that cannot end is told; the others are in the same trap.
        if (context.States.Find(s => s.IsReachable && !ends.Contains(s)) is { } trapped)
        {
            context.Error("GF204", $"From the state '{trapped.Name}' on, no run can end: no way leads to a state with End: true or to a Fail.", trapped.Steps(), key: true);
            return true;
        }

        return false;
    }

    /// <summary>Strongly connected parts (Tarjan, without recursion) in which nothing waits, calls an action or computes.</summary>
    private static void CheckLoops(LintContext context)
    {
        foreach (List<LintState> loop in Loops(context.States))
        {
            if (!loop.Exists(static s => s.Type is "Wait" or "Action" or "ExpressionEval" or "CreateWebInput" or "AwaitWebInput" || (s.Type == "Pass" && (s.Fields.ContainsKey("Parameters") || s.Fields.ContainsKey("Result") || s.Fields.ContainsKey("InputPath")))))
            {
                LintState first = loop.MinBy(static s => s.Index)!;
                string names = string.Join(" → ", loop.OrderBy(static s => s.Index).Take(5).Select(static s => s.Name));
                context.Warning("GF205", $"The loop {names} waits for nothing and changes nothing, so it never ends: put a Wait, an Action or a changing state into it.", first.Steps(), key: true);
            }
        }
    }

    private static List<List<LintState>> Loops(List<LintState> states)
    {
        var loops = new List<List<LintState>>();

        // By the states' own numbers; the first to be met is 1.
        var met = new int[states.Count];
        var low = new int[states.Count];
        var onStack = new bool[states.Count];
        int count = 0;
        var stack = new Stack<LintState>();
        var work = new Stack<(LintState State, int Edge)>();
        foreach (LintState root in states)
        {
            if (met[root.Index] > 0)
            {
                continue;
            }

            work.Push((root, 0));
            while (work.TryPop(out (LintState State, int Edge) frame))
            {
                LintState state = frame.State;
                if (frame.Edge == 0)
                {
                    met[state.Index] = low[state.Index] = ++count;
                    stack.Push(state);
                    onStack[state.Index] = true;
                }
                else
                {
                    LintState child = state.Transitions[frame.Edge - 1].To;
                    if (child.Index >= 0)
                    {
                        low[state.Index] = Math.Min(low[state.Index], low[child.Index]);
                    }
                }

                int next = frame.Edge;
                bool descended = false;
                for (; next < state.Transitions.Count; next++)
                {
                    LintState target = state.Transitions[next].To;
                    if (target.Index < 0)
                    {
                        continue;
                    }

                    if (met[target.Index] == 0)
                    {
                        work.Push((state, next + 1));
                        work.Push((target, 0));
                        descended = true;
                        break;
                    }

                    if (onStack[target.Index])
                    {
                        low[state.Index] = Math.Min(low[state.Index], met[target.Index]);
                    }
                }

                if (!descended && low[state.Index] == met[state.Index])
                {
                    Close(state);
                }
            }
        }

        return loops;

        void Close(LintState state)
        {
            var part = new List<LintState>();
            LintState member;
            do
            {
                member = stack.Pop();
                onStack[member.Index] = false;
                part.Add(member);
            }
            while (member != state);

            if (part.Count > 1 || state.Transitions.Exists(t => t.To == state))
            {
                loops.Add(part);
            }
        }
    }
}
