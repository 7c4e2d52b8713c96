namespace Globus.Automate.Local.Providers;

/// <summary>
/// The local collections: which folder a collection's id or name stands for. Two tutorial collections are there from the start, in a
/// temporary folder with a few small files that is made when it is first looked at and removed in the end. Safe to use from many threads.
/// </summary>
public sealed class CollectionStore : IDisposable
{
    private readonly object _gate = new();
    private readonly Dictionary<string, LocalCollection> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<LocalCollection> _collections = [];
    private readonly HashSet<LocalCollection> _restored = [];
    private TutorialCollections? _tutorial;

    /// <summary>Makes a store.</summary>
    /// <param name="withTutorialCollections">Whether Globus' two tutorial collections are there.</param>
    /// <param name="tutorialFolder">The folder in which the tutorial collections stay; null takes a temporary one, which goes away with the store.</param>
    public CollectionStore(bool withTutorialCollections = true, string? tutorialFolder = null)
    {
        if (withTutorialCollections)
        {
            _tutorial = new TutorialCollections(tutorialFolder);
        }
    }

    /// <summary>Told of every collection that was added or whose rules were changed.</summary>
    internal Action<LocalCollection>? Changed { get; set; }

    /// <summary>Told of every collection that was removed.</summary>
    internal Action<LocalCollection>? Removed { get; set; }

    /// <summary>All collections; the tutorial ones first.</summary>
    public IReadOnlyList<LocalCollection> Collections
    {
        get
        {
            lock (_gate)
            {
                AddTutorial();
                return [.. _collections];
            }
        }
    }

    /// <summary>Maps a folder.</summary>
    /// <param name="idOrName">The collection's id (a UUID), or a name; a name gets an id that is always the same for it.</param>
    /// <param name="folder">The folder; it is made where it is missing.</param>
    /// <param name="displayName">The name to show; the name itself when null.</param>
    /// <param name="subscriptionId">The subscription that makes it a managed collection, or null.</param>
    /// <param name="owner">The URN of the owner of a guest collection, whom others need access rules of; null for a mapped collection, open to all.</param>
    /// <remarks>
    /// An id or name of a tutorial collection is taken over. A collection that an earlier process kept may be added again just as it was, so that a script
    /// which begins by adding it runs twice.
    /// </remarks>
    /// <exception cref="ArgumentException">The id or name is taken, or the folder cannot be used.</exception>
    public LocalCollection Add(string idOrName, string folder, string? displayName = null, string? subscriptionId = null, string? owner = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(idOrName);
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        bool isId = Guid.TryParse(idOrName, out Guid id);
        string text = (isId ? id : NamedIds.Create(idOrName)).ToString();
        return Add(text, isId ? [] : [idOrName], displayName ?? idOrName, folder, home: string.Empty, subscriptionId, owner);
    }

    /// <summary>Forgets a collection; its folder stays.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove(string idOrName)
    {
        lock (_gate)
        {
            AddTutorial();
            if (!_byName.TryGetValue(idOrName, out LocalCollection? collection))
            {
                return false;
            }

            _collections.Remove(collection);
            foreach (string name in collection.Names.Prepend(collection.Id).Where(name => _byName.GetValueOrDefault(name) == collection))
            {
                _byName.Remove(name);
            }

            _restored.Remove(collection);
            Removed?.Invoke(collection);
            return true;
        }
    }

    /// <summary>The collection of an id or a name; null where there is none.</summary>
    public LocalCollection? Find(string idOrName)
    {
        lock (_gate)
        {
            AddTutorial();
            return _byName.GetValueOrDefault(idOrName);
        }
    }

    /// <summary>Removes the tutorial collections' folder.</summary>
    public void Dispose() => _tutorial?.Dispose();

    internal LocalCollection Get(string idOrName) => Find(idOrName) ?? throw TransferFault.UnknownCollection(idOrName);

    internal LocalCollection Add(string id, IReadOnlyList<string> names, string displayName, string folder, string home, string? subscriptionId, string? owner = null)
    {
        var collection = new LocalCollection(id, names, displayName, RealFolder(folder), home, subscriptionId, owner);
        lock (_gate)
        {
            AddTutorial();
            string? taken = names.Prepend(id).FirstOrDefault(name => _byName.TryGetValue(name, out LocalCollection? other) && !IsTutorial(other));
            if (taken is not null)
            {
                return _restored.Remove(_byName[taken]) && IsSame(_byName[taken], collection)
                    ? _byName[taken]
                    : throw new ArgumentException($"There is already a local collection with the id or name '{taken}'. Remove it first, or take another name.", nameof(id));
            }

            Know(collection);
            Changed?.Invoke(collection);
        }

        return collection;
    }

    /// <summary>Takes in a collection that an earlier process had. Its folder need not be there.</summary>
    internal void Restore(LocalCollection collection)
    {
        lock (_gate)
        {
            AddTutorial();
            Know(collection);
            _restored.Add(collection);
        }
    }

    private void Know(LocalCollection collection)
    {
        foreach (string name in collection.Names.Prepend(collection.Id))
        {
            _byName[name] = collection;
        }

        collection.AccessRules.Changed = () => Changed?.Invoke(collection);
        _collections.Add(collection);
    }

    private bool IsTutorial(LocalCollection collection) => _tutorial?.Holds(collection) == true;

    private static bool IsSame(LocalCollection one, LocalCollection other)
        => one.Id == other.Id && one.Root == other.Root && one.DisplayName == other.DisplayName && one.SubscriptionId == other.SubscriptionId && one.Owner == other.Owner;

    /// <summary>The folder's path without links, so that what is opened later can be compared with it.</summary>
    private static string RealFolder(string folder)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        try
        {
            Directory.CreateDirectory(full);
            string real = Path.GetPathRoot(full)!;
            foreach (string part in full[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
            {
                string next = Path.Combine(real, part);
                real = Directory.ResolveLinkTarget(next, returnFinalTarget: true) is { } target ? RealFolder(target.FullName) : next;
            }

            return real;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ArgumentException($"The folder '{full}' cannot be used for a collection: {exception.Message}", nameof(folder), exception);
        }
    }

    private void AddTutorial()
    {
        if (_tutorial is { IsAdded: false } tutorial)
        {
            try
            {
                tutorial.AddTo(this);
            }
            catch
            {
                _tutorial = null;
                throw;
            }
        }
    }
}
