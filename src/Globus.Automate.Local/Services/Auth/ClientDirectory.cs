using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Services;

/// <summary>
/// The clients with a secret: <c>local</c>, which acts as <c>you@local</c>; every local person's id or name, which acts as that person; and
/// the clients that a native app made for itself (<c>POST /v2/api/clients</c>).
/// </summary>
internal sealed class ClientDirectory
{
    private const string Type = "client";
    /// <summary>The client of scripts.</summary>
    public const string Local = "local";

    private readonly ConcurrentDictionary<string, byte[]> _registered = new(StringComparer.OrdinalIgnoreCase);
    private readonly StateKeeper _keeper;
    private readonly IdentityDirectory _identities;
    private readonly byte[] _secret;

    public ClientDirectory(StateKeeper keeper, IdentityDirectory identities, string secret)
    {
        _keeper = keeper;
        _identities = identities;
        _secret = Hash(secret);
        keeper.OnRestore(Type, (id, stored) => _registered[id] = Convert.FromHexString(stored.Text("secret_hash")));
    }

    /// <summary>Whether a client's id and secret are right.</summary>
    public bool Verify(string clientId, string givenSecret)
    {
        byte[] given = Hash(givenSecret);
        return _registered.TryGetValue(clientId, out byte[]? known)
            ? CryptographicOperations.FixedTimeEquals(given, known)
            : FindPerson(clientId) is not null && CryptographicOperations.FixedTimeEquals(given, _secret);
    }

    /// <summary>Whether a client has a secret and must show it.</summary>
    public bool IsConfidential(string clientId) => _registered.ContainsKey(clientId) || FindPerson(clientId) is not null;

    /// <summary>Whom a client with its own credentials acts as.</summary>
    public LocalIdentity IdentityOf(string clientId)
        => FindPerson(clientId) ?? _identities.GetOrAddClient(Guid.Parse(clientId), "A local client");

    /// <summary>Makes a client.</summary>
    public (string Id, string Secret) Register(string name)
    {
        var id = Guid.NewGuid();
        string made = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        byte[] hash = Hash(made);
        _registered[id.ToString()] = hash;
        _keeper.Put(Type, id.ToString(), FlowObject.Create(("secret_hash", FlowValue.From(Convert.ToHexString(hash)))));
        _identities.GetOrAddClient(id, name);
        return (id.ToString(), made);
    }

    /// <summary>Forgets a client that was made.</summary>
    public bool Remove(string clientId)
    {
        bool removed = _registered.TryRemove(clientId, out _);
        if (removed)
        {
            _keeper.Remove(Type, clientId.ToLowerInvariant());
        }

        return removed;
    }

    private LocalIdentity? FindPerson(string clientId)
    {
        if (clientId == Local)
        {
            return _identities.You;
        }

        bool found = Guid.TryParseExact(clientId, "D", out Guid id)
            ? _identities.TryFind(id, out LocalIdentity? person)
            : _identities.TryFind(clientId, out person) || _identities.TryFind($"{clientId}@{IdentityDirectory.Domain}", out person);
        return found && !person!.IsClient ? person : null;
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
