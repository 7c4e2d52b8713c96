using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python.Functions;

/// <summary><c>is_present('a.b')</c>: whether the state has a value there (manual section 5.3.1).</summary>
internal sealed class IsPresentFunction() : PythonFunction("is_present")
{
    public override bool IsPure => false;

    public override FlowValue Invoke(in Call call)
    {
        call.Require(1, 1);
        return FlowValue.From(StateLookup.Find(call.Site, call.Text(0)) is not null);
    }
}

/// <summary><c>getattr('a.b', default)</c>: the value that the state has there, or the default, or null (manual section 5.3.1).</summary>
internal sealed class GetAttrFunction() : PythonFunction("getattr")
{
    public override bool IsPure => false;

    public override FlowValue Invoke(in Call call)
    {
        call.Require(1, 2);
        return StateLookup.Find(call.Site, call.Text(0)) ?? (call.Count > 1 ? call[1] : FlowValue.Null);
    }
}
