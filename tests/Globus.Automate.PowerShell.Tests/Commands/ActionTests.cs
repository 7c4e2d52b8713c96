using System.Management.Automation;
using Globus.Automate.PowerShell.Tests.Engine;

namespace Globus.Automate.PowerShell.Tests.Commands;

/// <summary>The life of actions, by the cmdlets, at the local Globus.</summary>
[Collection(nameof(Session.SharedConnection))]
public sealed class ActionTests
{
    private const string HelloWorld = "https://actions.globus.org/hello_world";

    [Theory]
    [InlineData("hello_world")]
    [InlineData("HELLO_WORLD")]
    [InlineData(HelloWorld)]
    [InlineData(HelloWorld + "/")]
    public void A_provider_says_what_it_takes(string name)
    {
        using var session = new LocalSession();
        PSObject provider = Assert.Single(session.Invoke("Get-GlobusActionProvider $name", ("name", name)));

        Assert.Equal("Globus.Automate.ActionProvider", provider.TypeNames[0]);
        Assert.Equal("Hello World", provider.Dig("Title"));
        Assert.Equal("string", provider.Dig("InputSchema.properties.echo_string.type"));
        Assert.Equal("https://auth.globus.org/scopes/actions.globus.org/hello_world", provider.Dig("GlobusAuthScope"));
        Assert.Equal(name.Contains(':', StringComparison.Ordinal) ? name : HelloWorld, provider.Dig("ActionUrl"));
    }

    [Fact]
    public void Without_a_name_all_that_Globus_operates_are_listed()
    {
        using var session = new LocalSession();
        string[] urls = [.. session.Invoke("(Get-GlobusActionProvider).ActionUrl").Select(url => url.ToString())];

        Assert.Contains(HelloWorld, urls);
        Assert.Contains("https://transfer.actions.globus.org/transfer", urls);
        Assert.True(urls.Length > 15, string.Join(", ", urls));
    }

    [Fact]
    public void Every_provider_can_be_called_at_its_url()
    {
        using var session = new LocalSession();
        foreach (PSObject url in session.Invoke("(Get-GlobusActionProvider).ActionUrl"))
        {
            // What it says to a body that fits none of them shows that the request has come to it.
            string answer = session.Run("Invoke-GlobusAction $url @{ nonsense = 1 }", ("url", url.ToString())).SingleError.ToString();
            Assert.True(answer.Contains("HTTP 400", StringComparison.Ordinal) || answer.Contains("HTTP 501", StringComparison.Ordinal), $"{url}: {answer}");
        }
    }

    [Fact]
    public void A_name_that_is_none_is_told_with_those_that_are()
    {
        using var session = new LocalSession();
        ErrorRecord error = session.Run("Get-GlobusActionProvider hello_wold").SingleError;

        Assert.StartsWith("UnknownActionProvider,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("hello_world", error.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("InvalidArgument,", session.Run("Invoke-GlobusAction http://example.org/x @{}").SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("InvalidActionUrl,", session.Run("Invoke-GlobusAction https://[ @{}").SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("@{ echo_string = 'hi' }")]
    [InlineData("([pscustomobject]@{ echo_string = 'hi' })")]
    [InlineData("'{\"echo_string\": \"hi\"}'")]
    [InlineData("'echo_string: hi'")]
    [InlineData("$path")]
    public void A_body_comes_in_every_form(string body)
    {
        using var session = new LocalSession();
        string path = session.Write("body.yaml", "echo_string: hi\n");
        PSObject action = Assert.Single(session.Invoke($"Invoke-GlobusAction hello_world {body} -Label Greeting -Wait", ("path", path)));

        Assert.Equal("Globus.Automate.Action", action.TypeNames[0]);
        Assert.Equal("SUCCEEDED", action.Dig("Status"));
        Assert.Equal("hi", action.Dig("Details.hello"));
        Assert.Equal("Greeting", action.Dig("Label"));
        Assert.Equal(HelloWorld, action.Dig("ActionUrl"));
        Assert.IsType<DateTimeOffset>(action.Properties["StartTime"].Value);
    }

    [Fact]
    public void An_action_lives_its_whole_life_down_the_pipeline()
    {
        using var session = new LocalSession();
        PSObject started = session.Invoke("$action = Invoke-GlobusAction hello_world @{ echo_string = 'slow'; sleep_time = 1 }; $action")[0];
        Assert.Equal("ACTIVE", started.Dig("Status"));

        string[] seen = [.. session.Invoke("$action | Watch-GlobusAction").Select(a => (string)a.Dig("Status")!)];
        Assert.Equal(["ACTIVE", "SUCCEEDED"], seen);
        Assert.NotNull(session.Invoke("($action | Get-GlobusAction).CompletionTime")[0]);

        session.Invoke("$action | Remove-GlobusAction -Force");
        ErrorRecord gone = session.Run("$action | Get-GlobusAction").SingleError;
        Assert.StartsWith("ActionNotFound,", gone.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(started.Dig("ActionId"), gone.TargetObject);
    }

    [Fact]
    public void What_cannot_be_stopped_or_removed_is_a_conflict_and_the_others_go_on()
    {
        using var session = new LocalSession();
        session.Invoke("""
            $done = Invoke-GlobusAction hello_world @{ echo_string = 'x' } -Wait
            $slow = Invoke-GlobusAction hello_world @{ echo_string = 'x'; sleep_time = 600 }
            """);

        Assert.StartsWith("Conflict,", session.Run("$slow | Remove-GlobusAction -Force").SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
        ScriptResult stopped = session.Run("$done, $slow | Stop-GlobusAction -PassThru");
        Assert.StartsWith("Conflict,", stopped.SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("FAILED", Assert.Single(stopped.Output).Dig("Status"));
    }

    [Fact]
    public void Many_bodies_run_at_the_same_time_and_come_out_in_their_order()
    {
        using var session = new LocalSession();
        ScriptResult result = session.Run("1..12 | ForEach-Object { @{ echo_string = \"n$_\" } } | Invoke-GlobusAction hello_world -Wait -ThrottleLimit 5 -Verbose");

        Assert.Empty(result.AllErrors);
        Assert.Equal(Enumerable.Range(1, 12).Select(n => $"n{n}"), result.Output.Select(action => (string?)action.Dig("Details.hello")));
    }

    [Fact]
    public void The_same_request_id_is_the_same_action()
    {
        using var session = new LocalSession();
        string[] ids = [.. session.Invoke("1, 2 | ForEach-Object { Invoke-GlobusAction hello_world @{ echo_string = 'x' } -RequestId once }").Select(action => (string)action.Dig("ActionId")!)];

        Assert.Equal(2, ids.Length);
        Assert.Equal(ids[0], ids[1]);
    }

    [Fact]
    public void Who_may_watch_and_manage_is_given_by_name()
    {
        using var session = new LocalSession();
        PSObject action = session.Invoke("Invoke-GlobusAction hello_world @{ echo_string = 'x' } -MonitorBy alice, 'urn:globus:groups:id:24bc4997-b483-4c25-a19c-64b0afc00743' -ManageBy bob@local")[0];
        string[] principals = [.. session.Invoke("(Get-GlobusIdentity alice, bob).Principal").Select(p => p.ToString())];

        Assert.Equal([principals[0], "urn:globus:groups:id:24bc4997-b483-4c25-a19c-64b0afc00743"], (object?[])action.Dig("MonitorBy")!);
        Assert.Equal([principals[1]], (object?[])action.Dig("ManageBy")!);
    }

    [Fact]
    public void An_inactive_action_says_what_it_waits_for_and_goes_on_when_resumed_with_it()
    {
        using var session = new LocalSession();
        const string Dependent = "urn:globus:auth:scope:transfer.api.globus.org:all";
        ScriptResult waiting = session.Run($"$action = Invoke-GlobusAction hello_world @{{ echo_string = 'x'; required_dependent_scope = '{Dependent}' }} -Wait; $action");

        Assert.Equal("INACTIVE", waiting.Output[0].Dig("Status"));
        ErrorRecord error = waiting.SingleError;
        Assert.StartsWith("ActionInactive,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("ActionInactive,", session.Run("$action | Resume-GlobusAction").SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);

        // What the error recommends is what helps.
        session.Invoke(error.ErrorDetails.RecommendedAction);
        Assert.Equal("SUCCEEDED", session.Invoke("$action | Watch-GlobusAction | ForEach-Object Status")[^1].ToString());
    }

    [Fact]
    public void Waiting_tells_a_timeout_from_a_failure()
    {
        using var session = new LocalSession();
        ScriptResult late = session.Run("$slow = Invoke-GlobusAction hello_world @{ echo_string = 'x'; sleep_time = 600 }; $slow | Watch-GlobusAction -TimeoutSeconds 0.2");
        Assert.StartsWith("WaitTimeout,", late.SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("ACTIVE", Assert.Single(late.Output).Dig("Status"));

        session.Invoke("$slow | Stop-GlobusAction");
        ScriptResult failed = session.Run("$slow | Watch-GlobusAction -ErrorOnFailure");
        Assert.StartsWith("ActionFailed,", failed.SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(session.Run("$slow | Watch-GlobusAction").AllErrors);
    }

    [Fact]
    public void Ctrl_C_in_Watch_comes_back_at_once_and_the_action_goes_on()
    {
        using var session = new LocalSession();
        session.Invoke("$slow = Invoke-GlobusAction hello_world @{ echo_string = 'x'; sleep_time = 600 }");
        (System.Management.Automation.PowerShell shell, PSDataCollection<PSObject> output, IAsyncResult handle) = session.Begin("$slow | Watch-GlobusAction");
        using (shell)
        {
            Assert.True(SpinWait.SpinUntil(() => output.Count > 0, TimeSpan.FromSeconds(20)), "The watching did not begin.");
            long before = TimeProvider.System.GetTimestamp();
            shell.Stop();
            Assert.True(TimeProvider.System.GetElapsedTime(before) < TimeSpan.FromSeconds(5), "Watch did not stop.");
            Assert.True(handle.IsCompleted);
        }

        Assert.Equal("ACTIVE", session.Invoke("($slow | Get-GlobusAction).Status")[0].ToString());
    }

    [Fact]
    public void The_log_streams_and_a_provider_without_one_says_so()
    {
        using var session = new LocalSession();
        session.Invoke("$flow = Publish-GlobusFlow -Title T @{ StartAt = 'A'; States = @{ A = @{ Type = 'Pass'; Next = 'B' }; B = @{ Type = 'Pass'; End = $true } } }; $run = $flow | Invoke-GlobusAction -Body @{ n = 1 } -Label L -Wait");
        ScriptResult log = session.Run("$run | Get-GlobusActionLog -First 2 -Verbose");

        Assert.Equal(2, log.Output.Count);
        Assert.Equal("Globus.Automate.RunLogEntry", log.Output[0].TypeNames[0]);
        Assert.Single(log.Verbose, line => line.Contains("/log", StringComparison.Ordinal));
        Assert.Equal("FlowSucceeded", session.Invoke("$run | Get-GlobusActionLog -NewestFirst -First 1")[0].Dig("Code"));

        ErrorRecord none = session.Run("Invoke-GlobusAction hello_world @{ echo_string = 'x' } -Wait | Get-GlobusActionLog").SingleError;
        Assert.Contains("keeps no log", none.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_flow_is_an_action_provider()
    {
        using var session = new LocalSession();
        PSObject[] both = [.. session.Invoke("""
            $flow = Publish-GlobusFlow -Title AsAction @{ StartAt = 'A'; States = @{ A = @{ Type = 'Pass'; End = $true } } }
            $flow | Get-GlobusActionProvider
            $flow | Invoke-GlobusAction -Body @{ n = 5 } -Label L -Wait
            """)];

        Assert.Equal("AsAction", both[0].Dig("Title"));
        Assert.Equal("SUCCEEDED", both[1].Dig("Status"));
        Assert.Equal(5, both[1].Dig("Details.output.n"));
        Assert.Equal("SUCCEEDED", session.Invoke("(Get-GlobusRun).Status")[0].ToString());
    }

    [Fact]
    public void WhatIf_asks_for_nothing()
    {
        using var session = new LocalSession();
        session.Invoke("$done = Invoke-GlobusAction hello_world @{ echo_string = 'x' } -Wait");
        ScriptResult result = session.Run("""
            Invoke-GlobusAction hello_world @{ echo_string = 'x' } -MonitorBy carol -WhatIf -Verbose
            $done | Stop-GlobusAction -WhatIf -Verbose
            $done | Resume-GlobusAction -WhatIf -Verbose
            $done | Remove-GlobusAction -Force -WhatIf -Verbose
            """);

        Assert.Empty(result.AllErrors);
        Assert.Empty(result.Output);
        Assert.DoesNotContain(result.Verbose, line => line.Contains("http", StringComparison.Ordinal) && !line.StartsWith("Performing", StringComparison.Ordinal));
        Assert.Single(session.Invoke("$done | Get-GlobusAction"));
    }

    [Fact]
    public void No_secret_of_a_body_is_shown()
    {
        using var session = new LocalSession();
        ScriptResult result = session.Run("Invoke-GlobusAction notification/notify @{ body_template = 'x'; destination = 'a@example.org'; sender = 'b@example.org'; subject = 's'; send_credentials = @(@{ credential_type = 'smtp'; credential_value = @{ hostname = 'localhost'; username = 'u'; password = 'canary-88' } }) } -Verbose -Debug");

        Assert.NotEmpty(result.Debug);
        Assert.DoesNotContain(result.Verbose.Concat(result.Debug).Concat(result.AllErrors.Select(e => e.ToString())), line => line.Contains("canary", StringComparison.Ordinal) || line.Contains("Bearer ", StringComparison.Ordinal));
    }

    [Fact]
    public void Names_complete_with_titles()
    {
        using var session = new LocalSession();
        PSObject[] found = [.. session.Invoke("(TabExpansion2 'Invoke-GlobusAction hello' 25).CompletionMatches")];

        PSObject completion = Assert.Single(found);
        Assert.Equal("hello_world", completion.Properties["CompletionText"].Value);
        Assert.Equal($"Hello World ({HelloWorld})", completion.Properties["ToolTip"].Value);
    }

    [Fact]
    public void Tables_are_shown_without_any_error()
    {
        using var session = new LocalSession();
        session.Invoke("$q = New-GlobusQueue Shown; 'm' | Send-GlobusQueueMessage $q.Id");
        ScriptResult result = session.Run("(Get-GlobusActionProvider hello_world), (Invoke-GlobusAction hello_world @{ echo_string = 'x' }), $q, ($q | Receive-GlobusQueueMessage), (Get-GlobusIdentity) | Out-Default");

        Assert.Empty(result.AllErrors);
    }
}
