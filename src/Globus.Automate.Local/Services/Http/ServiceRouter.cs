using Globus.Automate.Local.Providers;

namespace Globus.Automate.Local.Services;

/// <summary>
/// Answers every request to the local Globus: finds out who calls, finds the route or the action provider, and turns what goes wrong into the
/// services' error body.
/// </summary>
internal sealed class ServiceRouter
{
    private readonly RouteTable _routes = new();
    private readonly TokenStore _tokens;
    private readonly IdentityDirectory _identities;
    private readonly ActionProviderRoutes _actions;
    private readonly WebOptions _webOptions;
    private readonly ServiceContext _context;

    public ServiceRouter(IEnumerable<IService> services, TokenStore tokens, IdentityDirectory identities, ActionProviderRoutes actions, WebOptions webOptions, ServiceContext context)
    {
        _tokens = tokens;
        _identities = identities;
        _actions = actions;
        _webOptions = webOptions;
        _context = context;
        foreach (IService service in services)
        {
            service.AddRoutes(_routes);
        }
    }

    /// <summary>Completes when what was kept is there again; requests wait for it.</summary>
    public Task Ready { get; set; } = Task.CompletedTask;

    /// <summary>Answers a request. Whatever the request is, there is an answer; only cancellation ends in an exception.</summary>
    public async ValueTask<ServiceResponse> HandleAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            await Ready.WaitAsync(cancellationToken).ConfigureAwait(false);
            ServiceRequest known = request with { Caller = CallerOf(BearerToken.Read(request)) };
            if (_webOptions.TryHandle(known.Caller is null ? known with { Caller = CallerOf(BrowserSessions.TokenOf(request)) } : known) is { } page)
            {
                return page;
            }

            if (IsActionHost(request.Url))
            {
                return await _actions.TryHandleAsync(known, cancellationToken).ConfigureAwait(false) ?? throw Nothing(request);
            }

            if (_routes.TryFind(known, out Func<CancellationToken, ValueTask<ServiceResponse>>? answer))
            {
                return await answer(cancellationToken).ConfigureAwait(false);
            }

            return await _actions.TryHandleAsync(known, cancellationToken).ConfigureAwait(false) ?? throw Nothing(request);
        }
        catch (ServiceException refusal)
        {
            return Refuse(request, refusal);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // A fault in one request must not end the service: it is told as the hosted service tells its own.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Refuse(request, new ServiceException(500, "UNKNOWN_ERROR", $"The local Globus failed to answer {request.Method} {request.Url.AbsolutePath}: {exception.GetType().Name}: {exception.Message}"));
        }
    }

    /// <summary>Globus Auth, whose paths begin with <c>/v2</c>, has an error body of its own: its clients find nothing in that of the others.</summary>
    private ServiceResponse Refuse(ServiceRequest request, ServiceException refusal)
        => request.Url.AbsolutePath.StartsWith("/v2/", StringComparison.Ordinal)
            ? AuthErrors.Api(refusal)
            : refusal.ToResponse(_context.NewId());

    private Caller? CallerOf(string? token)
        => token is not null && _tokens.TryFind(token, out TokenGrant? grant)
            ? _identities.ToCaller(grant.Owner, grant.Names) with { IssuedAt = grant.IssuedAt, ExpiresAt = grant.ExpiresAt }
            : null;

    private static bool IsActionHost(Uri url)
        => !url.IsLoopback && (url.Host.StartsWith("actions.", StringComparison.OrdinalIgnoreCase) || url.Host.Contains(".actions.", StringComparison.OrdinalIgnoreCase));

    private static ServiceException Nothing(ServiceRequest request)
        => new(404, "NOT_FOUND", $"The local Globus has nothing at {request.Url.GetLeftPart(UriPartial.Path)}.");
}
