namespace Globus.Automate.Local.Providers;

/// <summary>Deletes a folder with all that is in it, files before folders, without recursion and without following a link.</summary>
internal static class TreeDeletion
{
    public static void Delete(CollectionFiles files, CollectionEntry top, Action<CollectionEntry> deleted, CancellationToken cancellationToken)
    {
        var folders = new Stack<CollectionEntry>();
        var pending = new Stack<CollectionEntry>();
        pending.Push(top);
        while (pending.TryPop(out CollectionEntry? entry))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (entry.Kind != CollectionEntryKind.Directory)
            {
                files.Delete(entry);
                deleted(entry);
                continue;
            }

            folders.Push(entry);
            foreach (CollectionEntry child in files.List(entry.Path))
            {
                pending.Push(child);
            }
        }

        while (folders.TryPop(out CollectionEntry? folder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            files.Delete(folder);
            deleted(folder);
        }
    }
}
