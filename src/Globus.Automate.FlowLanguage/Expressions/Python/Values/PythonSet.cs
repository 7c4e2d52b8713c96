using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python.Values;

/// <summary>A set. Its items stand in the order in which they came; it is gone through in that of <see cref="SetOrder"/>.</summary>
internal sealed class PythonSet : PythonValue
{
    public override string TypeName => "set";

    public override FlowValueKind Kind => FlowValueKind.Array;

    public KeyTable Table { get; } = new();

    /// <summary>How many items came at once when the set was made from another: CPython's table is larger then, and its order another.</summary>
    public int Merged { get; set; }

    /// <summary>Adds an item that has a hash.</summary>
    public void Add(FlowValue item)
    {
        if (!Table.Contains(item))
        {
            Table.Set(item, True);
        }
    }
}
