using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Providers;

namespace Globus.Automate.Local.Services;

/// <summary>People and clients: userinfo, identities, consents, and the clients that native apps make for themselves.</summary>
internal sealed class IdentityRoutes(IdentityDirectory identities, TokenStore tokens, ConsentStore consents, ClientDirectory clients) : IService
{
    private const int MaximumLookups = 100;

    /// <inheritdoc/>
    public void AddRoutes(RouteTable routes) => routes
        .Map("GET", "/v2/oauth2/userinfo", GetUserInfo)
        .Map("GET", "/v2/api/identities", FindIdentities)
        .Map("GET", "/v2/api/identities/{identity_id}", GetIdentity)
        .Map("GET", "/v2/api/identities/{identity_id}/consents", GetConsents)
        .Map("GET", "/v2/api/projects", GetProjects)
        .Map("POST", "/v2/api/clients", CreateClient)
        .Map("DELETE", "/v2/api/clients/{client_id}", DeleteClient);

    private ServiceResponse GetUserInfo(ServiceRequest request, RouteValues path)
    {
        if (Authenticate(request) is not { } grant)
        {
            return AuthErrors.Unauthorized();
        }

        return grant.Names.Contains(Scopes.OpenId)
            ? ServiceResponse.Json(200, IdentityDocuments.UserInfo(grant))
            : AuthErrors.Forbidden("The token lacks the scope openid.");
    }

    private ServiceResponse FindIdentities(ServiceRequest request, RouteValues path)
    {
        if (Authenticate(request) is not { } grant)
        {
            return AuthErrors.Unauthorized();
        }

        if (grant.ResourceServer != Scopes.AuthServer)
        {
            return AuthErrors.Forbidden($"The token lacks the scope {Scopes.ViewIdentities}.");
        }

        QueryParameters query = QueryParameters.Parse(request.Url.Query);
        IReadOnlyList<string> ids = query.Values("ids");
        IReadOnlyList<string> names = query.Values("usernames");
        if (ids.Count > 0 == names.Count > 0 || ids.Count > MaximumLookups || names.Count > MaximumLookups)
        {
            return AuthErrors.Api(400, "INVALID_PARAMETERS", "Invalid parameters", $"Give ids or usernames, one of the two, and up to {MaximumLookups} of them.");
        }

        bool provision = query.IsTrue("provision");
        IEnumerable<LocalIdentity?> found = ids.Count > 0
            ? ids.Select(id => Guid.TryParseExact(id, "D", out Guid known) && identities.TryFind(known, out LocalIdentity? identity) ? identity : null)
            : names.Select(name => FindByName(name, provision));
        return ServiceResponse.Json(200, FlowObject.Create(
            ("identities", FlowArray.Create(found.OfType<LocalIdentity>().Distinct().Select(static identity => (FlowValue)IdentityDocuments.InList(identity))))));
    }

    private ServiceResponse GetIdentity(ServiceRequest request, RouteValues path)
    {
        if (Authenticate(request) is null)
        {
            return AuthErrors.Unauthorized();
        }

        return Guid.TryParse(path["identity_id"], out Guid id) && identities.TryFind(id, out LocalIdentity? identity)
            ? ServiceResponse.Json(200, FlowObject.Create(("identity", IdentityDocuments.InList(identity))))
            : NoIdentity(path["identity_id"]);
    }

    private ServiceResponse GetConsents(ServiceRequest request, RouteValues path)
    {
        if (Authenticate(request) is not { } grant)
        {
            return AuthErrors.Unauthorized();
        }

        if (!Guid.TryParse(path["identity_id"], out Guid id) || !identities.TryFind(id, out _))
        {
            return NoIdentity(path["identity_id"]);
        }

        return id == grant.Owner.Id && grant.ResourceServer == Scopes.AuthServer
            ? ServiceResponse.Json(200, FlowObject.Create(("consents", consents.List(id))))
            : AuthErrors.Forbidden("You can see only your own consents, with a token for Globus Auth.");
    }

    /// <summary>Nobody has registered a project with the local Globus: its clients belong to none.</summary>
    private ServiceResponse GetProjects(ServiceRequest request, RouteValues path)
        => Authenticate(request) is null ? AuthErrors.Unauthorized() : ServiceResponse.Json(200, FlowObject.Create(("projects", FlowArray.Empty)));

    private ServiceResponse CreateClient(ServiceRequest request, RouteValues path)
    {
        if (RequestBody.ReadObject(request)["client"] is not FlowObject client || client["name"]?.AsString() is not { Length: > 0 and <= 128 } name)
        {
            return AuthErrors.Api(400, "INVALID_PARAMETERS", "Invalid parameters", "The body must be {\"client\": {\"name\": ...}}.");
        }

        (string id, string secret) = clients.Register(name);
        FlowObject credential = FlowObject.Create(
            ("id", FlowValue.From(Guid.NewGuid().ToString())),
            ("client", FlowValue.From(id)),
            ("name", FlowValue.From("template auto-created")),
            ("secret", FlowValue.From(secret)));
        return ServiceResponse.Json(201, FlowObject.Create(
            ("client", client.With("id", FlowValue.From(id))),
            ("included", FlowObject.Create(("client_credential", credential)))));
    }

    private ServiceResponse DeleteClient(ServiceRequest request, RouteValues path)
    {
        if (ClientAuthentication.Read(request, QueryParameters.Parse(string.Empty), clients) is not { } client || !client.Id.Equals(path["client_id"], StringComparison.OrdinalIgnoreCase))
        {
            return AuthErrors.Unauthorized();
        }

        return clients.Remove(client.Id)
            ? ServiceResponse.Json(200, FlowObject.Create(("client", FlowObject.Create(("id", FlowValue.From(client.Id))))))
            : AuthErrors.Api(404, "NOT_FOUND", "Not found", $"There is no client {client.Id} that can be deleted.");
    }

    private LocalIdentity? FindByName(string name, bool provision)
    {
        if (identities.TryFind(name, out LocalIdentity? identity))
        {
            return identity;
        }

        try
        {
            return provision ? identities.GetOrAddPerson(name) : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private TokenGrant? Authenticate(ServiceRequest request)
        => BearerToken.Read(request) is { } token && tokens.TryFind(token, out TokenGrant? grant) ? grant : null;

    private static ServiceResponse NoIdentity(string id) => AuthErrors.Api(404, "NOT_FOUND", "Not found", $"There is no identity {id}.");
}
