using System.Globalization;
using System.Text.Json;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;
using Globus.Automate.Local.Services;

namespace Globus.Automate.Local.Providers;

/// <summary>The HTTP side of the action providers: requests to any of their URLs become calls of the <see cref="ActionService"/>.</summary>
public sealed class ActionProviderRoutes
{
    private readonly ActionProviderRegistry _registry;
    private readonly ActionService _service;

    /// <summary>Serves these providers.</summary>
    public ActionProviderRoutes(ActionProviderRegistry registry, ActionService service)
    {
        _registry = registry;
        _service = service;
    }

    /// <summary>Answers a request, or gives null where its URL is not one of an action provider.</summary>
    public async ValueTask<ServiceResponse?> TryHandleAsync(ServiceRequest request, CancellationToken cancellationToken = default)
    {
        if (!_registry.TryRoute(request.Url, out ActionProvider? provider, out string rest))
        {
            return null;
        }

        ActionResponse answer;
        try
        {
            answer = await HandleAsync(provider, rest, request, cancellationToken).ConfigureAwait(false);
        }
        catch (ActionRefusedException refusal)
        {
            answer = refusal.ToResponse(_service.NewId());
        }

        return ServiceResponse.Json(answer.StatusCode, answer.Body);
    }

    private ValueTask<ActionResponse> HandleAsync(ActionProvider provider, string rest, ServiceRequest request, CancellationToken cancellationToken)
    {
        ActionProviderDescription description = provider.Description;
        if (rest.Length == 0)
        {
            RequireMethod(request, "GET");
            if (!ActionAccess.HoldsAny(request.Caller, description.VisibleTo))
            {
                throw request.Caller is null ? Unauthenticated() : ActionRefusedException.NotFound($"There is no action provider at {request.Url.AbsolutePath}.");
            }

            return new(new ActionResponse(200, description.ToDocument()));
        }

        Caller caller = Authenticate(description, request);
        if (rest == "run")
        {
            RequireMethod(request, "POST");
            return _service.RunAsync(provider, caller, ReadBody(request), cancellationToken);
        }

        if (rest.Split('/') is not [string actionId, string operation])
        {
            throw NoRoute(request);
        }

        switch (operation)
        {
            case "status":
                RequireMethod(request, "GET");
                return _service.GetStatusAsync(provider, caller, actionId, cancellationToken);
            case "log":
                RequireMethod(request, "GET");
                return ReadLogAsync(provider, caller, actionId, request.Url);
            case "cancel":
                RequireMethod(request, "POST");
                return _service.CancelAsync(provider, caller, actionId, cancellationToken);
            case "release":
                RequireMethod(request, "POST");
                return _service.ReleaseAsync(provider, caller, actionId, cancellationToken);
            case "resume":
                RequireMethod(request, "POST");
                return _service.ResumeAsync(provider, caller, actionId, cancellationToken);
            default:
                throw NoRoute(request);
        }
    }

    private ValueTask<ActionResponse> ReadLogAsync(ActionProvider provider, Caller caller, string actionId, Uri url)
    {
        QueryParameters query = QueryParameters.Parse(url.Query);
        int limit = ActionLogPage.DefaultLimit;
        if (query["limit"] is { } text && !int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out limit))
        {
            throw ActionRefusedException.BadRequest("'limit' must be a number from 1 to 100.");
        }

        return _service.GetLogAsync(provider, caller, actionId, limit, query["reverse_order"] is not null, query["pagination_token"] ?? query["marker"]);
    }

    private static Caller Authenticate(ActionProviderDescription description, ServiceRequest request)
    {
        Caller caller = request.Caller ?? throw Unauthenticated();
        bool granted = caller.Scopes.Contains(description.GlobusAuthScope)
            || caller.Scopes.Any(scope => scope.StartsWith(description.GlobusAuthScope + "[", StringComparison.Ordinal));
        return granted
            ? caller
            : throw new ActionRefusedException(403, "MISSING_SCOPE", $"This action requires the following scope: {description.GlobusAuthScope}");
    }

    private static FlowObject ReadBody(ServiceRequest request)
    {
        try
        {
            return FlowValue.Parse(request.Body.Span) as FlowObject
                ?? throw ActionRefusedException.BadRequest("The request's body must be a JSON object with 'request_id' and 'body'.");
        }
        catch (JsonException exception)
        {
            throw ActionRefusedException.BadRequest($"The request's body is not JSON: {exception.Message}");
        }
    }

    private static void RequireMethod(ServiceRequest request, string method)
    {
        bool allowed = request.Method == method || (method == "GET" && request.Method == "HEAD");
        if (!allowed)
        {
            throw new ActionRefusedException(405, "METHOD_NOT_ALLOWED", $"{request.Url.AbsolutePath} takes {method}, not {request.Method}.");
        }
    }

    private static ActionRefusedException Unauthenticated() => new(401, "AUTHENTICATION_ERROR", "Expired or invalid Bearer token");

    private static ActionRefusedException NoRoute(ServiceRequest request)
        => ActionRefusedException.NotFound($"There is nothing at {request.Url.AbsolutePath}.");
}
