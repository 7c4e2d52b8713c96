using System.Collections.ObjectModel;
using System.Management.Automation;

namespace Globus.Automate.PowerShell.Tests.Commands;

/// <summary>Several people on one local Globus (<c>Connect-Globus -Local -As</c>): what a role on a flow or a run lets them do, as its author would try it.</summary>
[Collection(nameof(Session.SharedConnection))]
public sealed class LocalUsersTests : IDisposable
{
    private const string Waiting = "@{ StartAt = 'W'; States = @{ W = @{ Type = 'Wait'; Seconds = 3600; End = $true } } }";

    private readonly LocalSession _session = new();
    private readonly string _flow;

    public LocalUsersTests()
    {
        As("alice");
        _flow = Text($"(Publish-GlobusFlow {Waiting} -Title 'Of Alice').Id");
    }

    public void Dispose() => _session.Dispose();

    [Fact]
    public void A_stranger_sees_nothing_of_a_flow()
    {
        As("bob");
        Assert.Equal("FlowNotFound", Refusal($"Get-GlobusFlow {_flow}"));
        Assert.Equal("FlowNotFound", Refusal($"Invoke-GlobusFlow {_flow} -InputObject @{{}}"));
        Assert.Equal("FlowNotFound", Refusal($"Remove-GlobusFlow {_flow} -Force"));
        Assert.Empty(_session.Invoke("Get-GlobusFlow -Role flow_viewer"));
    }

    [Fact]
    public void Viewer_starter_and_administrator_may_each_do_what_the_one_before_may()
    {
        string bob = PrincipalOf("bob");
        Grant("Viewer", bob);
        As("bob");
        Assert.Equal("flow_viewer", Text($"(Get-GlobusFlow {_flow}).UserRole"));
        Assert.Equal("Forbidden", Refusal($"Invoke-GlobusFlow {_flow} -InputObject @{{}}"));
        Assert.Equal("Forbidden", Refusal($"Publish-GlobusFlow {Waiting} -FlowId {_flow} -Title Mine"));

        Grant("Starter", bob);
        As("bob");
        Assert.Equal("ACTIVE", Text($"(Invoke-GlobusFlow {_flow} -InputObject @{{}}).Status"));
        Assert.Equal("Forbidden", Refusal($"Publish-GlobusFlow {Waiting} -FlowId {_flow} -Title Mine"));
        Assert.Equal("Forbidden", Refusal($"Remove-GlobusFlow {_flow} -Force"));

        Grant("Administrator", bob);
        As("bob");
        Assert.Equal("Ours", Text($"(Publish-GlobusFlow {Waiting} -FlowId {_flow} -Title Ours).Title"));
        Assert.Equal("ACTIVE", Text($"(Invoke-GlobusFlow {_flow} -InputObject @{{}}).Status"));
    }

    [Fact]
    public void A_run_that_waits_for_a_consent_goes_on_by_the_command_that_its_error_recommends()
    {
        As("bob");
        const string asking = "@{ StartAt = 'A'; States = @{ A = @{ Type = 'Action'; ActionUrl = 'https://actions.globus.org/hello_world'; Parameters = @{ echo_string = 'x'; required_dependent_scope = 'urn:globus:auth:scope:transfer.api.globus.org:all' }; End = $true } } }";
        ErrorRecord error = _session.Run($"$run = Publish-GlobusFlow {asking} -Title Asks | Invoke-GlobusFlow -Wait").SingleError;
        Assert.StartsWith("RunInactive,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith($"Connect-Globus -Local -As bob -DataPath '{_session.Folder}' -Scope '", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);

        _session.Invoke(error.ErrorDetails.RecommendedAction);
        Assert.Equal("SUCCEEDED", Text("(Wait-GlobusRun $run).Status"));
    }

    [Fact]
    public void What_is_no_scope_is_refused_before_anything_is_connected()
    {
        As("bob");
        ErrorRecord error = _session.Run("Connect-Globus -Local -Scope 'a[b'").SingleError;
        Assert.Contains("'a[b' is not a scope of Globus Auth.", error.ToString(), StringComparison.Ordinal);
        Assert.Equal("bob@local", Text("(Get-GlobusContext).Username"));
    }

    [Fact]
    public void Monitors_see_runs_and_managers_change_them()
    {
        string mona = PrincipalOf("mona");
        string max = PrincipalOf("max");
        string sam = PrincipalOf("sam");
        As("alice");
        _session.Invoke($"$null = Publish-GlobusFlow {Waiting} -FlowId {_flow} -Starter {sam} -RunMonitor {mona} -RunManager {max}");
        As("sam");
        string run = Text($"(Invoke-GlobusFlow {_flow} -InputObject @{{}}).RunId");

        // A flow's owner has no role on what others run, unless the lists say so.
        As("alice");
        Assert.Equal("RunNotFound", Refusal($"Get-GlobusRun {run}"));

        As("mona");
        Assert.Equal("flow_run_monitor", Text($"(Get-GlobusRun {run}).UserRole"));
        Assert.NotEmpty(_session.Invoke($"Get-GlobusRunLog {run}"));
        Assert.Equal("Forbidden", Refusal($"Set-GlobusRun {run} -Label x"));
        Assert.Equal("Forbidden", Refusal($"Stop-GlobusRun {run} -Confirm:$false"));

        As("max");
        Assert.Equal("by max", Text($"(Set-GlobusRun {run} -Label 'by max' -PassThru).Label"));

        As("sam");
        _session.Invoke($"Set-GlobusRun {run} -RunMonitor {PrincipalOf("vera", "sam")}");
        As("vera");
        Assert.Equal("run_monitor", Text($"(Get-GlobusRun {run}).UserRole"));
        Assert.Equal("Forbidden", Refusal($"Stop-GlobusRun {run} -Confirm:$false"));

        As("max");
        _session.Invoke($"Stop-GlobusRun {run} -Confirm:$false");
        Assert.Equal("ENDED", Text($"(Get-GlobusRun {run}).Status"));
    }

    [Fact]
    public void A_refused_definition_shows_all_its_faults_in_one_error()
    {
        Collection<PSObject> found = _session.Invoke("""
            $ErrorActionPreference = 'Continue'
            Publish-GlobusFlow @{ StartAt = 'No'; States = @{ A = @{ Type = 'Pass' }; B = @{ Type = 'Task'; End = $true } } } -Title Broken -ErrorAction SilentlyContinue -ErrorVariable refused
            $refused
            """);
        ErrorRecord error = Assert.IsType<ErrorRecord>(Assert.Single(found).BaseObject);
        Assert.StartsWith("InvalidDefinition,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        string text = error.ToString();
        Assert.StartsWith("The definition has 3 faults (UNPROCESSABLE_ENTITY, HTTP 422):", text, StringComparison.Ordinal);
        Assert.Contains("1. $.definition.StartAt: ", text, StringComparison.Ordinal);
        Assert.Contains("$.definition.States.A: A state of type 'Pass' must be defined as either terminal", text, StringComparison.Ordinal);
        Assert.Contains("$.definition.States.B.Type: 'Task'", text, StringComparison.Ordinal);
        Assert.Empty(_session.Invoke("Get-GlobusFlow | Where-Object Title -eq Broken"));
    }

    private void As(string person) => _session.Invoke($"$null = Connect-Globus -Local -As {person} -DataPath '{_session.Folder}'");

    private void Grant(string role, string principal)
    {
        As("alice");
        _session.Invoke($"$null = Publish-GlobusFlow {Waiting} -FlowId {_flow} -{role} {principal}");
    }

    private string PrincipalOf(string person, string? back = null)
    {
        As(person);
        string principal = Text("(Get-GlobusContext).Principal");
        if (back is not null)
        {
            As(back);
        }

        return principal;
    }

    private string Text(string script) => Assert.Single(_session.Invoke(script)).ToString();

    /// <summary>The id of the error of a script, without the cmdlet's name.</summary>
    private string Refusal(string script) => _session.Run(script).SingleError.FullyQualifiedErrorId.Split(',')[0];
}
