using System.Net;

namespace Globus.Automate.Client.Errors;

/// <summary>A request that did not succeed: refused by the service, or lost on the way. No secret is in any of its texts.</summary>
public sealed class GlobusApiException : Exception
{
    /// <summary>An error without further facts.</summary>
    public GlobusApiException()
        : this(GlobusErrorKind.Unknown, "The request failed.")
    {
    }

    /// <summary>An error without further facts.</summary>
    public GlobusApiException(string message)
        : this(GlobusErrorKind.Unknown, message)
    {
    }

    /// <summary>An error without further facts.</summary>
    public GlobusApiException(string message, Exception innerException)
        : this(GlobusErrorKind.Unknown, message, innerException)
    {
    }

    /// <summary>An error of a kind.</summary>
    public GlobusApiException(GlobusErrorKind kind, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Kind = kind;
    }

    /// <summary>What went wrong, for telling errors apart.</summary>
    public GlobusErrorKind Kind { get; }

    /// <summary>The HTTP status; null when no answer came.</summary>
    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>The service's own code, such as <c>FLOW_INPUT_ERROR</c>; null when it gave none.</summary>
    public string? Code { get; init; }

    /// <summary>The problems that the service named one by one; empty when it did not.</summary>
    public IReadOnlyList<ErrorDetail> Details { get; init; } = [];

    /// <summary>The id under which Globus support finds the request; null when there is none.</summary>
    public string? DebugId { get; init; }

    /// <summary>What the next login must bring; null when that is not the matter.</summary>
    public AuthorizationRequirements? AuthorizationRequirements { get; init; }

    /// <summary>The method of the request; null when none was sent.</summary>
    public string? Method { get; init; }

    /// <summary>The URL of the request, secrets masked; null when none was sent.</summary>
    public string? Url { get; init; }

    /// <summary>How long the service asked to wait; null when it did not.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether what was asked for may have happened all the same; the message then says how to look.</summary>
    public bool MayHaveStarted { get; init; }

    /// <summary>How many times the request was sent.</summary>
    public int Attempts { get; init; } = 1;
}
