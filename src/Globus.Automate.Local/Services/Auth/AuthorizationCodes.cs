using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Globus.Automate.Local.Services;

/// <summary>A login that a person has agreed to.</summary>
/// <param name="Owner">The person.</param>
/// <param name="Request">What the client asked for.</param>
internal sealed record AgreedLogin(LocalIdentity Owner, AuthorizeRequest Request)
{
    public IReadOnlyList<ScopeTree> Scopes => Request.Scopes;

    public bool WithRefresh => Request.WithRefresh;

    public string? State => Request.State;

    public string? Nonce => Request.Nonce;
}

/// <summary>Authorization codes (RFC 6749, section 4.1): each good once, for ten minutes, for its client, redirect and code verifier (RFC 7636).</summary>
internal sealed class AuthorizationCodes(TimeProvider time)
{
    private const int MaximumPending = 1000;
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<string, (AgreedLogin Login, DateTimeOffset Ends)> _codes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (AuthorizeRequest Request, DateTimeOffset Ends)> _asked = new(StringComparer.Ordinal);

    /// <summary>Remembers a request while a person looks at its consent page.</summary>
    /// <returns>The ticket that the page's form sends back.</returns>
    public string Ask(AuthorizeRequest request)
    {
        Sweep(_asked, static entry => entry.Ends);
        return Add(_asked, (request, time.GetUtcNow() + s_lifetime));
    }

    /// <summary>The request of a ticket, once.</summary>
    public bool TryTakeRequest(string ticket, [NotNullWhen(true)] out AuthorizeRequest? request)
    {
        bool found = _asked.TryRemove(ticket, out (AuthorizeRequest Request, DateTimeOffset Ends) entry) && entry.Ends > time.GetUtcNow();
        request = found ? entry.Request : null;
        return found;
    }

    /// <summary>Makes a code.</summary>
    public string Create(AgreedLogin login)
    {
        Sweep(_codes, static entry => entry.Ends);
        return Add(_codes, (login, time.GetUtcNow() + s_lifetime));
    }

    /// <summary>The login behind a code, once; null where anything about it is wrong.</summary>
    public AgreedLogin? Redeem(string code, string clientId, string? redirectUri, string? verifier)
    {
        if (!_codes.TryRemove(code, out (AgreedLogin Login, DateTimeOffset Ends) entry) || entry.Ends <= time.GetUtcNow())
        {
            return null;
        }

        AuthorizeRequest request = entry.Login.Request;
        bool fits = request.ClientId.Equals(clientId, StringComparison.OrdinalIgnoreCase)
            && request.RedirectUri.OriginalString == redirectUri
            && VerifierFits(request.CodeChallenge, verifier);
        return fits ? entry.Login : null;
    }

    private static bool VerifierFits(string? challenge, string? verifier)
        => challenge is null
            ? string.IsNullOrEmpty(verifier)
            : verifier is not null && CryptographicOperations.FixedTimeEquals(
                Encoding.ASCII.GetBytes(Base64UrlText.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))),
                Encoding.ASCII.GetBytes(challenge));

    private static string Add<T>(ConcurrentDictionary<string, T> entries, T entry)
    {
        string key = Base64UrlText.Encode(RandomNumberGenerator.GetBytes(24));
        entries[key] = entry;
        return key;
    }

    private void Sweep<T>(ConcurrentDictionary<string, T> entries, Func<T, DateTimeOffset> ends)
    {
        DateTimeOffset now = time.GetUtcNow();
        foreach ((string key, T entry) in entries)
        {
            if (ends(entry) <= now || entries.Count > MaximumPending)
            {
                entries.TryRemove(key, out _);
            }
        }
    }
}
