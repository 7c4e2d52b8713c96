using System.Globalization;

namespace Globus.Automate.Local.Providers;

/// <summary>The folder into which every mail of the local Globus is written, as an .eml file that mail programs open.</summary>
public sealed class Outbox : IDisposable
{
    private readonly object _gate = new();
    private readonly bool _isTemporary;
    private string? _folder;

    /// <summary>Makes an outbox.</summary>
    /// <param name="folder">The folder; null takes a temporary one, which goes away with the outbox.</param>
    public Outbox(string? folder = null)
    {
        _folder = folder is null ? null : Path.GetFullPath(folder);
        _isTemporary = folder is null;
    }

    /// <summary>The folder. A temporary one is made when it is first asked for.</summary>
    public string Folder
    {
        get
        {
            lock (_gate)
            {
                return _folder ??= Directory.CreateTempSubdirectory("globus-local-outbox-").FullName;
            }
        }
    }

    /// <summary>The files of all mails, oldest first.</summary>
    public IReadOnlyList<string> Files => Directory.Exists(Folder)
        ? [.. Directory.GetFiles(Folder, "*.eml").Order(StringComparer.Ordinal)]
        : [];

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isTemporary && _folder is not null && Directory.Exists(_folder))
            {
                Directory.Delete(_folder, recursive: true);
            }
        }
    }

    /// <summary>Writes a mail as a whole.</summary>
    /// <returns>The file's path.</returns>
    internal string Write(byte[] message, DateTimeOffset time, Guid id)
    {
        string folder = Folder;
        Directory.CreateDirectory(folder);
        string name = string.Create(CultureInfo.InvariantCulture, $"{time.UtcDateTime:yyyyMMdd'T'HHmmssfff'Z'}-{id:N}");
        string file = Path.Combine(folder, name + ".eml");
        string temporary = Path.Combine(folder, name + ".part");
        File.WriteAllBytes(temporary, message);
        File.Move(temporary, file, overwrite: true);
        return file;
    }
}
