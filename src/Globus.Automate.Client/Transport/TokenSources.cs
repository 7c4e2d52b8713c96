using Globus.Automate.Client.Errors;

namespace Globus.Automate.Client.Transport;

/// <summary>What a request needs to be let in.</summary>
/// <param name="Scope">The scope that the token must have.</param>
/// <param name="WiderScope">A scope that includes <paramref name="Scope"/>: a token for it is as good, and it is asked for where only one can be.</param>
public sealed record TokenRequest(string Scope, string? WiderScope = null)
{
    /// <summary>Who is told of the exchanges with Globus Auth that getting the token may take.</summary>
    public IExchangeObserver? Observer { get; init; }
}

/// <summary>Where tokens come from.</summary>
public interface ITokenSource
{
    /// <summary>An access token for the scope that is good for some time yet.</summary>
    /// <exception cref="GlobusApiException">There is none, and none can be had without a person:
    /// <see cref="GlobusErrorKind.AuthenticationRequired"/> or <see cref="GlobusErrorKind.ConsentRequired"/>, with the scopes to log in with.</exception>
    ValueTask<string> GetTokenAsync(TokenRequest request, CancellationToken cancellationToken);

    /// <summary>Another token after the service refused one with 401; null when there is no other to be had.</summary>
    ValueTask<string?> RenewTokenAsync(TokenRequest request, string refusedToken, CancellationToken cancellationToken);
}

/// <summary>Tokens from a function that knows them, as the local Globus does.</summary>
public sealed class DelegateTokenSource : ITokenSource
{
    private readonly Func<TokenRequest, CancellationToken, ValueTask<string>> _getToken;

    /// <summary>Tokens by scope.</summary>
    public DelegateTokenSource(Func<string, string> getToken)
    {
        ArgumentNullException.ThrowIfNull(getToken);
        _getToken = (request, _) => ValueTask.FromResult(getToken(request.WiderScope ?? request.Scope));
    }

    /// <summary>Tokens by request.</summary>
    public DelegateTokenSource(Func<TokenRequest, CancellationToken, ValueTask<string>> getToken)
    {
        ArgumentNullException.ThrowIfNull(getToken);
        _getToken = getToken;
    }

    /// <inheritdoc/>
    public ValueTask<string> GetTokenAsync(TokenRequest request, CancellationToken cancellationToken) => _getToken(request, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>The function is asked again; the same token once more counts as none.</remarks>
    public async ValueTask<string?> RenewTokenAsync(TokenRequest request, string refusedToken, CancellationToken cancellationToken)
    {
        string token = await _getToken(request, cancellationToken).ConfigureAwait(false);
        return string.Equals(token, refusedToken, StringComparison.Ordinal) ? null : token;
    }
}
