using Globus.Automate.FlowLanguage.Text;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Linting.Rules;

/// <summary>GF116 and GF604: Catch entries, and the errors that they name (manual section 5.6).</summary>
internal sealed class CatchRules : LintRule
{
    private static readonly string[] s_errors = ["ActionUnableToRun", "ActionFailedException", "ActionTimeout", "Flows.WebInputExpired", "States.ALL"];

    /// <summary>What other states languages, and people, call them.</summary>
    private static readonly Dictionary<string, string> s_others = new(StringComparer.OrdinalIgnoreCase)
    {
        ["States.Timeout"] = "ActionTimeout",
        ["Timeout"] = "ActionTimeout",
        ["ActionTimedOut"] = "ActionTimeout",
        ["States.TaskFailed"] = "ActionFailedException",
        ["ActionFailed"] = "ActionFailedException",
        ["*"] = "States.ALL",
        ["ALL"] = "States.ALL",
    };

    private static readonly HashSet<string> s_fields = new(StringComparer.Ordinal) { "ErrorEquals", "Next", "ResultPath", "Comment" };

    public override void Check(LintContext context)
    {
        foreach (LintState state in context.States.Where(static s => FieldTable.Has(s.Type, "Catch")))
        {
            if (state.Fields["Catch"] is FlowArray entries)
            {
                for (int i = 0; i < entries.Count; i++)
                {
                    CheckEntry(context, entries[i], state.Steps("Catch", i));
                }
            }
        }
    }

    private static void CheckEntry(LintContext context, FlowValue value, IReadOnlyList<object> steps)
    {
        if (value is not FlowObject entry)
        {
            context.IsGraphUncertain = true;
            context.Error("GF116", "A Catch entry is an object with ErrorEquals and Next.", steps);
            return;
        }

        if (entry.Names.FirstOrDefault(static name => !s_fields.Contains(name)) is { } unknown)
        {
            string? meant = FieldTable.Meant(unknown, s_fields);
            context.IsGraphUncertain |= entry["Next"] is null;
            context.Error("GF116", $"'{unknown}' is no field of a Catch entry{(meant is null ? "." : $"; did you mean '{meant}'?")}", [.. steps, unknown], key: true, meant);
            return;
        }

        if (entry["Next"] is not FlowString)
        {
            context.IsGraphUncertain = true;
            context.Error("GF116", entry["Next"] is null ? "The Catch entry has no Next: the state that goes on after the error." : "Next is the name of a state, a string.", entry["Next"] is null ? steps : [.. steps, "Next"]);
        }

        if (entry["ResultPath"] is { } resultPath && resultPath is not FlowString)
        {
            context.Error("GF116", "ResultPath is a path, a string such as '$.error'.", [.. steps, "ResultPath"]);
        }

        if (entry["ErrorEquals"] is not FlowArray { Count: > 0 } names)
        {
            context.Error("GF116", "ErrorEquals is a list of error names, one at least.", entry["ErrorEquals"] is null ? steps : [.. steps, "ErrorEquals"]);
            return;
        }

        var seen = new HashSet<FlowValue>();
        for (int i = 0; i < names.Count; i++)
        {
            if (names[i].AsString() is not { } name)
            {
                context.Error("GF116", "The name of an error is a string.", [.. steps, "ErrorEquals", i]);
            }
            else if (!seen.Add(names[i]))
            {
                context.Error("GF116", $"'{name}' stands in ErrorEquals twice: leave one out.", [.. steps, "ErrorEquals", i]);
            }
            else if (!s_errors.Contains(name))
            {
                string? meant = s_others.GetValueOrDefault(name) ?? Similarity.Closest(name, s_errors) ?? (name.Length > 6 ? Array.Find(s_errors, error => error.StartsWith(name, StringComparison.OrdinalIgnoreCase)) : null);
                context.Warning("GF604", $"No error is called '{name}': there are {string.Join(", ", s_errors)}{(meant is null ? "." : $"; did you mean '{meant}'?")}", [.. steps, "ErrorEquals", i], suggestion: meant);
            }
        }
    }
}
