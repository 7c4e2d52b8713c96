using System.Security.Cryptography;
using Microsoft.Identity.Client.Extensions.Msal;

namespace Globus.Automate.Client.Auth;

/// <summary>Some bytes that only their owner can read.</summary>
internal interface ISecretFile
{
    byte[]? Read();

    void Write(byte[] bytes);

    /// <summary>Keeps other processes out for a read and a write; null where that is not possible.</summary>
    IDisposable? TryLock();
}

/// <summary>Chooses how the bytes are kept.</summary>
internal static class SecretFiles
{
    private const string FileName = "logins.json";
    private const string ProtectedFileName = "logins.bin";

    public static ISecretFile Open(TokenStoreOptions options, Action<string> warn)
    {
        string folder = options.Folder ?? DefaultFolder();
        if (folder.Length == 0)
        {
            warn("There is no folder to keep logins in: this login ends with the session. Name one in GLOBUS_AUTOMATE_TOKEN_STORE.");
            return new MemorySecret();
        }

        // A named folder is for containers and tests, where no keyring is to be asked; DPAPI needs none.
        if (options.Folder is null || OperatingSystem.IsWindows())
        {
            if (TryOpenProtected(folder) is { } secret)
            {
                return secret;
            }

            warn($"There is no keyring to protect logins with; they are kept in {Path.Combine(folder, FileName)}, which only you can read.");
        }

        return new OwnerOnlyFile(Path.Combine(folder, FileName));
    }

    /// <summary>Whether an exception says that the place is no good, rather than that this code is wrong.</summary>
    public static bool IsStorageFailure(Exception e)
        => e is IOException or UnauthorizedAccessException or CryptographicException or MsalCachePersistenceException or NotSupportedException
            or InvalidOperationException or DllNotFoundException or EntryPointNotFoundException or System.Security.SecurityException or ArgumentException
            || e.GetType().Namespace?.StartsWith("Microsoft.Identity", StringComparison.Ordinal) is true;

    private static string DefaultFolder()
    {
        string data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return data.Length == 0 ? "" : Path.Combine(data, "Globus.Automate");
    }

    private static ProtectedSecret? TryOpenProtected(string folder)
    {
        try
        {
            StorageCreationProperties properties = new StorageCreationPropertiesBuilder(ProtectedFileName, folder)
                .WithMacKeyChain("Globus.Automate", "logins")
                .WithLinuxKeyring(
                    "org.globus.automate.logins",
                    "default",
                    "Logins of Globus.Automate for PowerShell",
                    new KeyValuePair<string, string>("application", "Globus.Automate"),
                    new KeyValuePair<string, string>("version", "1"))
                .Build();
            Storage storage = Storage.Create(properties);
            storage.VerifyPersistence();
            return new ProtectedSecret(storage, Path.Combine(folder, ProtectedFileName + ".lock"));
        }
        catch (Exception e) when (IsStorageFailure(e))
        {
            return null;
        }
    }
}

/// <summary>DPAPI, the Keychain or libsecret, through Microsoft's library.</summary>
internal sealed class ProtectedSecret(Storage storage, string lockPath) : ISecretFile
{
    public byte[]? Read() => storage.ReadData();

    public void Write(byte[] bytes) => storage.WriteData(bytes);

    public IDisposable? TryLock() => FileLock.TryTake(lockPath);
}

/// <summary>A plain file with mode 0600, replaced as a whole.</summary>
internal sealed class OwnerOnlyFile(string path) : ISecretFile
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;

    public byte[]? Read() => File.Exists(path) ? File.ReadAllBytes(path) : null;

    public void Write(byte[] bytes)
    {
        MakeFolder();
        string temporary = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            // The file is never readable by others, not even before its content is there.
            options.UnixCreateMode = OwnerFile;
        }

        try
        {
            using (var stream = new FileStream(temporary, options))
            {
                stream.Write(bytes);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    public IDisposable? TryLock()
    {
        try
        {
            MakeFolder();
        }
        catch (Exception e) when (SecretFiles.IsStorageFailure(e))
        {
            return null;
        }

        return FileLock.TryTake(path + ".lock");
    }

    private void MakeFolder()
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (Directory.Exists(folder))
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerFolder);
        }
    }
}

/// <summary>Nothing is kept beyond the process.</summary>
internal sealed class MemorySecret : ISecretFile
{
    private byte[]? _bytes;

    public byte[]? Read() => _bytes;

    public void Write(byte[] bytes) => _bytes = bytes;

    public IDisposable? TryLock() => null;
}

/// <summary>A lock between processes: a file that only one can hold open. After a second of waiting the lock is done without.</summary>
internal static class FileLock
{
    private const int Tries = 50;

    public static IDisposable? TryTake(string path)
    {
        for (int i = 0; i < Tries; i++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (Exception e) when (e is IOException and not DirectoryNotFoundException or UnauthorizedAccessException)
            {
                Thread.Sleep(20);
            }
            catch (DirectoryNotFoundException)
            {
                return null;
            }
        }

        return null;
    }
}
