using System.Management.Automation;
using Globus.Automate.PowerShell.Tests.Engine;

namespace Globus.Automate.PowerShell.Tests.Commands;

/// <summary>Flows that run by themselves: when files come, and when messages come.</summary>
[Collection(nameof(Session.SharedConnection))]
public sealed class TriggerTests : IDisposable
{
    private const string Echo = "@{ StartAt = 'A'; States = @{ A = @{ Type = 'Pass'; End = $true } } }";

    private readonly LocalSession _session = new();
    private readonly string _inbox;

    public TriggerTests()
    {
        _inbox = Directory.CreateDirectory(Path.Combine(_session.Folder, "inbox")).FullName;
        _session.Invoke($"$inbox = $folder; $flow = Publish-GlobusFlow -Title Echo {Echo}", ("folder", _inbox));
    }

    [Fact]
    public void Files_that_come_together_run_the_flow_once_when_all_have_settled()
    {
        PSObject trigger = Assert.Single(_session.Invoke("$trigger = $flow | Register-GlobusFlowTrigger -Path $inbox -Filter *.h5 -SettleSeconds 0.5 -Name scans -Tag auto; $trigger"));
        Assert.Equal("Globus.Automate.Trigger", trigger.TypeNames[0]);
        Assert.Equal("Waiting", trigger.Dig("Status"));
        Write("b.h5", "four");
        Write("a.h5", "1");
        Write("notes.txt", "not this one");
        File.Delete(Write("gone.h5", "x"));

        PSObject run = WaitForRuns(1)[0];
        Assert.Equal("scans: 2 files", run.Dig("Label"));
        Assert.Equal(["auto"], (object?[])run.Dig("Tags")!);
        Assert.Equal(2, run.Dig("Details.output.count"));
        object?[] files = (object?[])run.Dig("Details.output.files")!;
        Assert.Equal(["a.h5", "b.h5"], files.Select(file => PSObject.AsPSObject(file!).Dig("name")));
        Assert.Equal(4, PSObject.AsPSObject(files[1]!).Dig("size"));
        Assert.Equal(1, _session.Invoke("(Get-GlobusFlowTrigger scans).RunCount")[0].BaseObject);
    }

    [Fact]
    public void A_run_for_each_file_with_an_input_made_of_it()
    {
        Write("old.dat", "here before");
        Directory.CreateDirectory(Path.Combine(_inbox, "deep"));
        _session.Invoke("$null = Register-GlobusFlowTrigger $flow.Id $inbox -Recurse -PerFile -IncludeExisting -SettleSeconds 0.2 -Label 'One file' -Input @{ 'source.$' = '$.files[0].relative_path'; 'bytes.=' = 'files[0].size * 2'; fixed = 7 }");
        Write(Path.Combine("deep", "new.dat"), "12345");

        PSObject[] runs = WaitForRuns(2);
        Assert.Equal(["deep/new.dat", "old.dat"], runs.Select(run => (string?)run.Dig("Details.output.source")).Order(StringComparer.Ordinal));
        Assert.Contains(10, runs.Select(run => run.Dig("Details.output.bytes")));
        Assert.All(runs, run => Assert.Equal(7, run.Dig("Details.output.fixed")));
        Assert.All(runs, run => Assert.Equal("One file", run.Dig("Label")));
    }

    [Fact]
    public void A_file_under_another_name_while_it_is_written_counts_by_its_last_name()
    {
        _session.Invoke("$null = Register-GlobusFlowTrigger $flow.Id $inbox -Filter *.h5 -SettleSeconds 0.3");
        string part = Write("scan.h5.part", "half");
        File.AppendAllText(part, " and half");
        File.Move(part, Path.Combine(_inbox, "scan.h5"));

        PSObject file = PSObject.AsPSObject(((object?[])WaitForRuns(1)[0].Dig("Details.output.files")!).Single()!);
        Assert.Equal("scan.h5", file.Dig("name"));
        Assert.Equal(13, file.Dig("size"));
    }

    [Fact]
    public void A_folder_that_comes_with_files_in_it_brings_them()
    {
        string outside = Directory.CreateDirectory(Path.Combine(_session.Folder, "outside", "deeper")).FullName;
        File.WriteAllText(Path.Combine(outside, "scan.h5"), "12");
        _session.Invoke("$null = Register-GlobusFlowTrigger $flow.Id $inbox -Recurse -Filter *.h5 -SettleSeconds 0.3");
        Directory.Move(Path.Combine(_session.Folder, "outside"), Path.Combine(_inbox, "inside"));

        PSObject file = PSObject.AsPSObject(((object?[])WaitForRuns(1)[0].Dig("Details.output.files")!).Single()!);
        Assert.Equal("inside/deeper/scan.h5", file.Dig("relative_path"));
    }

    [Fact]
    public void Each_message_of_a_queue_starts_a_run_and_is_gone()
    {
        _session.Invoke("$queue = New-GlobusQueue Jobs; $null = $flow | Register-GlobusFlowTrigger -QueueId $queue.Id -PollingIntervalSeconds 0.1; @{ n = 1 }, 'just text', @{ n = 3 } | Send-GlobusQueueMessage $queue.Id");

        PSObject[] runs = WaitForRuns(3);
        Assert.Equal([1, 3], runs.Select(run => run.Dig("Details.output.n")).OfType<int>().Order());
        Assert.Contains("just text", runs.Select(run => run.Dig("Details.output.message")));
        Assert.True(SpinWait.SpinUntil(() => _session.Invoke("$queue | Set-GlobusQueue -VisibilityTimeoutSeconds 0; $queue | Receive-GlobusQueueMessage").Count == 0, TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public void What_goes_wrong_is_told_and_the_trigger_goes_on()
    {
        _session.Invoke("$strict = Publish-GlobusFlow -Title Strict -InputSchema @{ type = 'object'; required = @('name') } " + Echo);
        _session.Invoke("$null = Register-GlobusFlowTrigger $strict.Id $inbox -PerFile -SettleSeconds 0.1 -Name strict -Input @{ 'name.=' = 'files[0].name[100]' }");
        Write("a", "x");
        Assert.True(SpinWait.SpinUntil(() => (int)_session.Invoke("(Get-GlobusFlowTrigger strict).ErrorCount")[0].BaseObject > 0, TimeSpan.FromSeconds(20)));

        PSObject trigger = _session.Invoke("Get-GlobusFlowTrigger strict")[0];
        Assert.Equal("Waiting", trigger.Dig("Status"));
        Assert.Contains("name", (string)trigger.Dig("LastError")!, StringComparison.Ordinal);
        Assert.Equal(0, trigger.Dig("RunCount"));
    }

    [Fact]
    public void Waiting_writes_each_run_and_ends_with_the_trigger_at_Ctrl_C()
    {
        (System.Management.Automation.PowerShell shell, PSDataCollection<PSObject> output, _) = _session.Begin("Register-GlobusFlowTrigger $flow.Id $inbox -PerFile -IncludeExisting -SettleSeconds 0.1 -Name waits -Wait");
        using (shell)
        {
            Write("x", "x");
            Assert.True(SpinWait.SpinUntil(() => output.Count > 0, TimeSpan.FromSeconds(30)), "No run was written.");
            Assert.Equal("Globus.Automate.Run", output[0].TypeNames[0]);
            shell.Stop();
        }

        Assert.StartsWith("TriggerNotFound,", _session.Run("Get-GlobusFlowTrigger waits").SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void What_could_never_work_is_an_error_at_once()
    {
        Assert.StartsWith("FolderNotFound,", Refusal("$flow | Register-GlobusFlowTrigger -Path ./no/such/folder"), StringComparison.Ordinal);
        Assert.StartsWith("FlowNotFound,", Refusal("Register-GlobusFlowTrigger 00000000-0000-4000-8000-000000000000 $inbox"), StringComparison.Ordinal);
        Assert.StartsWith("QueueNotFound,", Refusal("$flow | Register-GlobusFlowTrigger -QueueId 00000000-0000-4000-8000-000000000000"), StringComparison.Ordinal);
        Assert.StartsWith("InvalidTriggerInput,", Refusal("$flow | Register-GlobusFlowTrigger -Path $inbox -Input @{ 'x.=' = '1 +' }"), StringComparison.Ordinal);
        Assert.StartsWith("InvalidTriggerInput,", Refusal("$flow | Register-GlobusFlowTrigger -Path $inbox -Input '[1]'"), StringComparison.Ordinal);
        _session.Invoke("$null = $flow | Register-GlobusFlowTrigger -Path $inbox -Name twice");
        Assert.StartsWith("TriggerExists,", Refusal("$flow | Register-GlobusFlowTrigger -Path $inbox -Name Twice"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_trigger_that_is_unregistered_starts_nothing_more()
    {
        _session.Invoke("$trigger = $flow | Register-GlobusFlowTrigger -Path $inbox -PerFile -SettleSeconds 0.1 -Name 'to go'");
        Assert.Equal("'to go'", _session.Invoke("(TabExpansion2 'Unregister-GlobusFlowTrigger to' 31).CompletionMatches[0].CompletionText")[0].ToString());
        _session.Invoke("$flow | Register-GlobusFlowTrigger -Path $inbox -WhatIf; $trigger | Unregister-GlobusFlowTrigger -WhatIf");
        Assert.Single(_session.Invoke("Get-GlobusFlowTrigger"));
        Assert.Empty(_session.Run("Get-GlobusFlowTrigger | Out-Default").AllErrors);

        _session.Invoke("$trigger | Unregister-GlobusFlowTrigger");
        Assert.Empty(_session.Invoke("Get-GlobusFlowTrigger"));
        Write("late", "x");
        Thread.Sleep(600);
        Assert.Empty(_session.Invoke("Get-GlobusRun"));
    }

    [Fact]
    public void A_trigger_whose_connection_has_ended_says_so()
    {
        _session.Invoke("$null = $flow | Register-GlobusFlowTrigger -Path $inbox -PerFile -SettleSeconds 0.1 -Name orphan; Disconnect-Globus");
        Write("x", "x");
        Assert.True(SpinWait.SpinUntil(() => (string)_session.Invoke("(Get-GlobusFlowTrigger orphan).Status")[0].BaseObject == "Stopped", TimeSpan.FromSeconds(20)));
        Assert.Contains("register it again", _session.Invoke("(Get-GlobusFlowTrigger orphan).LastError")[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_example_moves_what_comes()
    {
        string? before = Environment.GetEnvironmentVariable("PSModulePath");
        try
        {
            _session.Invoke("$env:PSModulePath = $out; . ./examples/move-new-files.ps1", ("out", Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ModuleSession.ManifestPath)!, ".."))));
        }
        finally
        {
            Environment.SetEnvironmentVariable("PSModulePath", before);
        }

        Assert.Equal(["scan-1.h5", "scan-2.h5"], _session.Invoke("[IO.Directory]::GetFiles($archive)").Select(path => Path.GetFileName(path.ToString())).Order(StringComparer.Ordinal));
        Assert.Empty(_session.Invoke("[IO.Directory]::GetFiles($instrument)"));
    }

    [Theory]
    [InlineData("""C:\data\scans\a.h5""", "/C/data/scans/a.h5")]
    [InlineData("D:/x", "/D/x")]
    [InlineData("/data/a b.h5", "/data/a b.h5")]
    public void Paths_are_written_as_Globus_Connect_writes_them(string path, string globusPath)
    {
        var command = (CmdletInfo)_session.Invoke("Get-Command Register-GlobusFlowTrigger")[0].BaseObject;
        Type trigger = command.ImplementingType.Assembly.GetType("Globus.Automate.PowerShell.Triggers.FileTrigger", throwOnError: true)!;
        System.Reflection.MethodInfo method = trigger.GetMethod("GlobusPath", System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!;

        Assert.Equal(globusPath, method.Invoke(null, [path]));
    }

    public void Dispose()
    {
        _session.Run("Unregister-GlobusFlowTrigger *");
        _session.Dispose();
    }

    private string Refusal(string script) => _session.Run(script).SingleError.FullyQualifiedErrorId;

    private string Write(string name, string text)
    {
        string path = Path.Combine(_inbox, name);
        File.WriteAllText(path, text);
        return path;
    }

    private PSObject[] WaitForRuns(int count)
    {
        Assert.True(SpinWait.SpinUntil(() => _session.Invoke("Get-GlobusRun -Status SUCCEEDED").Count >= count, TimeSpan.FromSeconds(40)), "The runs did not come.");
        return [.. _session.Invoke("Get-GlobusRun -Status SUCCEEDED | ForEach-Object { Get-GlobusRun $_.RunId }")];
    }
}
