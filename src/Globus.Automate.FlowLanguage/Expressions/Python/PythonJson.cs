using Globus.Automate.FlowLanguage.Expressions.Evaluation;
using Globus.Automate.FlowLanguage.Expressions.Python.Values;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python;

/// <summary>Values as they look in a flow's document: what Python's <c>json</c> module writes.</summary>
internal static class PythonJson
{
    /// <summary>The value as JSON; what is JSON already stays the same object.</summary>
    /// <exception cref="ExpressionException">JSON has nothing of the kind: a set, a function, an infinite number.</exception>
    public static FlowValue ToJson(Site site, FlowValue value) => ToJson(site, value, 0);

    private static FlowValue ToJson(Site site, FlowValue value, int depth)
    {
        switch (value)
        {
            case FlowInteger whole:
                PythonText.RequireDigits(site, whole);
                return value;
            case FlowReal real:
                return double.IsFinite(real.Value) ? value : throw site.ValueError($"The result is {RealText.Special(real.Value)}, which JSON does not have.");
            case FlowString text:
                // A text can be in the result many times over, and is written each time.
                site.Charge(text.Value.Length >> 2);
                RequireUnicode(site, text.Value);
                return value;
            case FlowArray or FlowObject:
                site.Charge(value.Utf8Size >> 2);
                return value;
            case PythonList list:
                return Items(site, list.Items, depth);
            case PythonTuple tuple:
                return Items(site, tuple.Items, depth);
            case PythonDict:
                return Members(site, value, depth);
            case PythonValue python:
                throw site.TypeError(python switch
                {
                    PythonSet => "The result is a set, which JSON does not have; list(...) makes a list of it.",
                    PythonView => "The result is a view of an object, which JSON does not have; list(...) makes a list of it.",
                    PythonBytes => "The result is bytes, which JSON does not have; .decode() makes a string of them.",
                    _ => $"The result is {PythonNames.Of(python)} itself ({python.TypeName}); parentheses after its name call it.",
                });
            default:
                return value;
        }
    }

    private static FlowArray Items(Site site, ReadOnlySpan<FlowValue> items, int depth)
    {
        PythonEquality.RequireDepth(site, depth);
        site.Charge(items.Length);
        var result = new FlowValue[items.Length];
        for (int i = 0; i < items.Length; i++)
        {
            result[i] = ToJson(site, items[i], depth + 1);
        }

        return FlowArray.Adopt(result);
    }

    private static FlowObject Members(Site site, FlowValue dict, int depth)
    {
        PythonEquality.RequireDepth(site, depth);
        site.Charge(2L * Dicts.Count(dict));
        var members = new FlowObject.Builder(Dicts.Count(dict));
        int place = 0;
        while (Dicts.Next(dict, ref place, out FlowValue? key, out FlowValue? value))
        {
            members.Set(Name(site, key), ToJson(site, value, depth + 1));
        }

        return members.Build();
    }

    /// <summary>Half of a surrogate pair is a character in Python, and none in a JSON document.</summary>
    private static string RequireUnicode(Site site, string text)
        => CodePoints.IsPlain(text) || CodePoints.IsWellFormed(text)
            ? text
            : throw site.Fault("UnicodeEncodeError", "The result has half of a surrogate pair in it (\\ud800 to \\udfff), which is no character.");

    /// <summary>A key that is no string is written as Python's json writes it.</summary>
    private static string Name(Site site, FlowValue key) => key switch
    {
        FlowString text => RequireUnicode(site, text.Value),
        FlowBoolean truth => truth.Value ? "true" : "false",
        FlowInteger whole => PythonText.Decimal(site, whole),
        FlowReal real => double.IsFinite(real.Value)
            ? RealText.Repr(real.Value)
            : throw site.ValueError($"A key of the result is {RealText.Special(real.Value)}, which JSON does not have."),
        { IsNull: true } => "null",
        _ => throw site.TypeError($"A key of the result is {PythonNames.Of(key)}; in JSON the keys are strings."),
    };
}
