namespace Globus.Automate.Tests;

/// <summary>Finds the shared corpus beside the checkout. A test that needs it is skipped where it is absent.</summary>
internal static class Corpus
{
    private static readonly string? s_root = Find();

    /// <summary>Whether the corpus stands beside this checkout.</summary>
    public static bool IsPresent => s_root is not null;

    /// <summary>The full path of a file or folder in the corpus; skips the running test where there is no corpus.</summary>
    public static string Path(params string[] parts)
    {
        Assert.SkipUnless(IsPresent, "The corpus (../shared/corpus) is not beside this checkout.");
        return System.IO.Path.Combine([s_root!, .. parts]);
    }

    /// <summary>The full path of a file or folder in the corpus, or null where there is none: for theory data, which cannot skip.</summary>
    public static string? TryPath(params string[] parts)
        => s_root is null ? null : System.IO.Path.Combine([s_root, .. parts]);

    /// <summary>The text of a file in the corpus.</summary>
    public static string ReadText(params string[] parts) => File.ReadAllText(Path(parts));

    /// <summary>The root of the checkout.</summary>
    public static string RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Globus.Automate.PowerShell.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("The tests do not run in a checkout: no Globus.Automate.PowerShell.sln is above them.");
    }

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = System.IO.Path.Combine(folder.FullName, "shared", "corpus");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
