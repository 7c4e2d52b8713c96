using System.Runtime.CompilerServices;
using Globus.Automate.FlowLanguage.Schema;
using Globus.Automate.FlowLanguage.Schema.Evaluation;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Linting.Rules;

/// <summary>GF601, GF602, GF603, GF605: what Action states call, with what, for how long and as whom.</summary>
internal sealed class ActionRules : LintRule
{
    private const double DefaultWaitTime = 300;

    /// <summary>What a provider takes is the same each time, and takes longer to compile than to ask.</summary>
    private static readonly ConditionalWeakTable<FlowObject, IJsonSchema> s_schemas = [];

    public override void Check(LintContext context)
    {
        foreach (LintState state in context.States.Where(static s => s.Type == "Action"))
        {
            CheckUrl(context, state);
            CheckWaitTime(context, state);
            CheckBody(context, state);
            CheckRole(context, state);
        }
    }

    private static void CheckUrl(LintContext context, LintState state)
    {
        if (state.ActionUrl is not var (url, steps))
        {
            return;
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed) || parsed.Scheme is not ("https" or "http"))
        {
            context.Error("GF601", $"'{url}' is no URL of an action provider; it begins with https://.", steps, suggestion: Uri.TryCreate("https://" + url, UriKind.Absolute, out Uri? whole) && whole.Host.Contains('.', StringComparison.Ordinal) ? "https://" + url : null);
        }
        else if (parsed.Scheme == "http" && !parsed.IsLoopback)
        {
            context.Error("GF601", $"The {steps[^1]} is not https, so that tokens would travel in the open: write https{url[4..]}.", steps, suggestion: "https" + url[4..]);
        }
    }

    private static void CheckWaitTime(LintContext context, LintState state)
    {
        if (state.Fields["Parameters"] is not FlowObject parameters || (parameters["sleep_time"] ?? Folded(context, parameters["sleep_time.="])) is not { IsNumber: true } sleep)
        {
            return;
        }

        double wait = state.Fields["WaitTime"] is { IsNumber: true } given ? Number(given) : DefaultWaitTime;
        if (Number(sleep) >= wait)
        {
            context.Warning("GF603", $"The action sleeps {Number(sleep):0.###} s, and WaitTime is over after {wait:0.###} s{(state.Fields["WaitTime"] is null ? ", its default" : string.Empty)}: the state ends with ActionTimeout; give it a longer WaitTime.", state.Fields["WaitTime"] is null ? state.Steps("Parameters", parameters.ContainsKey("sleep_time") ? "sleep_time" : "sleep_time.=") : state.Steps("WaitTime"));
        }
    }

    /// <summary>Constants are checked as they are; a computed parameter may have any value, so only what is wrong with each value is told.</summary>
    private static void CheckBody(LintContext context, LintState state)
    {
        if (state.ActionUrl is not var (url, _) || state.Fields["Parameters"] is not FlowObject parameters
            || context.Request.Actions?.FindInputSchema(url) is not FlowObject schema || context.IsBrokenBelow(state.Steps("Parameters")))
        {
            return;
        }

        FlowValue body = Constants(context, parameters, 0);
        if (s_schemas.GetValue(schema, static s => JsonSchema.Compile(s)).Validate(body).Errors is [var error, ..])
        {
            (IReadOnlyList<object> steps, bool isKey, string? meant) = SchemaPlace.Of(error, body);
            context.Error("GF602", $"The action does not take these parameters: {SchemaPlace.Sentence(error)}", state.Steps(["Parameters", .. Written(parameters, steps)]), isKey, meant);
        }
    }

    private static void CheckRole(LintContext context, LintState state)
    {
        if (state.Fields["RunAs"]?.AsString() is not { } role || role is "User" or "Flow")
        {
            return;
        }

        if (Array.Find(["User", "Flow"], known => known.Equals(role, StringComparison.OrdinalIgnoreCase)) is { } meant)
        {
            context.Warning("GF605", $"'{role}' is taken for the name of a role; did you mean '{meant}'?", state.Steps("RunAs"), suggestion: meant);
            return;
        }

        if (context.Request.InputSchema?.Root is not FlowObject schema)
        {
            return;
        }

        bool isDeclared = (schema["properties"] as FlowObject)?["_tokens"] is FlowObject tokens
            && ((tokens["properties"] as FlowObject)?.ContainsKey(role) == true || tokens["properties"] is null);
        bool isOpen = schema["additionalProperties"] is not FlowBoolean { Value: false } && (schema["properties"] as FlowObject)?["_tokens"] is null;
        if (!isDeclared && !isOpen)
        {
            context.Warning("GF605", $"The role '{role}' needs a token in the input, and the input schema does not take one: add _tokens with the property '{role}'.", state.Steps("RunAs"));
        }
    }

    /// <summary>The body as far as it is known: what is computed from the state stands in it as unknown.</summary>
    private static FlowValue Constants(LintContext context, FlowValue value, int depth)
    {
        if (depth > 100)
        {
            return UnknownValue.Instance;
        }

        switch (value)
        {
            case FlowObject fields:
                var members = new FlowObject.Builder(fields.Count);
                foreach ((string name, FlowValue field) in fields)
                {
                    if (name == "__Private_Parameters")
                    {
                        continue;
                    }

                    bool isComputed = name.EndsWith(".$", StringComparison.Ordinal) || name.EndsWith(".=", StringComparison.Ordinal);
                    members.Set(
                        isComputed ? name[..^2] : name,
                        !isComputed ? Constants(context, field, depth + 1) : (name[^1] == '=' ? Folded(context, field) : null) ?? UnknownValue.Instance);
                }

                return members.Build();
            case FlowArray list:
                return FlowArray.Create(list.Select(item => Constants(context, item, depth + 1)));
            default:
                return value;
        }
    }

    /// <summary>The value of an expression that reads nothing, such as <c>60 * 60</c>.</summary>
    private static FlowValue? Folded(LintContext context, FlowValue? expression)
        => expression is FlowString text && context.Expression(text.Value).Expression?.TryFoldConstant(out FlowValue? value) == true ? value : null;

    /// <summary>The steps as they are written: <c>name.$</c> or <c>name.=</c> for a parameter that is computed.</summary>
    private static List<object> Written(FlowValue parameters, IReadOnlyList<object> steps)
    {
        var written = new List<object>();
        FlowValue? at = parameters;
        foreach (object step in steps)
        {
            object here = step is string name && at is FlowObject fields ? Array.Find([name, name + ".$", name + ".="], fields.ContainsKey) ?? name : step;
            written.Add(here);
            at = here switch
            {
                string member => (at as FlowObject)?[member],
                int index when at is FlowArray list && index >= 0 && index < list.Count => list[index],
                _ => null,
            };
        }

        return written;
    }

    private static double Number(FlowValue value) => value is FlowReal real ? real.Value : (double)((FlowInteger)value).Value;
}
