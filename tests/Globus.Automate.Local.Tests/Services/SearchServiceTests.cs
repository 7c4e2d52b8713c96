using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Providers;

namespace Globus.Automate.Tests.Services;

/// <summary>The Search API on what a flow has ingested.</summary>
public sealed class SearchServiceTests
{
    private const string Index = "6077d057-989d-41e2-b60b-91fe001f0687";
    private const string Url = "https://search.api.globus.org/v1/index/" + Index;
    private const string SearchScope = "urn:globus:auth:scope:search.api.globus.org:search";

    [Fact]
    public async Task What_a_flow_has_ingested_is_found_read_and_deleted()
    {
        await using var globus = new LocalClient();
        await RunAsync(globus, "https://actions.globus.org/search/ingest", $$$"""
            {"search_index": "{{{Index}}}", "ingest_type": "GMetaList", "ingest_data": {"gmeta": [
              {"subject": "http://example.com/a", "visible_to": ["public"], "content": {"title": "red apple"} },
              {"subject": "http://example.com/b", "visible_to": ["public"], "content": {"title": "green apple"} }]} }
            """);

        Answer found = (await globus.SendAsync("GET", $"{Url}/search?q=apple&limit=1&offset=1", scope: null)).Expect(200);
        Assert.Equal(FlowValue.From(2), found.Object["total"]);
        Assert.Equal(["http://example.com/b"], found.Texts("gmeta", "subject"));

        found = (await globus.SendAsync("GET", $"{Url}/search?q=apple%20NOT%20green&advanced=true", scope: SearchScope)).Expect(200);
        Assert.Equal(["http://example.com/a"], found.Texts("gmeta", "subject"));

        found = (await globus.SendAsync("POST", $"{Url}/search", LocalClient.Json("""{"q": "*", "filters": [{"type": "match_any", "field_name": "title", "values": ["green apple"]}]}"""), scope: SearchScope)).Expect(200);
        Assert.Equal(["http://example.com/b"], found.Texts("gmeta", "subject"));

        Answer subject = (await globus.SendAsync("GET", $"{Url}/subject?subject=http://example.com/a", scope: null)).Expect(200);
        Assert.Equal("red apple", ((FlowObject)((FlowObject)subject.List("entries")[0])["content"]!)["title"]!.AsString());

        await RunAsync(globus, "https://actions.globus.org/search/delete", $$"""{"search_index": "{{Index}}", "delete_by": "query", "q": "title:red", "advanced": true}""");
        (await globus.SendAsync("GET", $"{Url}/subject?subject=http://example.com/a", scope: null)).Expect(404);
        Assert.Equal(FlowValue.From(1), (await globus.SendAsync("GET", $"{Url}/search?q=*", scope: null)).Expect(200).Object["total"]);
    }

    [Fact]
    public async Task An_entry_shows_to_whom_it_is_visible()
    {
        await using var globus = new LocalClient();
        globus.Globus.SearchIndexes.Ingest(Index, new SearchEntry("s", null, [globus.Globus.PrincipalOf("alice")], FlowObject.Empty));

        (await globus.SendAsync("GET", $"{Url}/entry?subject=s", scope: null)).Expect(404);
        (await globus.SendAsync("GET", $"{Url}/entry?subject=s", user: "bob", scope: SearchScope)).Expect(404);
        (await globus.SendAsync("GET", $"{Url}/entry?subject=s", user: "alice", scope: SearchScope)).Expect(200);
        (await globus.SendAsync("GET", $"{Url}/entry?subject=s&entry_id=other", user: "alice", scope: SearchScope)).Expect(404);
        (await globus.SendAsync("GET", $"{Url}/search?q=*", scope: LocalClient.FlowsAll)).Expect(403);
        (await globus.SendAsync("GET", $"{Url}/search?q=*", token: "nonsense")).Expect(401);
    }

    [Theory]
    [InlineData("GET", "/search", null, "needs q")]
    [InlineData("GET", "/search?q=a&limit=0", null, "limit")]
    [InlineData("GET", "/search?q=(a&advanced=true", null, "at character 3: a closing parenthesis was expected")]
    [InlineData("GET", "/subject", null, "'subject' is missing")]
    [InlineData("POST", "/search", "{}", "needs q or filters")]
    [InlineData("POST", "/search", """{"q": "a", "filters": {}}""", "'filters' is a list")]
    [InlineData("POST", "/search", """{"q": "a", "filters": [{"type": "near"}]}""", "no filter of type 'near'")]
    [InlineData("POST", "/search", """{"q": "a", "facets": []}""", "has no 'facets' in queries")]
    public async Task A_query_that_is_none_is_refused_in_words(string method, string path, string? body, string expected)
    {
        await using var globus = new LocalClient();
        globus.Globus.SearchIndexes.Ingest(Index, new SearchEntry("s", null, ["public"], FlowObject.Empty));

        Answer refused = (await globus.SendAsync(method, Url + path, body is null ? null : LocalClient.Json(body), scope: null)).Expect(400);
        Assert.Contains(expected, refused.Raw.Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_index_that_nobody_has_put_anything_into_is_not_there()
    {
        await using var globus = new LocalClient();
        Answer missing = (await globus.SendAsync("GET", $"{Url}/search?q=*", scope: null)).Expect(404);
        Assert.Contains("search/ingest", missing.Detail, StringComparison.Ordinal);
    }

    private static async Task RunAsync(LocalClient globus, string url, string parameters)
    {
        string flow = await globus.PublishAsync(LocalClient.Json($$"""{"StartAt": "A", "States": {"A": {"Type": "Action", "ActionUrl": "{{url}}", "Parameters": {{parameters}}, "End": true} } }"""));
        Assert.Equal("SUCCEEDED", (await globus.WaitAsync(await globus.StartAsync(flow))).Text("status"));
    }
}
