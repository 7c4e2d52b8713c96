using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Services;

/// <summary>Flows as the service shows them: <c>FlowResponse</c>, and <c>FlowEmbed</c> inside a run.</summary>
internal static class FlowDocuments
{
    /// <summary>The whole flow, as far as someone with these roles may see it.</summary>
    public static FlowObject Response(FlowRecord flow, FlowRoles roles)
    {
        bool all = roles.MayAdminister();
        FlowArray List(IReadOnlyList<string> principals) => all ? FlowArray.OfStrings(principals) : FlowArray.Empty;
        FlowArray viewers = List(flow.Viewers);
        FlowArray starters = List(flow.Starters);
        FlowArray administrators = List(flow.Administrators);
        FlowValue url = FlowValue.From(flow.Url);
        string[] names = [.. roles.Names()];
        var document = new FlowObject.Builder(40);
        document.Set("id", FlowValue.From(flow.IdText));
        document.Set("definition", all ? flow.Definition : PrivateParameters.HideIn(flow.Definition));
        document.Set("input_schema", flow.InputSchema);
        document.Set("globus_auth_scope", FlowValue.From(Scopes.ForFlow(flow.Id)));
        document.SetIfPresent("globus_auth_scopes_by_RunAs", FlowScopes.ByRole(flow));
        document.Set("synchronous", FlowValue.False);
        document.Set("log_supported", FlowValue.True);
        document.Set("types", FlowArray.OfStrings(["Action"]));
        document.Set("api_version", FlowValue.From("1.0"));
        document.Set("title", FlowValue.From(flow.Title));
        document.Set("subtitle", FlowValue.From(flow.Subtitle));
        document.Set("description", FlowValue.From(flow.Description));
        document.Set("keywords", FlowArray.OfStrings(flow.Keywords));
        document.Set("principal_urn", FlowValue.From(Principals.OfIdentity(flow.Id)));
        document.Set("globus_auth_username", FlowValue.From($"{flow.Id}@clients.auth.globus.org"));
        document.Set("created_at", Times.Value(flow.CreatedAt));
        document.Set("updated_at", Times.Value(flow.UpdatedAt));
        document.Set("user_role", names.Length > 0 ? FlowValue.From(names[^1]) : FlowValue.Null);
        document.Set("user_roles", FlowArray.OfStrings(names));
        document.Set("created_by", FlowValue.From(flow.CreatedBy));
        document.Set("visible_to", viewers);
        document.Set("runnable_by", starters);
        document.Set("administered_by", administrators);
        document.Set("action_url", url);
        document.Set("flow_url", url);
        document.Set("flow_owner", FlowValue.From(flow.Owner));
        document.Set("flow_viewers", viewers);
        document.Set("flow_starters", starters);
        document.Set("flow_administrators", administrators);
        document.Set("run_managers", List(flow.RunManagers));
        document.Set("run_monitors", List(flow.RunMonitors));
        document.Set("subscription_id", FlowValue.From(flow.SubscriptionId));
        document.Set("authentication_policy_id", FlowValue.From(flow.AuthenticationPolicyId));
        document.Set("is_high_assurance", FlowValue.False);

        // What an Action Provider says of itself: a flow is one, at the same URL.
        document.Set("admin_contact", FlowValue.From("support@globus.org"));
        document.Set("maximum_deadline", FlowValue.From("P365D"));
        document.Set("event_types", FlowValue.Null);
        return document.Build();
    }

    /// <summary>The answer to a deletion.</summary>
    public static FlowObject Deleted(FlowRecord flow, FlowRoles roles, DateTimeOffset time)
        => Response(flow, roles).With("DELETED", FlowValue.True).With("deleted_at", Times.Value(time));

    /// <summary>The flow inside a run, with <c>include_flow_description</c>.</summary>
    public static FlowObject Embed(FlowRecord flow, DateTimeOffset? deletedAt) => FlowObject.Create(
        ("id", FlowValue.From(flow.IdText)),
        ("flow_owner", FlowValue.From(flow.Owner)),
        ("created_at", Times.Value(flow.CreatedAt)),
        ("updated_at", Times.Value(flow.UpdatedAt)),
        ("deleted_at", Times.Value(deletedAt)),
        ("title", FlowValue.From(flow.Title)),
        ("subtitle", FlowValue.From(flow.Subtitle)),
        ("description", FlowValue.From(flow.Description)),
        ("keywords", FlowArray.OfStrings(flow.Keywords)));
}
