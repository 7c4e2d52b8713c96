using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Globus.Automate.FlowLanguage.Values;

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

    public FlowObject ToStored() => FlowObject.Create(
        ("owner", FlowValue.From(Owner.Principal)),
        ("client", FlowValue.From(ClientId)),
        ("resource_server", FlowValue.From(ResourceServer)),
        ("scope", FlowValue.From(string.Join(' ', Scopes))),
        ("issued_at", Times.Value(IssuedAt)),
        ("expires_at", Times.Value(ExpiresAt)),
        ("family", FlowValue.From(Family.ToString())));

    /// <exception cref="FormatException">What was kept is not whole.</exception>
    public static TokenGrant FromStored(FlowObject stored, IdentityDirectory identities)
        => identities.TryFindPrincipal(stored.Text("owner"), out LocalIdentity? owner) && ScopeTree.TryParse(stored.Text("scope")) is { } scopes
            ? new TokenGrant(owner, stored.Text("client"), stored.Text("resource_server"), scopes, stored.Time("issued_at"), stored.Time("expires_at")) { Family = Guid.Parse(stored.Text("family")) }
            : throw new FormatException("its owner or scope is unknown.");
}

/// <summary>
/// The tokens that are out. Only their hashes are kept: what is on disk or in a dump opens nothing. A refresh token is good
/// until nobody has used it for half a year, so that several processes of one client can share it; both kinds end with their family.
/// </summary>
internal sealed class TokenStore
{
    private const string AccessType = "access-token";
    private const string RefreshType = "refresh-token";

    /// <summary>A refresh token that nobody uses ends after half a year (Globus Auth).</summary>
    private static readonly TimeSpan s_refreshLifetime = TimeSpan.FromDays(183);

    private readonly ConcurrentDictionary<string, TokenGrant> _access = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TokenGrant> _refresh = new(StringComparer.Ordinal);
    private readonly StateKeeper _keeper;
    private readonly TimeProvider _time;
    private int _issued;

    public TokenStore(StateKeeper keeper, IdentityDirectory identities, TimeProvider time, TimeSpan accessLifetime)
    {
        _keeper = keeper;
        _time = time;
        AccessLifetime = accessLifetime;
        keeper.OnRestore(AccessType, (hash, stored) => _access[hash] = TokenGrant.FromStored(stored, identities));
        keeper.OnRestore(RefreshType, (hash, stored) => _refresh[hash] = TokenGrant.FromStored(stored, identities));
    }

    /// <summary>How long an access token lives.</summary>
    public TimeSpan AccessLifetime { get; }

    /// <summary>Makes an access token that ends with this process: one for code in it.</summary>
    public string IssueForProcess(TokenGrant grant) => Add(_access, type: null, "Ag", grant);

    /// <summary>Makes an access token.</summary>
    public string Issue(TokenGrant grant) => Add(_access, AccessType, "Ag", grant);

    /// <summary>A grant that begins now and ends after the lifetime of access tokens.</summary>
    public TokenGrant Begin(LocalIdentity owner, string clientId, string resourceServer, IReadOnlyList<ScopeTree> scopes, Guid? family = null)
    {
        DateTimeOffset now = _time.GetUtcNow();
        return new TokenGrant(owner, clientId, resourceServer, scopes, now, now + AccessLifetime) { Family = family ?? Guid.NewGuid() };
    }

    /// <summary>Makes a refresh token of the same family.</summary>
    public string IssueRefresh(TokenGrant grant) => Add(_refresh, RefreshType, "Agr", grant with { ExpiresAt = _time.GetUtcNow() + s_refreshLifetime });

    /// <summary>The grant of an access token that lives.</summary>
    public bool TryFind(string token, [NotNullWhen(true)] out TokenGrant? grant)
        => _access.TryGetValue(Hash(token), out grant) && grant.ExpiresAt > _time.GetUtcNow();

    /// <summary>The grant of a refresh token that lives.</summary>
    public bool TryFindRefresh(string token, [NotNullWhen(true)] out TokenGrant? grant)
        => _refresh.TryGetValue(Hash(token), out grant) && grant.ExpiresAt > _time.GetUtcNow();

    /// <summary>Uses a refresh token of a client, which lives on from now.</summary>
    public bool TryUseRefresh(string token, string clientId, [NotNullWhen(true)] out TokenGrant? grant)
    {
        string hash = Hash(token);
        DateTimeOffset now = _time.GetUtcNow();
        if (!_refresh.TryGetValue(hash, out grant) || grant.ExpiresAt <= now || !string.Equals(grant.ClientId, clientId, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        // In place of the one that was found only: a token that is revoked meanwhile stays so.
        TokenGrant longer = grant with { ExpiresAt = now + s_refreshLifetime };
        if (_refresh.TryUpdate(hash, longer, grant))
        {
            _keeper.Put(RefreshType, hash, longer.ToStored());
            return true;
        }

        return _refresh.ContainsKey(hash);
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

        Remove(_access, AccessType, hash);
        if (Remove(_refresh, RefreshType, hash))
        {
            RemoveWhere(_access, AccessType, candidate => candidate.Family == grant.Family);
            RemoveWhere(_refresh, RefreshType, candidate => candidate.Family == grant.Family);
        }

        return true;
    }

    private string Add(ConcurrentDictionary<string, TokenGrant> tokens, string? type, string prefix, TokenGrant grant)
    {
        if (Interlocked.Increment(ref _issued) % 1024 == 0)
        {
            DateTimeOffset now = _time.GetUtcNow();
            RemoveWhere(_access, AccessType, candidate => candidate.ExpiresAt <= now);
            RemoveWhere(_refresh, RefreshType, candidate => candidate.ExpiresAt <= now);
        }

        string token = prefix + Base64UrlText.Encode(RandomNumberGenerator.GetBytes(32));
        string hash = Hash(token);
        tokens[hash] = grant;
        if (type is not null)
        {
            _keeper.Put(type, hash, grant.ToStored());
        }

        return token;
    }

    private void RemoveWhere(ConcurrentDictionary<string, TokenGrant> tokens, string type, Func<TokenGrant, bool> matches)
    {
        foreach ((string hash, TokenGrant grant) in tokens)
        {
            if (matches(grant))
            {
                Remove(tokens, type, hash);
            }
        }
    }

    private bool Remove(ConcurrentDictionary<string, TokenGrant> tokens, string type, string hash)
    {
        bool removed = tokens.TryRemove(hash, out _);
        if (removed)
        {
            _keeper.Remove(type, hash);
        }

        return removed;
    }

    private static string Hash(string token)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(token), hash);
        return Convert.ToHexString(hash);
    }
}
