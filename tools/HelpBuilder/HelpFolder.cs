using Globus.Automate.HelpBuilder.Maml;
using Globus.Automate.HelpBuilder.Pages;
using Globus.Automate.HelpBuilder.Topics;

namespace Globus.Automate.HelpBuilder;

/// <summary>The folder of pages, with the files made from them beside them.</summary>
internal sealed class HelpFolder(string path)
{
    private const string HelpFileName = "Globus.Automate.PowerShell.dll-Help.xml";
    private const string TopicPrefix = "about_";

    public string PathOf(string cmdlet) => Path.Combine(path, cmdlet + ".md");

    /// <summary>The cmdlets' pages, in the order of their names.</summary>
    /// <exception cref="PageException">A page is not in the form of one.</exception>
    public IReadOnlyList<CommandPage> ReadPages() =>
        [.. MarkdownFiles(isTopic: false).Select(file => PageReader.Read(File.ReadAllText(file), Path.GetFileName(file)))];

    /// <summary>The files that the pages make: path and text.</summary>
    public IReadOnlyDictionary<string, string> MakeFiles()
    {
        Dictionary<string, string> files = new(StringComparer.Ordinal) { [Path.Combine(path, HelpFileName)] = MamlWriter.Write(ReadPages()) };
        foreach (string topic in MarkdownFiles(isTopic: true))
        {
            files[Path.ChangeExtension(topic, ".help.txt")] = AboutTopic.Write(File.ReadAllText(topic));
        }

        return files;
    }

    /// <summary>The made files that are not as the pages would make them now, or that no page makes any more.</summary>
    public IReadOnlyList<string> StaleFiles()
    {
        IReadOnlyDictionary<string, string> made = MakeFiles();
        return
        [
            .. made.Where(f => !File.Exists(f.Key) || !string.Equals(File.ReadAllText(f.Key).ReplaceLineEndings("\n"), f.Value, StringComparison.Ordinal)).Select(f => f.Key),
            .. Directory.GetFiles(path, TopicPrefix + "*.help.txt").Where(f => !made.ContainsKey(f)),
        ];
    }

    private IEnumerable<string> MarkdownFiles(bool isTopic) =>
        Directory.GetFiles(path, "*.md")
            .Where(f => Path.GetFileName(f).StartsWith(TopicPrefix, StringComparison.Ordinal) == isTopic)
            .Order(StringComparer.Ordinal);
}
