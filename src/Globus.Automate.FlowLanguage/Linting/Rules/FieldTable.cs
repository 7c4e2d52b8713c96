using Globus.Automate.FlowLanguage.Text;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Linting.Rules;

/// <summary>What a field holds.</summary>
internal enum FieldKind
{
    Anything,
    Text,
    Truth,
    Object,
    List,
    Path,
    Seconds,
    Timestamp,
}

/// <summary>The fields of each type of state (the flow language's table of states).</summary>
internal static class FieldTable
{
    public static readonly string[] Types = ["Action", "ExpressionEval", "Choice", "Pass", "Wait", "Fail", "CreateWebInput", "AwaitWebInput"];

    public static readonly HashSet<string> TopLevel = new(StringComparer.Ordinal) { "StartAt", "States", "Comment" };

    public static readonly string[] WaitFields = ["Seconds", "Timestamp", "SecondsPath", "TimestampPath"];

    private static readonly Dictionary<string, Dictionary<string, FieldKind>> s_fields = new(StringComparer.Ordinal)
    {
        ["Action"] = Fields(("ActionUrl", FieldKind.Text), ("Handler", FieldKind.Object), ("ActionScope", FieldKind.Text), ("InputPath", FieldKind.Path), ("Parameters", FieldKind.Object), ("ResultPath", FieldKind.Path),
            ("WaitTime", FieldKind.Seconds), ("ExceptionOnActionFailure", FieldKind.Truth), ("RunAs", FieldKind.Text), ("Catch", FieldKind.List), ("Next", FieldKind.Text), ("End", FieldKind.Truth)),
        ["ExpressionEval"] = Fields(("Parameters", FieldKind.Object), ("ResultPath", FieldKind.Path), ("Next", FieldKind.Text), ("End", FieldKind.Truth)),
        ["Pass"] = Fields(("InputPath", FieldKind.Path), ("Parameters", FieldKind.Object), ("Result", FieldKind.Anything), ("ResultPath", FieldKind.Path), ("Next", FieldKind.Text), ("End", FieldKind.Truth)),
        ["Choice"] = Fields(("Choices", FieldKind.List), ("Default", FieldKind.Text)),
        ["Wait"] = Fields(("Seconds", FieldKind.Seconds), ("Timestamp", FieldKind.Timestamp), ("SecondsPath", FieldKind.Path), ("TimestampPath", FieldKind.Path), ("Next", FieldKind.Text), ("End", FieldKind.Truth)),
        ["Fail"] = Fields(("Error", FieldKind.Text), ("Cause", FieldKind.Text), ("ErrorPath", FieldKind.Path), ("CausePath", FieldKind.Path)),

        // The service's published examples have these two; what they take is known from there.
        ["CreateWebInput"] = Fields(("InputPath", FieldKind.Path), ("Parameters", FieldKind.Object), ("ResultPath", FieldKind.Path), ("Catch", FieldKind.List), ("Next", FieldKind.Text), ("End", FieldKind.Truth)),
        ["AwaitWebInput"] = Fields(("InputPath", FieldKind.Path), ("Parameters", FieldKind.Object), ("ResultPath", FieldKind.Path), ("Catch", FieldKind.List), ("Next", FieldKind.Text), ("End", FieldKind.Truth)),
    };

    private static readonly Dictionary<string, string> s_insteadOfType = new(StringComparer.Ordinal)
    {
        ["Task"] = "; use Action, with an ActionUrl.",
        ["Succeed"] = "; use Pass with End: true.",
        ["Parallel"] = "; Flows has no parallel branches: run several flows, or actions one after the other.",
        ["Map"] = "; Flows has no Map: make a loop with Choice, or an expression with a list comprehension.",
    };

    private static readonly HashSet<string> s_all = new(s_fields.Values.SelectMany(static f => f.Keys).Concat(TopLevel), StringComparer.Ordinal);

    public static IReadOnlyDictionary<string, FieldKind> Of(string type) => s_fields[type];

    /// <summary>Whether states of a type have a field.</summary>
    public static bool Has(string? type, string field) => type is not null && s_fields[type].ContainsKey(field);

    public static bool IsKnownAnywhere(string name) => s_all.Contains(name);

    public static string? InsteadOfType(string type) => s_insteadOfType.GetValueOrDefault(type);

    /// <summary>What people write who have another language in mind.</summary>
    private static readonly Dictionary<string, string[]> s_synonyms = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Url"] = ["ActionUrl"], ["Uri"] = ["ActionUrl"], ["Endpoint"] = ["ActionUrl"], ["Resource"] = ["ActionUrl"], ["ActionProvider"] = ["ActionUrl"], ["Action"] = ["ActionUrl"],
        ["Params"] = ["Parameters"], ["Body"] = ["Parameters"], ["Arguments"] = ["Parameters"], ["Args"] = ["Parameters"], ["Input"] = ["Parameters"], ["Payload"] = ["Parameters"],
        ["GoTo"] = ["Next"], ["Then"] = ["Next"], ["NextState"] = ["Next"], ["Transition"] = ["Next"], ["Stop"] = ["End"], ["Final"] = ["End"], ["IsEnd"] = ["End"], ["Terminal"] = ["End"],
        ["Else"] = ["Default"], ["Otherwise"] = ["Default"], ["Rules"] = ["Choices"], ["Cases"] = ["Choices"], ["Conditions"] = ["Choices"],
        ["WaitTime"] = ["Seconds"], ["Duration"] = ["Seconds", "WaitTime"], ["Delay"] = ["Seconds"], ["Timeout"] = ["WaitTime", "Seconds"], ["TimeoutSeconds"] = ["WaitTime"], ["Until"] = ["Timestamp"],
        ["Reason"] = ["Cause"], ["Message"] = ["Cause"], ["Code"] = ["Error"], ["OnError"] = ["Catch"], ["Except"] = ["Catch"], ["Output"] = ["ResultPath"], ["OutputPath"] = ["ResultPath"],
    };

    /// <summary>The field that was probably meant by one that is not known: by its letters, or by what other languages call it.</summary>
    public static string? Meant(string name, IEnumerable<string> known)
        => Similarity.Closest(name, known) ?? (s_synonyms.TryGetValue(name, out string[]? synonyms) ? synonyms.FirstOrDefault(known.Contains) : null);

    /// <summary>Whether a field that the state's type does not have was meant to be a missing one: then the slip is what is reported, once.</summary>
    public static bool HasSlip(FlowObject fields, string? type, string missing)
    {
        if (fields.ContainsKey(missing))
        {
            return false;
        }

        foreach ((string name, _) in fields.Members)
        {
            bool isKnown = type is null ? IsKnownAnywhere(name) : Of(type).ContainsKey(name);
            if (!isKnown && Meant(name, type is null ? [missing] : Of(type).Keys) == missing)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What to use instead of a field that other states languages have, or that another type of state has.</summary>
    public static string? HintFor(string name, string type) => name switch
    {
        "OutputPath" => "use ResultPath to say where the result goes",
        "ResultSelector" => "pick from the result with a Pass state that follows",
        "Retry" => "make a loop with Catch, Wait and Choice",
        "InputPath" when type == "ExpressionEval" => "use Parameters, or a Pass state",
        "Next" or "End" when type == "Choice" => "a Choice goes on by its rules and Default",
        "Next" or "End" when type == "Fail" => "a Fail state ends the run",
        "Catch" when !Has(type, "Catch") => "only Action states catch errors",
        _ => null,
    };

    /// <summary>What is wrong with a value; null where it fits.</summary>
    public static string? Problem(FieldKind kind, FlowValue value) => kind switch
    {
        FieldKind.Text or FieldKind.Path when value is not FlowString => "is a string",
        FieldKind.Text when value is FlowString { Value.Length: 0 } => "is empty",
        FieldKind.Truth or FieldKind.Seconds when value is FlowString text => $"is {(kind == FieldKind.Truth ? "true or false" : "a number of seconds")}, and '{text.Value}' is text",
        FieldKind.Truth when value is not FlowBoolean => "is true or false",
        FieldKind.Object when value is not FlowObject => "is an object",
        FieldKind.List when value is not FlowArray => "is a list",
        FieldKind.Seconds when !value.IsNumber => "is a number of seconds",
        FieldKind.Seconds when value is FlowInteger whole && (whole.Value < 0 || whole.Value > 31_536_000) => "is from 0 to 31536000 seconds, a year",
        FieldKind.Seconds when value is FlowReal real && (real.Value < 0 || real.Value > 31_536_000) => "is from 0 to 31536000 seconds, a year",
        FieldKind.Timestamp when value is not FlowString => "is a time such as '2026-01-31T12:00:00Z'",
        FieldKind.Timestamp when !IsTimestamp(((FlowString)value).Value) => "is a time with its zone, such as '2026-01-31T12:00:00Z'",
        _ => null,
    };

    public static bool IsTimestamp(string text)
        => text.Length >= 20 && text[4] == '-' && text[10] is 'T' or 't' or ' '
            && (text.EndsWith('Z') || text.EndsWith('z') || text.LastIndexOfAny(['+', '-']) > 10)
            && DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out _);

    private static Dictionary<string, FieldKind> Fields(params (string Name, FieldKind Kind)[] fields)
    {
        var all = new Dictionary<string, FieldKind>(StringComparer.Ordinal) { ["Type"] = FieldKind.Text, ["Comment"] = FieldKind.Anything };
        foreach ((string name, FieldKind kind) in fields)
        {
            all[name] = kind;
        }

        return all;
    }
}
