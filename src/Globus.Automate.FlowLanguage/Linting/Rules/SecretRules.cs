using Globus.Automate.FlowLanguage.Text;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Linting.Rules;

/// <summary>GF501, GF502: credentials that would show, and names in __Private_Parameters that protect nothing (manual section 5.2).</summary>
internal sealed class SecretRules : LintRule
{
    private const string PrivateList = "__Private_Parameters";

    private static readonly HashSet<string> s_none = new(StringComparer.Ordinal);

    private static readonly string[] s_words = ["password", "passwd", "secret", "api_key", "apikey", "access_key", "private_key", "access_token", "refresh_token", "credential_value", "client_secret"];

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
                Check(context, list[i], [.. steps, i], depth + 1);
            }

            return;
        }

        if (value is not FlowObject fields)
        {
            return;
        }

        HashSet<string> hidden = ReadPrivate(context, fields, steps);
        if (hidden.Count == 0 && fields.Names.FirstOrDefault(static name => name.StartsWith('_') && name != PrivateList && Similarity.Closest(name, [PrivateList]) is not null) is { } slip)
        {
            context.Warning("GF502", $"'{slip}' is a parameter like any other, and nothing is hidden by it; did you mean '{PrivateList}'?", [.. steps, slip], key: true, PrivateList);
            context.MarkBroken([.. steps, slip]);
            return;
        }

        foreach ((string name, FlowValue field) in fields)
        {
            string plain = Plain(name);
            if (name == PrivateList || hidden.Contains(plain) || hidden.Contains(name))
            {
                continue;
            }

            bool isConstant = ReferenceEquals(plain, name);
            if (isConstant && field is FlowString { Value.Length: > 0 } && IsCredential(plain))
            {
                context.Warning("GF501", $"'{name}' looks like a credential, and everybody who sees the flow or its runs can read it: name it in {PrivateList}, or take it from the input under a name that begins with _private.", [.. steps, name], key: true);
            }
            else if (field is FlowObject or FlowArray)
            {
                Check(context, field, [.. steps, name], depth + 1);
            }
        }
    }

    private static HashSet<string> ReadPrivate(LintContext context, FlowObject fields, IReadOnlyList<object> steps)
    {
        if (fields[PrivateList] is not { } given)
        {
            return s_none;
        }

        var hidden = new HashSet<string>(StringComparer.Ordinal);

        if (given is not FlowArray names || names.Any(static n => n is not FlowString))
        {
            context.Error("GF502", $"{PrivateList} is a list of parameter names.", [.. steps, PrivateList]);
            return hidden;
        }

        string[] known = [.. fields.Names.Where(static name => name != PrivateList).SelectMany(static name => (string[])[name, Plain(name)]).Distinct(StringComparer.Ordinal)];
        for (int i = 0; i < names.Count; i++)
        {
            string name = names[i].AsString()!;
            hidden.Add(name);
            if (!known.Contains(name))
            {
                string? meant = Similarity.Closest(name, known);
                context.Warning("GF502", $"There is no parameter '{name}' beside {PrivateList}, so nothing is hidden by it{(meant is null ? "." : $"; did you mean '{meant}'?")}", [.. steps, PrivateList, i], suggestion: meant);
            }
        }

        return hidden;
    }

    private static string Plain(string name) => name.EndsWith(".$", StringComparison.Ordinal) || name.EndsWith(".=", StringComparison.Ordinal) ? name[..^2] : name;

    private static bool IsCredential(string name) => Array.Exists(s_words, word => name.Contains(word, StringComparison.OrdinalIgnoreCase));
}
