using System.Management.Automation;
using Globus.Automate.Tests;

namespace Globus.Automate.PowerShell.Tests.Commands;

/// <summary>The flows of examples/ and of the corpus, unmodified, with transfers on the local tutorial collections.</summary>
[Collection(nameof(Session.SharedConnection))]
public sealed class ExampleFlowTests
{
    [Theory]
    [InlineData("move")]
    [InlineData("two-stage-transfer")]
    [InlineData("transfer-set-permissions")]
    public void The_examples_of_the_manual_run(string name)
    {
        using var session = new LocalSession();
        PSObject run = Assert.Single(session.Invoke($"Publish-GlobusFlow examples/flows/{name}.yaml -InputSchema examples/flows/{name}.schema.yaml | Invoke-GlobusFlow -Input examples/flows/{name}.input.yaml -Wait"));

        Assert.True((string?)run.Dig("Status") == "SUCCEEDED", (string?)run.Dig("Details.details.cause"));
    }

    [Theory]
    [InlineData("multi-transfer", "definition.json", "input.json")]
    [InlineData("single-transfer", "definition.json", "input.json")]
    [InlineData("transfer-mv", "definition.json", "sample_input.json")]
    [InlineData("transfer-mv-yaml", "definition.yaml", "sample_input.yaml")]
    [InlineData("send-notification", "definition.json", "input.json")]
    public void Flows_of_the_corpus_run_to_their_end(string folder, string definition, string input)
    {
        using var session = new LocalSession();
        PSObject run = Assert.Single(session.Invoke(
            "Publish-GlobusFlow $definition | Invoke-GlobusFlow -Input $file -Wait",
            ("definition", Corpus.Path("flows", folder, definition)),
            ("file", Corpus.Path("flows", folder, input))));

        Assert.True((string?)run.Dig("Status") == "SUCCEEDED", (string?)run.Dig("Details.details.cause"));
    }

    [Fact]
    public void A_moved_folder_is_gone_at_its_source_and_there_at_its_destination()
    {
        using var session = new LocalSession();
        PSObject run = session.Invoke("Publish-GlobusFlow examples/flows/move.yaml | Invoke-GlobusFlow -Input examples/flows/move.input.yaml -Wait")[0];

        Assert.Equal("SUCCEEDED", run.Dig("Details.output.transfer.details.status"));
        Assert.Equal("SUCCEEDED", run.Dig("Details.output.delete.details.status"));
        Assert.True(Convert.ToInt64(run.Dig("Details.output.transfer.details.bytes_transferred"), System.Globalization.CultureInfo.InvariantCulture) > 0);
    }

    [Fact]
    public void Batches_are_made_of_a_listing()
    {
        using var session = new LocalSession();
        PSObject run = session.Invoke("Publish-GlobusFlow $definition | Invoke-GlobusFlow -Input @{ step = 3 } -Wait", ("definition", Corpus.Path("flows", "loop-with-batch-processing", "definition.yaml")))[0];

        Assert.Equal("SUCCEEDED", run.Dig("Status"));
        var batches = (object?[])run.Dig("Details.output.state.batches")!;
        Assert.All(batches, batch => Assert.InRange(((object?[])batch!).Length, 1, 3));
        Assert.Equal(Convert.ToInt32(run.Dig("Details.output.ls.details.length"), System.Globalization.CultureInfo.InvariantCulture), batches.Sum(batch => ((object?[])batch!).Length));
    }
}
