using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Services;

/// <summary>
/// The people, clients and groups of the local Globus. A local name becomes a person when it is first used; ids are made of the names, so
/// that they are the same in every process.
/// </summary>
public sealed class IdentityDirectory
{
    /// <summary>The domain of local people.</summary>
    public const string Domain = "local";

    private const string YouName = "you@" + Domain;
    private const string Type = "identity";
    private const string ClientDomain = "clients.auth.globus.org";
    private readonly StateKeeper _keeper;
    private readonly ConcurrentDictionary<Guid, LocalIdentity> _byId = new();
    private readonly ConcurrentDictionary<string, Guid> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<Guid, IReadOnlyList<string>> _groups = new();
    private readonly object _gate = new();

    internal IdentityDirectory(StateKeeper keeper)
    {
        _keeper = keeper;
        keeper.OnRestore(Type, Restore);
        You = new LocalIdentity(NameBasedId.Create(NameBasedId.Namespace, YouName), YouName, "You");
        Know(You);
    }

    /// <summary>The person who is there from the start, <c>you@local</c>.</summary>
    public LocalIdentity You { get; }

    /// <summary>All people and clients.</summary>
    public IEnumerable<LocalIdentity> All => _byId.Values;

    /// <summary>A person by user name, made when not there yet; a name without <c>@</c> is one in the domain <c>local</c>.</summary>
    /// <exception cref="ArgumentException">The name is empty, has spaces, or more than one <c>@</c>.</exception>
    public LocalIdentity GetOrAddPerson(string username)
    {
        string full = username.Contains('@', StringComparison.Ordinal) ? username : $"{username}@{Domain}";
        int at = full.IndexOf('@', StringComparison.Ordinal);
        bool isValid = at > 0 && at < full.Length - 1 && full.IndexOf('@', at + 1) < 0 && full.Length <= 128
            && !full.Any(static c => char.IsWhiteSpace(c) || char.IsControl(c) || c == ',');
        if (!isValid)
        {
            throw new ArgumentException($"'{username}' is not a user name: give a name such as alice, or alice@{Domain}.", nameof(username));
        }

        // Names differ in more than case only by mistake.
        string name = full.ToLowerInvariant();
        return TryFind(name, out LocalIdentity? known)
            ? known
            : Add(new LocalIdentity(NameBasedId.Create(NameBasedId.Namespace, name), name, char.ToUpperInvariant(name[0]) + name[1..at]));
    }

    /// <summary>Makes known the identity under which a client or a flow acts: <c>{id}@clients.auth.globus.org</c>.</summary>
    public LocalIdentity GetOrAddClient(Guid id, string name)
        => TryFind(id, out LocalIdentity? known) ? known : Add(new LocalIdentity(id, $"{id}@{ClientDomain}", name) { IsClient = true });

    /// <summary>Finds an identity by id.</summary>
    public bool TryFind(Guid id, [NotNullWhen(true)] out LocalIdentity? identity) => _byId.TryGetValue(id, out identity);

    /// <summary>Finds an identity by user name.</summary>
    public bool TryFind(string username, [NotNullWhen(true)] out LocalIdentity? identity)
    {
        identity = null;
        return _byName.TryGetValue(username, out Guid id) && _byId.TryGetValue(id, out identity);
    }

    /// <summary>Finds an identity by its URN.</summary>
    public bool TryFindPrincipal(string principal, [NotNullWhen(true)] out LocalIdentity? identity)
    {
        identity = null;
        return principal.StartsWith(Principals.IdentityPrefix, StringComparison.Ordinal)
            && Guid.TryParseExact(principal.AsSpan(Principals.IdentityPrefix.Length), "D", out Guid id)
            && TryFind(id, out identity);
    }

    /// <summary>Puts people into a group, made when not there yet.</summary>
    /// <returns>The group's URN.</returns>
    public string AddToGroup(string group, params IEnumerable<string> usernames)
    {
        string urn = Principals.GroupPrefix + (Guid.TryParseExact(group, "D", out Guid given) ? given : NameBasedId.Create(NameBasedId.Namespace, "group:" + group));
        lock (_gate)
        {
            foreach (string username in usernames)
            {
                Guid id = GetOrAddPerson(username).Id;
                _groups[id] = [.. GroupsOf(id).Append(urn).Distinct(StringComparer.Ordinal)];
                Keep(_byId[id]);
            }
        }

        return urn;
    }

    /// <summary>The URNs of the groups of a person.</summary>
    public IReadOnlyList<string> GroupsOf(Guid id) => _groups.TryGetValue(id, out IReadOnlyList<string>? groups) ? groups : [];

    /// <summary>An identity as a caller with these scopes.</summary>
    public Caller ToCaller(LocalIdentity identity, IReadOnlySet<string> scopes) => new(identity.Principal, identity.Username, scopes)
    {
        Email = identity.Email,
        Identities = [identity.Principal],
        Groups = GroupsOf(identity.Id),
    };

    private LocalIdentity Add(LocalIdentity identity)
    {
        LocalIdentity added = Know(identity);
        if (ReferenceEquals(added, identity))
        {
            Keep(added);
        }

        return added;
    }

    private LocalIdentity Know(LocalIdentity identity)
    {
        LocalIdentity known = _byId.GetOrAdd(identity.Id, identity);
        _byName[known.Username] = known.Id;
        return known;
    }

    private void Keep(LocalIdentity identity) => _keeper.Put(Type, identity.Id.ToString(), FlowObject.Create(
        ("username", FlowValue.From(identity.Username)),
        ("name", FlowValue.From(identity.Name)),
        ("is_client", FlowValue.From(identity.IsClient)),
        ("groups", FlowArray.OfStrings(GroupsOf(identity.Id)))));

    private void Restore(string key, FlowObject stored)
    {
        LocalIdentity identity = Know(new LocalIdentity(Guid.Parse(key), stored.Text("username"), stored.Text("name")) { IsClient = stored["is_client"] is FlowBoolean { Value: true } });
        _groups[identity.Id] = stored.Texts("groups");
    }
}
