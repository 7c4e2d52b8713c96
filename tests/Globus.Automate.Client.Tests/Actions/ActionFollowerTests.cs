using Globus.Automate.Client.Actions;
using Globus.Automate.Client.Runs;
using Globus.Automate.Client.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Globus.Automate.Client.Tests.Actions;

public sealed class ActionFollowerTests
{
    private const string Scope = "https://auth.globus.org/scopes/actions.globus.org/hello_world";
    private static readonly Uri s_url = new("https://actions.globus.org/hello_world");
    private static readonly ActionStatus s_active = new(TestSession.Parse("""{"action_id": "a", "status": "ACTIVE"}"""));

    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData("SUCCEEDED")]
    [InlineData("FAILED")]
    [InlineData("ENDED")]
    [InlineData("INACTIVE")]
    public async Task Waiting_ends_where_the_action_rests(string status)
    {
        using var handler = Statuses("ACTIVE", "ACTIVE", status);
        using GlobusSession session = TestSession.Over(handler);
        int polls = 0;

        ActionStatus rested = await _time.RunAsync(Follower(session).WaitAsync(s_active, onPoll: _ => polls++));

        Assert.Equal(status, rested.Status);
        Assert.Equal(3, handler.Requests.Count);
        Assert.Equal(3, polls);
    }

    [Fact]
    public async Task What_rests_already_is_not_asked_about()
    {
        using var handler = Statuses("ACTIVE");
        using GlobusSession session = TestSession.Over(handler);
        var done = new ActionStatus(TestSession.Parse("""{"action_id": "a", "status": "SUCCEEDED"}"""));

        Assert.Same(done, await Follower(session).WaitAsync(done));
        Assert.Empty(handler.Requests);
    }

    [Fact]
    public async Task Waiting_too_long_says_that_the_action_goes_on()
    {
        using var handler = Statuses("ACTIVE");
        using GlobusSession session = TestSession.Over(handler);

        TimeoutException error = await Assert.ThrowsAsync<TimeoutException>(() => _time.RunAsync(Follower(session).WaitAsync(s_active, TimeSpan.FromSeconds(30))));

        Assert.Equal("Action a is still ACTIVE after 30 s; it goes on, and Watch-GlobusAction can watch it again.", error.Message);
    }

    [Fact]
    public async Task Following_gives_each_change_once()
    {
        using var handler = Statuses("ACTIVE", "ACTIVE", "INACTIVE");
        using GlobusSession session = TestSession.Over(handler);

        List<ActionStatus> seen = await _time.RunAsync(TestSession.ToListAsync(Follower(session).FollowAsync("a")));

        Assert.Equal(["ACTIVE", "INACTIVE"], seen.Select(action => action.Status));
        Assert.Equal(3, handler.Requests.Count);
    }

    private static ScriptedHandler Statuses(params string[] statuses)
        => new([.. statuses.Select(status => (Func<HttpResponseMessage>)(() => ScriptedHandler.Answer(200, $$"""{"action_id": "a", "status": "{{status}}"}""")))]);

    private ActionFollower Follower(GlobusSession session) => new(session.Actions(s_url, Scope), PollingSchedule.Hosted, _time);
}
