using System.Management.Automation;

namespace Globus.Automate.PowerShell.Conversion;

/// <summary>
/// Lets a parameter for ids take the objects that have them: <c>Get-GlobusRunLog $run</c> as well as <c>$run | Get-GlobusRunLog</c>. Everything
/// else goes to the parameter as it is.
/// </summary>
/// <param name="names">The properties that hold the id, the surest first.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ObjectIdAttribute(params string[] names) : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
        => (inputData is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : inputData) is object[] items
            ? Array.ConvertAll(items, IdOf)
            : IdOf(inputData);

    private object IdOf(object item)
    {
        if (item is PSObject { BaseObject: PSCustomObject } made)
        {
            foreach (string name in names)
            {
                if (made.Properties[name]?.Value is string { Length: > 0 } id)
                {
                    return id;
                }
            }
        }

        return item;
    }
}
