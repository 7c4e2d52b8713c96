using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Globus.Automate.Local.Services;

/// <summary>
/// The clients with a secret: <c>local</c>, which acts as <c>you@local</c>; every local person's id or name, which acts as that person; and
/// the clients that a native app made for itself (<c>POST /v2/api/clients</c>).
/// </summary>
internal sealed class ClientDirectory(IdentityDirectory identities, string secret)
{
    /// <summary>The client of scripts.</summary>
    public const string Local = "local";

    private readonly ConcurrentDictionary<string, byte[]> _registered = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a client's id and secret are right.</summary>
    public bool Verify(string clientId, string givenSecret)
    {
        byte[] given = Hash(givenSecret);
        return _registered.TryGetValue(clientId, out byte[]? known)
            ? CryptographicOperations.FixedTimeEquals(given, known)
            : FindPerson(clientId) is not null && CryptographicOperations.FixedTimeEquals(given, Hash(secret));
    }

    /// <summary>Whether a client has a secret and must show it.</summary>
    public bool IsConfidential(string clientId) => _registered.ContainsKey(clientId) || FindPerson(clientId) is not null;

    /// <summary>Whom a client with its own credentials acts as.</summary>
    public LocalIdentity IdentityOf(string clientId)
        => FindPerson(clientId) ?? identities.GetOrAddClient(Guid.Parse(clientId), "A local client");

    /// <summary>Makes a client.</summary>
    public (string Id, string Secret) Register(string name)
    {
        var id = Guid.NewGuid();
        string made = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        _registered[id.ToString()] = Hash(made);
        identities.GetOrAddClient(id, name);
        return (id.ToString(), made);
    }

    /// <summary>Forgets a client that was made.</summary>
    public bool Remove(string clientId) => _registered.TryRemove(clientId, out _);

    private LocalIdentity? FindPerson(string clientId)
    {
        if (clientId == Local)
        {
            return identities.You;
        }

        bool found = Guid.TryParseExact(clientId, "D", out Guid id)
            ? identities.TryFind(id, out LocalIdentity? person)
            : identities.TryFind(clientId, out person) || identities.TryFind($"{clientId}@{IdentityDirectory.Domain}", out person);
        return found && !person!.IsClient ? person : null;
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
