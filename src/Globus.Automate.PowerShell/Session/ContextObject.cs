using System.Management.Automation;
using Globus.Automate.Client.Auth;

namespace Globus.Automate.PowerShell.Session;

/// <summary>A connection, or a login that is kept, as an object for people and scripts; no token is in it.</summary>
internal static class ContextObject
{
    public static PSObject Create(Connection connection) => Create(
        ("Kind", connection.Kind),
        ("Environment", connection.Session.Environment.Name),
        ("Username", connection.Identity.Username),
        ("Principal", connection.Identity.Principal),
        ("ClientId", connection.Login?.Credentials.ClientId),
        ("FlowsUrl", connection.Session.Environment.FlowsUrl.AbsoluteUri),
        ("ConnectedAt", connection.ConnectedAt));

    public static PSObject Create(StoredLogin login) => Create(
        ("Kind", "Saved"),
        ("Environment", login.Environment),
        ("Username", login.Username),
        ("Principal", login.Principal),
        ("ClientId", login.ClientId));

    private static PSObject Create(params (string Name, object? Value)[] properties)
    {
        var result = new PSObject();
        result.TypeNames.Insert(0, "Globus.Automate.Context");
        foreach ((string name, object? value) in properties)
        {
            result.Properties.Add(new PSNoteProperty(name, value));
        }

        return result;
    }
}
