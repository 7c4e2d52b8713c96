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
            ReportMissing(context, "GF201", start, ["StartAt"]);
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
            context.Error("GF110", "End: false leaves the state without a way on: give Next, or End: true.", state.Steps("End"));
        }
        else if (!hasNext && end is null && !state.Fields.Names.Any(name => !FieldTable.IsKnownAnywhere(name) && Similarity.Closest(name, ["Next", "End"]) is not null))
        {
            context.Error("GF110", $"The state '{state.Name}' has neither Next nor End: true.", state.Steps());
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
            ReportMissing(context, "GF202", target, steps);
            from.Transitions.Add(new LintTransition(from, Elsewhere, rule, kind));
            return;
        }

        var transition = new LintTransition(from, to, rule, kind);
        from.Transitions.Add(transition);
        to.Incoming.Add(transition);
    }

    /// <summary>Where a transition leads whose target is missing: nobody knows, so nothing follows from it.</summary>
    public static LintState Elsewhere { get; } = new("?", FlowObject.Empty, -1);

    private static void ReportMissing(LintContext context, string code, string target, IReadOnlyList<object> steps)
    {
        string? meant = Similarity.Closest(target, context.ByName.Keys);
        context.Error(code, $"There is no state '{target}'{(meant is null ? "." : $"; did you mean '{meant}'?")}", steps, suggestion: meant);
    }
}
