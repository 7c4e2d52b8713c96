using Globus.Automate.Client.Auth;
using Globus.Automate.Client.Errors;
using Globus.Automate.Client.Tests.Support;

namespace Globus.Automate.Client.Tests.Auth;

public sealed class PrincipalResolverTests
{
    private const string AdaId = "24bc4997-b483-4c25-a19c-64b0afc00743";
    private const string Ada = "urn:globus:auth:identity:" + AdaId;

    [Fact]
    public async Task Urns_and_the_words_for_everyone_need_no_look_up()
    {
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(500));
        using GlobusSession session = TestSession.Over(handler);
        string[] ready = ["public", "all_authenticated_users", Ada, "urn:globus:groups:id:" + AdaId];

        Assert.Equal(ready, await new PrincipalResolver(session.Auth).ResolveAsync(ready));
        Assert.Empty(await new PrincipalResolver(session.Auth).ResolveAsync([""]));
        Assert.Empty(handler.Requests);
    }

    [Fact]
    public async Task Names_and_ids_become_urns_in_their_order_and_are_looked_up_once()
    {
        using var handler = new ScriptedHandler(sent => ScriptedHandler.Answer(200, sent.Query.ContainsKey("ids")
            ? $$"""{"identities": [{"id": "{{AdaId}}", "username": "ada@example.edu"}]}"""
            : """{"identities": [{"id": "B", "username": "bob@example.edu"}]}"""));
        using GlobusSession session = TestSession.Over(handler);
        var resolver = new PrincipalResolver(session.Auth);

        Assert.Equal(["urn:globus:auth:identity:B", "public", Ada], await resolver.ResolveAsync([" Bob@Example.edu", "public", AdaId]));
        Assert.Equal([Ada, "urn:globus:auth:identity:B"], await resolver.ResolveAsync([AdaId, "bob@example.edu"]));

        Assert.Equal(2, handler.Requests.Count);
        Assert.Equal("false", handler.Requests.Single(sent => sent.Query.ContainsKey("usernames")).Query["provision"]);
    }

    [Theory]
    [InlineData("nobody@example.edu", "Nobody is known to Globus as 'nobody@example.edu': give a username")]
    [InlineData(AdaId, "No identity has the id " + AdaId + "; if it is a group, write urn:globus:groups:id:" + AdaId)]
    public async Task Who_is_unknown_is_named(string name, string sentence)
    {
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(200, """{"identities": []}"""));
        using GlobusSession session = TestSession.Over(handler);

        GlobusApiException error = await Assert.ThrowsAsync<GlobusApiException>(() => new PrincipalResolver(session.Auth).ResolveAsync([name]));

        Assert.Equal(GlobusErrorKind.NotFound, error.Kind);
        Assert.StartsWith(sentence, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_people_are_made_when_named_a_name_needs_no_domain()
    {
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(200, """{"identities": [{"id": "A", "username": "alice@local"}]}"""));
        using GlobusSession session = TestSession.Over(handler);

        Assert.Equal(["urn:globus:auth:identity:A"], await new PrincipalResolver(session.Auth, "local").ResolveAsync(["alice"]));
        Assert.Equal("/v2/api/identities?usernames=alice@local&provision=true", handler.Requests[0].PathAndQuery);
    }
}
