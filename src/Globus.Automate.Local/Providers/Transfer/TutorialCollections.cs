namespace Globus.Automate.Local.Providers;

/// <summary>
/// Globus' two tutorial collections, under their ids of then and now, with <c>/share/godata</c> and a home folder that holds what the
/// examples of the manual and its companions move around.
/// </summary>
/// <param name="keptFolder">The folder in which they stay; null takes a temporary one.</param>
internal sealed class TutorialCollections(string? keptFolder) : IDisposable
{
    private static readonly (string Id, string[] Names, string DisplayName)[] s_collections =
    [
        ("ddb59aef-6d04-11e5-ba46-22000b92c6ec", ["go#ep1", "Globus Tutorial Endpoint 1", "6c54cade-bde5-45c1-bdea-f4bd71dba2cc", "Globus Tutorial Collection 1"], "Globus Tutorial Endpoint 1"),
        ("ddb59af0-6d04-11e5-ba46-22000b92c6ec", ["go#ep2", "Globus Tutorial Endpoint 2", "31ce9ba0-176d-45a5-add3-f37d233ba47d", "Globus Tutorial Collection 2"], "Globus Tutorial Endpoint 2"),
    ];

    private static readonly (string Path, string Text)[] s_shared =
    [
        ("share/godata/file1.txt", "one\n"),
        ("share/godata/file2.txt", "two\ntwo\n"),
        ("share/godata/file3.txt", "three\nthree\nthree\n"),
    ];

    private static readonly (string Path, string Text)[] s_home =
    [
        ("file1.txt", "one\n"),
        ("file2.txt", "two\ntwo\n"),
        ("file3.txt", "three\nthree\nthree\n"),
        ("campus_source/dataset1/reading1.csv", "time,value\n0,1.5\n1,1.75\n"),
        ("campus_source/dataset1/reading2.csv", "time,value\n0,2.5\n1,2.25\n"),
        ("source_folder/notes.txt", "To be moved.\n"),
        ("source-directory/notes.txt", "To be moved.\n"),
        ("ep1-example-directory/notes.txt", "To be staged.\n"),
    ];

    private readonly List<LocalCollection> _collections = [];
    private string? _folder;

    public bool IsAdded { get; private set; }

    public bool Holds(LocalCollection collection) => _collections.Contains(collection);

    public void AddTo(CollectionStore store)
    {
        IsAdded = true;
        _folder = keptFolder ?? Directory.CreateTempSubdirectory("globus-local-").FullName;
        for (int i = 0; i < s_collections.Length; i++)
        {
            (string id, string[] names, string displayName) = s_collections[i];
            string root = Path.Combine(_folder, $"ep{i + 1}");
            string home = Path.Combine(root, "home");

            // What is there is a user's by now: what was moved away or deleted stays away.
            if (!Directory.Exists(root))
            {
                Directory.CreateDirectory(home);
                Write(root, s_shared);
                if (i == 0)
                {
                    Write(home, s_home);
                }
            }

            _collections.Add(store.Add(id, names, displayName, root, "home", subscriptionId: NamedIds.Create("subscription").ToString()));
        }
    }

    public void Dispose()
    {
        if (_folder is null || keptFolder is not null)
        {
            return;
        }

        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A file is still open somewhere: the system clears its temporary folder.
        }
    }

    private static void Write(string folder, (string Path, string Text)[] files)
    {
        foreach ((string path, string text) in files)
        {
            string file = Path.Combine(folder, path.Replace('/', Path.DirectorySeparatorChar));
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
    }
}
