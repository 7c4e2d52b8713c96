using Globus.Automate.FlowLanguage.Expressions.Python.Types;
using Globus.Automate.FlowLanguage.Expressions.Python.Values;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python.Functions;

/// <summary><c>str(value)</c>: the value as Python writes it.</summary>
internal sealed class StrFunction() : PythonFunction("str")
{
    public override PythonType Type => PythonType.Text;

    public override FlowValue Invoke(in Call call)
    {
        call.Require(0, 3, "object", "encoding", "errors");
        FlowValue? value = call.Optional(0, "object");
        if (call.Optional(1, "encoding") is { } encoding)
        {
            return value is PythonBytes bytes
                ? FlowValue.From(Encodings.Decode(new Call(call.Site, Name, call.Count > 2 ? [encoding, call[2]] : [encoding], []), bytes.Value))
                : throw call.Site.TypeError("str() with an encoding takes bytes.");
        }

        return value is null ? FlowValue.From(string.Empty) : value is FlowString ? value : FlowValue.From(PythonText.Str(call.Site, value));
    }
}
