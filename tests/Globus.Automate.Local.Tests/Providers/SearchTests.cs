using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;
using Globus.Automate.Local.Providers;

namespace Globus.Automate.Local.Tests.Providers;

public sealed class SearchTests
{
    private const string Index = "6077d057-989d-41e2-b60b-91fe001f0687";

    [Fact]
    public async Task An_ingested_entry_is_found()
    {
        await using var host = new ProviderHost();

        ActionResponse started = await host.RunAsync("search/ingest", Entry("http://example.com/foo", """{"testing": {"hello": "world"}}"""));
        await host.Service.WhenIdleAsync();

        Assert.Equal(202, started.StatusCode);
        Assert.Equal("PENDING", ProviderHost.Details(started.Body)["state"]!.AsString());
        FlowObject task = ProviderHost.Details(await host.StatusAsync("search/ingest", ProviderHost.Id(started)));
        Assert.Equal("SUCCESS", task["state"]!.AsString());
        Assert.Equal("INGEST", task["task_type"]!.AsString());
        FlowObject result = host.Providers.SearchIndexes.Query(Index, "WORLD");
        Assert.Equal(FlowValue.From(1), result["total"]);
        var found = (FlowObject)((FlowArray)result["gmeta"]!)[0];
        Assert.Equal("http://example.com/foo", found["subject"]!.AsString());
        Assert.Equal(FlowValue.Parse("""{"testing": {"hello": "world"}}"""), ((FlowObject)((FlowArray)found["entries"]!)[0])["content"]);
    }

    [Fact]
    public async Task An_entry_of_the_same_subject_and_id_is_replaced()
    {
        await using var host = new ProviderHost();

        await host.FinishAsync("search/ingest", Entry("s", """{"v": 1}"""));
        await host.FinishAsync("search/ingest", Entry("s", """{"v": 2}"""));
        await host.FinishAsync("search/ingest", Entry("s", """{"v": 3}""", "other"));

        Assert.Equal(["""{"v":2}""", """{"v":3}"""], host.Providers.SearchIndexes.Entries(Index).Select(static entry => entry.Content.ToJson()));
    }

    [Fact]
    public async Task A_list_is_ingested_as_a_whole()
    {
        await using var host = new ProviderHost();

        await host.FinishAsync("search/ingest", $$$"""
            {"search_index": "{{{Index}}}", "ingest_type": "GMetaList", "ingest_data": {"gmeta": [
              {"subject": "a", "visible_to": ["public"], "content": {}}, {"subject": "b", "visible_to": ["public"], "content": {}}]}}
            """);

        Assert.Equal(["a", "b"], host.Providers.SearchIndexes.Entries(Index).Select(static entry => entry.Subject));
    }

    [Theory]
    [InlineData("*", "[]", "a,b,c")]
    [InlineData("red", "[]", "a,b")]
    [InlineData("red round", "[]", "a")]
    [InlineData("\"red round\"", "[]", "")]
    [InlineData("shape:square", "[]", "b")]
    [InlineData("*", """[{"type": "match_all", "field_name": "tags", "values": ["x", "y"]}]""", "b")]
    [InlineData("*", """[{"type": "match_any", "field_name": "tags", "values": ["x", "y"]}]""", "a,b")]
    [InlineData("*", """[{"type": "range", "field_name": "size", "values": [{"from": 2, "to": "*"}]}]""", "b,c")]
    [InlineData("*", """[{"type": "range", "field_name": "made.on", "values": [{"from": "*", "to": "2014-11-07"}]}]""", "a")]
    [InlineData("*", """[{"type": "range", "field_name": "size", "values": [{"gt": 1, "lt": 3}]}]""", "b")]
    [InlineData("*", """[{"type": "range", "field_name": "shape", "values": [{"from": 1}]}]""", "")]
    [InlineData("*", """[{"type": "exists", "field_name": "made"}]""", "a,b")]
    [InlineData("*", """[{"type": "like", "field_name": "shape", "value": "*u*"}]""", "a,b")]
    [InlineData("*", """[{"type": "not", "filter": {"type": "exists", "field_name": "made"}}]""", "c")]
    [InlineData("*", """[{"type": "or", "filters": [{"type": "match_any", "field_name": "size", "values": [1]}, {"type": "match_any", "field_name": "size", "values": [3]}]}]""", "a,c")]
    public async Task Queries_and_filters_find_what_the_search_api_finds(string q, string filters, string expected)
    {
        await using var host = new ProviderHost();
        await host.FinishAsync("search/ingest", Entry("a", """{"colour": "red", "shape": "round", "tags": ["x"], "size": 1, "made": {"on": "2014-01-01"}}"""));
        await host.FinishAsync("search/ingest", Entry("b", """{"colour": "red", "shape": "square", "tags": ["x", "y"], "size": 2, "made": {"on": "2015-01-01"}}"""));
        await host.FinishAsync("search/ingest", Entry("c", """{"colour": "blue", "shape": "star", "size": 3.0}"""));

        FlowObject result = host.Providers.SearchIndexes.Query(Index, q, (FlowArray)FlowValue.Parse(filters));
        string[] subjects = [.. ((FlowArray)result["gmeta"]!).Select(static found => ((FlowObject)found)["subject"]!.AsString()!)];
        Assert.Equal(expected, string.Join(',', subjects));

        FlowObject deleted = await host.FinishAsync("search/delete", FlowObject.Create(
            ("search_index", FlowValue.From(Index)), ("delete_by", FlowValue.From("query")), ("q", FlowValue.From(q)), ("filters", FlowValue.Parse(filters))).ToJson());
        Assert.Equal(FlowValue.From(subjects.Length), ((FlowObject)ProviderHost.Details(deleted)["additional_details"]!)["deleted"]);
        Assert.Equal(3 - subjects.Length, host.Providers.SearchIndexes.Entries(Index).Count);
    }

    [Theory]
    [InlineData("*", "a,b,c")]
    [InlineData("red", "a,b")]
    [InlineData("re", "")]
    [InlineData("RED AND round", "a")]
    [InlineData("round OR star", "a,c")]
    [InlineData("red round || star", "a,c")]
    [InlineData("NOT red", "c")]
    [InlineData("red -round", "b")]
    [InlineData("+red !round", "b")]
    [InlineData("red AND NOT (round OR square)", "")]
    [InlineData("(round OR square) && size:2", "b")]
    [InlineData("shape:(round OR star)", "a,c")]
    [InlineData("title:\"big red\"", "a")]
    [InlineData("\"red big\"", "")]
    [InlineData("title:apples", "")]
    [InlineData("title:app*", "a,b")]
    [InlineData("title:appl?", "a")]
    [InlineData("title:*", "a,b")]
    [InlineData("_exists_:made", "a,b")]
    [InlineData("size:[2 TO *]", "b,c")]
    [InlineData("size:{1 TO 3}", "b")]
    [InlineData("size:[1 TO 3}", "a,b")]
    [InlineData("size:>=2 size:<3", "b")]
    [InlineData("size:3", "c")]
    [InlineData("size:[x TO y]", "")]
    [InlineData("made.on:[2014-01-01T00:00:00Z TO 2014-12-31T00:00:00Z]", "a")]
    [InlineData("made.on:<2015", "a")]
    [InlineData("tags:y^2", "b")]
    [InlineData("\\*", "")]
    [InlineData("url:http://example.org/b", "b")]
    [InlineData("ORange", "c")]
    public async Task Advanced_queries_find_what_they_say(string q, string expected)
    {
        await using var host = new ProviderHost();
        await host.FinishAsync("search/ingest", Entry("a", """{"title": "A big red apple", "colour": "red", "shape": "round", "tags": ["x"], "size": 1, "made": {"on": "2014-06-01T10:00:00Z"}}"""));
        await host.FinishAsync("search/ingest", Entry("b", """{"title": "Application forms", "colour": "red", "shape": "square", "tags": ["x", "y"], "size": 2, "made": {"on": "2015-01-01"}, "url": "http://example.org/b"}"""));
        await host.FinishAsync("search/ingest", Entry("c", """{"colour": "blue orange", "shape": "star", "size": 3.0}"""));

        FlowObject result = host.Providers.SearchIndexes.Query(Index, q, advanced: true);
        string[] subjects = [.. ((FlowArray)result["gmeta"]!).Select(static found => ((FlowObject)found)["subject"]!.AsString()!)];
        Assert.Equal(expected, string.Join(',', subjects));

        await host.FinishAsync("search/delete", FlowObject.Create(
            ("search_index", FlowValue.From(Index)), ("delete_by", FlowValue.From("query")), ("q", FlowValue.From(q)), ("advanced", FlowValue.True)).ToJson());
        Assert.Equal(3 - subjects.Length, host.Providers.SearchIndexes.Entries(Index).Count);
    }

    [Theory]
    [InlineData("(red", "at character 5: a closing parenthesis was expected")]
    [InlineData("\"red", "at character 5: a closing quotation mark was expected")]
    [InlineData("red AND", "at character 8: a word was expected, not the end of the query")]
    [InlineData("red)", "at character 4: ')' is not expected here")]
    [InlineData("size:[1 2]", "at character 9: TO was expected, as in [1 TO 5]")]
    [InlineData("size:[1 TO 2", "at character 13: ']' or '}' was expected")]
    [InlineData("[1 TO 2]", "a range is for a field, as in size:[1 TO 5]")]
    [InlineData("red~", "at character 4: the local Search index has no fuzzy words")]
    [InlineData("/re.*/", "at character 1: the local Search index has no regular expressions")]
    [InlineData("", "a word was expected, not the end of the query")]
    public async Task An_advanced_query_that_cannot_be_read_is_refused_with_the_place(string q, string expected)
    {
        await using var host = new ProviderHost();

        ActionResponse response = await host.RunAsync("search/delete", FlowObject.Create(
            ("search_index", FlowValue.From(Index)), ("delete_by", FlowValue.From("query")), ("q", FlowValue.From(q)), ("advanced", FlowValue.True)).ToJson());

        Assert.Equal(400, response.StatusCode);
        Assert.Contains(expected, response.Body.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_query_that_nests_without_end_is_refused()
    {
        await using var host = new ProviderHost();
        Assert.Throws<ActionRefusedException>(() => host.Providers.SearchIndexes.Query(Index, new string('(', 100_000), advanced: true));
        Assert.Equal(FlowValue.From(0), host.Providers.SearchIndexes.Query(Index, string.Concat(Enumerable.Repeat("NOT ", 10_000)) + "x", advanced: true)["total"]);
    }

    [Fact]
    public async Task Entries_and_subjects_are_deleted_by_name()
    {
        await using var host = new ProviderHost();
        await host.FinishAsync("search/ingest", Entry("s", "{}"));
        await host.FinishAsync("search/ingest", Entry("s", "{}", "one"));
        await host.FinishAsync("search/ingest", Entry("s", "{}", "two"));

        await host.FinishAsync("search/delete", $$"""{"search_index": "{{Index}}", "delete_by": "entry", "subject": "s", "entry_id": "one"}""");
        Assert.Equal([null, "two"], host.Providers.SearchIndexes.Entries(Index).Select(static entry => entry.EntryId));
        await host.FinishAsync("search/delete", $$"""{"search_index": "{{Index}}", "delete_by": "subject", "subject": "s"}""");

        Assert.Empty(host.Providers.SearchIndexes.Entries(Index));
    }

    [Fact]
    public async Task Only_those_an_entry_is_visible_to_find_it()
    {
        await using var host = new ProviderHost();
        host.Providers.SearchIndexes.Ingest(Index, new SearchEntry("a", null, [host.Alice.Principal], FlowObject.Empty));
        host.Providers.SearchIndexes.Ingest(Index, new SearchEntry("b", null, ["all_authenticated_users"], FlowObject.Empty));

        Assert.Equal(FlowValue.From(0), host.Providers.SearchIndexes.Query(Index, "*")["total"]);
        Assert.Equal(FlowValue.From(1), host.Providers.SearchIndexes.Query(Index, "*", caller: host.You)["total"]);
        Assert.Equal(FlowValue.From(2), host.Providers.SearchIndexes.Query(Index, "*", caller: host.Alice)["total"]);
    }

    [Theory]
    [InlineData("search/ingest", """{"search_index": "i", "subject": "s"}""")]
    [InlineData("search/ingest", """{"search_index": "i", "subject": "s", "visible_to": "public", "content": {}}""")]
    [InlineData("search/ingest", """{"subject": "s", "visible_to": ["public"], "content": {}}""")]
    [InlineData("search/delete", """{"search_index": "i", "delete_by": "colour"}""")]
    [InlineData("search/delete", """{"search_index": "i", "delete_by": "subject"}""")]
    [InlineData("search/delete", """{"search_index": "i", "delete_by": "query"}""")]
    [InlineData("search/delete", """{"search_index": "i", "delete_by": "query", "filters": [{"type": "nonsense"}]}""")]
    public async Task What_does_not_fit_is_refused(string provider, string body)
    {
        await using var host = new ProviderHost();

        ActionResponse response = await host.RunAsync(provider, body);

        Assert.Equal(400, response.StatusCode);
        Assert.Equal("ACTION_INPUT_ERROR", ProviderHost.Code(response));
    }

    [Fact]
    public async Task Cancel_is_no_more_than_a_wish()
    {
        await using var host = new ProviderHost();
        ActionResponse started = await host.RunAsync("search/ingest", Entry("s", "{}"));

        ActionResponse canceled = await host.Service.CancelAsync(host.Provider("search/ingest"), host.You, ProviderHost.Id(started));
        await host.Service.WhenIdleAsync();

        Assert.Contains(canceled.StatusCode, new[] { 200, 409 });
        Assert.Equal("SUCCEEDED", ProviderHost.Status(await host.StatusAsync("search/ingest", ProviderHost.Id(started))));
    }

    private static string Entry(string subject, string content, string? id = null)
        => $$$"""{"search_index": "{{{Index}}}", "subject": "{{{subject}}}", "visible_to": ["public"], "content": {{{content}}}{{{(id is null ? "" : $", \"id\": \"{id}\"")}}}}""";
}
