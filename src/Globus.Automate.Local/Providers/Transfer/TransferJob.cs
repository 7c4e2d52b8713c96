using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Globus.Automate.Local.Providers;

/// <summary>
/// Moves the files of one transfer, folder by folder without recursion. Doing it over is harmless (each file is replaced as a whole), so a
/// transfer that a restart interrupted simply begins again.
/// </summary>
internal sealed class TransferJob(TransferPlan plan, TransferTask task)
{
    private readonly string _temporaryName = $".globus-transfer-{task.TaskId:N}";
    private readonly Stack<Folder> _folders = new();

    /// <summary>Runs to the end.</summary>
    /// <exception cref="TransferFault">The transfer cannot be done.</exception>
    public void Run(CancellationToken cancellationToken)
    {
        foreach (TransferItem item in plan.Items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                Begin(item, cancellationToken);
            }
            catch (Exception exception) when (TransferFault.IsFileSystem(exception))
            {
                SkipOrThrow(TransferFault.From(exception, item.Source));
                continue;
            }

            while (_folders.TryPop(out Folder? folder))
            {
                Expand(folder, cancellationToken);
            }
        }
    }

    private void Begin(TransferItem item, CancellationToken cancellationToken)
    {
        var source = CollectionPath.Parse(plan.Source, item.Source);
        var destination = CollectionPath.Parse(plan.Destination, item.Destination);
        bool? recursive = item.Recursive;
        task.RequireAccess(source, write: false);
        task.RequireAccess(destination, write: true);
        CollectionEntry entry = plan.Source.Files.Get(source);
        if (entry.Kind == CollectionEntryKind.Directory)
        {
            if (recursive == false)
            {
                throw TransferFault.IsDirectory(source.ToString());
            }

            if (source.Contains(destination))
            {
                throw TransferFault.Conflict("ClientError.BadRequest", $"'{source}' cannot be transferred into itself ('{destination}').");
            }

            if (item.Checksum is not null)
            {
                throw TransferFault.Conflict("ClientError.BadRequest", $"'external_checksum' is for a file, and '{source}' is a directory.");
            }

            _folders.Push(new Folder(source, destination, Links: null));
            task.SubtasksTotal++;
            return;
        }

        if (recursive == true)
        {
            throw TransferFault.NotDirectory(source.ToString());
        }

        if (destination.EndsInSlash || destination.IsTop)
        {
            throw TransferFault.IsDirectory(destination.ToString());
        }

        if (source.Contains(destination))
        {
            throw TransferFault.Conflict("ClientError.BadRequest", $"'{source}' cannot be transferred onto itself.");
        }

        plan.Destination.Files.EnsureDirectory(destination.Parent);
        task.SubtasksTotal++;
        task.Files++;
        Transfer(entry, destination, cancellationToken, item.Checksum);
    }

    private void Expand(Folder folder, CancellationToken cancellationToken)
    {
        (CollectionPath source, CollectionPath destination, _) = folder;
        List<CollectionEntry> entries;
        try
        {
            plan.Destination.Files.EnsureDirectory(destination);
            entries = plan.Source.Files.List(source);
        }
        catch (Exception exception) when (TransferFault.IsFileSystem(exception))
        {
            SkipOrThrow(TransferFault.From(exception, source.ToString()));
            return;
        }

        entries.RemoveAll(entry => !plan.Filter.Takes(entry) || IsTemporary(entry.Name));
        task.Directories++;
        task.SubtasksSucceeded++;
        task.SubtasksTotal += entries.Count(static entry => entry.Kind != CollectionEntryKind.Link);
        task.Files += entries.Count(static entry => entry.Kind == CollectionEntryKind.File);
        foreach (CollectionEntry entry in entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            CollectionPath target = destination.Child(entry.Name);
            try
            {
                switch (entry.Kind)
                {
                    case CollectionEntryKind.Directory:
                        _folders.Push(folder with { Source = entry.Path, Destination = target });
                        break;
                    case CollectionEntryKind.File:
                        Transfer(entry, target, cancellationToken);
                        break;
                    default:
                        TransferLink(entry, target, folder, cancellationToken);
                        break;
                }
            }
            catch (Exception exception) when (TransferFault.IsFileSystem(exception))
            {
                SkipOrThrow(TransferFault.From(exception, entry.Path.ToString()));
            }
        }

        if (plan.DeleteDestinationExtra)
        {
            DeleteExtra(destination, entries, cancellationToken);
        }
    }

    private void Transfer(CollectionEntry source, CollectionPath destination, CancellationToken cancellationToken, ExternalChecksum? expected = null)
    {
        if (plan.SyncLevel is { } level
            && plan.Destination.Files.Find(destination) is { Kind: CollectionEntryKind.File } there
            && IsSame(source, there, level))
        {
            task.FilesSkipped++;
            task.SubtasksSucceeded++;
            return;
        }

        using SafeFileHandle handle = plan.Source.Files.OpenRead(source.Path);
        if (expected is not null && !expected.Matches(handle, task.AddChecksummed))
        {
            throw TransferFault.Conflict("ExternalError.ChecksumFailed", $"'{source.Path}' does not have the {expected.Algorithm} checksum in 'external_checksum'.");
        }

        plan.Destination.Files.Write(
            destination,
            _temporaryName,
            handle,
            plan.PreserveTimestamp ? source.Modified : null,
            task.AddBytes,
            cancellationToken);
        if (plan.VerifyChecksum)
        {
            Verify(handle, destination);
        }

        task.FilesTransferred++;
        task.SubtasksSucceeded++;
    }

    private void TransferLink(CollectionEntry link, CollectionPath destination, Folder folder, CancellationToken cancellationToken)
    {
        switch (plan.Links)
        {
            case LinkTreatment.Keep:
                plan.Destination.Files.CreateLink(destination, link.LinkTarget!);
                task.Symlinks++;
                break;
            case LinkTreatment.Copy:
                CopyLinked(link, destination, folder, cancellationToken);
                break;
        }
    }

    /// <summary>Transfers what a link leads to, in the link's place.</summary>
    private void CopyLinked(CollectionEntry link, CollectionPath destination, Folder folder, CancellationToken cancellationToken)
    {
        CollectionEntry real = LinkResolver.Resolve(link);
        task.RequireAccess(real.Path, write: false);
        if (real.Kind == CollectionEntryKind.Directory)
        {
            if (real.Path.Contains(folder.Source) || (folder.Links?.Holds(real.Path) ?? false))
            {
                throw LinkResolver.Circle(link);
            }

            if (real.Path.Contains(destination))
            {
                throw TransferFault.Conflict("ClientError.BadRequest", $"'{real.Path}' cannot be transferred into itself ('{destination}').");
            }

            task.SubtasksTotal++;
            _folders.Push(new Folder(real.Path, destination, new LinkTrail(real.Path, folder.Links)));
            return;
        }

        task.SubtasksTotal++;
        task.Files++;
        Transfer(real, destination, cancellationToken);
    }

    private bool IsSame(CollectionEntry source, CollectionEntry there, int level) => level switch
    {
        0 => true,
        1 => source.Size == there.Size,
        2 => source.Size == there.Size && source.Modified <= there.Modified,
        _ => source.Size == there.Size && Checksum(source.Path).AsSpan().SequenceEqual(Checksum(there.Path)),
    };

    private void Verify(SafeFileHandle source, CollectionPath destination)
    {
        using SafeFileHandle target = plan.Destination.Files.OpenRead(destination);
        if (!Checksum(source).AsSpan().SequenceEqual(Checksum(target)))
        {
            throw TransferFault.Conflict("ExternalError.ChecksumFailed", $"'{destination}' does not have the checksum of its source: one of them was changed meanwhile.");
        }
    }

    private byte[] Checksum(CollectionPath path)
    {
        using SafeFileHandle handle = path.Collection.Files.OpenRead(path);
        return Checksum(handle);
    }

    private byte[] Checksum(SafeFileHandle handle)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        CollectionFiles.Read(handle, chunk =>
        {
            hash.AppendData(chunk);
            task.AddChecksummed(chunk.Length);
        });
        return hash.GetHashAndReset();
    }

    private void DeleteExtra(CollectionPath destination, List<CollectionEntry> source, CancellationToken cancellationToken)
    {
        var names = source.Select(static entry => entry.Name).ToHashSet(StringComparer.Ordinal);
        foreach (CollectionEntry entry in plan.Destination.Files.List(destination))
        {
            if (!names.Contains(entry.Name))
            {
                TreeDeletion.Delete(plan.Destination.Files, entry, static _ => { }, cancellationToken);
            }
        }
    }

    private void SkipOrThrow(TransferFault fault)
    {
        if (!plan.SkipSourceErrors)
        {
            throw fault;
        }

        task.Skip(fault);
    }

    private static bool IsTemporary(string name) => name.StartsWith(".globus-transfer-", StringComparison.Ordinal);

    /// <summary>A folder that is still to be gone through.</summary>
    private sealed record Folder(CollectionPath Source, CollectionPath Destination, LinkTrail? Links);

    /// <summary>The folders that were entered by links on the way to one.</summary>
    private sealed record LinkTrail(CollectionPath Folder, LinkTrail? Outer)
    {
        public bool Holds(CollectionPath folder) => Folder.Absolute == folder.Absolute || (Outer?.Holds(folder) ?? false);
    }
}
