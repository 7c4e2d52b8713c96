using Globus.Automate.PowerShell.Tests.Engine;
using Globus.Automate.Tests;

namespace Globus.Automate.PowerShell.Tests.Help;

public sealed class HelpTests
{
    [Fact]
    public async Task The_help_is_what_the_pages_say_and_the_pages_say_what_the_cmdlets_are()
    {
        (int exitCode, string output, string error) = await ChildProcess.RunAsync(ChildProcess.PathOf("tools/HelpBuilder", "HelpBuilder"), ["--check"]);

        Assert.True(exitCode == 0, output + error);
    }

    [Fact]
    public void Every_cmdlet_has_help_of_its_own()
    {
        using var session = new ModuleSession();
        string[] bare = [.. session.Invoke("(Get-Command -Module Globus.Automate).Name | Where-Object { -not (Get-Help $_).examples.example }").Select(name => name.ToString())];

        Assert.Empty(bare);
    }

    [Fact]
    public void Get_Help_shows_the_about_topic()
    {
        Assert.True(File.Exists(Path.Combine(Corpus.RepositoryRoot(), "out", "Globus.Automate", "en-US", "about_Globus.Automate.help.txt")));
        using var session = new ModuleSession();
        Assert.Contains("YAML", string.Join('\n', session.Invoke("Get-Help about_Globus.Automate").Select(line => line.ToString())), StringComparison.Ordinal);
    }
}
