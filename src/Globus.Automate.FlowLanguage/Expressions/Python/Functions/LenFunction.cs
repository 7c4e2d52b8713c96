using Globus.Automate.FlowLanguage.Expressions.Python.Values;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python.Functions;

/// <summary><c>len(value)</c>: how many items a value has, or characters.</summary>
internal sealed class LenFunction() : PythonFunction("len")
{
    public override FlowValue Invoke(in Call call)
    {
        call.Require(1, 1);
        return FlowValue.From(Count(call));
    }

    private static int Count(in Call call)
    {
        if (Lists.TryItems(call[0], out ReadOnlySpan<FlowValue> items))
        {
            return items.Length;
        }

        switch (call[0])
        {
            case FlowString text:
                CodePoints.Charge(call.Site, text.Value);
                return CodePoints.Length(text.Value);
            case FlowObject or PythonDict:
                return Dicts.Count(call[0]);
            case PythonView view:
                return Dicts.Count(view.Dict);
            case PythonTuple tuple:
                return tuple.Count;
            case PythonSet set:
                return set.Table.Count;
            case PythonBytes bytes:
                return bytes.Value.Length;
            default:
                throw call.Site.TypeError($"{PythonEquality.Capital(PythonNames.Of(call[0]))} has no length.");
        }
    }
}
