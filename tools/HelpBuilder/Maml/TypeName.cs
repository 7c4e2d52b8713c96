using Microsoft.PowerShell;
using System.Management.Automation;

namespace Globus.Automate.HelpBuilder.Maml;

/// <summary>Types as PowerShell shows them to people: <c>string[]</c>, <c>hashtable</c>, and others without their namespace.</summary>
internal static class TypeName
{
    public static string Short(string fullName)
    {
        Type? type = Type.GetType(fullName) ?? typeof(PSObject).Assembly.GetType(fullName);
        return type is null ? fullName[(fullName.LastIndexOf('.') + 1)..] : ToStringCodeMethods.Type(PSObject.AsPSObject(type)).Replace("System.", "", StringComparison.Ordinal);
    }
}
