using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;

namespace Globus.Automate.Local.Tests.Providers;

public sealed class DataciteTests
{
    private const string Manual = """
        "doi": "10.80206/ap_test", "creators": [{"name": "Globus Dev Team"}], "titles": [{"title": "Test Title"}], "publisher": "Globus", "publicationYear": "2020"
        """;

    [Fact]
    public async Task The_manuals_example_is_minted_once()
    {
        await using var host = new ProviderHost();

        FlowObject minted = await host.FinishAsync("datacite/mint/basic_auth", Body(Manual));
        FlowObject again = await host.FinishAsync("datacite/mint/basic_auth", Body(Manual));

        var data = (FlowObject)ProviderHost.Details(minted)["data"]!;
        Assert.Equal("10.80206/ap_test", data["id"]!.AsString());
        var attributes = (FlowObject)data["attributes"]!;
        Assert.Equal("10.80206/ap_test", attributes["doi"]!.AsString());
        Assert.Equal("draft", attributes["state"]!.AsString());
        Assert.Equal("Globus", attributes["publisher"]!.AsString());
        Assert.True(host.Providers.Dois.Dois.ContainsKey("10.80206/AP_TEST"));
        Assert.Equal("FAILED", ProviderHost.Status(again));
        Assert.Contains("already been taken", ProviderHost.Details(again).ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prefix_gets_a_suffix()
    {
        await using var host = new ProviderHost();

        FlowObject minted = await host.FinishAsync("datacite/mint/basic_auth", Body("\"prefix\": \"10.80206\""));

        Assert.Matches("^10\\.80206/[0-9a-z]{4}-[0-9a-z]{4}$", ((FlowObject)ProviderHost.Details(minted)["data"]!)["id"]!.AsString());
    }

    [Theory]
    [InlineData("\"doi\": \"nonsense\"", "doi")]
    [InlineData("\"prefix\": \"11.5\"", "prefix")]
    [InlineData("\"titles\": []", "prefix")]
    [InlineData("\"doi\": \"10.1234/x\", \"event\": \"publish\"", "creators,titles,publisher,publicationYear,url")]
    [InlineData("\"doi\": \"10.1234/x\", \"creators\": [{}], \"titles\": [{\"title\": \" \"}], \"publicationYear\": \"now\"", "creators,titles,publicationYear")]
    public async Task Wrong_metadata_fails_with_datacites_errors(string attributes, string sources)
    {
        await using var host = new ProviderHost();

        FlowObject status = await host.FinishAsync("datacite/mint/basic_auth", Body(attributes));

        Assert.Equal("FAILED", ProviderHost.Status(status));
        Assert.Equal(sources, string.Join(',', ((FlowArray)ProviderHost.Details(status)["errors"]!).Select(static fault => ((FlowObject)fault)["source"]!.AsString())));
        Assert.Empty(host.Providers.Dois.Dois);
    }

    [Theory]
    [InlineData("""{"username": "u", "Doi": {"attributes": {}}}""")]
    [InlineData("""{"username": "u", "password": {"TOPSECRET": 1}, "Doi": {"attributes": {}}}""")]
    [InlineData("""{"username": "u", "password": "p"}""")]
    [InlineData("""{"username": "u", "password": "p", "Doi": {"attributes": {}, "type": "other"}}""")]
    public async Task A_body_that_does_not_fit_is_refused_without_its_secrets(string body)
    {
        await using var host = new ProviderHost();

        ActionResponse response = await host.RunAsync("datacite/mint/basic_auth", body);

        Assert.Equal(400, response.StatusCode);
        Assert.DoesNotContain("TOPSECRET", response.Body.ToJson(), StringComparison.Ordinal);
    }

    private static string Body(string attributes)
        => $$$"""{"as_test": true, "username": "u", "password": "p", "Doi": {"type": "dois", "attributes": { {{{attributes}}} } } }""";
}
