using Globus.Automate.Local.Providers;

namespace Globus.Automate.Local.Services;

/// <summary>
/// Logging in with a browser: the consent page, on which anyone at this machine picks who they are, and the redirect with a code. With
/// <c>prompt=none</c>, or where the Globus was made so, the page is left out.
/// </summary>
internal sealed class AuthorizeRoutes(IdentityDirectory identities, ClientDirectory clients, AuthorizationCodes codes, bool autoConsent) : IService
{
    private const string Path = "/v2/oauth2/authorize";

    /// <inheritdoc/>
    public void AddRoutes(RouteTable routes) => routes
        .Map("GET", Path, Ask)
        .Map("POST", Path, Decide)
        .Map("GET", AuthorizeRequest.CodePagePath, ShowCode)
        .Map("GET", "/v2/web/logout", (_, _) => AuthPages.Message(200, "Logged out", "The local Globus keeps no session in the browser: there is nothing more to do."));

    private ServiceResponse Ask(ServiceRequest request, RouteValues path)
    {
        var parameters = QueryParameters.Parse(request.Url.Query);
        if (AuthorizeRequest.TryRead(parameters, request.Url, clients, out AuthorizeFault? fault) is not { } asked)
        {
            return fault!.RedirectUri is { } redirect
                ? Redirect(redirect, ("error", fault.Error), ("error_description", fault.Message), ("state", fault.State))
                : AuthPages.Message(400, "This login cannot go on", fault.Message);
        }

        if ((autoConsent && asked.Prompt is not "login") || asked.Prompt is "none")
        {
            return Agree(asked, WantedPerson(asked) ?? identities.You);
        }

        // Whoever sits here is you, unless they say otherwise.
        IEnumerable<LocalIdentity> others = identities.All.Where(identity => !identity.IsClient && identity.Id != identities.You.Id).OrderBy(static identity => identity.Username, StringComparer.Ordinal);
        return AuthPages.Consent(asked, codes.Ask(asked), [identities.You, .. others], WantedPerson(asked) ?? identities.You);
    }

    private ServiceResponse Decide(ServiceRequest request, RouteValues path)
    {
        QueryParameters form = RequestBody.ReadForm(request);
        if (!codes.TryTakeRequest(form["ticket"] ?? string.Empty, out AuthorizeRequest? asked))
        {
            return AuthPages.Message(400, "This page is too old", "Go back to the application and log in again.");
        }

        if (form["decision"] != "allow")
        {
            return Redirect(asked.Destination, ("error", "access_denied"), ("error_description", "The person did not agree."), ("state", asked.State));
        }

        string name = form["other"] is { Length: > 0 } other ? other : form["person"] ?? string.Empty;
        try
        {
            return Agree(asked, identities.GetOrAddPerson(name.Trim()));
        }
        catch (ArgumentException exception)
        {
            return AuthPages.Message(400, "This is not a user name", exception.Message);
        }
    }

    private ServiceResponse ShowCode(ServiceRequest request, RouteValues path)
    {
        var parameters = QueryParameters.Parse(request.Url.Query);
        return parameters["code"] is { } code
            ? AuthPages.Code(code)
            : AuthPages.Message(400, "The login failed", parameters["error_description"] ?? "There is no code.");
    }

    private ServiceResponse Agree(AuthorizeRequest asked, LocalIdentity person)
        => Redirect(asked.Destination, ("code", codes.Create(new AgreedLogin(person, asked))), ("state", asked.State));

    private LocalIdentity? WantedPerson(AuthorizeRequest asked)
    {
        foreach (string wanted in asked.RequiredIdentities)
        {
            bool found = Guid.TryParse(wanted, out Guid id) ? identities.TryFind(id, out LocalIdentity? person) : identities.TryFind(wanted, out person);
            if (found)
            {
                return person;
            }
        }

        return null;
    }

    private static ServiceResponse Redirect(Uri target, params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        string url = target.AbsoluteUri;
        char separator = target.Query.Length > 0 ? '&' : '?';
        foreach ((string name, string? value) in parameters)
        {
            if (value is not null)
            {
                url += $"{separator}{name}={Uri.EscapeDataString(value)}";
                separator = '&';
            }
        }

        return new ServiceResponse(302, ReadOnlyMemory<byte>.Empty, string.Empty)
        {
            Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Location"] = url, ["Cache-Control"] = "no-store" },
        };
    }
}
