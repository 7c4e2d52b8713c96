using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Services;

/// <summary>What OpenID Connect clients look up first: <c>/.well-known/openid-configuration</c> and the keys (<c>/jwk.json</c>).</summary>
internal sealed class DiscoveryRoutes(IdTokenSigner signer) : IService
{
    /// <summary>The issuer on the real hosts.</summary>
    public const string HostedIssuer = "https://auth.globus.org";

    /// <inheritdoc/>
    public void AddRoutes(RouteTable routes) => routes
        .Map("GET", "/.well-known/openid-configuration", Describe)
        .Map("GET", "/jwk.json", (_, _) => ServiceResponse.Json(200, signer.ToKeySet()));

    /// <summary>The issuer that a request sees: the place where it asked.</summary>
    public static string IssuerOf(Uri url) => url.GetLeftPart(UriPartial.Authority);

    private static ServiceResponse Describe(ServiceRequest request, RouteValues path)
    {
        string issuer = IssuerOf(request.Url);
        return ServiceResponse.Json(200, FlowObject.Create(
            ("issuer", FlowValue.From(issuer)),
            ("authorization_endpoint", FlowValue.From(issuer + "/v2/oauth2/authorize")),
            ("userinfo_endpoint", FlowValue.From(issuer + "/v2/oauth2/userinfo")),
            ("token_endpoint", FlowValue.From(issuer + "/v2/oauth2/token")),
            ("revocation_endpoint", FlowValue.From(issuer + "/v2/oauth2/token/revoke")),
            ("introspection_endpoint", FlowValue.From(issuer + "/v2/oauth2/token/introspect")),
            ("jwks_uri", FlowValue.From(issuer + "/jwk.json")),
            ("response_types_supported", FlowArray.OfStrings(["code"])),
            ("grant_types_supported", FlowArray.OfStrings(["authorization_code", "refresh_token", "client_credentials"])),
            ("id_token_signing_alg_values_supported", FlowArray.OfStrings(["RS512"])),
            ("scopes_supported", FlowArray.OfStrings([Scopes.OpenId, Scopes.Email, Scopes.Profile])),
            ("token_endpoint_auth_methods_supported", FlowArray.OfStrings(["client_secret_basic"])),
            ("code_challenge_methods_supported", FlowArray.OfStrings(["S256"])),
            ("claims_supported", FlowArray.OfStrings(["at_hash", "aud", "email", "exp", "name", "nonce", "preferred_username", "iat", "iss", "sub"])),
            ("subject_types_supported", FlowArray.OfStrings(["public"]))));
    }
}
