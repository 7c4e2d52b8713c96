using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Services;

/// <summary>
/// Makes the answer of the token endpoint: a token for the resource server of the first scope at top level, and one like it for each further
/// resource server in <c>other_tokens</c>.
/// </summary>
internal sealed class TokenIssuer(TokenStore tokens, ConsentStore consents, IdTokenSigner signer)
{
    /// <summary>What a login for Globus Auth itself brings.</summary>
    public static readonly IReadOnlyList<string> LoginScopes = [Scopes.OpenId, Scopes.Profile, Scopes.Email, Scopes.ViewIdentitySet, Scopes.ViewIdentities];

    /// <summary>Makes the tokens of a login.</summary>
    public FlowObject Login(LocalIdentity owner, string clientId, IReadOnlyList<ScopeTree> scopes, LoginExtras extras)
    {
        consents.Add(owner.Id, clientId, scopes, extras.WithRefresh);
        FlowObject[] answers = [.. scopes
            .GroupBy(static scope => Scopes.ResourceServerOf(scope.Scope)!, StringComparer.Ordinal)
            .Select(group => Answer(tokens.Begin(owner, clientId, group.Key, [.. group]), extras))];
        return Join(answers, extras);
    }

    /// <summary>Makes the next access token for a refresh token, which the answer names again.</summary>
    public FlowObject Refresh(TokenGrant grant, string refreshToken, string issuer)
    {
        var extras = new LoginExtras { Issuer = issuer };
        FlowObject answer = Answer(tokens.Begin(grant.Owner, grant.ClientId, grant.ResourceServer, grant.Scopes, grant.Family), extras);
        return Join([answer.With("refresh_token", FlowValue.From(refreshToken))], extras);
    }

    /// <summary>Makes tokens by which the service that holds a token calls the services that its scopes depend on.</summary>
    public FlowArray Dependent(TokenGrant grant, string clientId, bool withRefresh)
        => FlowArray.Create(grant.Scopes
            .SelectMany(static scope => scope.Dependencies)
            .GroupBy(static scope => Scopes.ResourceServerOf(scope.Scope)!, StringComparer.Ordinal)
            .Select(group => (FlowValue)Answer(tokens.Begin(grant.Owner, clientId, group.Key, [.. group]), new LoginExtras { WithRefresh = withRefresh })));

    private FlowObject Answer(TokenGrant grant, LoginExtras extras)
    {
        var answer = new FlowObject.Builder(8);
        answer.Set("access_token", FlowValue.From(tokens.Issue(grant)));
        answer.Set("scope", FlowValue.From(grant.ScopeText));
        answer.Set("expires_in", FlowValue.From((long)tokens.AccessLifetime.TotalSeconds));
        answer.Set("token_type", FlowValue.From("Bearer"));
        answer.Set("resource_server", FlowValue.From(grant.ResourceServer));
        if (extras.WithRefresh)
        {
            answer.Set("refresh_token", FlowValue.From(tokens.IssueRefresh(grant)));
        }

        if (extras.Issuer is not null && grant.Names.Contains(Scopes.OpenId))
        {
            answer.Set("id_token", FlowValue.From(signer.Sign(extras.Issuer, grant, extras.Nonce)));
        }

        return answer.Build();
    }

    private static FlowObject Join(FlowObject[] answers, LoginExtras extras)
    {
        FlowObject first = answers[0];
        if (extras.State is not null)
        {
            first = first.With("state", FlowValue.From(extras.State));
        }

        // An OpenID Connect client looks for the id token at top level.
        if (!first.ContainsKey("id_token") && Array.Find(answers, static answer => answer.ContainsKey("id_token"))?["id_token"] is { } idToken)
        {
            first = first.With("id_token", idToken);
        }

        return first.With("other_tokens", FlowArray.Create(answers.Skip(1)));
    }
}

/// <summary>What a login gives besides access tokens.</summary>
internal sealed record LoginExtras
{
    /// <summary>Whether refresh tokens are given.</summary>
    public bool WithRefresh { get; init; }

    /// <summary>The issuer of id tokens; null gives none.</summary>
    public string? Issuer { get; init; }

    /// <summary>The <c>state</c> of the authorization request.</summary>
    public string? State { get; init; }

    /// <summary>The <c>nonce</c> of the authorization request.</summary>
    public string? Nonce { get; init; }
}
