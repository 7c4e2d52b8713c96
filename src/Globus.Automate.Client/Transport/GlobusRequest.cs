using System.Net.Http.Headers;

namespace Globus.Automate.Client.Transport;

/// <summary>One request to a Globus service.</summary>
public sealed class GlobusRequest
{
    /// <summary>The method.</summary>
    public required HttpMethod Method { get; init; }

    /// <summary>The whole URL.</summary>
    public required Uri Url { get; init; }

    /// <summary>The body in UTF-8; null for none.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>The media type of <see cref="Body"/>.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>The token that the request needs; null sends it without.</summary>
    public TokenRequest? Token { get; init; }

    /// <summary>Set for a request that may start or change something each time it arrives: it is not sent again unless it surely did not arrive.</summary>
    public NeverTwiceRule? NeverTwice { get; init; }

    /// <summary>Client credentials for Globus Auth, in place of a token.</summary>
    internal AuthenticationHeaderValue? Credentials { get; init; }

    /// <summary>Whether this is part of a login, so that a refusal means that the login failed.</summary>
    internal bool IsLogin { get; init; }
}

/// <summary>What to tell when it is not known whether a request that must not be sent twice has arrived.</summary>
/// <param name="What">What may have happened: <c>The run may have started</c>.</param>
/// <param name="HowToLook">How to find out, without the final stop.</param>
public sealed record NeverTwiceRule(string What, string HowToLook)
{
    /// <summary>Both in one sentence.</summary>
    public string Warning => $"{What}: {HowToLook}.";
}
