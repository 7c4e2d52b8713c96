using System.Collections.Concurrent;
using Globus.Automate.Client.Errors;

namespace Globus.Automate.Client.Auth;

/// <summary>
/// Principals as people write them, as the URNs by which flows, runs, actions and queues name them. Taken are URNs as they are, the words
/// <c>public</c> and <c>all_authenticated_users</c>, usernames, and the bare id of an identity. What has been looked up once is known.
/// </summary>
/// <remarks>Safe to use from many threads.</remarks>
public sealed class PrincipalResolver
{
    private const string IdentityPrefix = "urn:globus:auth:identity:";

    private readonly AuthClient _auth;
    private readonly string? _localDomain;
    private readonly ConcurrentDictionary<string, string> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Looks up names in Globus Auth.</summary>
    /// <param name="auth">Globus Auth.</param>
    /// <param name="localDomain">
    /// The domain of a Globus that makes people when they are first named: a name without a domain is one of it. Null for the hosted Globus,
    /// where nobody is made.
    /// </param>
    public PrincipalResolver(AuthClient auth, string? localDomain = null)
    {
        ArgumentNullException.ThrowIfNull(auth);
        _auth = auth;
        _localDomain = localDomain;
    }

    /// <summary>The URNs, in the order of the names. Empty names are left out, so that a list of one empty name is an empty list.</summary>
    /// <exception cref="GlobusApiException"><see cref="GlobusErrorKind.NotFound"/>: nobody has the name or id; the message says which.</exception>
    public async Task<IReadOnlyList<string>> ResolveAsync(IReadOnlyList<string> principals, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(principals);
        string[] names = [.. principals.Select(static name => name.Trim()).Where(static name => name.Length > 0)];
        string[] unknown = [.. names.Where(name => !IsReady(name) && !_known.ContainsKey(name)).Distinct(StringComparer.OrdinalIgnoreCase)];
        if (unknown.Length > 0)
        {
            await LookUpAsync(unknown, cancellationToken).ConfigureAwait(false);
        }

        return [.. names.Select(name => IsReady(name) ? name : _known.TryGetValue(name, out string? urn) ? urn : throw Unknown(name))];
    }

    /// <summary>The same, where null is a list that was not given.</summary>
    public async Task<IReadOnlyList<string>?> ResolveIfGivenAsync(IReadOnlyList<string>? principals, CancellationToken cancellationToken = default)
        => principals is null ? null : await ResolveAsync(principals, cancellationToken).ConfigureAwait(false);

    /// <summary>The domain is added to a name of a Globus that has one of its own.</summary>
    public string FullName(string username)
        => _localDomain is null || username.Contains('@', StringComparison.Ordinal) ? username : $"{username}@{_localDomain}";

    private static bool IsReady(string name)
        => name.StartsWith("urn:", StringComparison.Ordinal) || name is "public" or "all_authenticated_users";

    private async Task LookUpAsync(IReadOnlyList<string> unknown, CancellationToken cancellationToken)
    {
        string[] ids = [.. unknown.Where(static name => Guid.TryParseExact(name, "D", out _))];
        string[] usernames = [.. unknown.Except(ids, StringComparer.Ordinal)];
        if (ids.Length > 0)
        {
            foreach (GlobusIdentity identity in await _auth.FindByIdAsync(ids, cancellationToken).ConfigureAwait(false))
            {
                _known[identity.Id] = identity.Principal;
            }
        }

        if (usernames.Length > 0)
        {
            ILookup<string, string> given = usernames.ToLookup(FullName, StringComparer.OrdinalIgnoreCase);
            foreach (GlobusIdentity identity in await _auth.FindByUsernameAsync([.. given.Select(static name => name.Key)], provision: _localDomain is not null, cancellationToken).ConfigureAwait(false))
            {
                foreach (string name in given[identity.Username ?? ""])
                {
                    _known[name] = identity.Principal;
                }
            }
        }
    }

    private static GlobusApiException Unknown(string name)
        => new(GlobusErrorKind.NotFound, Guid.TryParseExact(name, "D", out _)
            ? $"No identity has the id {name}; if it is a group, write urn:globus:groups:id:{name}."
            : $"Nobody is known to Globus as '{name}': give a username such as ada@example.edu, {IdentityPrefix}<id>, or urn:globus:groups:id:<id> for a group.")
        {
            Url = "/v2/api/identities",
        };
}
