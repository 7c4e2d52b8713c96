using Globus.Automate.FlowLanguage.Text;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Linting.Rules;

/// <summary>GF114, GF115: the rules of Choice states.</summary>
internal sealed class ChoiceRules : LintRule
{
    private const int MaxDepth = 64;

    /// <summary>Each operator with what it compares to.</summary>
    private static readonly Dictionary<string, FieldKind> s_operators = BuildOperators();

    private static readonly HashSet<string> s_other = new(StringComparer.Ordinal) { "Variable", "Next", "And", "Or", "Not", "Comment" };

    private static readonly string[] s_words = [.. s_operators.Keys, .. s_other];

    public override void Check(LintContext context)
    {
        foreach (LintState state in context.States.Where(static s => s.Type == "Choice"))
        {
            if (state.Fields["Choices"] is not { } choices)
            {
                context.IsGraphUncertain = true;
                if (!FieldTable.HasSlip(state.Fields, state.Type, "Choices"))
                {
                    context.Error("GF114", "A Choice state needs Choices: a list of rules, one at least.", state.Steps());
                }
            }
            else if (choices is FlowArray { Count: 0 })
            {
                context.IsGraphUncertain = true;
                context.Error("GF114", "Choices is a list of rules, one at least.", state.Steps("Choices"));
            }
            else if (choices is FlowArray rules)
            {
                for (int i = 0; i < rules.Count; i++)
                {
                    CheckRule(context, rules[i], state.Steps("Choices", i), isTop: true, depth: 0);
                }
            }
        }
    }

    private static void CheckRule(LintContext context, FlowValue value, IReadOnlyList<object> steps, bool isTop, int depth)
    {
        if (value is not FlowObject rule || depth > MaxDepth)
        {
            context.IsGraphUncertain = true;
            context.Error("GF115", depth > MaxDepth ? "The rule is nested too deeply." : "A rule is an object.", steps);
            return;
        }

        if (rule.Names.FirstOrDefault(static name => !s_operators.ContainsKey(name) && !s_other.Contains(name)) is { } unknown)
        {
            string? meant = Similarity.Closest(unknown, s_words);
            context.IsGraphUncertain |= isTop && rule["Next"] is null;
            context.Error("GF115", $"'{unknown}' is no operator of a Choice rule{(meant is null ? "." : $"; did you mean '{meant}'?")}", [.. steps, unknown], key: true, meant);
            return;
        }

        if (isTop && rule["Next"] is not FlowString)
        {
            context.IsGraphUncertain = true;
            context.Error("GF115", rule["Next"] is null ? "The rule has no Next: the state that goes on where it holds." : "Next is the name of a state, a string.", rule["Next"] is null ? steps : [.. steps, "Next"]);
        }
        else if (!isTop && rule["Next"] is not null)
        {
            context.Error("GF115", "Only the outermost rule has a Next.", [.. steps, "Next"], key: true);
        }

        CheckOperator(context, rule, steps, depth);
    }

    private static void CheckOperator(LintContext context, FlowObject rule, IReadOnlyList<object> steps, int depth)
    {
        string[] logic = [.. rule.Names.Where(static name => name is "And" or "Or" or "Not")];
        string[] operators = [.. rule.Names.Where(s_operators.ContainsKey)];
        if (logic.Length + operators.Length != 1)
        {
            context.Error(
                "GF115",
                logic.Length + operators.Length == 0 ? "The rule compares nothing: it needs an operator such as StringEquals, or And, Or, Not." : $"A rule has one operator: {string.Join(" and ", logic.Concat(operators).Take(2))} exclude each other.",
                logic.Length + operators.Length == 0 ? steps : [.. steps, logic.Concat(operators).ElementAt(1)],
                key: logic.Length + operators.Length != 0);
            return;
        }

        if (logic.Length == 1)
        {
            CheckLogic(context, rule, logic[0], steps, depth);
            return;
        }

        if (rule["Variable"] is not FlowString)
        {
            context.Error("GF115", rule["Variable"] is null ? "The rule has no Variable: the path of what is compared." : "Variable is a path, a string.", rule["Variable"] is null ? steps : [.. steps, "Variable"]);
        }

        string name = operators[0];
        string? other = rule[name] is FlowString { Value: ['$', '.', _, ..] } path && s_operators.ContainsKey(name + "Path") && context.Path(path.Value).Path is not null ? name + "Path" : null;
        if (Problem(name, rule[name]!) is { } problem)
        {
            context.Error("GF115", $"{name} {problem}{(other is null ? "." : $"; did you mean '{other}'?")}", [.. steps, name], suggestion: other);
        }
        else if (other is not null)
        {
            context.Warning("GF407", $"{name} compares to the text '{rule[name]!.AsString()}', as it is written; did you mean '{other}'?", [.. steps, name], suggestion: other);
        }
    }

    private static void CheckLogic(LintContext context, FlowObject rule, string name, IReadOnlyList<object> steps, int depth)
    {
        if (name == "Not")
        {
            CheckRule(context, rule[name]!, [.. steps, name], isTop: false, depth + 1);
            return;
        }

        if (rule[name] is not FlowArray { Count: > 0 } rules)
        {
            context.Error("GF115", $"{name} is a list of rules, one at least.", [.. steps, name]);
            return;
        }

        for (int i = 0; i < rules.Count; i++)
        {
            CheckRule(context, rules[i], [.. steps, name, i], isTop: false, depth + 1);
        }
    }

    private static string? Problem(string name, FlowValue operand) => s_operators[name] switch
    {
        FieldKind.Seconds => operand.IsNumber ? null : "compares to a number",
        FieldKind.Truth => operand is FlowBoolean ? null : name.StartsWith("Is", StringComparison.Ordinal) ? "is true or false" : "compares to true or false",
        FieldKind.Timestamp => operand is FlowString time && FieldTable.IsTimestamp(time.Value) ? null : "compares to a time with its zone, such as '2026-01-31T12:00:00Z'",
        FieldKind.Path => operand is FlowString ? null : "compares to what a path names, a string",
        _ => operand is FlowString ? null : "compares to a string",
    };

    private static Dictionary<string, FieldKind> BuildOperators()
    {
        var all = new Dictionary<string, FieldKind>(StringComparer.Ordinal) { ["StringMatches"] = FieldKind.Text };
        foreach (string test in (ReadOnlySpan<string>)["IsNull", "IsPresent", "IsNumeric", "IsString", "IsBoolean", "IsTimestamp"])
        {
            all[test] = FieldKind.Truth;
        }

        Add("Boolean", FieldKind.Truth, ["Equals"]);
        foreach ((string type, FieldKind kind) in (ReadOnlySpan<(string, FieldKind)>)[("String", FieldKind.Text), ("Numeric", FieldKind.Seconds), ("Timestamp", FieldKind.Timestamp)])
        {
            Add(type, kind, ["Equals", "LessThan", "GreaterThan", "LessThanEquals", "GreaterThanEquals"]);
        }

        return all;

        void Add(string type, FieldKind kind, ReadOnlySpan<string> comparisons)
        {
            foreach (string comparison in comparisons)
            {
                all[type + comparison] = kind;
                all[type + comparison + "Path"] = FieldKind.Path;
            }
        }
    }
}
