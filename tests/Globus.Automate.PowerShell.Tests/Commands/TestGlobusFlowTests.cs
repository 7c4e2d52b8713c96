using System.Management.Automation;
using Globus.Automate.PowerShell.Tests.Engine;

namespace Globus.Automate.PowerShell.Tests.Commands;

[Collection(nameof(Session.SharedConnection))]
public sealed class TestGlobusFlowTests
{
    [Fact]
    public void A_clean_definition_says_nothing_and_needs_no_connection()
    {
        using var session = new ModuleSession();
        session.Run("Disconnect-Globus");
        Assert.Empty(session.Invoke("Test-GlobusFlow examples/flows/move.yaml -InputSchema examples/flows/move.schema.yaml -Input examples/flows/move.input.yaml"));
        Assert.Equal(true, session.Invoke("Test-GlobusFlow examples/flows/greet.yaml -Quiet")[0].BaseObject);
    }

    [Fact]
    public void A_mistake_has_file_line_column_path_and_suggestion()
    {
        using var session = new LocalSession();
        string path = session.Write("slip.yaml", "StartAt: A\nStates:\n  A:\n    Type: Pass\n    Next: Bb\n  B:\n    Type: Pass\n    End: true\n");
        PSObject found = Assert.Single(session.Invoke("Test-GlobusFlow $path", ("path", path)));

        Assert.Equal("Globus.Automate.Diagnostic", found.TypeNames[0]);
        Assert.Equal(("Error", "GF202", path, 5, 11, "$.States.A.Next", "A", "B"), (found.Dig("Severity"), found.Dig("Code"), found.Dig("File"), found.Dig("Line"), found.Dig("Column"), found.Dig("Path"), found.Dig("State"), found.Dig("Suggestion")));
        Assert.Equal(false, session.Invoke("Test-GlobusFlow $path -Quiet", ("path", path))[0].BaseObject);
        Assert.Empty(session.Invoke("Test-GlobusFlow examples/flows/greet.yaml -Severity Error"));
    }

    [Fact]
    public void The_bodies_of_known_actions_are_checked()
    {
        using var session = new ModuleSession();
        PSObject found = Assert.Single(session.Invoke("""
            Test-GlobusFlow @{ StartAt = 'L'; States = @{ L = @{ Type = 'Action'; ActionUrl = 'https://actions.globus.org/transfer/mkdir'; Parameters = @{ endpoint_id = 'ddb59aef-6d04-11e5-ba46-22000b92c6ec'; path = 5 }; ResultPath = '$.r'; End = $true } } }
            """));

        Assert.Equal("GF602", found.Dig("Code"));
    }

    [Fact]
    public void The_service_is_asked_too()
    {
        using var session = new LocalSession();
        string path = session.Write("bad.yaml", "StartAt: A\nStates:\n  A:\n    Type: Nothing\n");
        PSObject[] found = [.. session.Invoke("Test-GlobusFlow $path -Service", ("path", path))];

        Assert.Contains(found, d => (string?)d.Dig("Code") == "SERVICE" && d.Dig("Line") is int);
    }
}
