using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python.Values;

/// <summary>A set, in the order in which its items came.</summary>
internal sealed class PythonSet : PythonValue
{
    public override string TypeName => "set";

    public override FlowValueKind Kind => FlowValueKind.Array;

    public KeyTable Table { get; } = new();

    /// <summary>Adds an item that has a hash.</summary>
    public void Add(FlowValue item)
    {
        if (!Table.Contains(item))
        {
            Table.Set(item, True);
        }
    }
}
