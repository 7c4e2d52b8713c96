using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Services;

/// <summary>Identities as the routes of Globus Auth show them.</summary>
internal static class IdentityDocuments
{
    private const string Organization = "The local Globus";
    private static readonly string s_provider = NameBasedId.Create(NameBasedId.Namespace, "identity-provider").ToString();

    /// <summary>In <c>GET /v2/api/identities</c>.</summary>
    public static FlowObject InList(LocalIdentity identity) => FlowObject.Create(
        ("id", FlowValue.From(identity.Id.ToString())),
        ("username", FlowValue.From(identity.Username)),
        ("name", FlowValue.From(identity.Name)),
        ("email", FlowValue.From(identity.Email)),
        ("organization", FlowValue.From(Organization)),
        ("identity_provider", FlowValue.From(s_provider)),
        ("identity_type", FlowValue.From(identity.IsClient ? "client" : "login")),
        ("status", FlowValue.From("used")));

    /// <summary>In an <c>identity_set</c>.</summary>
    public static FlowObject InSet(LocalIdentity identity) => FlowObject.Create(
        ("sub", FlowValue.From(identity.Id.ToString())),
        ("username", FlowValue.From(identity.Username)),
        ("name", FlowValue.From(identity.Name)),
        ("email", FlowValue.From(identity.Email)),
        ("organization", FlowValue.From(Organization)),
        ("identity_provider", FlowValue.From(s_provider)),
        ("identity_provider_display_name", FlowValue.From(Organization)));

    /// <summary>The answer of <c>GET /v2/oauth2/userinfo</c> for a token with these scopes.</summary>
    public static FlowObject UserInfo(TokenGrant grant)
    {
        LocalIdentity identity = grant.Owner;
        var info = new FlowObject.Builder(10);
        info.Set("sub", FlowValue.From(identity.Id.ToString()));
        info.Set("last_authentication", FlowValue.From(grant.IssuedAt.ToUnixTimeSeconds()));
        if (grant.Names.Contains(Scopes.Profile))
        {
            info.Set("preferred_username", FlowValue.From(identity.Username));
            info.Set("name", FlowValue.From(identity.Name));
            info.Set("organization", FlowValue.From(Organization));
            info.Set("identity_provider", FlowValue.From(s_provider));
            info.Set("identity_provider_display_name", FlowValue.From(Organization));
        }

        if (grant.Names.Contains(Scopes.Email))
        {
            info.Set("email", FlowValue.From(identity.Email));
        }

        if (grant.Names.Contains(Scopes.ViewIdentitySet))
        {
            info.Set("identity_set", FlowArray.Create(InSet(identity)));
        }

        return info.Build();
    }
}
