using System.Management.Automation;
using Globus.Automate.PowerShell.Tests.Engine;
using Globus.Automate.Tests;

namespace Globus.Automate.PowerShell.Tests.Commands;

/// <summary>What the README tells a newcomer to type does what it says.</summary>
[Collection(nameof(Session.SharedConnection))]
public sealed class ReadmeTests
{
    [Fact]
    public void The_two_minutes_on_the_local_Globus_go_as_told()
    {
        using var session = new ModuleSession();
        // The Globus in memory is one for the process: other tests may have left runs in it.
        session.Invoke("Connect-Globus -Local");
        string[] before = RunIds(session.Invoke("Get-GlobusRun"));

        ScriptResult result = session.Run(Block("## Two minutes on the local Globus"));

        // The last command is there to be refused.
        Assert.StartsWith("InvalidInput,", result.SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
        PSObject[] runs = [.. result.Output.Where(item => item.TypeNames[0] == "Globus.Automate.Run" && !before.Contains((string)item.Dig("RunId")!))];
        Assert.Equal(4, runs.Length);
        Assert.All(runs, static run => Assert.True((string?)run.Dig("Status") == "SUCCEEDED", $"{run.Dig("Details.details.cause")}"));
        Assert.Equal(4, RunIds(session.Invoke("Get-GlobusRun")).Except(before).Count());
        session.Invoke("Disconnect-Globus");
    }

    private static string[] RunIds(IEnumerable<PSObject> runs) => [.. runs.Select(static run => (string)run.Dig("RunId")!)];

    /// <summary>The first block of commands below a heading.</summary>
    private static string Block(string heading)
    {
        const string Fence = "```powershell\n";
        string readme = File.ReadAllText(Path.Combine(Corpus.RepositoryRoot(), "README.md")).ReplaceLineEndings("\n");
        int start = readme.IndexOf(Fence, readme.IndexOf(heading, StringComparison.Ordinal), StringComparison.Ordinal) + Fence.Length;
        return readme[start..readme.IndexOf("```", start, StringComparison.Ordinal)];
    }
}
