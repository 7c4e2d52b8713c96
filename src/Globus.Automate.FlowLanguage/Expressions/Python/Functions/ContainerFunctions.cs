using Globus.Automate.FlowLanguage.Expressions.Python.Types;
using Globus.Automate.FlowLanguage.Expressions.Python.Values;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python.Functions;

/// <summary><c>list(items)</c>.</summary>
internal sealed class ListFunction() : PythonFunction("list")
{
    public override PythonType Type => PythonType.List;

    public override FlowValue Invoke(in Call call)
    {
        call.Require(0, 1);
        return new PythonList(call.Count == 0 ? [] : Iteration.ToArray(call.Site, call[0]));
    }
}

/// <summary><c>tuple(items)</c>.</summary>
internal sealed class TupleFunction() : PythonFunction("tuple")
{
    public override PythonType Type => PythonType.Tuple;

    public override FlowValue Invoke(in Call call)
    {
        call.Require(0, 1);
        return call.Count == 0 ? new PythonTuple() : call[0] is PythonTuple ? call[0] : new PythonTuple(Iteration.ToArray(call.Site, call[0]));
    }
}

/// <summary><c>dict(pairs, name=value)</c>.</summary>
internal sealed class DictFunction() : PythonFunction("dict")
{
    public override PythonType Type => PythonType.Dict;

    public override FlowValue Invoke(in Call call)
    {
        if (call.Count > 1)
        {
            call.Require(0, 1);
        }

        var dict = new PythonDict();
        if (call.Count == 1)
        {
            Dicts.Update(call.Site, dict, call[0]);
        }

        foreach (KeyValuePair<string, FlowValue> argument in call.Named)
        {
            dict.Table.Set(FlowValue.From(argument.Key), argument.Value);
        }

        return dict;
    }
}

/// <summary><c>set(items)</c>.</summary>
internal sealed class SetFunction() : PythonFunction("set")
{
    public override PythonType Type => PythonType.Set;

    public override FlowValue Invoke(in Call call)
    {
        call.Require(0, 1);
        return call.Count == 0 ? new PythonSet() : Sets.Of(call.Site, call[0]);
    }
}
