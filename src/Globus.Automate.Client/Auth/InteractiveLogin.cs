using System.Security.Cryptography;
using System.Text;
using Duende.IdentityModel.Client;
using Globus.Automate.Client.Errors;
using Globus.Automate.Client.Transport;

namespace Globus.Automate.Client.Auth;

/// <summary>The login of a person: authorization code with PKCE, through the browser of this machine or by a pasted code.</summary>
internal sealed class InteractiveLogin(OAuthClient oauth, ILoginPrompt prompt, IExchangeObserver? observer)
{
    /// <summary>Lets the person log in.</summary>
    /// <returns>The tokens that came of it.</returns>
    public async Task<IReadOnlyList<StoredToken>> RunAsync(LoginRequest request, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(request.Timeout, oauth.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            IReadOnlyList<StoredToken>? tokens = request.NoBrowser ? null : await WithBrowserAsync(request, either.Token).ConfigureAwait(false);
            return tokens ?? await WithPastedCodeAsync(request, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new GlobusApiException(
                GlobusErrorKind.LoginTimeout,
                $"Nobody finished the login within {request.Timeout.TotalMinutes:0.#} minutes: run Connect-Globus again, with -NoBrowser if no page opened.");
        }
    }

    private static IReadOnlyList<string> Scopes(LoginRequest request)
    {
        IEnumerable<string> wanted = request.Scopes.Concat(request.Requirements?.RequiredScopes ?? []);

        // A scope with its dependencies says more than the same scope alone.
        List<string> scopes = [.. wanted.Distinct(StringComparer.Ordinal)];
        scopes.AddRange(GlobusScopes.LoginDefaults.Where(standard => !scopes.Any(scope => string.Equals(GlobusScopes.WithoutDependencies(scope), standard, StringComparison.Ordinal))));
        return scopes;
    }

    private static string Random() => Base64Url(RandomNumberGenerator.GetBytes(32));

    /// <summary>RFC 4648, 5, without padding. The runtime's own encoder begins with .NET 9.</summary>
    private static string Base64Url(byte[] bytes)
        => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static string Challenge(string verifier) => Base64Url(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    /// <returns>The tokens; null where no browser could be opened.</returns>
    private async Task<IReadOnlyList<StoredToken>?> WithBrowserAsync(LoginRequest request, CancellationToken cancellationToken)
    {
        string state = Random();
        string verifier = Random();
        using var listener = new LoopbackListener(state);
        Uri page = Page(request, listener.RedirectUri, state, verifier);
        if (!await prompt.OpenBrowserAsync(page, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        AuthorizeResponse response = await listener.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (response.IsError)
        {
            throw Refused(response.Error, response.ErrorDescription);
        }

        return await oauth.ExchangeCodeAsync(response.Code!, verifier, listener.RedirectUri, observer, cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<StoredToken>> WithPastedCodeAsync(LoginRequest request, CancellationToken cancellationToken)
    {
        string verifier = Random();
        string redirect = oauth.PastedCodeRedirectUri;
        Uri page = Page(request, redirect, Random(), verifier);
        string? code = await prompt.ReadCodeAsync(page, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (string.IsNullOrWhiteSpace(code))
        {
            throw new GlobusApiException(GlobusErrorKind.LoginFailed, "The login was given up: no code was entered.");
        }

        return await oauth.ExchangeCodeAsync(code.Trim(), verifier, redirect, observer, cancellationToken).ConfigureAwait(false);
    }

    private Uri Page(LoginRequest request, string redirectUri, string state, string verifier)
        => oauth.AuthorizeUrl(new AuthorizeRequest(redirectUri, state, Challenge(verifier), Scopes(request))
        {
            Requirements = request.Requirements,
            PrefillName = $"Globus.Automate on {System.Environment.MachineName}",
            Prompt = request.Requirements?.Prompt ?? (request.ForceLogin || request.Requirements is { NeedsSession: true } ? "login" : null),
        });

    private GlobusApiException Refused(string? error, string? description)
    {
        string message = error switch
        {
            "access_denied" => "The login was refused in the browser.",
            "unauthorized_client" or "invalid_client" => $"Globus Auth does not take the client {oauth.ClientId}: register a native app with Globus and pass its id with -ClientId, or set GLOBUS_CLIENT_ID.",
            _ => $"The login failed: {(string.IsNullOrWhiteSpace(description) ? error : description)}".TrimEnd('.') + ".",
        };
        return new GlobusApiException(GlobusErrorKind.LoginFailed, message) { Code = error };
    }
}
