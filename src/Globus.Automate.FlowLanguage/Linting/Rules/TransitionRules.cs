using Globus.Automate.FlowLanguage.Text;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Linting.Rules;

/// <summary>GF110, GF201, GF202: how a state goes on, and that what it names is there. Fills the graph for the rules that follow.</summary>
internal sealed class TransitionRules : LintRule
{
    public override void Check(LintContext context)
    {
        if (context.Root?["StartAt"]?.AsString() is { } start && context.States.Count > 0 && !context.ByName.ContainsKey(start))
        {
            string? meant = Similarity.Closest(start, context.ByName.Keys);
            context.Error("GF201", $"There is no state '{start}' to start at{(meant is null ? "." : $"; did you mean '{meant}'?")}", ["StartAt"], suggestion: meant);
        }

        foreach (LintState state in context.States)
        {
            if (state.Type is null)
            {
                continue;
            }

            CheckEnd(context, state);
            Follow(context, state, "Next", TransitionKind.Next);
            FollowAll(context, state, "Choices", TransitionKind.Choice);

            // Default is asked after all rules, wherever it stands.
            Follow(context, state, "Default", TransitionKind.Default);
            FollowAll(context, state, "Catch", TransitionKind.Catch);
        }

        ReportMissing(context);
    }

    private static void CheckEnd(LintContext context, LintState state)
    {
        if (state.Type is "Choice" or "Fail")
        {
            return;
        }

        bool hasNext = state.Fields.ContainsKey("Next");
        FlowValue? end = state.Fields["End"];
        if (hasNext && end is FlowBoolean { Value: true })
        {
            context.Error("GF110", "Next and End exclude each other: leave one out.", state.Steps("End"), key: true);
        }
        else if (!hasNext && end is FlowBoolean { Value: false })
        {
            context.IsGraphUncertain = true;
            context.Error("GF110", "End: false leaves the state without a way on: give Next, or End: true.", state.Steps("End"));
        }
        else if (!hasNext && end is null && !FieldTable.HasSlip(state.Fields, state.Type, "Next") && !FieldTable.HasSlip(state.Fields, state.Type, "End"))
        {
            context.IsGraphUncertain = true;
            context.Error("GF110", $"The state '{state.Name}' has neither Next nor End: true: say where it goes on, or that it ends the run.", state.Steps());
        }
    }

    private static void Follow(LintContext context, LintState state, string field, TransitionKind kind)
    {
        if (state.Fields[field] is FlowString target && FieldTable.Of(state.Type!).ContainsKey(field))
        {
            Connect(context, state, target.Value, rule: null, kind, state.Steps(field));
        }
    }

    private static void FollowAll(LintContext context, LintState state, string field, TransitionKind kind)
    {
        if (state.Fields[field] is not FlowArray rules || !FieldTable.Of(state.Type!).ContainsKey(field))
        {
            return;
        }

        for (int i = 0; i < rules.Count; i++)
        {
            if (rules[i] is FlowObject rule && rule["Next"] is FlowString target)
            {
                Connect(context, state, target.Value, rule, kind, state.Steps(field, i, "Next"));
            }
        }
    }

    private static void Connect(LintContext context, LintState from, string target, FlowObject? rule, TransitionKind kind, IReadOnlyList<object> steps)
    {
        if (!context.ByName.TryGetValue(target, out LintState? to))
        {
            context.MissingTargets.Add((from, target, steps));
            from.Transitions.Add(new LintTransition(from, Elsewhere, rule, kind));
            return;
        }

        var transition = new LintTransition(from, to, rule, kind);
        from.Transitions.Add(transition);
        to.Incoming.Add(transition);
    }

    /// <summary>Where a transition leads whose target is missing: nobody knows, so nothing follows from it.</summary>
    public static LintState Elsewhere { get; } = new("?", FlowObject.Empty, -1);

    /// <summary>A name that several states go on to is told once: at the one state that nothing goes on to and that has a name close to it, else where it is named first.</summary>
    private static void ReportMissing(LintContext context)
    {
        string? start = context.Root?["StartAt"]?.AsString();
        foreach (IGrouping<string, (LintState From, string Target, IReadOnlyList<object> Steps)> missing in context.MissingTargets.Where(m => m.Target != start).GroupBy(static m => m.Target, StringComparer.Ordinal))
        {
            string? meant = Similarity.Closest(missing.Key, context.ByName.Keys);
            LintState[] from = [.. missing.Select(static m => m.From).Distinct()];
            string names = string.Join(", ", from.Take(3).Select(static s => $"'{s.Name}'")) + (from.Length > 3 ? $" and {from.Length - 3} more" : string.Empty);
            if (from.Length > 1 && meant is not null && meant != start && context.ByName[meant].Incoming.Count == 0)
            {
                context.Error("GF202", $"No state goes on to '{meant}', and {names} go on to '{missing.Key}', which does not exist; did you mean '{missing.Key}'?", context.ByName[meant].Steps(), key: true, missing.Key);
            }
            else
            {
                context.Error("GF202", $"There is no state '{missing.Key}'{(from.Length > 1 ? $", to which {names} go on" : string.Empty)}{(meant is null ? "." : $"; did you mean '{meant}'?")}", missing.First().Steps, suggestion: meant);
            }
        }
    }
}
