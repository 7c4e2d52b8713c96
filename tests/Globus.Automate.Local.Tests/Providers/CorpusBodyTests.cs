using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Tests;

namespace Globus.Automate.Local.Tests.Providers;

/// <summary>All action bodies of the corpus are accepted by their providers.</summary>
public sealed class CorpusBodyTests
{
    [Theory]
    [InlineData("email.json", "notification/notify", "SUCCEEDED")]
    [InlineData("expression_action.json", "expression_eval", "SUCCEEDED")]
    [InlineData("hello_world.json", "hello_world", "ACTIVE")]
    [InlineData("mkdir.json", "transfer/mkdir", "SUCCEEDED")]
    [InlineData("search_ingest.json", "search/ingest", "SUCCEEDED")]
    [InlineData("set_permission.json", "transfer/set_permission", "SUCCEEDED")]
    [InlineData("transfer.json", "transfer/transfer", "SUCCEEDED")]
    [InlineData("web_option.json", "weboption/wait_for_option", "ACTIVE")]
    public async Task A_body_is_accepted_and_does_what_it_says(string file, string provider, string status)
    {
        string body = Corpus.ReadText("action-bodies", file);
        await using var host = new ProviderHost();

        FlowObject document = await host.FinishAsync(provider, body);

        Assert.True(status == ProviderHost.Status(document), document.ToJson());
    }

    [Fact]
    public void No_body_of_the_corpus_is_left_out()
    {
        string folder = Corpus.Path("action-bodies");

        Assert.Equal(8, Directory.GetFiles(folder, "*.json").Length);
    }

    [Fact]
    public async Task The_expressions_value_is_where_the_body_says()
    {
        string body = Corpus.ReadText("action-bodies", "expression_action.json");
        await using var host = new ProviderHost();

        FlowObject document = await host.FinishAsync("expression_eval", body);

        Assert.Equal(FlowValue.Parse("""{"sum_value": {"should_be_11": 11}}"""), ProviderHost.Details(document));
    }
}
