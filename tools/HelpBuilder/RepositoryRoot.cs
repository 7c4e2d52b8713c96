namespace Globus.Automate.HelpBuilder;

/// <summary>The folder of the manifest, above the tool.</summary>
internal static class RepositoryRoot
{
    public static string Find(string start)
    {
        for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Globus.Automate.psd1")) && Directory.Exists(Path.Combine(folder.FullName, "docs", "en-US")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"There is no checkout of the project above {start}.");
    }
}
