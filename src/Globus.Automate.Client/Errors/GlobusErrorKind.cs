namespace Globus.Automate.Client.Errors;

/// <summary>What went wrong, in the words by which a script tells errors apart. The names are stable.</summary>
public enum GlobusErrorKind
{
    /// <summary>None of the others.</summary>
    Unknown,

    /// <summary>404: there is no such flow, run, action, queue or route, or it is not visible to the caller.</summary>
    NotFound,

    /// <summary>403: the caller lacks a role.</summary>
    Forbidden,

    /// <summary>401, or no login: log in.</summary>
    AuthenticationRequired,

    /// <summary>A consent is missing: log in with <see cref="AuthorizationRequirements.RequiredScopes"/>.</summary>
    ConsentRequired,

    /// <summary>The login must satisfy a policy: log in with the session parameters of <see cref="AuthorizationRequirements"/>.</summary>
    SessionRequired,

    /// <summary>429, for longer than this client waits.</summary>
    RateLimited,

    /// <summary>The input or another value in the request was refused.</summary>
    InvalidInput,

    /// <summary>A flow definition was refused.</summary>
    InvalidDefinition,

    /// <summary>409: the state of the thing does not allow it.</summary>
    Conflict,

    /// <summary>500 and other failures of the service.</summary>
    ServiceError,

    /// <summary>502, 503, 504: the service is away for the moment.</summary>
    ServiceUnavailable,

    /// <summary>The service could not be reached, or the connection broke.</summary>
    Network,

    /// <summary>No answer in time.</summary>
    Timeout,

    /// <summary>The answer was lost on the way: what was asked for may have happened.</summary>
    MayHaveStarted,

    /// <summary>The answer is not what the service sends: not JSON, too large, or a page of a proxy.</summary>
    InvalidResponse,

    /// <summary>The service points to another place, where no token may follow.</summary>
    RedirectRefused,

    /// <summary>The token for a scope does not belong to the URL's host.</summary>
    TokenRefused,

    /// <summary>The login failed or was refused.</summary>
    LoginFailed,

    /// <summary>Nobody finished the login in time.</summary>
    LoginTimeout,
}
