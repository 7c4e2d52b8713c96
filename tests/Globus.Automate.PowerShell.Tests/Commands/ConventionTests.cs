using System.Management.Automation;
using Globus.Automate.PowerShell.Tests.Engine;

namespace Globus.Automate.PowerShell.Tests.Commands;

/// <summary>What holds for every cmdlet.</summary>
[Collection(nameof(Session.SharedConnection))]
public sealed class ConventionTests
{
    private const string Pass = "@{ StartAt = 'A'; States = @{ A = @{ Type = 'Pass'; End = $true } } }";

    [Fact]
    public void The_manifest_names_exactly_the_cmdlets_that_are_there()
    {
        using var session = new ModuleSession();
        string[] exported = [.. session.Invoke("(Get-Module Globus.Automate).ExportedCmdlets.Keys").Select(n => n.ToString()).Order(StringComparer.Ordinal)];
        string[] named = [.. session.Invoke($"(Test-ModuleManifest '{ModuleSession.ManifestPath}').ExportedCmdlets.Keys").Select(n => n.ToString()).Order(StringComparer.Ordinal)];

        Assert.Equal(named, exported);
        Assert.NotEmpty(exported);
        string text = File.ReadAllText(ModuleSession.ManifestPath);
        Assert.All(exported, name => Assert.Contains($"'{name}'", text, StringComparison.Ordinal));
        Assert.Equal(exported.Length, text.Split('\n').Count(line => System.Text.RegularExpressions.Regex.IsMatch(line, "^ {8}'[A-Z][A-Za-z]+-Globus[A-Za-z]*'$", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1))));
    }

    [Fact]
    public void Every_parameter_and_cmdlet_has_an_output_type_or_changes_something()
    {
        using var session = new ModuleSession();
        foreach (PSObject command in session.Invoke("Get-Command -Module Globus.Automate"))
        {
            var cmdlet = (CmdletInfo)command.BaseObject;
            bool changes = cmdlet.Verb is "Remove" or "Stop" or "Disconnect" or "Unregister";
            Assert.True(changes || cmdlet.OutputType.Count > 0, $"{cmdlet.Name} does not say what it writes.");
        }
    }

    [Fact]
    public void Where_an_id_is_asked_for_the_object_that_has_it_will_do()
    {
        using var session = new LocalSession();
        session.Invoke($"$flow = Publish-GlobusFlow -Title T {Pass}; $runs = 1, 2 | ForEach-Object {{ Invoke-GlobusFlow $flow -Input @{{}} -Wait }}; $queue = New-GlobusQueue Q");
        string id = session.Invoke("$flow.Id")[0].ToString();
        Assert.Equal(id, session.Invoke("(Get-GlobusFlow $flow).Id")[0].ToString());
        Assert.Equal(id, session.Invoke("(Get-GlobusFlow $runs[0]).Id")[0].ToString());
        Assert.Equal("FlowSucceeded", session.Invoke("(Get-GlobusRunLog $runs[0])[-1].Code")[0].ToString());
        Assert.Equal(session.Invoke("$runs.RunId"), session.Invoke("(Get-GlobusRun $runs).RunId"));
        Assert.Equal("hi", session.Invoke("Send-GlobusQueueMessage $queue hi; (Receive-GlobusQueueMessage $queue).MessageBody")[0].ToString());
        Assert.Contains("cases:", session.Invoke("Export-GlobusRunMock $runs[0]")[0].ToString(), StringComparison.Ordinal);
        Assert.Empty(session.Run("$runs | Remove-GlobusRun -Force; Remove-GlobusQueue $queue -Force; Remove-GlobusFlow $flow -Force").AllErrors);
    }

    /// <summary>A parameter for ids that forgets it would show objects as text in its errors.</summary>
    [Fact]
    public void Every_parameter_for_ids_takes_objects()
    {
        using var session = new ModuleSession();
        string[] names = ["RunId", "FlowId", "QueueId", "ActionId", "WebInputId", "RegisteredApiId"];
        foreach (CommandInfo command in session.Invoke("Get-Command -Module Globus.Automate").Select(static item => (CommandInfo)item.BaseObject))
        {
            foreach (ParameterMetadata parameter in command.Parameters.Values.Where(parameter => names.Contains(parameter.Name)))
            {
                Assert.True(parameter.Attributes.Any(static attribute => attribute.GetType().Name == "ObjectIdAttribute"), $"{command.Name} -{parameter.Name}");
            }
        }
    }

    [Theory]
    [InlineData("Publish-GlobusFlow")]
    [InlineData("Remove-GlobusFlow")]
    [InlineData("Invoke-GlobusFlow")]
    [InlineData("Stop-GlobusRun")]
    [InlineData("Remove-GlobusRun")]
    [InlineData("Set-GlobusFlow")]
    [InlineData("Invoke-GlobusAction")]
    [InlineData("Stop-GlobusAction")]
    [InlineData("Resume-GlobusAction")]
    [InlineData("Remove-GlobusAction")]
    [InlineData("New-GlobusQueue")]
    [InlineData("Set-GlobusQueue")]
    [InlineData("Remove-GlobusQueue")]
    [InlineData("Send-GlobusQueueMessage")]
    [InlineData("Remove-GlobusQueueMessage")]
    [InlineData("Submit-GlobusWebInput")]
    [InlineData("Register-GlobusFlowTrigger")]
    [InlineData("Unregister-GlobusFlowTrigger")]
    public void What_changes_the_service_has_WhatIf(string name)
    {
        using var session = new ModuleSession();
        var command = (CmdletInfo)session.Invoke($"Get-Command {name}")[0].BaseObject;
        Assert.Contains("WhatIf", command.Parameters.Keys);
    }

    [Fact]
    public void WhatIf_changes_nothing()
    {
        using var session = new LocalSession();
        session.Invoke($"$flow = Publish-GlobusFlow -Title Stays {Pass}; $run = Invoke-GlobusFlow $flow.Id -Wait");
        ScriptResult result = session.Run($$"""
            Publish-GlobusFlow -Title Never {{Pass}} -WhatIf
            Invoke-GlobusFlow $flow.Id -WhatIf
            Remove-GlobusRun $run.RunId -Force -WhatIf
            Remove-GlobusFlow $flow.Id -Force -WhatIf
            """);

        Assert.Empty(result.AllErrors);
        Assert.Empty(result.Output);
        Assert.Single(session.Invoke("Get-GlobusFlow"));
        Assert.Single(session.Invoke("Get-GlobusRun"));
    }

    [Fact]
    public void Documents_keep_every_key_and_the_users_own_names_below_the_top()
    {
        using var session = new LocalSession();
        PSObject flow = session.Invoke("Publish-GlobusFlow examples/flows/greet.yaml -InputSchema examples/flows/greet.schema.yaml")[0];

        Assert.Equal("Globus.Automate.Flow", flow.TypeNames[0]);
        Assert.IsType<DateTimeOffset>(flow.Properties["CreatedAt"].Value);
        Assert.Equal("$.seconds", PSObject.AsPSObject(flow.Dig("Definition.States.Greet.Parameters")!).Properties["sleep_time.$"].Value);
        Assert.Equal(1, flow.Dig("InputSchema.properties.name.minLength"));
        Assert.NotNull(flow.Properties["GlobusAuthScope"]);
    }

    [Fact]
    public void A_flow_comes_down_the_pipeline_to_be_run_listed_and_removed()
    {
        using var session = new LocalSession();
        session.Invoke($"$null = Publish-GlobusFlow -Title One {Pass}; $null = Publish-GlobusFlow -Title Two {Pass}");

        Assert.Equal(2, session.Invoke("Get-GlobusFlow | Invoke-GlobusFlow -Wait").Count(run => (string?)run.Dig("Status") == "SUCCEEDED"));
        Assert.Single(session.Invoke("Get-GlobusFlow -Title Two | Get-GlobusRun"));
        session.Invoke("Get-GlobusRun | Remove-GlobusRun -Force; Get-GlobusFlow | Remove-GlobusFlow -Force");
        Assert.Empty(session.Invoke("Get-GlobusFlow; Get-GlobusRun"));
    }

    [Theory]
    [InlineData("@{ n = 1 }")]
    [InlineData("([pscustomobject]@{ n = 1 })")]
    [InlineData("'{\"n\": 1}'")]
    [InlineData("'n: 1'")]
    public void Input_is_a_hashtable_an_object_JSON_or_YAML(string input)
    {
        using var session = new LocalSession();
        PSObject run = session.Invoke($"Publish-GlobusFlow -Title Forms {Pass} | Invoke-GlobusFlow -Input {input} -Wait")[0];

        Assert.Equal(1, run.Dig("Details.output.n"));
    }

    [Fact]
    public void Input_from_a_file_and_many_inputs_from_the_pipeline()
    {
        using var session = new LocalSession();
        string path = session.Write("input.yaml", "n: 7\n");
        Assert.Equal(7, session.Invoke($"$flow = Publish-GlobusFlow -Title Files {Pass}; Invoke-GlobusFlow $flow.Id $path -Wait", ("path", path))[0].Dig("Details.output.n"));
        int[] numbers = [.. session.Invoke("1..20 | ForEach-Object { @{ n = $_ } } | Invoke-GlobusFlow $flow.Id -Wait -ThrottleLimit 7").Select(run => (int)run.Dig("Details.output.n")!)];
        Assert.Equal(Enumerable.Range(1, 20), numbers);
    }

    [Fact]
    public void Verbose_shows_each_request_in_a_line_and_no_secret_anywhere()
    {
        using var session = new LocalSession();
        ScriptResult result = session.Run($$"""
            $flow = Publish-GlobusFlow -Title Secrets {{Pass}} -Verbose -Debug
            Invoke-GlobusFlow $flow.Id -Input @{ password = 'canary-4711'; _private_key = 'canary-4712'; _tokens = @{ Admin = 'canary-4713' } } -Wait -Verbose -Debug
            """);

        Assert.Empty(result.AllErrors);
        Assert.Contains(result.Verbose, line => System.Text.RegularExpressions.Regex.IsMatch(line, @"^POST \S+/flows 201 in \d+ ms", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.NotEmpty(result.Debug);
        Assert.DoesNotContain(result.Verbose.Concat(result.Debug), line => line.Contains("canary", StringComparison.Ordinal) || line.Contains("Bearer ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_listing_asks_for_no_more_pages_than_it_needs()
    {
        using var session = new LocalSession();
        session.Invoke($"$flow = Publish-GlobusFlow -Title Pages {Pass}; $null = 1..45 | ForEach-Object {{ @{{ n = $_ }} }} | Invoke-GlobusFlow $flow.Id -Wait");

        ScriptResult few = session.Run("Get-GlobusRun -First 5 -Verbose");
        Assert.Equal(5, few.Output.Count);
        Assert.Single(few.Verbose, line => line.StartsWith("GET", StringComparison.Ordinal));

        Assert.Equal(45, session.Invoke("Get-GlobusRun").Count);
        Assert.Equal(3, session.Invoke("Get-GlobusRun -Skip 2 -First 3").Count);
    }

    [Fact]
    public void Tables_and_lists_are_shown_without_any_error()
    {
        using var session = new LocalSession();
        session.Invoke($"$flow = Publish-GlobusFlow -Title Shown {Pass}; $run = Invoke-GlobusFlow $flow.Id -Wait");
        ScriptResult result = session.Run("$flow, $run, (Get-GlobusRunLog $run.RunId), (Get-GlobusContext) | Out-Default");

        Assert.Empty(result.AllErrors);
    }

    [Fact]
    public void Ids_complete_with_titles()
    {
        using var session = new LocalSession();
        string id = session.Invoke($"(Publish-GlobusFlow -Title 'A rare title' {Pass}).Id")[0].ToString()!;
        PSObject completion = Assert.Single(session.Invoke("(TabExpansion2 'Get-GlobusFlow -FlowId rare' 27).CompletionMatches"));

        Assert.Equal(id, completion.Properties["CompletionText"].Value);
        Assert.Contains("A rare title", (string)completion.Properties["ToolTip"].Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Wait_tells_a_timeout_from_a_failure()
    {
        using var session = new LocalSession();
        session.Invoke("""
            $slow = Publish-GlobusFlow -Title Slow @{ StartAt = 'W'; States = @{ W = @{ Type = 'Wait'; Seconds = 600; End = $true } } } | Invoke-GlobusFlow
            $failing = Publish-GlobusFlow -Title Fails @{ StartAt = 'F'; States = @{ F = @{ Type = 'Fail'; Error = 'Broken'; Cause = 'on purpose' } } }
            """);

        ErrorRecord timeout = session.Run("$slow | Wait-GlobusRun -TimeoutSeconds 0.3").SingleError;
        Assert.StartsWith("WaitTimeout,", timeout.FullyQualifiedErrorId, StringComparison.Ordinal);

        ScriptResult quiet = session.Run("$failing | Invoke-GlobusFlow -Wait");
        Assert.Empty(quiet.AllErrors);
        Assert.Equal("FAILED", quiet.Output[0].Dig("Status"));

        ErrorRecord failure = session.Run("$failing | Invoke-GlobusFlow -Wait -ErrorOnFailure").SingleError;
        Assert.StartsWith("RunFailed,", failure.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("on purpose", failure.ToString(), StringComparison.Ordinal);
        session.Invoke("$slow | Stop-GlobusRun");
    }

    [Fact]
    public void Publish_to_an_existing_flow_sends_only_what_differs()
    {
        using var session = new LocalSession();
        session.Invoke("$flow = Publish-GlobusFlow examples/flows/greet.yaml");
        ScriptResult same = session.Run("Publish-GlobusFlow examples/flows/greet.yaml -FlowId $flow.Id -Verbose");
        Assert.DoesNotContain(same.Verbose, line => line.StartsWith("PUT", StringComparison.Ordinal));

        PSObject changed = session.Invoke("Publish-GlobusFlow examples/flows/greet.yaml -FlowId $flow.Id -Subtitle 'New'")[0];
        Assert.Equal("New", changed.Dig("Subtitle"));
    }
}
