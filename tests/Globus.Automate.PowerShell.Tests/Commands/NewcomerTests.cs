using System.Management.Automation;
using Globus.Automate.PowerShell.Tests.Engine;

namespace Globus.Automate.PowerShell.Tests.Commands;

/// <summary>The mistakes that a newcomer makes: each gives one clear sentence, and the session goes on.</summary>
[Collection(nameof(Session.SharedConnection))]
public sealed class NewcomerTests
{
    private const string Pass = "@{ StartAt = 'A'; States = @{ A = @{ Type = 'Pass'; End = $true } } }";

    [Fact]
    public void A_wrong_path_says_that_there_is_no_such_file()
    {
        ErrorRecord error = ErrorOf("Publish-GlobusFlow ./no/such/flow.yaml");

        Assert.StartsWith("FileNotFound,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("no/such/flow.yaml", error.ToString().Replace('\\', '/'), StringComparison.Ordinal);
        Assert.DoesNotContain("JSON", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Export-GlobusFlow examples/flows/greet.yaml -OutFile ./no/such/folder/x.json")]
    [InlineData("Show-GlobusFlow examples/flows/greet.yaml -OutFile ./no/such/folder/x.svg")]
    public void A_file_in_a_folder_that_is_not_there_says_so(string command)
        => Assert.StartsWith("FolderNotFound,", ErrorOf(command).FullyQualifiedErrorId, StringComparison.Ordinal);

    [Theory]
    [InlineData("greet.json", "did you mean 'greet.yaml'?")]
    [InlineData("great.yaml", "did you mean 'greet.yaml'?")]
    [InlineData("nothing-like-it.yaml", "nothing-like-it.yaml'.")]
    public void A_wrong_path_beside_the_right_one_names_it(string name, string expected)
    {
        ErrorRecord error = ErrorOf($"Test-GlobusFlow examples/flows/{name}");

        Assert.EndsWith(expected, error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("definition.yaml", "my-flow")]
    [InlineData("greeting.yaml", "greeting")]
    public void A_drawing_is_titled_by_its_file_or_by_the_folder_of_one_that_says_nothing(string name, string expected)
    {
        using var session = new LocalSession();
        Directory.CreateDirectory(Path.Combine(session.Folder, "my-flow"));
        string path = session.Write(Path.Combine("my-flow", name), "StartAt: A\nStates:\n  A:\n    Type: Pass\n    End: true\n");

        string svg = (string)session.Invoke("Show-GlobusFlow $path -As Svg", ("path", path)).Single().BaseObject;

        Assert.Contains($"<title>{expected}</title>", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void Broken_yaml_names_file_line_and_column()
    {
        using var session = new LocalSession();
        string path = session.Write("broken.yaml", "StartAt: A\nStates:\n  A:\n    Type: Pass\n   End: true\n");

        ErrorRecord error = session.Run("Publish-GlobusFlow $path", ("path", path)).SingleError;

        Assert.StartsWith("InvalidDocument,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("broken.yaml", error.ToString(), StringComparison.Ordinal);
        Assert.Matches("line 5", error.ToString());
        Assert.Matches("column [0-9]+", error.ToString());
        Assert.NotEmpty(session.Invoke($"Publish-GlobusFlow -Title Works {Pass}"));
    }

    [Fact]
    public void A_definition_without_StartAt_says_so()
    {
        ErrorRecord error = ErrorOf("Publish-GlobusFlow -Title T @{ States = @{ A = @{ Type = 'Pass'; End = $true } } }");

        Assert.StartsWith("InvalidDefinition,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("StartAt", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Input_that_the_schema_refuses_names_the_place_and_the_reason()
    {
        ErrorRecord error = ErrorOf("""
            $flow = Publish-GlobusFlow examples/flows/greet.yaml -InputSchema examples/flows/greet.schema.yaml
            $flow | Invoke-GlobusFlow -Input @{ name = 5 }
            """);

        Assert.StartsWith("InvalidInput,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("$.name", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("string", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_flow_says_where_to_look()
    {
        ErrorRecord error = ErrorOf("Invoke-GlobusFlow -FlowId 00000000-0000-4000-8000-000000000000");

        Assert.StartsWith("FlowNotFound,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
        Assert.Contains("Get-GlobusFlow", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_id_is_said_to_be_none()
    {
        ErrorRecord error = ErrorOf("Invoke-GlobusFlow -FlowId abc");

        Assert.StartsWith("InvalidArgument,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.EndsWith("it must be a UUID such as 24bc4997-b483-4c25-a19c-64b0afc00743.", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_id_by_its_place_is_an_id()
        => Assert.StartsWith("FlowNotFound,", ErrorOf("Get-GlobusFlow 00000000-0000-4000-8000-000000000000").FullyQualifiedErrorId, StringComparison.Ordinal);

    [Fact]
    public void Each_detail_is_told_once()
    {
        string text = ErrorOf("Publish-GlobusFlow -Title T @{ StartAt = 'A'; States = @{ A = @{ Type = 'Passs'; End = $true } } }").ToString();

        Assert.Equal(text.IndexOf("'Passs'", StringComparison.Ordinal), text.LastIndexOf("'Passs'", StringComparison.Ordinal));
    }

    [Fact]
    public void One_bad_item_in_a_pipeline_lets_the_others_through_in_their_order()
    {
        using var session = new LocalSession();
        ScriptResult result = session.Run($$"""
            $flow = Publish-GlobusFlow -Title Order {{Pass}}
            $good = 1..5 | ForEach-Object { Invoke-GlobusFlow $flow.Id -Input @{ n = $_ } -Wait }
            $ids = $good[0].RunId, $good[1].RunId, '00000000-0000-4000-8000-000000000000', $good[2].RunId, $good[3].RunId
            $back = $ids | Get-GlobusRun
            $back.Details.output.n -join ','
            """);

        Assert.Equal("1,2,3,4", result.Output[^1].ToString());
        Assert.StartsWith("RunNotFound,", result.SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("00000000-0000-4000-8000-000000000000", result.SingleError.TargetObject);
    }

    [Fact]
    public void Ctrl_C_in_Watch_comes_back_at_once_and_the_session_goes_on()
    {
        using var session = new LocalSession();
        session.Invoke("""
            $flow = Publish-GlobusFlow -Title Long @{ StartAt = 'W'; States = @{ W = @{ Type = 'Wait'; Seconds = 600; End = $true } } }
            $run = Invoke-GlobusFlow $flow.Id
            """);
        (System.Management.Automation.PowerShell shell, PSDataCollection<PSObject> output, IAsyncResult handle) = session.Begin("$run | Watch-GlobusRun");
        using (shell)
        {
            Assert.True(SpinWait.SpinUntil(() => output.Count > 0, TimeSpan.FromSeconds(20)), "The log did not begin.");
            long before = TimeProvider.System.GetTimestamp();
            shell.Stop();
            Assert.True(TimeProvider.System.GetElapsedTime(before) < TimeSpan.FromSeconds(5), "Watch did not stop.");
            Assert.True(handle.IsCompleted);
        }

        Assert.Equal("ACTIVE", session.Invoke("(Get-GlobusRun $run.RunId).Status")[0].ToString());
        session.Invoke("Stop-GlobusRun $run.RunId");
        Assert.NotEqual("ACTIVE", session.Invoke("(Wait-GlobusRun $run.RunId -TimeoutSeconds 20).Status")[0].ToString());
    }

    private static ErrorRecord ErrorOf(string script)
    {
        using var session = new LocalSession();
        ScriptResult result = session.Run(script);
        ErrorRecord error = result.SingleError;

        // Whatever went wrong, the session is as good as before.
        Assert.NotEmpty(session.Invoke($"Publish-GlobusFlow -Title After {Pass}"));
        return error;
    }
}
