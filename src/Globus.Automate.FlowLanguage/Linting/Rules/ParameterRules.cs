using Globus.Automate.FlowLanguage.Expressions;
using Globus.Automate.FlowLanguage.Text;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Linting.Rules;

/// <summary>GF403 to GF407: the paths and expressions in Parameters.</summary>
internal sealed class ParameterRules : LintRule
{
    public override void Check(LintContext context)
    {
        foreach (LintState state in context.States.Where(static s => FieldTable.Has(s.Type, "Parameters")))
        {
            if (state.Fields["Parameters"] is FlowObject parameters)
            {
                Check(context, parameters, state.Steps("Parameters"), 0);
            }
        }
    }

    private static void Check(LintContext context, FlowValue value, IReadOnlyList<object> steps, int depth)
    {
        if (depth > 100)
        {
            return;
        }

        if (value is FlowArray list)
        {
            for (int i = 0; i < list.Count; i++)
            {
                if (list[i] is FlowObject or FlowArray)
                {
                    Check(context, list[i], [.. steps, i], depth + 1);
                }
            }
        }
        else if (value is FlowObject fields)
        {
            foreach ((string name, FlowValue field) in fields)
            {
                CheckField(context, fields, name, field, steps, depth);
            }
        }
    }

    private static void CheckField(LintContext context, FlowObject fields, string name, FlowValue value, IReadOnlyList<object> parent, int depth)
    {
        if (FindTwin(fields, name) is { } twin)
        {
            // At the second of the two; of two that are computed it is told once.
            string second = fields.Names.Last(other => other == name || other == twin);
            if (second == name || name.StartsWith(twin, StringComparison.Ordinal))
            {
                context.Error("GF409", $"'{name}' and '{twin}' give one parameter twice: leave one out.", Place(parent, second), key: true);
                context.MarkBroken(Place(parent, second));
            }

            if (second == name)
            {
                return;
            }
        }

        if (name.EndsWith(".$", StringComparison.Ordinal))
        {
            CheckPath(context, name, value, parent);
        }
        else if (name.EndsWith(".=", StringComparison.Ordinal))
        {
            CheckExpression(context, name, value, parent);
        }
        else if (value is FlowString text && name.Length > 1 && name[^1] is '$' or '=' && IsIdentifier(name[..^1]))
        {
            context.Warning("GF407", $"'{name}' is a constant, as it is written; did you mean '{name[..^1]}.{name[^1]}'?", Place(parent, name), key: true, $"{name[..^1]}.{name[^1]}");
            context.MarkBroken(Place(parent, name));
        }
        else if (value is FlowString constant && constant.Value.StartsWith("$.", StringComparison.Ordinal) && constant.Value.Length > 2 && IsIdentifier(constant.Value[2..3]) && name != "result_path" && !constant.Value.Contains(' ', StringComparison.Ordinal))
        {
            context.Warning("GF407", $"'{constant.Value}' is passed as text, since '{name}' has no .$; did you mean '{name}.$'?", Place(parent, name), suggestion: name + ".$");
            context.MarkBroken(Place(parent, name));
        }
        else if (value is FlowObject or FlowArray)
        {
            Check(context, value, Place(parent, name), depth + 1);
        }
    }

    /// <summary>The other name under which a computed parameter is given; null where there is none.</summary>
    private static string? FindTwin(FlowObject fields, string name)
    {
        if (name.Length < 3 || name[^2] != '.' || name[^1] is not ('$' or '='))
        {
            return null;
        }

        string bare = name[..^2];
        string other = bare + (name[^1] == '$' ? ".=" : ".$");
        return fields.ContainsKey(bare) ? bare : fields.ContainsKey(other) ? other : null;
    }

    private static void CheckPath(LintContext context, string name, FlowValue value, IReadOnlyList<object> parent)
    {
        if (value is not FlowString text)
        {
            context.Error("GF406", $"'{name}' takes a path, a string that begins with $.", Place(parent, name));
            context.MarkBroken(Place(parent, name));
        }
        else if (!text.Value.StartsWith('$') && context.Expression(text.Value).Expression is not null && (context.Expression(text.Value).References.Count > 0 || text.Value.Contains('(', StringComparison.Ordinal)))
        {
            string? path = context.PathMeant(text.Value);
            context.Error("GF406", $"'{text.Value}' is an expression and no path; write '{name[..^2]}.='{(path is null ? "." : $", or the path '{path}'.")}", Place(parent, name), suggestion: path ?? name[..^2] + ".=");
            context.MarkBroken(Place(parent, name));
        }
        else if (context.Path(text.Value).Error is { } error)
        {
            context.Error("GF401", $"'{text.Value}' is no JSONPath: {error.Message}", Place(parent, name), suggestion: context.PathMeant(text.Value));
            context.MarkBroken(Place(parent, name));
        }
    }

    private static void CheckExpression(LintContext context, string name, FlowValue value, IReadOnlyList<object> parent)
    {
        if (value is not FlowString text)
        {
            string advice = value is FlowArray or FlowObject ? " YAML and JSON take what begins with a bracket or a brace as a list or an object; an expression that makes one stands in quotes." : " Put it in quotes.";
            context.Error("GF406", $"'{name}' takes an expression, a string.{advice}", Place(parent, name));
            context.MarkBroken(Place(parent, name));
            return;
        }

        if (text.Value.StartsWith("$.", StringComparison.Ordinal) && context.Path(text.Value).Path is not null)
        {
            context.Error("GF406", $"'{text.Value}' is a path and no expression; write '{name[..^2]}.$', or the path in back ticks.", Place(parent, name), suggestion: name[..^2] + ".$");
            context.MarkBroken(Place(parent, name));
            return;
        }

        (FlowExpression? expression, FlowSyntaxException? error) = context.Expression(text.Value);
        if (error is not null)
        {
            context.Error("GF403", $"The expression cannot be read at character {error.Position + 1}: {error.Message}", Place(parent, name));
            context.MarkBroken(Place(parent, name));
            return;
        }

        if (expression!.Calls.FirstOrDefault(static call => !FlowExpression.FunctionNames.Contains(call.Name, StringComparer.Ordinal)) is { } call)
        {
            string? meant = Similarity.Closest(call.Name, FlowExpression.FunctionNames);
            context.Error("GF404", $"There is no function '{call.Name}' (character {call.Position + 1}){(FlowExpression.MethodNames.Contains(call.Name, StringComparer.Ordinal) ? $"; it is a method: write x.{call.Name}()." : meant is null ? "; there are " + string.Join(", ", FlowExpression.FunctionNames) + "." : $"; did you mean '{meant}'?")}", Place(parent, name), suggestion: meant);
            context.MarkBroken(Place(parent, name));
        }
        else if (expression.MethodCalls.FirstOrDefault(static call => !FlowExpression.MethodNames.Contains(call.Name, StringComparer.Ordinal)) is { } method)
        {
            string bare = method.Name.StartsWith("to", StringComparison.Ordinal) ? method.Name[2..].ToLowerInvariant() : string.Empty;
            string? meant = FlowExpression.MethodNames.Contains(bare, StringComparer.Ordinal) ? bare : Similarity.Closest(method.Name, FlowExpression.MethodNames);
            context.Error("GF404", $"There is no method '{method.Name}' (character {method.Position + 1}){(meant is null ? "; write a function of the language, such as str(x), or a method of Python's strings, lists or dicts." : $"; did you mean '{meant}'?")}", Place(parent, name), suggestion: meant);
            context.MarkBroken(Place(parent, name));
        }
        else if (expression.Remarks is [var remark, ..])
        {
            context.Warning("GF408", $"Something in the expression has no effect (character {remark.Position + 1}): {remark.Message}", Place(parent, name));
        }
        else if (expression.FindConstantError() is { } constant)
        {
            context.Error("GF405", $"The expression always fails at character {constant.Position + 1}: {constant.Message}", Place(parent, name));
            context.MarkBroken(Place(parent, name));
        }
    }

    /// <summary>Where a parameter stands; most parameters are right, and nobody asks.</summary>
    private static object[] Place(IReadOnlyList<object> parent, string name) => [.. parent, name];

    private static bool IsIdentifier(string text) => text.Length > 0 && (char.IsLetter(text[0]) || text[0] == '_') && text.All(static c => char.IsLetterOrDigit(c) || c == '_');
}
