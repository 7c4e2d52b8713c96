using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Globus.Automate.Local.Providers;

/// <summary>What a transfer does, read from its body.</summary>
internal sealed record TransferPlan
{
    public required LocalCollection Source { get; init; }

    public required LocalCollection Destination { get; init; }

    public required IReadOnlyList<(string Source, string Destination, bool? Recursive)> Items { get; init; }

    /// <summary>0: missing ones; 1: another size; 2: older; 3: another checksum; null: everything.</summary>
    public int? SyncLevel { get; init; }

    public bool DeleteDestinationExtra { get; init; }

    public bool PreserveTimestamp { get; init; }

    public bool VerifyChecksum { get; init; }

    public bool SkipSourceErrors { get; init; }

    public bool KeepLinks { get; init; }

    public FilterRules Filter { get; init; } = new(null);
}

/// <summary>
/// Moves the files of one transfer, folder by folder without recursion. Doing it over is harmless (each file is replaced as a whole), so a
/// transfer that a restart interrupted simply begins again.
/// </summary>
internal sealed class TransferJob(TransferPlan plan, TransferTask task)
{
    private readonly string _temporaryName = $".globus-transfer-{task.TaskId:N}";
    private readonly Stack<(CollectionPath Source, CollectionPath Destination)> _folders = new();

    /// <summary>Runs to the end.</summary>
    /// <exception cref="TransferFault">The transfer cannot be done.</exception>
    public void Run(CancellationToken cancellationToken)
    {
        foreach ((string source, string destination, bool? recursive) in plan.Items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                Begin(CollectionPath.Parse(plan.Source, source), CollectionPath.Parse(plan.Destination, destination), recursive, cancellationToken);
            }
            catch (Exception exception) when (TransferFault.IsFileSystem(exception))
            {
                SkipOrThrow(TransferFault.From(exception, source));
                continue;
            }

            while (_folders.TryPop(out (CollectionPath Source, CollectionPath Destination) folder))
            {
                Expand(folder.Source, folder.Destination, cancellationToken);
            }
        }
    }

    private void Begin(CollectionPath source, CollectionPath destination, bool? recursive, CancellationToken cancellationToken)
    {
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

            _folders.Push((source, destination));
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
        Transfer(entry, destination, cancellationToken);
    }

    private void Expand(CollectionPath source, CollectionPath destination, CancellationToken cancellationToken)
    {
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
                        _folders.Push((entry.Path, target));
                        break;
                    case CollectionEntryKind.File:
                        Transfer(entry, target, cancellationToken);
                        break;
                    default:
                        TransferLink(entry, target);
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

    private void Transfer(CollectionEntry source, CollectionPath destination, CancellationToken cancellationToken)
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

    private void TransferLink(CollectionEntry link, CollectionPath destination)
    {
        if (plan.KeepLinks)
        {
            plan.Destination.Files.CreateLink(destination, link.LinkTarget!);
            task.Symlinks++;
        }
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
}
