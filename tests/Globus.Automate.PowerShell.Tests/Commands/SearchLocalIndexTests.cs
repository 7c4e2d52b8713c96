using System.Management.Automation;

namespace Globus.Automate.PowerShell.Tests.Commands;

/// <summary>What flows have ingested, found by the cmdlet.</summary>
[Collection(nameof(Session.SharedConnection))]
public sealed class SearchLocalIndexTests
{
    private const string Ingest = """
        Invoke-GlobusAction https://actions.globus.org/search/ingest @{ search_index = 'i1'; subject = 'a'; visible_to = @('public'); content = @{ title = 'Red apple'; size = 2 } } -Wait | Out-Null
        Invoke-GlobusAction https://actions.globus.org/search/ingest @{ search_index = 'i2'; subject = 'b'; visible_to = @('urn:globus:auth:identity:b44bddda-d274-11e5-978a-9f15789a8150'); content = @{ title = 'Green apple' } } -Wait | Out-Null
        """;

    [Theory]
    [InlineData("Search-GlobusLocalIndex", "a,b")]
    [InlineData("Search-GlobusLocalIndex apple", "a,b")]
    [InlineData("Search-GlobusLocalIndex red", "a")]
    [InlineData("Search-GlobusLocalIndex 'title:apple NOT title:red' -Advanced", "b")]
    [InlineData("Search-GlobusLocalIndex 'size:[1 TO 2]' -Advanced", "a")]
    [InlineData("Search-GlobusLocalIndex -Index i2", "b")]
    [InlineData("[pscustomobject]@{ Index = 'i1' }, [pscustomobject]@{ Index = 'i2' } | Search-GlobusLocalIndex green", "b")]
    public void Entries_are_found(string command, string subjects)
    {
        using var session = new LocalSession();
        session.Invoke(Ingest);
        Assert.Equal(subjects, string.Join(',', session.Invoke(command).Select(static entry => entry.Dig("Subject"))));
    }

    [Fact]
    public void An_entry_has_its_document()
    {
        using var session = new LocalSession();
        session.Invoke(Ingest);
        PSObject entry = Assert.Single(session.Invoke("Search-GlobusLocalIndex red"));
        Assert.Equal("Globus.Automate.SearchEntry", entry.TypeNames[0]);
        Assert.Equal("i1", entry.Dig("Index"));
        Assert.Equal("Red apple", entry.Dig("Content.title"));
        Assert.Equal("public", Assert.Single((object?[])entry.Dig("VisibleTo")!));
        Assert.Null(entry.Dig("EntryId"));
    }

    [Theory]
    [InlineData("Search-GlobusLocalIndex -Index nowhere", "IndexNotFound,", "search/ingest first puts something into it")]
    [InlineData("Search-GlobusLocalIndex '(red' -Advanced", "InvalidQuery,", "at character 5: a closing parenthesis was expected")]
    public void What_cannot_be_searched_is_said(string command, string errorId, string words)
    {
        using var session = new LocalSession();
        session.Invoke(Ingest);
        ErrorRecord error = session.Run(command).SingleError;
        Assert.StartsWith(errorId, error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(words, error.ToString(), StringComparison.Ordinal);
    }
}
