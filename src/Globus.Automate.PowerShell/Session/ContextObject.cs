using System.Management.Automation;

namespace Globus.Automate.PowerShell.Session;

/// <summary>A connection as an object for people and scripts; no token is in it.</summary>
internal static class ContextObject
{
    public static PSObject Create(Connection connection)
    {
        var result = new PSObject();
        result.TypeNames.Insert(0, "Globus.Automate.Context");
        Add("Kind", connection.Kind);
        Add("Environment", connection.Session.Environment.Name);
        Add("Username", connection.Identity.Username);
        Add("Principal", connection.Identity.Principal);
        Add("FlowsUrl", connection.Session.Environment.FlowsUrl.AbsoluteUri);
        Add("ConnectedAt", connection.ConnectedAt);
        return result;

        void Add(string name, object? value) => result.Properties.Add(new PSNoteProperty(name, value));
    }
}
