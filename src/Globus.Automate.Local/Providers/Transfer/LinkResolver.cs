namespace Globus.Automate.Local.Providers;

/// <summary>
/// Finds what a symbolic link of a collection leads to, name by name and without ever following one itself: <c>..</c> and absolute targets may
/// lead anywhere inside the collection and nowhere else. What it finds is a path without a link on it, which is walked again when it is used.
/// </summary>
internal static class LinkResolver
{
    /// <summary>As many links as Linux follows for one path.</summary>
    private const int MaximumLinks = 40;

    private static readonly char[] s_separators = OperatingSystem.IsWindows() ? ['/', '\\'] : ['/'];

    /// <exception cref="TransferFault">The link leads outside, to nothing, or in a circle.</exception>
    public static CollectionEntry Resolve(CollectionEntry link)
    {
        LocalCollection collection = link.Path.Collection;
        List<string> names = [.. link.Path.Segments[..^1]];
        var pending = new Stack<string>();
        Follow(link, link, names, pending);
        CollectionEntry? entry = null;
        for (int links = 1; pending.TryPop(out string? name);)
        {
            if (name == ".")
            {
                continue;
            }

            if (name == "..")
            {
                if (names.Count == 0)
                {
                    throw Outside(link);
                }

                names.RemoveAt(names.Count - 1);
                entry = null;
                continue;
            }

            if (entry is { Kind: CollectionEntryKind.File })
            {
                throw TransferFault.NotDirectory(entry.Path.ToString());
            }

            CollectionPath path = CollectionPath.FromRoot(collection, [.. names, name]);
            entry = CollectionEntry.Read(path, path.Physical) ?? throw TransferFault.NotFound($"{link.Path}' -> '{link.LinkTarget}", collection);
            if (entry.Kind != CollectionEntryKind.Link)
            {
                names.Add(name);
                continue;
            }

            if (++links > MaximumLinks)
            {
                throw Circle(link);
            }

            Follow(link, entry, names, pending);
            entry = null;
        }

        return collection.Files.Get(CollectionPath.FromRoot(collection, [.. names]));
    }

    /// <summary>Links that lead back to where one came from.</summary>
    public static TransferFault Circle(CollectionEntry link)
        => TransferFault.Conflict("ExternalError.SymlinkLoop", $"'{link.Path}' -> '{link.LinkTarget}': the symbolic links lead in a circle.");

    private static void Follow(CollectionEntry first, CollectionEntry link, List<string> names, Stack<string> pending)
    {
        string target = link.LinkTarget!;
        if (Path.IsPathRooted(target))
        {
            string root = link.Path.Collection.Root;
            if (!CollectionPath.IsWithin(target, root))
            {
                throw Outside(first);
            }

            target = target[root.Length..];
            names.Clear();
        }

        foreach (string name in Enumerable.Reverse(target.Split(s_separators, StringSplitOptions.RemoveEmptyEntries)))
        {
            pending.Push(name);
        }
    }

    private static TransferFault Outside(CollectionEntry link)
        => TransferFault.Denied(link.Path.ToString(), $"the symbolic link leads to '{link.LinkTarget}', outside of the collection.");
}
