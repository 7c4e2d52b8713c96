using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python.Values;

/// <summary>A tuple.</summary>
internal sealed class PythonTuple(params FlowValue[] items) : PythonValue
{
    public override string TypeName => "tuple";

    public override FlowValueKind Kind => FlowValueKind.Array;

    public ReadOnlySpan<FlowValue> Items => items;

    public int Count => items.Length;
}
