using System.Net;
using System.Text;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;
using Globus.Automate.Local.Providers;

namespace Globus.Automate.Local.Tests.Providers;

public sealed class ActionGatewayTests
{
    [Fact]
    public async Task A_state_runs_polls_and_cancels_a_built_in_action()
    {
        await using var host = new ProviderHost();
        IActionGateway gateway = new BuiltInActionGateway(host.Providers.Registry, host.Service);
        ActionCall call = Call("https://actions.automate.globus.org/hello_world", host.You.Principal);

        ActionResponse run = await gateway.RunAsync(call, ProviderHost.Request("r", """{"sleep_time": 5}"""), default);
        string id = ProviderHost.Id(run);

        Assert.Equal(202, run.StatusCode);
        Assert.Equal("ACTIVE", ProviderHost.Status((await gateway.GetStatusAsync(call, id, default)).Body));
        Assert.Equal("ACTIVE", ProviderHost.Status((await gateway.ResumeAsync(call, id, default)).Body));
        Assert.Equal("FAILED", ProviderHost.Status((await gateway.CancelAsync(call, id, default)).Body));
        Assert.Equal(host.You.Principal, ((FlowObject)run.Body)["creator_id"]!.AsString());
    }

    [Fact]
    public async Task A_registered_API_is_not_looked_for_on_the_network()
    {
        await using var host = new ProviderHost();
        var network = new HttpActionGateway(new HttpClient(), static (_, _) => throw new InvalidOperationException("The network was used."));
        var gateway = new BuiltInActionGateway(host.Providers.Registry, host.Service, new BuiltInActionGatewayOptions { Network = network });

        ActionResponse answer = await gateway.RunAsync(Call("https://flows.globus.org/registered_apis/9dc867a4-1c6d-46d9-911f-71c2ac67e38c", "urn:x"), ProviderHost.Request("r", "{}"), default);

        Assert.Equal(404, answer.StatusCode);
        Assert.Contains("give the state a mock", ((FlowObject)((FlowObject)answer.Body)["error"]!)["detail"]!.AsString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_url_is_told_apart_with_what_to_do()
    {
        await using var host = new ProviderHost();
        var gateway = new BuiltInActionGateway(host.Providers.Registry, host.Service);

        ActionResponse https = await gateway.RunAsync(Call("https://example.com/ap", "urn:x"), ProviderHost.Request("r", "{}"), default);
        ActionResponse other = await gateway.RunAsync(Call("nonsense", "urn:x"), ProviderHost.Request("r", "{}"), default);

        Assert.False(https.IsSuccess);
        string sentence = ((FlowObject)((FlowObject)https.Body)["error"]!)["detail"]!.AsString()!;
        Assert.Contains("https://example.com/ap", sentence, StringComparison.Ordinal);
        Assert.Contains("mock", sentence, StringComparison.Ordinal);
        Assert.Contains("-AllowNetwork", sentence, StringComparison.Ordinal);
        Assert.Contains("is not the https URL", other.Body.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_compute_function_needs_a_mock_and_takes_one()
    {
        await using var host = new ProviderHost();
        ActionCall call = Call("https://compute.actions.globus.org/v3", "urn:x");

        ActionResponse refused = await new BuiltInActionGateway(host.Providers.Registry, host.Service).RunAsync(call, ProviderHost.Request("r", "{}"), default);
        ActionResponse mocked = await new BuiltInActionGateway(host.Providers.Registry, host.Service, new BuiltInActionGatewayOptions { Routes = [new Mock()] })
            .RunAsync(call, ProviderHost.Request("r", "{}"), default);

        Assert.Equal(501, refused.StatusCode);
        Assert.Contains("mock", refused.Body.ToJson(), StringComparison.Ordinal);
        Assert.Equal(FlowValue.From("mocked"), mocked.Body);
    }

    [Fact]
    public async Task The_network_is_used_only_where_it_is_given_and_only_for_others()
    {
        await using var host = new ProviderHost();
        var handler = new Handler(static _ => (HttpStatusCode.Accepted, """{"action_id": "a", "status": "ACTIVE"}"""));
        using var client = new HttpClient(handler);
        var network = new HttpActionGateway(client, static (_, _) => new ValueTask<string?>("the-token"));
        var gateway = new BuiltInActionGateway(host.Providers.Registry, host.Service, new BuiltInActionGatewayOptions { Network = network });

        ActionResponse remote = await gateway.RunAsync(Call("https://example.com/ap/", "urn:x"), ProviderHost.Request("r", "{}"), default);
        await gateway.GetStatusAsync(Call("https://example.com/ap", "urn:x"), "a/../b", default);
        await gateway.RunAsync(Call("https://actions.globus.org/hello_world", host.You.Principal), ProviderHost.Request("r", "{}"), default);
        ActionResponse plain = await gateway.RunAsync(Call("http://example.com/ap", "urn:x"), ProviderHost.Request("r", "{}"), default);

        Assert.Equal(202, remote.StatusCode);
        Assert.Equal(["POST https://example.com/ap/run Bearer the-token", "GET https://example.com/ap/a%2F..%2Fb/status Bearer the-token"], handler.Requests);
        Assert.False(plain.IsSuccess);
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, "not json", 502)]
    [InlineData(HttpStatusCode.InternalServerError, "<html>", 500)]
    [InlineData(HttpStatusCode.NotFound, """{"code": "x"}""", 404)]
    public async Task What_a_provider_answers_wrongly_is_an_error_of_its_own(HttpStatusCode status, string body, int expected)
    {
        using var client = new HttpClient(new Handler(_ => (status, body)));
        var gateway = new HttpActionGateway(client, static (_, _) => default);

        ActionResponse response = await gateway.GetStatusAsync(Call("https://example.com/ap", "urn:x"), "a", default);

        Assert.Equal(expected, response.StatusCode);
        Assert.False(response.IsSuccess);
    }

    [Fact]
    public async Task An_answer_without_end_is_cut_off_and_a_fault_of_the_network_is_an_answer()
    {
        using var endless = new HttpClient(new Handler(static _ => (HttpStatusCode.OK, "\"" + new string('x', 5_000_000) + "\"")));
        using var broken = new HttpClient(new Handler(static _ => throw new HttpRequestException("no route")));

        ActionResponse cut = await new HttpActionGateway(endless, static (_, _) => default).GetStatusAsync(Call("https://example.com/ap", "urn:x"), "a", default);
        ActionResponse failed = await new HttpActionGateway(broken, static (_, _) => default).GetStatusAsync(Call("https://example.com/ap", "urn:x"), "a", default);

        Assert.Equal(502, cut.StatusCode);
        Assert.Equal(503, failed.StatusCode);
        Assert.Contains("no route", failed.Body.ToJson(), StringComparison.Ordinal);
    }

    private static ActionCall Call(string url, string caller) => new(url, caller, "run", "flow", "State", 0);

    private sealed class Mock : IActionGatewayRoute
    {
        public bool Accepts(ActionCall call) => call.StateName == "State";

        public ValueTask<ActionResponse> RunAsync(ActionCall call, FlowObject request, CancellationToken cancellationToken) => Answer();

        public ValueTask<ActionResponse> GetStatusAsync(ActionCall call, string actionId, CancellationToken cancellationToken) => Answer();

        public ValueTask<ActionResponse> CancelAsync(ActionCall call, string actionId, CancellationToken cancellationToken) => Answer();

        public ValueTask<ActionResponse> ResumeAsync(ActionCall call, string actionId, CancellationToken cancellationToken) => Answer();

        private static ValueTask<ActionResponse> Answer() => new(new ActionResponse(200, FlowValue.From("mocked")));
    }

    private sealed class Handler(Func<HttpRequestMessage, (HttpStatusCode Status, string Body)> answer) : HttpMessageHandler
    {
        public List<string> Requests { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests.Add($"{request.Method} {request.RequestUri!.AbsoluteUri} {request.Headers.Authorization}");
            (HttpStatusCode status, string body) = answer(request);
            return Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") });
        }
    }
}
