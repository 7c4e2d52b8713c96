using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Providers;

namespace Globus.Automate.Local.Services;

/// <summary>The scopes of a definition: those that its actions need, by RunAs, and the flow's own one for each role.</summary>
internal static class FlowScopes
{
    private const string UserRole = "User";
    private const string FlowRole = "Flow";

    /// <summary>The providers on a service's own host call that service directly: validation names the service's scope (recorded, validate_flow).</summary>
    private static readonly Dictionary<string, string> s_services = new(StringComparer.OrdinalIgnoreCase)
    {
        ["transfer.actions.globus.org"] = "urn:globus:auth:scope:transfer.api.globus.org:all",
    };

    /// <summary>The <c>scopes</c> of <c>POST /flows/validate</c>: for each RunAs the scopes of the actions that run as it.</summary>
    public static FlowObject ByRunAs(FlowDefinition definition, ActionProviderRegistry providers)
    {
        var scopes = new Dictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (ActionState state in definition.States.OfType<ActionState>())
        {
            if (ScopeOf(state, providers) is not { } scope)
            {
                continue;
            }

            if (!scopes.TryGetValue(state.RunAs, out SortedSet<string>? needed))
            {
                scopes[state.RunAs] = needed = new SortedSet<string>(StringComparer.Ordinal);
            }

            needed.Add(scope);
        }

        return FlowObject.Create(scopes.Select(static entry => KeyValuePair.Create(entry.Key, (FlowValue)FlowArray.OfStrings(entry.Value))));
    }

    /// <summary>The flow's scope for each role of its definition (manual, section 5.4.1); null where it has no roles.</summary>
    public static FlowObject? ByRole(FlowRecord flow)
    {
        FlowObject scopes = FlowObject.Empty;
        foreach (string role in flow.Compiled.States.OfType<ActionState>().Select(static state => state.RunAs).Distinct(StringComparer.Ordinal))
        {
            if (role is not (UserRole or FlowRole))
            {
                scopes = scopes.With(role, FlowValue.From(ForRole(flow.Id, role)));
            }
        }

        return scopes.Count > 0 ? scopes : null;
    }

    /// <summary>The flow's scope for one role.</summary>
    public static string ForRole(Guid flowId, string role)
        => Scopes.ForFlow(flowId, new string([.. role.ToLowerInvariant().Select(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' ? c : '_')]));

    private static string? ScopeOf(ActionState state, ActionProviderRegistry providers)
    {
        if (state.ActionScope is { } given)
        {
            return given;
        }

        if (!Uri.TryCreate(state.ActionUrl, UriKind.Absolute, out Uri? url))
        {
            return null;
        }

        return s_services.TryGetValue(url.Host, out string? scope) ? scope
            : providers.TryFind(url, out ActionProvider? provider) ? provider.Description.GlobusAuthScope
            : FlowUrls.TryRead(url, out Guid flowId) ? Scopes.ForFlow(flowId)
            : null;
    }
}
