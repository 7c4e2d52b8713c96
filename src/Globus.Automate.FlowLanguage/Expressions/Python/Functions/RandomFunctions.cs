using System.Numerics;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python.Functions;

/// <summary><c>rand()</c>: simpleeval's random number from 0 to 1.</summary>
internal sealed class RandFunction() : PythonFunction("rand")
{
    public override bool IsPure => false;

    public override FlowValue Invoke(in Call call)
    {
        call.Require(0, 0);
        return FlowValue.From(Random.Shared.NextDouble());
    }
}

/// <summary><c>randint(top)</c>: simpleeval's random integer below <c>top</c>.</summary>
internal sealed class RandIntFunction() : PythonFunction("randint")
{
    public override bool IsPure => false;

    public override FlowValue Invoke(in Call call)
    {
        call.Require(1, 1);
        double top = PythonNumbers.IsNumber(call[0])
            ? PythonNumbers.Real(call.Site, call[0])
            : throw call.Site.TypeError($"randint() takes a number, not {PythonNames.Of(call[0])}.");
        return double.IsFinite(top)
            ? FlowValue.From(new BigInteger(Math.Truncate(Random.Shared.NextDouble() * top)))
            : throw call.Site.ValueError("randint() takes a finite number.");
    }
}
