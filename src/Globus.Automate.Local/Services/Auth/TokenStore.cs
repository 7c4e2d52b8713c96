using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Globus.Automate.Local.Services;

/// <summary>What a token stands for.</summary>
/// <param name="Owner">Whose it is.</param>
/// <param name="ClientId">The client that it was given to.</param>
/// <param name="ResourceServer">The service it is for.</param>
/// <param name="Scopes">Its scopes, with those that depend on them.</param>
/// <param name="IssuedAt">When it was given.</param>
/// <param name="ExpiresAt">When it ends.</param>
internal sealed record TokenGrant(
    LocalIdentity Owner,
    string ClientId,
    string ResourceServer,
    IReadOnlyList<ScopeTree> Scopes,
    DateTimeOffset IssuedAt,
    DateTimeOffset ExpiresAt)
{
    /// <summary>The family of tokens that one login made for one resource server: the end of its refresh token ends all of it.</summary>
    public Guid Family { get; init; }

    /// <summary>The scopes as a token response names them: without dependencies.</summary>
    public string ScopeText => string.Join(' ', Scopes.Select(static scope => scope.Scope));

    /// <summary>The scopes as services check them: each alone, and with its dependencies where it has some.</summary>
    public IReadOnlySet<string> Names { get; } = Scopes
        .SelectMany(static scope => scope.Dependencies.Count > 0 ? [scope.Scope, (scope with { IsOptional = false }).ToString()] : new[] { scope.Scope })
        .ToHashSet(StringComparer.Ordinal);
}

/// <summary>
/// The tokens that are out. Only their hashes are kept: what is on disk or in a dump opens nothing. A refresh token is used once and
/// replaced by the next one; both kinds end with their family.
/// </summary>
internal sealed class TokenStore(TimeProvider time, TimeSpan accessLifetime)
{
    /// <summary>A refresh token that nobody uses ends after half a year (Globus Auth).</summary>
    private static readonly TimeSpan s_refreshLifetime = TimeSpan.FromDays(183);

    private readonly ConcurrentDictionary<string, TokenGrant> _access = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TokenGrant> _refresh = new(StringComparer.Ordinal);
    private int _issued;

    /// <summary>How long an access token lives.</summary>
    public TimeSpan AccessLifetime => accessLifetime;

    /// <summary>Makes an access token.</summary>
    public string Issue(TokenGrant grant) => Add(_access, "Ag", grant);

    /// <summary>A grant that begins now and ends after the lifetime of access tokens.</summary>
    public TokenGrant Begin(LocalIdentity owner, string clientId, string resourceServer, IReadOnlyList<ScopeTree> scopes, Guid? family = null)
    {
        DateTimeOffset now = time.GetUtcNow();
        return new TokenGrant(owner, clientId, resourceServer, scopes, now, now + accessLifetime) { Family = family ?? Guid.NewGuid() };
    }

    /// <summary>Makes a refresh token of the same family.</summary>
    public string IssueRefresh(TokenGrant grant) => Add(_refresh, "Agr", grant with { ExpiresAt = time.GetUtcNow() + s_refreshLifetime });

    /// <summary>The grant of an access token that lives.</summary>
    public bool TryFind(string token, [NotNullWhen(true)] out TokenGrant? grant)
        => _access.TryGetValue(Hash(token), out grant) && grant.ExpiresAt > time.GetUtcNow();

    /// <summary>The grant of a refresh token that lives.</summary>
    public bool TryFindRefresh(string token, [NotNullWhen(true)] out TokenGrant? grant)
        => _refresh.TryGetValue(Hash(token), out grant) && grant.ExpiresAt > time.GetUtcNow();

    /// <summary>Uses up a refresh token of a client. Only one of two that come at once with the same token gets it.</summary>
    public bool TryTakeRefresh(string token, string clientId, [NotNullWhen(true)] out TokenGrant? grant)
    {
        string hash = Hash(token);
        return _refresh.TryGetValue(hash, out grant)
            && grant.ExpiresAt > time.GetUtcNow()
            && string.Equals(grant.ClientId, clientId, StringComparison.OrdinalIgnoreCase)
            && _refresh.TryRemove(new KeyValuePair<string, TokenGrant>(hash, grant));
    }

    /// <summary>Ends a token: an access token alone, a refresh token with all of its family. Unknown tokens are fine (RFC 7009, section 2.2).</summary>
    /// <returns>False where the token belongs to another client and lives on.</returns>
    public bool Revoke(string token, string clientId)
    {
        string hash = Hash(token);
        TokenGrant? grant = _access.GetValueOrDefault(hash) ?? _refresh.GetValueOrDefault(hash);
        if (grant is null)
        {
            return true;
        }

        if (!string.Equals(grant.ClientId, clientId, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        _access.TryRemove(hash, out _);
        if (_refresh.TryRemove(hash, out _))
        {
            RemoveWhere(_access, candidate => candidate.Family == grant.Family);
            RemoveWhere(_refresh, candidate => candidate.Family == grant.Family);
        }

        return true;
    }

    private string Add(ConcurrentDictionary<string, TokenGrant> tokens, string prefix, TokenGrant grant)
    {
        if (Interlocked.Increment(ref _issued) % 1024 == 0)
        {
            DateTimeOffset now = time.GetUtcNow();
            RemoveWhere(_access, candidate => candidate.ExpiresAt <= now);
            RemoveWhere(_refresh, candidate => candidate.ExpiresAt <= now);
        }

        string token = prefix + Base64UrlText.Encode(RandomNumberGenerator.GetBytes(32));
        tokens[Hash(token)] = grant;
        return token;
    }

    private static void RemoveWhere(ConcurrentDictionary<string, TokenGrant> tokens, Func<TokenGrant, bool> matches)
    {
        foreach ((string hash, TokenGrant grant) in tokens)
        {
            if (matches(grant))
            {
                tokens.TryRemove(hash, out _);
            }
        }
    }

    private static string Hash(string token)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(token), hash);
        return Convert.ToHexString(hash);
    }
}
