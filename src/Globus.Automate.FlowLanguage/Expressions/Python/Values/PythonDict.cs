namespace Globus.Automate.FlowLanguage.Expressions.Python.Values;

/// <summary>A dict that an expression made, with keys of any kind that has a hash.</summary>
internal sealed class PythonDict : PythonValue
{
    public override string TypeName => "dict";

    public KeyTable Table { get; } = new();
}
