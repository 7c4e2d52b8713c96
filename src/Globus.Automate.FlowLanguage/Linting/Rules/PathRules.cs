using Globus.Automate.FlowLanguage.Paths;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Linting.Rules;

/// <summary>GF303, GF401, GF402: the paths in fields.</summary>
internal sealed class PathRules : LintRule
{
    public override void Check(LintContext context)
    {
        foreach (LintState state in context.States.Where(static s => s.Type is not null))
        {
            foreach ((string name, FlowValue field) in state.Fields.Members)
            {
                if (!name.EndsWith("Path", StringComparison.Ordinal) || !FieldTable.Has(state.Type, name))
                {
                    continue;
                }

                if (name == "ResultPath")
                {
                    CheckReference(context, field, state.Steps(name));
                }
                else
                {
                    CheckQuery(context, field, state.Steps(name));
                }
            }

            CheckLists(context, state);
        }
    }

    private static void CheckLists(LintContext context, LintState state)
    {
        if (FieldTable.Has(state.Type, "Catch") && state.Fields["Catch"] is FlowArray entries)
        {
            for (int i = 0; i < entries.Count; i++)
            {
                CheckReference(context, (entries[i] as FlowObject)?["ResultPath"], state.Steps("Catch", i, "ResultPath"));
            }
        }

        if (state.Type == "Choice" && state.Fields["Choices"] is FlowArray rules)
        {
            for (int i = 0; i < rules.Count; i++)
            {
                CheckRule(context, rules[i], state.Steps("Choices", i), depth: 0);
            }
        }
    }

    private static void CheckRule(LintContext context, FlowValue value, IReadOnlyList<object> steps, int depth)
    {
        if (value is not FlowObject rule || depth > 64)
        {
            return;
        }

        foreach ((string name, FlowValue operand) in rule)
        {
            if (name == "Variable" || name.EndsWith("Path", StringComparison.Ordinal))
            {
                CheckQuery(context, operand, [.. steps, name]);
            }
            else if (name == "Not")
            {
                CheckRule(context, operand, [.. steps, name], depth + 1);
            }
            else if (name is "And" or "Or" && operand is FlowArray rules)
            {
                for (int i = 0; i < rules.Count; i++)
                {
                    CheckRule(context, rules[i], [.. steps, name, i], depth + 1);
                }
            }
        }
    }

    private static void CheckQuery(LintContext context, FlowValue? value, IReadOnlyList<object> steps)
    {
        if (value is FlowString text && context.Path(text.Value).Error is { } error)
        {
            context.Error("GF401", $"'{text.Value}' is no JSONPath: {error.Message}", steps, suggestion: context.PathMeant(text.Value));
            context.MarkBroken(steps);
        }
    }

    private static void CheckReference(LintContext context, FlowValue? value, IReadOnlyList<object> steps)
    {
        if (value is not FlowString text)
        {
            return;
        }

        (ReferencePath? path, FlowSyntaxException? error) = context.Reference(text.Value);
        if (error is not null)
        {
            context.Error("GF402", $"'{text.Value}' is no reference path, which names one place: {error.Message}", steps, suggestion: context.PathMeant(text.Value) is { } meant && context.Reference(meant).Path is not null ? meant : null);
            context.MarkBroken(steps);
        }
        else if (path!.Steps is ["_context", ..])
        {
            context.Error("GF303", "Nothing can be put into $._context: the service fills it; choose another place.", steps);
            context.MarkBroken(steps);
        }
    }
}
