using System.Management.Automation;
using System.Xml.Linq;
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

    [Theory]
    [InlineData("$path", "slip.yaml:5:11")]
    [InlineData("([IO.File]::ReadAllText($path))", "5:11")]
    [InlineData("@{ StartAt = 'A'; States = @{ A = @{ Type = 'Pass'; Next = 'Bb' }; B = @{ Type = 'Pass'; End = $true } } }", "$.States.A.Next")]
    public void The_view_says_where_a_mistake_is(string definition, string where)
    {
        using var session = new LocalSession();
        string path = session.Write("slip.yaml", "StartAt: A\nStates:\n  A:\n    Type: Pass\n    Next: Bb\n  B:\n    Type: Pass\n    End: true\n");
        string view = XDocument.Load(Path.Combine(Path.GetDirectoryName(ModuleSession.ManifestPath)!, "Globus.Automate.Format.ps1xml"))
            .Descendants("View").First(static v => v.Descendants("TypeName").Any(static n => n.Value == "Globus.Automate.Diagnostic"))
            .Descendants("ScriptBlock").First().Value;

        object column = session.Invoke($"Test-GlobusFlow {definition} | Where-Object Code -eq GF202 | ForEach-Object {{ {view} }}", ("path", path))[^1].BaseObject;

        Assert.Equal(where, column);
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
        // The service takes no definition that nests more than 128 levels deep; nothing else of the language says so.
        string nested = new string('[', 200) + new string(']', 200);
        string path = session.Write("deep.json", "{\"StartAt\": \"A\", \"States\": {\n\"A\": {\"Type\": \"Pass\", \"End\": true, \"Parameters\": {\"x\": " + nested + "}}}}");
        Assert.Empty(session.Invoke("Test-GlobusFlow $path", ("path", path)));
        PSObject found = Assert.Single(session.Invoke("Test-GlobusFlow $path -Service", ("path", path)));

        Assert.Equal(("Error", "SERVICE", path, 2, "A"), (found.Dig("Severity"), found.Dig("Code"), found.Dig("File"), found.Dig("Line"), found.Dig("State")));
        Assert.StartsWith("$.States.A.Parameters.x[0][0]", (string)found.Dig("Path")!, StringComparison.Ordinal);
        Assert.InRange((int)found.Dig("Column")!, 100, 250);
        Assert.Equal(false, session.Invoke("Test-GlobusFlow $path -Service -Quiet", ("path", path))[0].BaseObject);
    }

    [Theory]
    [InlineData("StartAt: A\nStates:\n  A:\n    Type: Nothing\n", "GF107")]
    [InlineData("StartAt: A\nStates:\n  A:\n    Type: Pass\n", "GF110")]
    [InlineData("StartAt: A\nStates:\n  A:\n    Type: Pass\n    Ende: true\n", "GF108")]
    [InlineData("StartAt: A\nStates:\n  A:\n    Type: Pass\n    Parameters: {x.=: 1 +}\n    End: true\n", "GF403")]
    [InlineData("States:\n  A:\n    Type: Pass\n    End: true\n", "GF102")]
    public void What_the_service_finds_too_is_told_once(string definition, string code)
    {
        using var session = new LocalSession();
        string path = session.Write("bad.yaml", definition);
        Assert.Equal(code, Assert.Single(session.Invoke("Test-GlobusFlow $path -Service", ("path", path))).Dig("Code"));
        Assert.Equal(code, Assert.Single(session.Invoke("Test-GlobusFlow $text -Service", ("text", definition))).Dig("Code"));
    }

    [Fact]
    public void A_schema_that_is_none_is_told_once_with_the_service_too()
    {
        using var session = new LocalSession();
        PSObject found = Assert.Single(session.Invoke("""Test-GlobusFlow '{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}' -InputSchema '{"$schema": "https://example.com/x"}' -Service"""));
        Assert.Equal("GF701", found.Dig("Code"));
    }

    [Fact]
    public void Files_come_by_the_pipeline_as_names_and_as_file_objects()
    {
        using var session = new LocalSession();
        string good = session.Write("good.yaml", "StartAt: A\nStates:\n  A:\n    Type: Pass\n    End: true\n");
        string bad = session.Write("bad.json", "{\n  \"StartAt\": \"A\",\n  \"States\": {\n    \"A\": {\"Type\": \"Pass\", \"Ende\": true}\n  }\n}\n");
        PSObject found = Assert.Single(session.Invoke("$good, [IO.FileInfo]$bad | Test-GlobusFlow", ("good", good), ("bad", bad)));

        Assert.Equal(("GF108", bad, 4, 27, "End"), (found.Dig("Code"), found.Dig("File"), found.Dig("Line"), found.Dig("Column"), found.Dig("Suggestion")));
        Assert.Equal([true, false], session.Invoke("$good, $bad | Test-GlobusFlow -Quiet", ("good", good), ("bad", bad)).Select(static o => o.BaseObject));
    }

    [Fact]
    public void An_object_has_paths_in_its_own_order_and_no_lines()
    {
        using var session = new ModuleSession();
        PSObject[] found = [.. session.Invoke("""
            Test-GlobusFlow ([ordered]@{ StartAt = 'A'; States = [ordered]@{
                A = [ordered]@{ Type = 'Pass'; Next = 'C' }
                B = [ordered]@{ Type = 'Pass'; ResultPth = '$.x'; End = $true }
                D = [ordered]@{ Type = 'Wait'; Seconds = -1; Next = 'B' } } })
            """)];

        Assert.Equal(["$.States.A.Next", "$.States.B.ResultPth", "$.States.D.Seconds"], found.Select(static d => (string?)d.Dig("Path")));
        Assert.All(found, static d => Assert.Null(d.Dig("Line")));
    }

    [Fact]
    public void An_input_that_does_not_fit_is_told_at_its_line()
    {
        using var session = new LocalSession();
        string path = session.Write("input.yaml", "name: World\nsecond: 1\nseconds: two\n");
        PSObject[] found = [.. session.Invoke("Test-GlobusFlow examples/flows/greet.yaml -InputSchema examples/flows/greet.schema.yaml -Input $path -Severity Error", ("path", path))];

        Assert.All(found, d => Assert.Equal(("GF703", path), (d.Dig("Code"), d.Dig("File"))));
        Assert.Equal([2, 3], found.Select(static d => (int?)d.Dig("Line") ?? 0));
    }

    [Fact]
    public void A_published_flow_is_checked_with_its_own_schema_and_what_the_service_takes_is_clean()
    {
        using var session = new LocalSession();
        Assert.Empty(session.Invoke("Test-GlobusFlow examples/flows/greet.yaml -InputSchema examples/flows/greet.schema.yaml -Service"));
        Assert.Empty(session.Invoke("Publish-GlobusFlow -Title Greet -Definition examples/flows/greet.yaml -InputSchema examples/flows/greet.schema.yaml | Test-GlobusFlow -Service"));
        Assert.Empty(session.Invoke("$f = Publish-GlobusFlow -Title Run -Definition examples/flows/greet.yaml -InputSchema examples/flows/greet.schema.yaml; Invoke-GlobusFlow $f.Id -Input @{ name = 'a'; seconds = 0 } | Test-GlobusFlow"));
        PSObject found = Assert.Single(session.Invoke("Publish-GlobusFlow -Title Slip -Definition @{ StartAt = 'A'; States = @{ A = @{ Type = 'Pass'; Parameters = @{ 'a.$' = '$.nmae' }; End = $true } } } -InputSchema @{ type = 'object'; properties = @{ name = @{ type = 'string' } } } | Test-GlobusFlow -Severity Warning"));

        Assert.Equal(("GF301", "name"), (found.Dig("Code"), found.Dig("Suggestion")));
    }
}
