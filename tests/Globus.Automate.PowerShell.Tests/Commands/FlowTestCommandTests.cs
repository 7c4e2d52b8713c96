using System.Management.Automation;
using Globus.Automate.PowerShell.Tests.Engine;

namespace Globus.Automate.PowerShell.Tests.Commands;

/// <summary>Flows tried out without being published: no connection is needed.</summary>
[Collection(nameof(Session.SharedConnection))]
public sealed class FlowTestCommandTests
{
    private const string Flow = """
        $flow = @'
        StartAt: Send
        States:
          Send:
            Type: Action
            ActionUrl: https://example.org/send
            Parameters: {to.$: $.to, label.=: "'try ' + to"}
            ResultPath: $.sent
            Catch: [{ErrorEquals: [ActionFailedException], ResultPath: $.error, Next: Rest}]
            Next: Enough
          Rest: {Type: Wait, Seconds: 3600, Next: Send}
          Enough:
            Type: Choice
            Choices: [{Variable: $.sent.details.count, NumericGreaterThan: 3, Next: Many}]
            Default: Few
          Many: {Type: Pass, End: true}
          Few: {Type: Pass, End: true}
        '@
        """;

    [Fact]
    public void A_script_block_stands_for_an_action_and_gets_parameters_and_invocation()
    {
        using var session = new ModuleSession();
        PSObject result = Assert.Single(session.Invoke(Flow + "\n" + """
            $seen = [System.Collections.Generic.List[string]]::new()
            Test-GlobusFlowRun $flow @{ to = 'x' } -Mock @{ Send = { param($Parameters, $Invocation)
                $seen.Add("$Invocation $($Parameters.label)")
                if ($Invocation -eq 0) { @{ throw = @{ error = 'ActionFailedException'; cause = 'disk full' } } } else { @{ count = 5 } } } }
            """));
        Assert.Equal("Globus.Automate.TestResult", result.TypeNames[0]);
        Assert.Equal("SUCCEEDED", result.Dig("Status"));
        Assert.Equal(["Send", "Rest", "Send", "Enough", "Many"], (string[])result.Dig("Path")!);
        Assert.Equal(TimeSpan.FromHours(1), result.Dig("Duration"));
        Assert.Equal(5, result.Dig("Output.sent.details.count"));
        Assert.Equal(["0 try x", "1 try x"], session.Invoke("$seen").Select(line => line.ToString()));
    }

    [Fact]
    public void All_cases_of_a_mock_file_run_and_their_coverage_is_reported()
    {
        using var session = new ModuleSession();
        const string mocks = """
            $mocks = @'
            cases:
              Few: {Send: {return: {count: 1}}}
              Failing: {Send: {"0": {throw: ActionFailedException}, "1-": {return: {count: 1}}}}
            '@
            """;
        PSObject[] results = [.. session.Invoke($"{Flow}\n{mocks}\nTest-GlobusFlowRun $flow @{{ to = 'x' }} -Mock $mocks -Case '*'")];
        Assert.Equal(["Few", "Failing"], results[..2].Select(result => result.Dig("Case")));
        Assert.Equal("Globus.Automate.TestCoverage", results[2].TypeNames[0]);
        Assert.Equal(80d, results[2].Dig("StatePercent"));
        Assert.Equal(["Many"], (string[])results[2].Dig("MissedStates")!);
        Assert.Equal(["Enough Choices[0] -> Many"], (string[])results[2].Dig("MissedBranches")!);

        Assert.Single(session.Invoke("Test-GlobusFlowRun $flow @{ to = 'x' } -Mock $mocks -Case f?w"));
        ErrorRecord missing = session.Run("Test-GlobusFlowRun $flow @{ to = 'x' } -Mock $mocks -Case Nope").SingleError;
        Assert.StartsWith("CaseNotFound,", missing.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("Few, Failing", missing.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Test-GlobusFlowRun $flow -Mock @{ Sent = { 1 } }", "InvalidMock", "did you mean 'Send'?")]
    [InlineData("Test-GlobusFlowRun $flow -Mock @{ Send = @{ '0' = { 1 } } }", "InvalidMock", "does not stand for a state")]
    [InlineData("Test-GlobusFlowRun $flow -Mock 'Sent: {return: {}}'", "InvalidDocument", "line 1, column 1")]
    [InlineData("Test-GlobusFlowRun $flow -Mock { 1 }", "InvalidMock", "as in @{ 'Send' = { ... } }.")]
    [InlineData("Test-GlobusFlowRun $flow -Mock ([pscustomobject]@{ Sent = { 1 } })", "InvalidMock", "did you mean 'Send'?")]
    [InlineData("Test-GlobusFlowRun $flow -InputSchema @{ type = 'objekt' }", "InvalidSchema", "objekt")]
    [InlineData("Test-GlobusFlowRun @{ StartAt = 'A'; States = @{} }", "InvalidDefinition", "The definition, at $.States: States is an object")]
    [InlineData("Test-GlobusFlowRun ($flow -replace 'Next: Enough', 'Next: Enuogh')", "InvalidDefinition", "Line 9, column 11 ($.States.Send.Next): There is no state 'Enuogh'; did you mean 'Enough'?")]
    [InlineData("Test-GlobusFlowRun $flow 'no: mapping\n- here'", "InvalidDocument", "line 2")]
    [InlineData("Test-GlobusFlowState $flow Snd", "StateNotFound", "did you mean 'Send'?")]
    [InlineData("Test-GlobusFlowState $flow Send -Mock @{ retrun = @{ ok = 1 } }", "InvalidDocument", "did you mean 'return'?")]
    [InlineData("Test-GlobusFlowState $flow Send -Mock @{ cases = @{ A = @{ Send = @{ return = 1 } }; B = @{ Send = { 2 } } } }", "InvalidMock", "all have a mock of the state 'Send'")]
    [InlineData("Test-GlobusFlowState $flow Send -Mock @{ cases = @{ A = @{ input = @{} } } }", "InvalidMock", "-Mock: nothing in the mocks is for the state 'Send'")]
    [InlineData("Test-GlobusFlowRun $flow -Mock @{ Send = @{ throw = 'ActionTimeout'; cause = 'slow' } }", "InvalidDocument", "it goes under throw, as in throw: {error: ActionTimeout, cause: ...}")]
    public void A_mistake_is_an_error_that_says_where(string command, string id, string sentence)
    {
        using var session = new ModuleSession();
        ErrorRecord error = session.Run(Flow + "\n" + command).SingleError;
        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(sentence, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_script_that_throws_and_an_action_without_a_mock_fail_the_run()
    {
        using var session = new ModuleSession();
        PSObject thrown = session.Invoke(Flow + "\nTest-GlobusFlowRun $flow @{ to = 'x' } -Mock @{ Send = { throw 'broken' } }")[0];
        Assert.Equal(("FAILED", "MockFailed"), (thrown.Dig("Status"), thrown.Dig("Error")));
        Assert.EndsWith("broken", (string)thrown.Dig("Cause")!, StringComparison.Ordinal);

        PSObject missing = session.Invoke("Test-GlobusFlowRun $flow @{ to = 'x' }")[0];
        Assert.Equal("MockMissing", missing.Dig("Error"));
        Assert.Equal(false, missing.Dig("Passed"));
    }

    [Theory]
    [InlineData("{ 'noise'; @{ count = 1 } }", "wrote 2 objects, and an action has one answer")]
    [InlineData("{ break }", "was left with break, continue or exit at invocation 0; use return.")]
    [InlineData("{ exit 3 }", "was left with break, continue or exit")]
    [InlineData("{ @{ status = 'DONE'; details = @{} } }", "The answer, at $.status: 'DONE' is not the status of an action")]
    [InlineData("{ @{ x = [double]::NaN } }", "The number at $.x is NaN")]
    [InlineData("{ $x = 1\n$x.Nothing() }", "failed at invocation 0 (line 20 of the script): Method invocation failed")]
    [InlineData("{ param([int] $Parameters) 1 }", "failed at invocation 0: Cannot process argument transformation")]
    public void A_script_that_answers_oddly_fails_the_run_with_a_sentence(string script, string sentence)
    {
        using var session = new ModuleSession();
        PSObject result = session.Invoke($"{Flow}\nTest-GlobusFlowRun $flow @{{ to = 'x' }} -Mock @{{ Send = {script.Replace("\\n", "\n", StringComparison.Ordinal)} }}")[0];
        Assert.Equal("MockFailed", result.Dig("Error"));
        Assert.StartsWith("The mock of the state 'Send' ", (string)result.Dig("Cause")!, StringComparison.Ordinal);
        Assert.Contains(sentence, (string)result.Dig("Cause")!, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_script_writes_to_other_streams_goes_there()
    {
        using var session = new ModuleSession();
        ScriptResult result = session.Run(Flow + "\n" + """
            Test-GlobusFlowRun $flow @{ to = 'x' } -Mock @{ Send = { [CmdletBinding()] param($Parameters, $Invocation)
                $PSCmdlet.WriteWarning('careful')
                $PSCmdlet.WriteError([System.Management.Automation.ErrorRecord]::new([System.Exception]::new('a trifle'), 'Trifle', 'NotSpecified', $null))
                $null
                @{ count = 5 } } }
            """);
        Assert.Equal("SUCCEEDED", Assert.Single(result.Output).Dig("Status"));
        Assert.Equal("a trifle", result.SingleError.ToString());
        Assert.Equal(["careful"], result.Warnings);
    }

    [Fact]
    public void A_script_that_never_ends_is_stopped_with_the_pipeline()
    {
        using var session = new ModuleSession();
        var seen = new List<string>();
        session.Invoke(Flow, ("seen", seen));
        (System.Management.Automation.PowerShell shell, _, IAsyncResult handle) = session.Begin("Test-GlobusFlowRun $flow @{ to = 'x' } -Mock @{ Send = { $seen.Add('asked'); while ($true) { } } }");
        using (shell)
        {
            Assert.True(SpinWait.SpinUntil(() => seen.Count > 0, TimeSpan.FromSeconds(20)), "The mock was not asked.");
            long before = TimeProvider.System.GetTimestamp();
            shell.Stop();
            Assert.True(TimeProvider.System.GetElapsedTime(before) < TimeSpan.FromSeconds(5), "The script did not stop.");
            Assert.True(handle.IsCompleted);
        }

        Assert.Equal("SUCCEEDED", session.Invoke("Test-GlobusFlowRun $flow @{ to = 'x' } -Mock @{ Send = { @{ count = 1 } } }")[0].Dig("Status"));
    }

    [Fact]
    public void The_input_is_checked_against_the_schema_that_is_given_or_the_flows_own()
    {
        using var session = new LocalSession();
        session.Invoke(Flow + "\n" + """
            $schema = @{ type = 'object'; required = @('to'); properties = @{ to = @{ type = 'string' } } }
            $mock = @{ Send = { @{ count = 1 } } }
            $published = Publish-GlobusFlow -Title Checked $flow -InputSchema $schema
            """);
        foreach (string command in (string[])["Test-GlobusFlowRun $flow -InputSchema $schema -Mock $mock", "Test-GlobusFlowRun $published -Mock $mock", "Test-GlobusFlowRun $published.Id -Mock $mock"])
        {
            PSObject refused = session.Invoke(command + " -Input @{ to = 5 }")[0];
            Assert.Equal((false, "InvalidInput"), (refused.Dig("Passed"), refused.Dig("Error")));
            Assert.Equal("The input does not fit the flow's input schema: $.to: 5 is not of type 'string'.", refused.Dig("Cause"));
            Assert.Equal(true, session.Invoke(command + " -Input @{ to = 'x' }")[0].Dig("Passed"));
        }
    }

    [Fact]
    public void A_state_shows_each_step_and_a_choice_says_why()
    {
        using var session = new ModuleSession();
        PSObject sent = session.Invoke(Flow + "\nTest-GlobusFlowState $flow Send @{ to = 'x' } -Mock @{ return = @{ count = 2 } }")[0];
        Assert.Equal("Globus.Automate.StateTestResult", sent.TypeNames[0]);
        Assert.Equal(["Path $.to x", "Expression 'try ' + to try x"], session.Invoke("(Test-GlobusFlowState $flow Send @{ to = 'x' } -Mock { @{ count = 2 } }).Parameters | ForEach-Object { '{0} {1} {2}' -f $_.Source, $_.Text, $_.Value }").Select(line => line.ToString()));
        Assert.Equal(2, sent.Dig("Output.sent.details.count"));
        Assert.Equal("Enough", sent.Dig("Next"));

        foreach (string mock in (string[])["@{ Send = { @{ count = 3 } } }", "@{ cases = @{ A = @{ Send = @{ return = @{ count = 3 } } }; B = @{} } }", "'Send: {return: {count: 3}}'"])
        {
            Assert.Equal(3, session.Invoke($"Test-GlobusFlowState $flow Send @{{ to = 'x' }} -Mock {mock}")[0].Dig("Result.details.count"));
        }

        PSObject choice = session.Invoke("@{ sent = @{ details = @{ count = 2 } } } | Test-GlobusFlowState $flow Enough")[0];
        Assert.Equal(("Few", "Default"), (choice.Dig("Next"), choice.Dig("Branch")));
        Assert.Contains("undecided", session.Invoke("\"$(Test-GlobusFlowState $flow Enough @{})\"")[0].ToString(), StringComparison.Ordinal);
        PSObject rule = Assert.Single((PSObject[])choice.Dig("Rules")!);
        Assert.Equal(false, rule.Dig("Matched"));
        Assert.Contains("2", (string)rule.Dig("Reason")!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_published_run_becomes_mocks_that_take_the_same_path_and_show_where_an_edit_differs()
    {
        using var session = new LocalSession();
        session.Invoke("""
            $greet = @{ StartAt = 'Greet'; States = @{
                Greet = @{ Type = 'Action'; ActionUrl = 'https://actions.globus.org/hello_world'; Parameters = @{ 'echo_string.$' = '$.name' }; ResultPath = '$.greeting'; Next = 'Known' }
                Known = @{ Type = 'Choice'; Choices = @(@{ Variable = '$.name'; StringEquals = 'Ada'; Next = 'Yes' }); Default = 'No' }
                Yes = @{ Type = 'Pass'; End = $true }
                No = @{ Type = 'Pass'; End = $true } } }
            $run = Publish-GlobusFlow -Title Replay $greet | Invoke-GlobusFlow -Input @{ name = 'Ada' } -Label 'last night' -Wait
            """);
        string path = Path.Combine(session.Folder, "mocks.yaml");
        session.Invoke("$run | Export-GlobusRunMock -OutFile $path", ("path", path));
        PSObject same = session.Invoke("Test-GlobusFlowRun $greet -Mock $path")[0];
        Assert.Equal(("last night", true), (same.Dig("Case"), same.Dig("Passed")));
        Assert.Equal("Ada", same.Dig("Output.greeting.details.hello"));

        PSObject edited = session.Invoke("$greet.States.Known.Choices[0].StringEquals = 'Bob'; Test-GlobusFlowRun $greet -Mock $path")[0];
        Assert.Equal(false, edited.Dig("Passed"));
        Assert.Equal(("Yes", "No"), (edited.Dig("Difference.Expected"), edited.Dig("Difference.Actual")));
    }

    [Fact]
    public void A_folder_is_a_collection_until_it_is_removed()
    {
        using var session = new LocalSession();
        string folder = Path.Combine(session.Folder, "data");
        PSObject added = session.Invoke("Add-GlobusLocalCollection lab-data $folder", ("folder", folder))[0];
        Assert.True(Directory.Exists(folder));
        Assert.Equal(folder, added.Dig("Folder"));
        Assert.Equal(added.Dig("Id"), session.Invoke("Get-GlobusLocalCollection lab-data")[0].Dig("Id"));
        Assert.Contains("lab-data", session.Invoke("(Get-GlobusLocalCollection).Name").Select(name => name.ToString()));
        session.Invoke("Remove-GlobusLocalCollection lab-data -WhatIf; Get-GlobusLocalCollection lab-data | Remove-GlobusLocalCollection");
        Assert.StartsWith("CollectionNotFound,", session.Run("Get-GlobusLocalCollection lab-data").SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.True(Directory.Exists(folder));
    }

    [Theory]
    [InlineData("Globus.Automate.Format.ps1xml")]
    [InlineData("Globus.Automate.Testing.Format.ps1xml")]
    public void Every_script_of_a_view_is_sound(string file)
    {
        using var session = new ModuleSession();
        string path = Path.Combine(Path.GetDirectoryName(ModuleSession.ManifestPath)!, file);
        string[] faults = [.. session.Invoke("""
            ([xml][System.IO.File]::ReadAllText($path)).GetElementsByTagName('ScriptBlock') | ForEach-Object {
                $errors = $null
                $null = [System.Management.Automation.Language.Parser]::ParseInput($_.InnerText, [ref]$null, [ref]$errors)
                $errors | ForEach-Object { "$($_.Extent.Text): $($_.Message)" }
            }
            """, ("path", path)).Select(fault => fault.ToString())];
        Assert.Empty(faults);
    }
}
