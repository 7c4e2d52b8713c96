using System.Management.Automation;
using Globus.Automate.HelpBuilder;
using Globus.Automate.HelpBuilder.Maml;
using Globus.Automate.HelpBuilder.Module;
using Globus.Automate.HelpBuilder.Pages;
using Globus.Automate.PowerShell.Tests.Engine;
using Globus.Automate.Tests;

namespace Globus.Automate.PowerShell.Tests.Help;

/// <summary>The project's own pages and help files.</summary>
public sealed class HelpFilesTests
{
    private static readonly string s_folder = Path.Combine(Corpus.RepositoryRoot(), "docs", "en-US");
    private static readonly Lazy<IReadOnlyList<CommandPage>> s_pages = new(new HelpFolder(s_folder).ReadPages);
    private static readonly Lazy<IReadOnlyList<CommandFacts>> s_cmdlets = new(() => BuiltModule.Read(ModuleSession.ManifestPath));

    [Fact]
    public void The_help_files_are_what_the_pages_make()
    {
        IReadOnlyList<string> stale = new HelpFolder(s_folder).StaleFiles();

        Assert.True(stale.Count == 0, $"Run `dotnet run --project tools/HelpBuilder`: {string.Join(", ", stale.Select(Path.GetFileName))}");
    }

    [Fact]
    public void Every_cmdlet_has_a_page_and_every_page_a_cmdlet() =>
        Assert.Equal(s_cmdlets.Value.Select(c => c.Name), s_pages.Value.Select(p => p.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_page_says_of_its_cmdlet_what_the_engine_says()
    {
        var wrong =
            from cmdlet in s_cmdlets.Value
            join page in s_pages.Value on cmdlet.Name equals page.Name
            from difference in PageComparison.Differences(page, cmdlet)
            select $"{cmdlet.Name}: {difference}";

        string message = string.Join('\n', wrong);
        Assert.True(message.Length == 0, $"`dotnet run --project tools/HelpBuilder -- --update` brings facts up to date.\n{message}");
    }

    [Fact]
    public void A_page_that_is_read_and_written_again_is_the_same()
    {
        Assert.NotEmpty(s_pages.Value);
        foreach (CommandPage page in s_pages.Value)
        {
            Assert.Equal(File.ReadAllText(Path.Combine(s_folder, page.Name + ".md")).ReplaceLineEndings("\n"), PageWriter.Write(page));
        }
    }

    [Fact]
    public void Get_Help_shows_what_the_pages_say()
    {
        using ModuleSession session = new();
        foreach (CommandPage page in s_pages.Value)
        {
            PSObject help = Assert.Single(session.Invoke($"Get-Help {page.Name} -Full"));

            Assert.Equal(MarkdownText.Line(page.Synopsis), (string)help.Properties["Synopsis"].Value);
            Assert.Equal(
                page.Examples.Count.ToString(System.Globalization.CultureInfo.InvariantCulture),
                session.Invoke($"@((Get-Help {page.Name} -Full).examples.example).Count").Single().ToString());
            Assert.Equal(
                page.Parameters.Where(p => !p.Facts.DontShow).Select(p => p.Name),
                session.Invoke($"@((Get-Help {page.Name} -Full).parameters.parameter) | Where-Object {{ $_ }} | ForEach-Object {{ $_.name }}").Select(n => n.ToString()));
            foreach (ParameterEntry parameter in page.Parameters.Where(p => !p.Facts.DontShow))
            {
                string text = session.Invoke($"(Get-Help {page.Name} -Parameter {parameter.Name}).description | ForEach-Object {{ $_.Text }}")[0].ToString();
                Assert.Equal(MarkdownText.Paragraphs(parameter.Text)[0], text.TrimEnd());
            }
        }
    }
}
