using Globus.Automate.FlowLanguage.Text;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Linting.Rules;

/// <summary>GF101 to GF113 and GF117 to GF119: which fields there are, of which types, and which go together.</summary>
internal sealed class StructureRules : LintRule
{
    public override void Check(LintContext context)
    {
        if (context.Root is not { } root)
        {
            // StartAt:A without a space is one text in YAML, and easily written.
            string hint = context.Request.Definition.Root is FlowString { Value: var text } && text.Contains(':', StringComparison.Ordinal)
                ? " This is one text: in YAML a space stands after the ':' of a key."
                : string.Empty;
            context.Error("GF101", $"A flow definition is an object with StartAt and States.{hint}", []);
            return;
        }

        foreach (string name in root.Names)
        {
            if (!FieldTable.TopLevel.Contains(name))
            {
                ReportUnknown(context, [name], name, FieldTable.TopLevel, "a flow definition", hint: null);
            }
        }

        CheckTopLevel(context, root);
        foreach (LintState state in context.States)
        {
            CheckState(context, state);
        }
    }

    private static void CheckTopLevel(LintContext context, FlowObject root)
    {
        if (root["StartAt"] is not { } start)
        {
            if (!FieldTable.HasSlip(root, null, "StartAt"))
            {
                context.Error("GF102", "The definition has no StartAt, which names the first state.", []);
            }
        }
        else if (start is not FlowString)
        {
            context.Error("GF109", "StartAt is the name of a state, a string.", ["StartAt"]);
        }

        if (root["States"] is not { } states)
        {
            if (!FieldTable.HasSlip(root, null, "States"))
            {
                context.Error("GF103", "The definition has no States: an object that holds each state under its name.", []);
            }
        }
        else if (states is not FlowObject { Count: > 0 })
        {
            context.Error("GF103", "States is an object that holds each state under its name, one at least.", ["States"]);
        }
    }

    private static void CheckState(LintContext context, LintState state)
    {
        FlowValue value = ((FlowObject)context.Root!["States"]!)[state.Name]!;
        if (value is not FlowObject fields)
        {
            context.Error("GF105", $"The state '{state.Name}' is an object with a Type and its fields.", state.Steps());
            context.MarkBroken(state.Steps());
            return;
        }

        if (state.Name.Length is 0 or > 128)
        {
            context.Error("GF105", "The name of a state has 1 to 128 characters.", state.Steps(), key: true);
        }

        if (!FindType(context, state))
        {
            context.MarkBroken(state.Steps());
            return;
        }

        IReadOnlyDictionary<string, FieldKind> known = FieldTable.Of(state.Type!);
        foreach ((string name, FlowValue field) in fields)
        {
            if (!known.TryGetValue(name, out FieldKind kind))
            {
                ReportUnknown(context, state.Steps(name), name, known.Keys, $"a state of type '{state.Type}'", FieldTable.HintFor(name, state.Type!));
            }
            else if (FieldTable.Problem(kind, field) is { } problem)
            {
                context.Error("GF109", $"{name} {problem}.", state.Steps(name));
                context.MarkBroken(state.Steps(name));
                context.IsGraphUncertain |= name is "Next" or "End" or "Default" or "Choices" or "Catch";
            }
        }

        CheckTogether(context, state);
    }

    private static bool FindType(LintContext context, LintState state)
    {
        FlowValue? type = state.Fields["Type"];
        if (type is null)
        {
            if (!FieldTable.HasSlip(state.Fields, null, "Type"))
            {
                context.Error("GF106", $"The state '{state.Name}' has no Type: one of {string.Join(", ", FieldTable.Types)}.", state.Steps());
            }
            else
            {
                string slip = state.Fields.Names.First(name => Similarity.Closest(name, ["Type"]) is not null);
                ReportUnknown(context, state.Steps(slip), slip, ["Type"], "a state", hint: null);
            }

            return false;
        }

        string? name = type.AsString();
        if (name is not null && FieldTable.Types.Contains(name))
        {
            state.Type = name;
            return true;
        }

        string? meant = name is null ? null : Similarity.Closest(name, FieldTable.Types);
        string instead = name is null ? "." : FieldTable.InsteadOfType(name) ?? (meant is null ? "." : $"; did you mean '{meant}'?");
        context.Error("GF107", $"{(name is null ? "Type" : $"'{name}'")} is no type of state: there are {string.Join(", ", FieldTable.Types)}{instead}", state.Steps("Type"), suggestion: meant);
        return false;
    }

    private static void CheckTogether(LintContext context, LintState state)
    {
        FlowObject fields = state.Fields;
        switch (state.Type)
        {
            case "Action":
                CheckAction(context, state);
                break;
            case "ExpressionEval" when fields["Parameters"] is null && !HasSlip(state, "Parameters"):
                context.Error("GF117", "An ExpressionEval state needs Parameters: what it computes.", state.Steps());
                break;
            case "CreateWebInput" or "AwaitWebInput":
                CheckBody(context, state, "what is asked, or waited for");
                break;
            case "Pass" when fields["InputPath"] is not null && fields["Parameters"] is not null:
                context.Error("GF111", "InputPath and Parameters exclude each other: leave one out.", state.Steps("Parameters"), key: true);
                break;
            case "Wait":
                CheckWait(context, state);
                break;
            case "Fail":
                CheckPair(context, state, "Error", "ErrorPath");
                CheckPair(context, state, "Cause", "CausePath");
                break;
            default:
                break;
        }
    }

    private static void CheckBody(LintContext context, LintState state, string meaning)
    {
        FlowObject fields = state.Fields;
        if (fields["InputPath"] is not null && fields["Parameters"] is not null)
        {
            context.Error("GF111", "InputPath and Parameters exclude each other: leave one out.", state.Steps("Parameters"), key: true);
        }
        else if (fields["InputPath"] is null && fields["Parameters"] is null && !HasSlip(state, "InputPath") && !HasSlip(state, "Parameters"))
        {
            context.Error("GF111", $"{(state.Type!.StartsWith('A') ? "An" : "A")} {state.Type} state needs Parameters or InputPath: {meaning}.", state.Steps());
        }
    }

    private static void CheckAction(LintContext context, LintState state)
    {
        FlowObject fields = state.Fields;
        CheckBody(context, state, "the body of the action");

        if (fields["ActionUrl"] is not null && fields["Handler"] is not null)
        {
            context.Error("GF112", "ActionUrl and Handler exclude each other: leave one out.", state.Steps("Handler"), key: true);
        }
        else if (fields["ActionUrl"] is null && fields["Handler"] is null && !HasSlip(state, "ActionUrl") && !HasSlip(state, "Handler"))
        {
            context.Error("GF112", "An Action state needs an ActionUrl (or a Handler, for a registered API).", state.Steps());
        }

        bool isHandler = fields["Handler"] is not FlowObject handler || handler["Type"]?.AsString() switch
        {
            "RegisteredAPI" => handler["Id"] is FlowString,
            "ActionProvider" => handler["Url"] is FlowString,
            _ => false,
        };
        if (!isHandler)
        {
            context.Error("GF112", "A Handler is {Type: RegisteredAPI, Id: <the registered API's id>} or {Type: ActionProvider, Url: <the provider's URL>}.", state.Steps("Handler"));
        }
    }

    private static void CheckWait(LintContext context, LintState state)
    {
        string[] given = [.. FieldTable.WaitFields.Where(state.Fields.ContainsKey)];
        if (given.Length == 0 && !FieldTable.WaitFields.Any(name => HasSlip(state, name)))
        {
            context.Error("GF113", "A Wait state needs one of Seconds, Timestamp, SecondsPath and TimestampPath.", state.Steps());
        }
        else if (given.Length > 1)
        {
            context.Error("GF113", $"{given[0]} and {given[1]} exclude each other: a Wait state has one of them.", state.Steps(given[1]), key: true);
        }
    }

    private static void CheckPair(LintContext context, LintState state, string literal, string path)
    {
        if (state.Fields[literal] is not null && state.Fields[path] is not null)
        {
            context.Error("GF118", $"{literal} and {path} exclude each other: leave one out.", state.Steps(path), key: true);
        }
    }

    private static bool HasSlip(LintState state, string missing) => FieldTable.HasSlip(state.Fields, state.Type, missing);

    private static void ReportUnknown(LintContext context, IReadOnlyList<object> steps, string name, IEnumerable<string> known, string where, string? hint)
    {
        string? meant = hint is null ? FieldTable.Meant(name, known) : null;
        context.Error("GF108", $"'{name}' is no field of {where}{(hint is not null ? "; " + hint + "." : meant is null ? "." : $"; did you mean '{meant}'?")}", steps, key: true, meant);
        context.MarkBroken(steps);
        context.IsGraphUncertain |= meant is "Next" or "End" or "Default" or "Choices" or "Catch" or "States" or "StartAt";
    }
}
