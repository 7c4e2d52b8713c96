using Globus.Automate.Client.Tests.Support;
using Globus.Automate.Client.Transport;

namespace Globus.Automate.Client.Tests.Transport;

public sealed class EnvironmentTests
{
    [Theory]
    [InlineData(null, "https://flows.automate.globus.org/", "https://auth.globus.org/")]
    [InlineData("production", "https://flows.automate.globus.org/", "https://auth.globus.org/")]
    [InlineData("Preview", "https://preview.flows.automate.globus.org/", "https://auth.preview.globus.org/")]
    [InlineData("sandbox", "https://sandbox.flows.automate.globus.org/", "https://auth.sandbox.globuscs.info/")]
    [InlineData("integration", "https://integration.flows.automate.globus.org/", "https://auth.integration.globuscs.info/")]
    [InlineData("test", "https://test.flows.automate.globus.org/", "https://auth.test.globuscs.info/")]
    [InlineData("staging", "https://staging.flows.automate.globus.org/", "https://auth.staging.globuscs.info/")]
    public void The_environment_says_where_services_stand(string? name, string flows, string auth)
    {
        GlobusEnvironment environment = GlobusEnvironment.FromVariables(variable => variable == "GLOBUS_SDK_ENVIRONMENT" ? name : null);

        Assert.Equal(flows, environment.FlowsUrl.AbsoluteUri);
        Assert.Equal(auth, environment.AuthUrl.AbsoluteUri);
    }

    [Fact]
    public void An_unknown_environment_is_refused_with_the_names_that_there_are()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => GlobusEnvironment.FromName("prod"));
        Assert.StartsWith("'prod' is not a Globus environment: use one of production, preview, sandbox, integration, test, staging.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Single_services_can_stand_elsewhere_and_the_newer_variable_wins()
    {
        var variables = new Dictionary<string, string>
        {
            ["GLOBUS_SDK_SERVICE_URL_FLOWS"] = "http://localhost:8000/base/",
            ["GLOBUS_AUTOMATE_FLOWS_ENDPOINT"] = "http://localhost:9000",
            ["GLOBUS_SDK_SERVICE_URL_AUTH"] = "http://127.0.0.1:8000",
            ["GLOBUS_SDK_SERVICE_URL_QUEUES"] = "http://[::1]:8000/v1",
        };

        GlobusEnvironment environment = GlobusEnvironment.FromVariables(variables.GetValueOrDefault);

        Assert.Equal("http://localhost:8000/base/", environment.FlowsUrl.AbsoluteUri);
        Assert.Equal("http://127.0.0.1:8000/", environment.AuthUrl.AbsoluteUri);
        Assert.Equal("http://[::1]:8000/v1", environment.QueuesUrl.AbsoluteUri);
        variables.Remove("GLOBUS_SDK_SERVICE_URL_FLOWS");
        Assert.Equal("http://localhost:9000/", GlobusEnvironment.FromVariables(variables.GetValueOrDefault).FlowsUrl.AbsoluteUri);
    }

    [Fact]
    public async Task A_base_with_a_path_keeps_it()
    {
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(200, "{}"));
        GlobusEnvironment environment = GlobusEnvironment.AtOnePlace("local", new Uri("http://localhost:8000/base/"));
        using GlobusSession session = TestSession.Over(handler, environment: environment);

        await session.Runs.GetAsync("r");

        Assert.Equal("http://localhost:8000/base/runs/r", handler.Requests[0].Url.AbsoluteUri);
    }

    [Theory]
    [InlineData(null, 60)]
    [InlineData("5.5", 5.5)]
    [InlineData("-1", -0.001)]
    public void The_time_out_follows_its_variable(string? text, double seconds)
        => Assert.Equal(seconds, GlobusHttpOptions.FromVariables(_ => text).Timeout.TotalSeconds);

    [Theory]
    [InlineData("soon")]
    [InlineData("0")]
    [InlineData("-2")]
    [InlineData("1e9")]
    [InlineData("NaN")]
    public void A_time_out_that_is_no_time_is_refused(string text)
        => Assert.Contains("GLOBUS_SDK_HTTP_TIMEOUT", Assert.Throws<ArgumentException>(() => GlobusHttpOptions.FromVariables(_ => text)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Every_request_says_what_sends_it()
    {
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(200, "{}"));
        using GlobusSession session = TestSession.Over(handler, new GlobusHttpOptions { ClientVersion = "1.2.3;x=,y" });

        await session.Runs.GetAsync("r");

        Assert.Equal("product=globus-automate-pwsh,version=1.2.3xy", handler.Requests[0].Headers["X-Globus-Client-Info"]);
        Assert.Equal("Globus.Automate.PowerShell/1.2.3xy", handler.Requests[0].Headers["User-Agent"]);
        Assert.Equal("application/json", handler.Requests[0].Headers["Accept"]);
    }

    [Fact]
    public async Task A_view_with_an_observer_leaves_the_session_open_when_it_ends()
    {
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(200, "{}"));
        using GlobusSession session = TestSession.Over(handler);

        var recorder = new Recorder();
        using (GlobusSession view = session.WithObserver(recorder))
        {
            await view.Runs.GetAsync("r");
        }

        await session.Runs.GetAsync("r");

        Assert.Equal(2, handler.Requests.Count);
        Assert.Single(recorder.Exchanges);
        Assert.Matches(@"^GET https://flows\.automate\.globus\.org/runs/r 200 in \d+ ms$", recorder.Exchanges[0].ToString());
    }
}
