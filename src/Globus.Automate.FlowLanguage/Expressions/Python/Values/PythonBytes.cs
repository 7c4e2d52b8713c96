namespace Globus.Automate.FlowLanguage.Expressions.Python.Values;

/// <summary>Bytes: what <c>str.encode</c> makes and <c>bytes.decode</c> reads.</summary>
internal sealed class PythonBytes(byte[] value) : PythonValue
{
    public override string TypeName => "bytes";

    public byte[] Value => value;
}
