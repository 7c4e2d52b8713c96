using System.Management.Automation;
using Globus.Automate.Tests;

namespace Globus.Automate.PowerShell.Tests.Commands;

[Collection(nameof(Session.SharedConnection))]
public sealed class CorpusFlowTests
{
    [Fact]
    public void Hello_world_echoes_its_input()
    {
        using var session = new LocalSession();
        PSObject run = Assert.Single(session.Invoke(
            "Publish-GlobusFlow $definition -InputSchema $schema | Invoke-GlobusFlow -Input @{ input = @{ echo_string = 'From the test'; sleep_time = 1 } } -Wait",
            ("definition", Corpus.Path("flows", "hello-world", "definition.json")),
            ("schema", Corpus.Path("flows", "hello-world", "input-schema.json"))));

        Assert.Equal("SUCCEEDED", run.Dig("Status"));
        Assert.Equal("From the test", run.Dig("Details.output.HelloResult.details.hello"));
        Assert.Equal("RunHelloWorld", run.Dig("Details.output.HelloResult.state_name"));
        Assert.Equal("From the test", run.Dig("Details.output.input.echo_string"));
    }

    [Fact]
    public void Hello_world_in_yaml_does_the_same()
    {
        using var session = new LocalSession();
        PSObject run = Assert.Single(session.Invoke(
            "Publish-GlobusFlow $definition -InputSchema $schema | Invoke-GlobusFlow -Input @{ input = @{ echo_string = 'From YAML'; sleep = 0 } } -Wait",
            ("definition", Corpus.Path("flows", "hello-world-yaml", "definition.yaml")),
            ("schema", Corpus.Path("flows", "hello-world-yaml", "input-schema.yaml"))));

        Assert.Equal("SUCCEEDED", run.Dig("Status"));
        Assert.Equal("From YAML", run.Dig("Details.output.HelloResult.details.hello"));
    }

    [Fact]
    public void Complex_hello_world_goes_round_its_loop_until_the_list_is_empty()
    {
        using var session = new LocalSession();
        PSObject run = Assert.Single(session.Invoke(
            "$run = Publish-GlobusFlow $definition | Invoke-GlobusFlow -Input $file -Wait; $run",
            ("definition", Corpus.Path("flows", "complex-hello-world", "definition.json")),
            ("file", Corpus.Path("flows", "complex-hello-world", "input.json"))));

        Assert.Equal("SUCCEEDED", run.Dig("Status"));
        Assert.Empty((object?[])run.Dig("Details.output.input.Hellos")!);
        Assert.Equal("Second", run.Dig("Details.output.HelloOutput.details.hello"));
        Assert.Equal(true, run.Dig("Details.output.ComputeCompletionOut.details.loop_done"));
        Assert.Equal("Successfully", run.Dig("Details.output.FinalPass.Completed"));
        Assert.Equal(2, session.Invoke("Get-GlobusRunLog $run.RunId | Where-Object { $_.Code -eq 'ActionStarted' -and $_.Details.state_name -eq 'RunHelloWorld' }").Count);
    }

    [Fact]
    public void Pass_with_parameters_puts_them_where_its_result_path_says()
    {
        using var session = new LocalSession();
        PSObject run = Assert.Single(session.Invoke(
            "Publish-GlobusFlow $definition | Invoke-GlobusFlow -Input @{ kept = 1 } -Wait",
            ("definition", Corpus.Path("flows", "pass-with-parameters", "definition.json"))));

        Assert.Equal("SUCCEEDED", run.Dig("Status"));
        Assert.Equal("bar", run.Dig("Details.output.PassResult.foo"));
        Assert.Equal(5, run.Dig("Details.output.PassResult.value_5"));
        Assert.Equal(1, run.Dig("Details.output.kept"));
    }
}
