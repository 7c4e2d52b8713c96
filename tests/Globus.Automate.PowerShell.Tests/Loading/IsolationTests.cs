using Globus.Automate.PowerShell.Tests.Engine;

namespace Globus.Automate.PowerShell.Tests.Loading;

[Collection(nameof(Session.SharedConnection))]
public sealed class IsolationTests
{
    private const string UseEverything = """
        Connect-Globus -Local
        $flow = Publish-GlobusFlow -Title Isolation -Definition 'examples/flows/greet.yaml' -InputSchema 'examples/flows/greet.schema.yaml'
        $run = $flow | Invoke-GlobusFlow -Input @{ name = 'Ada'; seconds = 0 } -Wait
        "run $($run.Status)"
        "saved $(@(Get-GlobusContext -Saved).Count)"
        """;

    [Fact]
    public async Task Both_versions_of_a_library_work_on_both_sides()
    {
        string[] lines = await ProbeAsync(UseEverything);

        Assert.Contains("before yaml=value/13.0.0 msal=1/4.60.4", lines);
        Assert.Contains("after yaml=value/13.0.0 msal=1/4.60.4", lines);
        Assert.Contains("output run SUCCEEDED", lines);
        Assert.Contains("output saved 0", lines);
        Assert.Contains("used default YamlDotNet 13.0.0.0", lines); // the assembly version of the 13.1.1 package
        Assert.Contains(lines, line => line.StartsWith("used Globus.Automate YamlDotNet 18.", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("used default Microsoft.Identity.Client 4.60.", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("used Globus.Automate Microsoft.Identity.Client.Extensions.Msal 4.9", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.StartsWith("error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Import_loads_no_third_party_library()
    {
        string[] lines = await ProbeAsync("'nothing'");

        string[] loaded = [.. lines.Where(line => line.StartsWith("imported Globus.Automate ", StringComparison.Ordinal))];
        Assert.DoesNotContain(loaded, line => line.Contains("YamlDotNet", StringComparison.Ordinal) || line.Contains("Duende", StringComparison.Ordinal)
            || line.Contains("Identity", StringComparison.Ordinal) || line.Contains("Polly", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("imported default Globus.Automate.PowerShell ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_implementation_is_never_in_the_default_context()
    {
        string[] lines = await ProbeAsync(UseEverything);

        Assert.Contains(lines, line => line.StartsWith("used Globus.Automate Globus.Automate.Local ", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.StartsWith("used default Globus.Automate.Local ", StringComparison.Ordinal)
            || line.StartsWith("used default Globus.Automate.Client ", StringComparison.Ordinal)
            || line.StartsWith("used default Globus.Automate.FlowLanguage ", StringComparison.Ordinal)
            || line.StartsWith("used default Polly", StringComparison.Ordinal));
    }

    [Fact]
    public void The_module_can_be_imported_again_and_removed()
    {
        using var session = new ModuleSession();
        session.Invoke("Connect-Globus -Local");
        session.Invoke($"Import-Module '{ModuleSession.ManifestPath}' -Force");
        session.Invoke("Connect-Globus -Local; $null = Publish-GlobusFlow -Title Again -Definition @{ StartAt = 'A'; States = @{ A = @{ Type = 'Pass'; End = $true } } }");
        session.Invoke("Remove-Module Globus.Automate");
        Assert.Empty(session.Invoke("Get-Command -Module Globus.Automate"));
        session.Invoke($"Import-Module '{ModuleSession.ManifestPath}'");
        Assert.Single(session.Invoke("Connect-Globus -Local -PassThru"));
    }

    [Fact]
    public async Task A_Globus_in_memory_leaves_no_folder_behind_when_its_process_ends()
    {
        string[] lines = await ProbeAsync(
            """
            Connect-Globus -Local
            "folder $([IO.Directory]::Exists((Get-GlobusLocalCollection)[0].Folder))"
            """,
            temporary => Assert.Empty(Directory.GetDirectories(temporary, "globus-local-*")));

        Assert.Contains("output folder True", lines);
    }

    private static async Task<string[]> ProbeAsync(string script, Action<string>? checkTemporary = null)
    {
        // Folders of its own: the login store of whoever runs the tests is not to be looked at.
        string store = Directory.CreateTempSubdirectory("globus-automate-tests").FullName;
        try
        {
            (int exitCode, string output, string error) = await ChildProcess.RunAsync(
                ChildProcess.PathOf("tests/IsolationProbe", "IsolationProbe"),
                [ModuleSession.ManifestPath, script],
                new[] { "HOME", "XDG_DATA_HOME", "LOCALAPPDATA", "TMPDIR", "TEMP", "TMP" }.ToDictionary(static name => name, string? (_) => store, StringComparer.Ordinal));
            Assert.True(exitCode == 0, output + error);
            checkTemporary?.Invoke(store);
            return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }
        finally
        {
            Directory.Delete(store, recursive: true);
        }
    }
}
