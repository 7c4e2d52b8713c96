namespace Globus.Automate.Local.Services;

/// <summary>Checks that a request may do what it asks: a token that lives, and a scope that covers it.</summary>
internal static class Access
{
    /// <summary>The caller of a request to the Flows service.</summary>
    /// <param name="request">The request.</param>
    /// <param name="scopes">The scopes of which one is enough; <c>all</c> always is. The first is named where none is there.</param>
    /// <exception cref="ServiceException">There is no valid token (401), or it has none of the scopes (403).</exception>
    public static Caller Require(ServiceRequest request, params ReadOnlySpan<string> scopes)
    {
        Caller caller = request.Caller ?? throw ServiceException.Unauthenticated();
        if (caller.Scopes.Contains(Scopes.FlowsAll))
        {
            return caller;
        }

        return RequireExactly(request, scopes);
    }

    /// <summary>The caller of a request that needs one of some scopes and nothing else will do.</summary>
    public static Caller RequireExactly(ServiceRequest request, params ReadOnlySpan<string> scopes)
    {
        Caller caller = request.Caller ?? throw ServiceException.Unauthenticated();
        foreach (string scope in scopes)
        {
            if (caller.Scopes.Contains(scope))
            {
                return caller;
            }
        }

        throw ServiceException.MissingScope(scopes[0]);
    }

    /// <summary>The refusal of someone who sees a flow but may not do that to it.</summary>
    public static ServiceException MissingPermission(Guid flowId, string permission) => ServiceException.Forbidden(
        $"You do not have the necessary permissions to perform this action on the flow with id value {flowId}. Missing permissions: {permission}.");
}
