using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Providers;

namespace Globus.Automate.Local.Services;

/// <summary>Tokens: given, renewed, revoked and explained (Globus Auth, <c>/v2/oauth2/token</c> and below).</summary>
internal sealed class TokenRoutes(TokenStore tokens, TokenIssuer issuer, ClientDirectory clients, AuthorizationCodes codes) : IService
{
    private const string DependentTokenGrant = "urn:globus:auth:grant_type:dependent_token";

    /// <inheritdoc/>
    public void AddRoutes(RouteTable routes) => routes
        .Map("POST", "/v2/oauth2/token", GetToken)
        .Map("POST", "/v2/oauth2/token/revoke", Revoke)
        .Map("POST", "/v2/oauth2/token/validate", Validate)
        .Map("POST", "/v2/oauth2/token/introspect", Introspect);

    private ServiceResponse GetToken(ServiceRequest request, RouteValues path)
    {
        QueryParameters form = RequestBody.ReadForm(request);
        if (ClientAuthentication.Read(request, form, clients) is not { } client)
        {
            return AuthErrors.InvalidClient();
        }

        ServiceResponse response = form["grant_type"] switch
        {
            "client_credentials" => ClientCredentials(client, form),
            "authorization_code" => AuthorizationCode(request, client, form),
            "refresh_token" => Refresh(request, client, form),
            DependentTokenGrant => DependentTokens(client, form),
            _ => AuthErrors.OAuth(400, "unsupported_grant_type", "The grant_type must be client_credentials, authorization_code, refresh_token or " + DependentTokenGrant + "."),
        };
        return response with { Headers = new Dictionary<string, string>(response.Headers, StringComparer.OrdinalIgnoreCase) { ["Cache-Control"] = "no-store" } };
    }

    private ServiceResponse ClientCredentials(ClientAuthentication client, QueryParameters form)
    {
        if (!client.IsVerified)
        {
            return AuthErrors.InvalidClient();
        }

        return ReadScopes(form["scope"] ?? string.Empty) is { } scopes
            ? ServiceResponse.Json(200, issuer.Login(clients.IdentityOf(client.Id), client.Id, scopes, new LoginExtras()))
            : InvalidScope();
    }

    private ServiceResponse AuthorizationCode(ServiceRequest request, ClientAuthentication client, QueryParameters form)
        => codes.Redeem(form["code"] ?? string.Empty, client.Id, form["redirect_uri"], form["code_verifier"]) is { } login
            ? ServiceResponse.Json(200, issuer.Login(login.Owner, client.Id, login.Scopes, new LoginExtras
            {
                WithRefresh = login.WithRefresh,
                State = login.State,
                Nonce = login.Nonce,
                Issuer = DiscoveryRoutes.IssuerOf(request.Url),
            }))
            : AuthErrors.OAuth(400, "invalid_grant", "The code is not valid: it was used, is too old, or belongs to another client, redirect_uri or code_verifier.");

    private ServiceResponse Refresh(ServiceRequest request, ClientAuthentication client, QueryParameters form)
    {
        string token = form["refresh_token"] ?? string.Empty;
        return tokens.TryUseRefresh(token, client.Id, out TokenGrant? grant)
            ? ServiceResponse.Json(200, issuer.Refresh(grant, token, DiscoveryRoutes.IssuerOf(request.Url)))
            : AuthErrors.OAuth(400, "invalid_grant", "The refresh token is not valid: it was revoked, is too old, or belongs to another client.");
    }

    private ServiceResponse DependentTokens(ClientAuthentication client, QueryParameters form)
    {
        if (!client.IsVerified)
        {
            return AuthErrors.InvalidClient();
        }

        return tokens.TryFind(form["token"] ?? string.Empty, out TokenGrant? grant)
            ? ServiceResponse.Json(200, issuer.Dependent(grant, client.Id, form["access_type"] == "offline"))
            : AuthErrors.OAuth(400, "invalid_grant", "The token is not valid: it was revoked or is too old.");
    }

    private ServiceResponse Revoke(ServiceRequest request, RouteValues path)
    {
        QueryParameters form = RequestBody.ReadForm(request);
        if (ClientAuthentication.Read(request, form, clients) is not { } client)
        {
            return AuthErrors.InvalidClient();
        }

        return tokens.Revoke(form["token"] ?? string.Empty, client.Id)
            ? ServiceResponse.Json(200, FlowObject.Create(("active", FlowValue.False)))
            : AuthErrors.OAuth(400, "unauthorized_client", "The token belongs to another client.");
    }

    private ServiceResponse Validate(ServiceRequest request, RouteValues path)
    {
        QueryParameters form = RequestBody.ReadForm(request);
        string token = form["token"] ?? string.Empty;
        return ServiceResponse.Json(200, FlowObject.Create(("active", FlowValue.From(tokens.TryFind(token, out _) || tokens.TryFindRefresh(token, out _)))));
    }

    private ServiceResponse Introspect(ServiceRequest request, RouteValues path)
    {
        QueryParameters form = RequestBody.ReadForm(request);
        if (ClientAuthentication.Read(request, form, clients) is not { IsVerified: true })
        {
            return AuthErrors.InvalidClient();
        }

        string token = form["token"] ?? string.Empty;
        return ServiceResponse.Json(200, tokens.TryFind(token, out TokenGrant? grant) || tokens.TryFindRefresh(token, out grant)
            ? Describe(grant, form.Values("include"))
            : FlowObject.Create(("active", FlowValue.False)));
    }

    private static FlowObject Describe(TokenGrant grant, IReadOnlyList<string> include)
    {
        FlowValue owner = FlowValue.From(grant.Owner.Id.ToString());
        FlowObject document = FlowObject.Create(
            ("active", FlowValue.True),
            ("scope", FlowValue.From(grant.ScopeText)),
            ("sub", owner),
            ("username", FlowValue.From(grant.Owner.Username)),
            ("name", FlowValue.From(grant.Owner.Name)),
            ("email", FlowValue.From(grant.Owner.Email)),
            ("client_id", FlowValue.From(grant.ClientId)),
            ("aud", FlowArray.OfStrings([grant.ResourceServer])),
            ("iss", FlowValue.From(DiscoveryRoutes.HostedIssuer)),
            ("iat", FlowValue.From(grant.IssuedAt.ToUnixTimeSeconds())),
            ("nbf", FlowValue.From(grant.IssuedAt.ToUnixTimeSeconds())),
            ("exp", FlowValue.From(grant.ExpiresAt.ToUnixTimeSeconds())),
            ("token_type", FlowValue.From("Bearer")));
        if (include.Contains("identity_set", StringComparer.Ordinal))
        {
            document = document.With("identity_set", FlowArray.Create(owner));
        }

        if (include.Contains("identity_set_detail", StringComparer.Ordinal))
        {
            document = document.With("identity_set_detail", FlowArray.Create(IdentityDocuments.InSet(grant.Owner)));
        }

        if (include.Contains("session_info", StringComparer.Ordinal))
        {
            FlowObject session = FlowObject.Create(("auth_time", FlowValue.From(grant.IssuedAt.ToUnixTimeSeconds())), ("idp", FlowValue.Null), ("acr", FlowValue.Null), ("amr", FlowValue.Null));
            document = document.With("session_info", FlowObject.Create(
                ("session_id", FlowValue.From(grant.Family.ToString())),
                ("authentications", FlowObject.Empty.With(grant.Owner.Id.ToString(), session))));
        }

        return document;
    }

    /// <summary>Reads the scopes of a request; null where one of them is none.</summary>
    internal static IReadOnlyList<ScopeTree>? ReadScopes(string text)
        => ScopeTree.TryParse(text) is { } scopes
            && scopes.SelectMany(static scope => scope.Edges()).All(static edge => Scopes.ResourceServerOf(edge.Scope) is not null)
            ? scopes
            : null;

    private static ServiceResponse InvalidScope()
        => AuthErrors.OAuth(400, "invalid_scope", "The scope is missing or is not one: give scopes separated by spaces, dependent ones in brackets.");
}
