using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Globus.Automate.Local.Providers;

/// <summary>
/// The files of one collection. Every path is walked name by name from the root, and a link at any of them is refused; a file that was opened
/// is looked at once more through its handle, so that a folder swapped for a link in between gives nothing away.
/// See docs/decisions/0046-local-collections.md.
/// </summary>
internal sealed class CollectionFiles(LocalCollection collection)
{
    private const int ChunkSize = 256 * 1024;

    /// <summary>What is at a path; null where nothing is. The last name may be a link (it is not followed), the ones before may not.</summary>
    /// <exception cref="TransferFault">The path goes through a link or a file.</exception>
    public CollectionEntry? Find(CollectionPath path)
    {
        string physical = collection.Root;
        string[] segments = path.Segments;
        for (int i = 0; i < segments.Length; i++)
        {
            physical = Path.Combine(physical, segments[i]);
            CollectionEntry? entry = CollectionEntry.Read(path, physical);
            if (entry is null || i == segments.Length - 1)
            {
                return entry;
            }

            switch (entry.Kind)
            {
                case CollectionEntryKind.Link:
                    throw LinkRefused(path);
                case CollectionEntryKind.File:
                    throw TransferFault.NotDirectory("/" + string.Join('/', segments[..(i + 1)]));
            }
        }

        return CollectionEntry.Read(path, physical);
    }

    /// <summary>The file or folder at a path.</summary>
    /// <exception cref="TransferFault">Nothing is there, or a link is.</exception>
    public CollectionEntry Get(CollectionPath path)
    {
        CollectionEntry entry = Find(path) ?? throw TransferFault.NotFound(path.ToString(), collection);
        if (entry.Kind == CollectionEntryKind.Link)
        {
            throw LinkRefused(path);
        }

        return path.EndsInSlash && entry.Kind == CollectionEntryKind.File ? throw TransferFault.NotDirectory(path.ToString()) : entry;
    }

    /// <summary>The entries of a folder, in the order of their names' characters.</summary>
    public List<CollectionEntry> List(CollectionPath folder)
    {
        if (Get(folder).Kind != CollectionEntryKind.Directory)
        {
            throw TransferFault.NotDirectory(folder.ToString());
        }

        var entries = new List<CollectionEntry>();
        string physical = folder.Physical;
        foreach (string file in Directory.EnumerateFileSystemEntries(physical, "*", s_all))
        {
            string name = Path.GetFileName(file);
            if (CollectionEntry.Read(folder.Child(name), file) is { } entry)
            {
                entries.Add(entry);
            }
        }

        Get(folder);
        entries.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        return entries;
    }

    /// <summary>Makes a folder in one that is there.</summary>
    public void MakeDirectory(CollectionPath path)
    {
        if (Get(path.Parent).Kind != CollectionEntryKind.Directory)
        {
            throw TransferFault.NotDirectory(path.Parent.ToString());
        }

        if (path.IsTop || Find(path) is not null)
        {
            throw TransferFault.Exists(path.ToString());
        }

        Directory.CreateDirectory(path.Physical);
        Get(path);
    }

    /// <summary>Makes a folder and what is missing above it.</summary>
    /// <returns>Whether it was missing.</returns>
    public bool EnsureDirectory(CollectionPath path)
    {
        CollectionEntry? entry = Find(path);
        if (entry is not null)
        {
            return entry.Kind switch
            {
                CollectionEntryKind.Directory => false,
                CollectionEntryKind.Link => throw LinkRefused(path),
                _ => throw TransferFault.NotDirectory(path.ToString()),
            };
        }

        if (!path.IsTop)
        {
            EnsureDirectory(path.Parent);
        }

        Directory.CreateDirectory(path.Physical);
        Get(path);
        return true;
    }

    /// <summary>Opens a file to read. The handle is known to be one of a file inside the collection.</summary>
    public SafeFileHandle OpenRead(CollectionPath path)
    {
        Get(path);
        return Checked(path, File.OpenHandle(path.Physical, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.SequentialScan));
    }

    /// <summary>
    /// Writes a file as a whole: to a temporary one beside it, which then takes its place, so that nobody ever reads half of it. Its folder
    /// must be there.
    /// </summary>
    /// <param name="path">Where it goes.</param>
    /// <param name="temporaryName">The temporary file's name; one that was left behind under it is replaced.</param>
    /// <param name="source">What to write.</param>
    /// <param name="modified">The time of change to set, or null.</param>
    /// <param name="progress">Told how many bytes were written.</param>
    /// <param name="cancellationToken">Stops between two chunks and leaves nothing behind.</param>
    public void Write(CollectionPath path, string temporaryName, SafeFileHandle source, DateTimeOffset? modified, Action<int> progress, CancellationToken cancellationToken)
    {
        CollectionPath temporary = path.Parent.Child(temporaryName);
        Get(path.Parent);
        string physical = temporary.Physical;
        File.Delete(physical);
        try
        {
            using (SafeFileHandle target = Checked(temporary, File.OpenHandle(physical, FileMode.CreateNew, FileAccess.Write, FileShare.None)))
            {
                long offset = 0;
                Read(source, chunk =>
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    RandomAccess.Write(target, chunk, offset);
                    offset += chunk.Length;
                    progress(chunk.Length);
                });
            }

            if (modified is { } time)
            {
                File.SetLastWriteTimeUtc(physical, time.UtcDateTime);
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (Find(path) is { Kind: not CollectionEntryKind.File } other)
            {
                throw other.Kind == CollectionEntryKind.Link ? LinkRefused(path) : TransferFault.IsDirectory(path.ToString());
            }

            File.Move(physical, path.Physical, overwrite: true);
        }
        catch
        {
            if (Find(path.Parent)?.Kind == CollectionEntryKind.Directory)
            {
                File.Delete(physical);
            }

            throw;
        }
    }

    /// <summary>Deletes a file, a link (not what it leads to) or an empty folder.</summary>
    public void Delete(CollectionEntry entry)
    {
        if (entry.Path.IsTop)
        {
            throw TransferFault.Denied(entry.Path.ToString(), "the root and the home folder of a collection stay.");
        }

        CollectionEntry? now = Find(entry.Path);
        if (now is null)
        {
            return;
        }

        if (now.Kind == CollectionEntryKind.Directory)
        {
            Directory.Delete(entry.Path.Physical, recursive: false);
        }
        else
        {
            File.Delete(entry.Path.Physical);
        }
    }

    /// <summary>Makes a link with the same text. It is never followed here.</summary>
    public void CreateLink(CollectionPath path, string target)
    {
        Get(path.Parent);
        if (Find(path) is { } there)
        {
            Delete(there);
        }

        File.CreateSymbolicLink(path.Physical, target);
    }

    private static readonly EnumerationOptions s_all = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false, ReturnSpecialDirectories = false };

    /// <summary>Takes the bytes of a file, from its beginning.</summary>
    internal delegate void ChunkReader(ReadOnlySpan<byte> chunk);

    /// <summary>Reads a file from its beginning to its end, chunk by chunk.</summary>
    public static void Read(SafeFileHandle source, ChunkReader reader)
    {
        byte[] chunk = ArrayPool<byte>.Shared.Rent(ChunkSize);
        try
        {
            long offset = 0;
            int read;
            while ((read = RandomAccess.Read(source, chunk, offset)) > 0)
            {
                reader(chunk.AsSpan(0, read));
                offset += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    private static TransferFault LinkRefused(CollectionPath path)
        => TransferFault.Denied(path.ToString(), "there is a symbolic link on it, and local collections do not follow links.");

    /// <summary>Lets a handle through only if its file is inside the collection: where the system tells a handle's path by it, else by walking again.</summary>
    private SafeFileHandle Checked(CollectionPath path, SafeFileHandle handle)
    {
        try
        {
            if (OperatingSystem.IsLinux() && new FileInfo($"/proc/self/fd/{handle.DangerousGetHandle()}").LinkTarget is { } real)
            {
                if (!CollectionPath.IsWithin(real, collection.Root))
                {
                    throw LinkRefused(path);
                }
            }
            else
            {
                Get(path);
            }

            return handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }
}
