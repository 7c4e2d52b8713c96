using System.Text.Json;

namespace Globus.Automate.Client.Auth;

/// <summary>
/// Keeps logins from one session to the next, each under its environment, client and identity, so that no login overwrites another's tokens.
/// </summary>
/// <remarks>
/// What cannot be read counts as empty, and what cannot be written is told once through <see cref="TokenStoreOptions.Warn"/>: a command
/// never fails because of the place where tokens are kept. Several processes may use one store at the same time.
/// </remarks>
public sealed class TokenStore
{
    private const int Version = 1;

    private readonly TokenStoreOptions _options;
    private readonly Lazy<ISecretFile> _file;
    private readonly object _lock = new();
    private StoredLogins? _inMemory;
    private bool _hasWarned;

    /// <summary>A store.</summary>
    public TokenStore(TokenStoreOptions? options = null)
    {
        _options = options ?? TokenStoreOptions.FromVariables();
        _file = new Lazy<ISecretFile>(() => SecretFiles.Open(_options, WarnOnce));
    }

    /// <summary>A login that is kept.</summary>
    /// <param name="environment">The environment's name.</param>
    /// <param name="clientId">The client.</param>
    /// <param name="subject">The identity; null for the current one.</param>
    public StoredLogin? Find(string environment, string clientId, string? subject = null)
    {
        lock (_lock)
        {
            IEnumerable<StoredLogin> fitting = Read().Logins.Where(login => login.Is(environment, clientId, subject));
            return fitting.OrderByDescending(static login => login.IsCurrent).FirstOrDefault();
        }
    }

    /// <summary>All logins that are kept.</summary>
    public IReadOnlyList<StoredLogin> List()
    {
        lock (_lock)
        {
            return Read().Logins;
        }
    }

    /// <summary>Keeps a login and makes it the current one of its environment and client.</summary>
    public void Save(StoredLogin login)
    {
        ArgumentNullException.ThrowIfNull(login);
        Change(logins =>
        [
            .. logins.Where(other => !other.Is(login.Environment, login.ClientId, login.Subject))
                .Select(other => other.Is(login.Environment, login.ClientId, null) ? other with { IsCurrent = false } : other),
            login with { IsCurrent = true },
        ]);
    }

    /// <summary>Puts renewed tokens into a login that is kept; nothing happens where it is kept no more.</summary>
    /// <returns>The login as it is now; null where it is kept no more.</returns>
    public StoredLogin? Update(StoredLogin login, IReadOnlyList<StoredToken> tokens)
    {
        ArgumentNullException.ThrowIfNull(login);
        StoredLogin? updated = null;
        Change(logins => [.. logins.Select(other => other.Is(login.Environment, login.ClientId, login.Subject) ? updated = other.With(tokens) : other)]);
        return updated;
    }

    /// <summary>Forgets a login.</summary>
    public void Remove(StoredLogin login)
    {
        ArgumentNullException.ThrowIfNull(login);
        Change(logins => [.. logins.Where(other => !other.Is(login.Environment, login.ClientId, login.Subject))]);
    }

    private void Change(Func<IReadOnlyList<StoredLogin>, IReadOnlyList<StoredLogin>> change)
    {
        lock (_lock)
        {
            using IDisposable? others = _file.Value.TryLock();
            var changed = new StoredLogins(Version, change(Read().Logins));
            try
            {
                _file.Value.Write(JsonSerializer.SerializeToUtf8Bytes(changed, StoreContext.Default.StoredLogins));
                _inMemory = null;
            }
            catch (Exception e) when (SecretFiles.IsStorageFailure(e))
            {
                _inMemory = changed;
                WarnOnce($"The login cannot be kept for the next session: {e.Message}");
            }
        }
    }

    private StoredLogins Read()
    {
        if (_inMemory is not null)
        {
            return _inMemory;
        }

        try
        {
            if (_file.Value.Read() is { Length: > 0 } bytes
                && JsonSerializer.Deserialize(bytes, StoreContext.Default.StoredLogins) is { Version: Version, Logins: { } logins } read
                && logins.All(static login => login is { Tokens: not null, Environment: not null, ClientId: not null, Subject: not null }))
            {
                return read;
            }
        }
        catch (Exception e) when (e is JsonException || SecretFiles.IsStorageFailure(e))
        {
            WarnOnce("The kept logins cannot be read; log in again with Connect-Globus.");
        }

        return new StoredLogins(Version, []);
    }

    private void WarnOnce(string text)
    {
        if (!_hasWarned)
        {
            _hasWarned = true;
            _options.Warn?.Invoke(text);
        }
    }
}

/// <summary>Where and how logins are kept.</summary>
public sealed record TokenStoreOptions
{
    /// <summary>
    /// The folder. Null is the user's own data folder, protected by DPAPI, the Keychain or the keyring (libsecret). A folder that is named
    /// holds a file that only its owner may read, protected by DPAPI on Windows.
    /// </summary>
    public string? Folder { get; init; }

    /// <summary>Told, at most once, that tokens are kept less well than they should be. Called on whatever thread finds out.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>The folder that <c>GLOBUS_AUTOMATE_TOKEN_STORE</c> names, or the user's own.</summary>
    /// <param name="warn">See <see cref="Warn"/>.</param>
    /// <param name="read">Reads a variable; <see cref="Environment.GetEnvironmentVariable(string)"/> when null.</param>
    public static TokenStoreOptions FromVariables(Action<string>? warn = null, Func<string, string?>? read = null)
    {
        string? folder = (read ?? Environment.GetEnvironmentVariable)("GLOBUS_AUTOMATE_TOKEN_STORE");
        return new TokenStoreOptions { Folder = string.IsNullOrWhiteSpace(folder) ? null : folder, Warn = warn };
    }
}
