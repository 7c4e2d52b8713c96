using Globus.Automate.FlowLanguage.Expressions.Python.Values;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python;

/// <summary>How messages call values: by the words of JSON, with an article.</summary>
internal static class PythonNames
{
    public static string Of(FlowValue value) => value switch
    {
        FlowBoolean => "a boolean",
        FlowInteger => "an integer",
        FlowReal => "a real number",
        FlowString => "a string",
        FlowArray or PythonList => "a list",
        FlowObject or PythonDict => "an object",
        PythonTuple => "a tuple",
        PythonSet => "a set",
        PythonBytes => "a bytes value",
        PythonView => "the view of an object",
        PythonValue => "a function",
        _ => "null",
    };

    /// <summary>A text as part of a message: quoted, and not too long.</summary>
    public static string Quote(string text) => PythonText.ReprOf(text.Length > 40 ? text[..40] : text, asciiOnly: false) + (text.Length > 40 ? "..." : string.Empty);
}
