using System.Management.Automation;
using Globus.Automate.PowerShell.Tests.Engine;

namespace Globus.Automate.PowerShell.Tests.Commands;

/// <summary>Changing flows, people by their names, and who people are.</summary>
[Collection(nameof(Session.SharedConnection))]
public sealed class SetGlobusFlowTests
{
    private const string Pass = "@{ StartAt = 'A'; States = @{ A = @{ Type = 'Pass'; End = $true } } }";
    private const string Other = "@{ StartAt = 'B'; States = @{ B = @{ Type = 'Pass'; End = $true } } }";

    [Fact]
    public void Only_what_is_given_is_changed()
    {
        using var session = new LocalSession();
        session.Invoke($"$flow = Publish-GlobusFlow -Title Before {Pass} -Subtitle Sub -Keyword a, b -Viewer public");
        ScriptResult result = session.Run("$flow | Set-GlobusFlow -Title After -PassThru -Debug");

        Assert.Empty(result.AllErrors);
        Assert.Contains(result.Debug, line => line.Contains("PUT", StringComparison.Ordinal) && line.Contains("""sent: {"title":"After"}""", StringComparison.Ordinal));
        PSObject after = Assert.Single(result.Output);
        Assert.Equal("Globus.Automate.Flow", after.TypeNames[0]);
        Assert.Equal("After", after.Dig("Title"));
        Assert.Equal("Sub", after.Dig("Subtitle"));
        Assert.Equal(["a", "b"], (object?[])after.Dig("Keywords")!);
        Assert.Equal(["public"], (object?[])after.Dig("FlowViewers")!);
    }

    [Fact]
    public void Every_field_can_be_set()
    {
        using var session = new LocalSession();
        session.Invoke($"$flow = Publish-GlobusFlow -Title T {Pass}");
        PSObject after = Assert.Single(session.Invoke($$"""
            Set-GlobusFlow $flow.Id -Definition {{Other}} -InputSchema @{ type = 'object'; required = @('n') } -Title New -Subtitle S -Description D -Keyword k `
                -Viewer alice -Starter all_authenticated_users -Administrator bob -RunManager carol -RunMonitor dave -SubscriptionId DEFAULT -PassThru
            """));
        string[] people = [.. session.Invoke("(Get-GlobusIdentity alice, bob, carol, dave).Principal").Select(p => p.ToString())];

        Assert.Equal("B", after.Dig("Definition.StartAt"));
        Assert.Equal(["n"], (object?[])after.Dig("InputSchema.required")!);
        Assert.Equal("D", after.Dig("Description"));
        Assert.Equal([people[0]], (object?[])after.Dig("FlowViewers")!);
        Assert.Equal(["all_authenticated_users"], (object?[])after.Dig("FlowStarters")!);
        Assert.Equal([people[1]], (object?[])after.Dig("FlowAdministrators")!);
        Assert.Equal([people[2]], (object?[])after.Dig("RunManagers")!);
        Assert.Equal([people[3]], (object?[])after.Dig("RunMonitors")!);
    }

    [Theory]
    [InlineData("''")]
    [InlineData("@()")]
    public void Lists_and_texts_can_be_cleared(string nothing)
    {
        using var session = new LocalSession();
        session.Invoke($"$flow = Publish-GlobusFlow -Title T {Pass} -Subtitle S -Keyword a -Viewer public -Administrator alice");
        PSObject after = Assert.Single(session.Invoke($"$flow | Set-GlobusFlow -Subtitle '' -Keyword {nothing} -Viewer {nothing} -Administrator {nothing} -InputSchema @{{}} -PassThru"));

        Assert.Equal("", after.Dig("Subtitle") ?? "");
        Assert.Empty((object?[])after.Dig("Keywords")!);
        Assert.Empty((object?[])after.Dig("FlowViewers")!);
        Assert.Empty((object?[])after.Dig("FlowAdministrators")!);
    }

    [Fact]
    public void An_administrator_takes_the_ownership()
    {
        using var session = new LocalSession();
        session.Invoke($"$flow = Publish-GlobusFlow -Title T {Pass} -Administrator alice");
        session.Invoke("Connect-Globus -Local -As alice -DataPath $folder", ("folder", session.Folder));

        Assert.Equal(session.Invoke("(Get-GlobusIdentity).Principal")[0].ToString(), session.Invoke("$flow | Set-GlobusFlow -TakeOwnership -PassThru")[0].Dig("FlowOwner"));
    }

    [Fact]
    public void What_is_wrong_is_said_once_and_nothing_is_changed()
    {
        using var session = new LocalSession();
        session.Invoke($"$flow = Publish-GlobusFlow -Title T {Pass}; $two = Publish-GlobusFlow -Title U {Pass}");

        Assert.StartsWith("NothingToChange,", session.Run("$flow, $two | Set-GlobusFlow").SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("FileNotFound,", session.Run("$flow, $two | Set-GlobusFlow -Definition ./no/such.yaml").SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("InvalidDefinition,", session.Run("$flow | Set-GlobusFlow -Definition @{ States = @{} }").SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("FlowNotFound,", session.Run("Set-GlobusFlow 00000000-0000-4000-8000-000000000000 -Title X").SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("IdentityNotFound,", session.Run("$flow | Set-GlobusFlow -Viewer 00000000-0000-4000-8000-000000000000").SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("T", session.Invoke("$flow | Set-GlobusFlow -Title Never -WhatIf; Get-GlobusFlow $flow.Id")[0].Dig("Title"));
    }

    [Fact]
    public void People_are_named_by_username_wherever_principals_are_taken()
    {
        using var session = new LocalSession();
        session.Invoke($"$flow = Publish-GlobusFlow -Title T {Pass} -Viewer alice@local -Starter alice -RunMonitor alice; $run = $flow | Invoke-GlobusFlow -Input @{{}} -RunManager alice -Wait");
        string alice = session.Invoke("(Get-GlobusIdentity alice).Principal")[0].ToString();

        Assert.Equal([alice], session.Invoke("$flow.FlowViewers").Select(p => p.ToString()));
        Assert.Equal([alice], session.Invoke("$flow.RunMonitors").Select(p => p.ToString()));
        Assert.Equal([alice], session.Invoke("$run.RunManagers").Select(p => p.ToString()));
        Assert.Equal([alice], (object?[])session.Invoke("$run | Set-GlobusRun -RunMonitor alice -RunManager '' -PassThru")[0].Dig("RunMonitors")!);
        Assert.Empty(session.Invoke("(Get-GlobusRun $run.RunId).RunManagers"));
    }

    [Fact]
    public void Tags_and_people_of_runs_are_added_and_removed()
    {
        using var session = new LocalSession();
        session.Invoke($"$flow = Publish-GlobusFlow -Title T {Pass}; $runs = 1..2 | ForEach-Object {{ $flow | Invoke-GlobusFlow -Input @{{}} -Tag \"t$_\" -RunMonitor alice -Wait }}");
        PSObject[] more = [.. session.Invoke("$runs | Set-GlobusRun -AddTag star -AddRunManager bob -RemoveRunMonitor alice -Label Both -PassThru")];

        Assert.Equal(["t1", "star"], (object?[])more[0].Dig("Tags")!);
        Assert.Equal(["t2", "star"], (object?[])more[1].Dig("Tags")!);
        Assert.All(more, run => Assert.Equal("Both", run.Dig("Label")));
        Assert.All(more, run => Assert.Single((object?[])run.Dig("RunManagers")!));
        Assert.All(more, run => Assert.Empty((object?[])run.Dig("RunMonitors")!));
        Assert.Equal(["star"], (object?[])session.Invoke("$runs[0] | Set-GlobusRun -RemoveTag t1, none -PassThru")[0].Dig("Tags")!);

        Assert.StartsWith("ConflictingParameters,", session.Run("$runs | Set-GlobusRun -Tag a -AddTag b").SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("NothingToChange,", session.Run("$runs | Set-GlobusRun").SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_comes_down_the_pipeline_is_the_one_that_is_got()
    {
        using var session = new LocalSession();
        session.Invoke($"$flow = Publish-GlobusFlow -Title T {Pass}; $runs = 1..2 | ForEach-Object {{ $flow | Invoke-GlobusFlow -Input @{{}} -Wait }}");

        Assert.Equal(session.Invoke("$runs[0].RunId")[0], Assert.Single(session.Invoke("$runs[0] | Get-GlobusRun")).Dig("RunId"));
        Assert.Equal(2, session.Invoke("$flow | Get-GlobusRun").Count);
        Assert.Equal(2, session.Invoke("Get-GlobusRun").Count);
        Assert.Single(session.Invoke("Get-GlobusRun -First 1"));
    }

    [Fact]
    public void An_identity_is_found_by_each_of_its_names()
    {
        using var session = new LocalSession();
        PSObject you = Assert.Single(session.Invoke("$you = Get-GlobusIdentity; $you"));
        Assert.Equal("Globus.Automate.Identity", you.TypeNames[0]);
        Assert.Equal("you@local", you.Dig("Username"));
        Assert.Equal("urn:globus:auth:identity:" + you.Dig("Id"), you.Dig("Principal"));

        PSObject[] found = [.. session.Invoke("$you.Principal, $you.Id, 'YOU@local', 'you' | Get-GlobusIdentity")];
        Assert.Equal(4, found.Length);
        Assert.All(found, identity => Assert.Equal(you.Dig("Id"), identity.Dig("Id")));
    }

    [Fact]
    public void Who_is_not_found_is_named_and_the_others_come_in_their_order()
    {
        using var session = new LocalSession();
        session.Invoke("Connect-Globus -Local -As alice -DataPath $folder", ("folder", session.Folder));
        ScriptResult result = session.Run("'alice', 'nobody', 'urn:globus:groups:id:24bc4997-b483-4c25-a19c-64b0afc00743', 'you' | Get-GlobusIdentity");

        Assert.Equal(["alice@local", "you@local"], result.Output.Select(identity => (string?)identity.Dig("Username")));
        Assert.Equal(["nobody", "urn:globus:groups:id:24bc4997-b483-4c25-a19c-64b0afc00743"], result.Errors.Select(e => e.TargetObject));
        Assert.All(result.Errors, e => Assert.StartsWith("IdentityNotFound,", e.FullyQualifiedErrorId, StringComparison.Ordinal));
    }
}
