using System.Management.Automation;
using System.Text.Json;
using Globus.Automate.Client;
using Globus.Automate.Client.Actions;
using Globus.Automate.PowerShell.Conversion;
using Globus.Automate.PowerShell.Session;

namespace Globus.Automate.PowerShell.Commands.Action;

/// <summary>An action provider as a cmdlet was told of it: what it writes remembers this, so that it can be piped on.</summary>
/// <param name="Url">The provider's URL.</param>
/// <param name="Scope">The scope that the user named; null asks the provider.</param>
/// <param name="Client">What talks to it.</param>
internal sealed record ActionSource(Uri Url, string? Scope, ActionsClient Client)
{
    /// <summary>An action's status document, or the last one of it.</summary>
    public PSObject ToObject(ActionStatus action) => Create(action.Document, "Globus.Automate.Action");

    /// <summary>What the provider says of itself.</summary>
    public PSObject ToObject(ActionProvider provider) => Create(provider.Document, "Globus.Automate.ActionProvider");

    private PSObject Create(JsonElement document, string typeName)
    {
        PSObject result = ServiceObject.Create(document, typeName);
        Set(result, "ActionUrl", Url.AbsoluteUri);
        Set(result, "ActionScope", Scope);
        return result;
    }

    /// <summary>Where the object came from counts, whatever the document says.</summary>
    private static void Set(PSObject item, string name, object? value)
    {
        item.Properties.Remove(name);
        item.Properties.Add(new PSNoteProperty(name, value));
    }
}

/// <summary>The action providers that a cmdlet works with: one client for each, so that a provider is asked for its scope once.</summary>
internal sealed class ActionSources(Func<GlobusSession> session)
{
    private readonly Dictionary<(string Url, string? Scope), ActionSource> _known = [];

    /// <summary>The provider that a URL or a well-known name means.</summary>
    /// <exception cref="Errors.CommandException">It is neither.</exception>
    public ActionSource Find(string urlOrName, string? scope)
    {
        string? given = string.IsNullOrWhiteSpace(scope) ? null : scope.Trim();
        if (!_known.TryGetValue((urlOrName, given), out ActionSource? source))
        {
            Uri url = WellKnownActions.Resolve(urlOrName, session().Environment);
            source = new ActionSource(url, given, session().Actions(url, given));
            _known[(urlOrName, given)] = source;
        }

        return source;
    }
}
