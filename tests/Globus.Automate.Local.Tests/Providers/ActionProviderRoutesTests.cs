using System.Text;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Services;

namespace Globus.Automate.Local.Tests.Providers;

public sealed class ActionProviderRoutesTests
{
    private const string Scope = "https://auth.globus.org/scopes/actions.globus.org/hello_world";
    private static readonly Caller s_caller = ProviderHost.Person("06a24bef-940e-418a-97bc-48229c64cc99", "you@local", Scope);

    [Fact]
    public async Task The_whole_life_of_an_action_goes_over_http()
    {
        await using var host = new ProviderHost();

        FlowObject started = Json(await Send(host, "POST", "/actions/hello_world/run", """{"request_id": "r", "body": {"sleep_time": 5}, "monitor_by": [], "manage_by": []}"""), 202);
        string id = started["action_id"]!.AsString()!;
        Json(await Send(host, "GET", $"/actions/hello_world/{id}/status"), 200);
        Json(await Send(host, "POST", $"/actions/hello_world/{id}/release"), 409);
        Json(await Send(host, "POST", $"/actions/hello_world/{id}/resume"), 200);
        Assert.Equal("FAILED", Json(await Send(host, "POST", $"/actions/hello_world/{id}/cancel"), 200)["status"]!.AsString());
        Json(await Send(host, "POST", $"/actions/hello_world/{id}/cancel"), 409);
        Json(await Send(host, "POST", $"/actions/hello_world/{id}/release"), 200);
        Json(await Send(host, "GET", $"/actions/hello_world/{id}/status"), 404);
    }

    [Fact]
    public async Task Introspection_is_public_and_everything_else_needs_a_token_with_the_scope()
    {
        await using var host = new ProviderHost();

        Json(await Send(host, "GET", "/actions/hello_world", caller: null), 200);
        FlowObject anonymous = Json(await Send(host, "POST", "/actions/hello_world/run", "{}", caller: null), 401);
        FlowObject other = Json(await Send(host, "POST", "/actions/hello_world/run", "{}", host.Alice), 403);

        Assert.Equal("AUTHENTICATION_ERROR", ((FlowObject)anonymous["error"]!)["code"]!.AsString());
        Assert.Equal($"This action requires the following scope: {Scope}", ((FlowObject)other["error"]!)["detail"]!.AsString());
    }

    [Fact]
    public async Task A_token_with_dependent_scopes_has_the_scope()
    {
        await using var host = new ProviderHost();
        Caller caller = s_caller with { Scopes = new HashSet<string> { Scope + "[urn:globus:auth:scope:groups.api.globus.org:all]" } };

        Json(await Send(host, "POST", "/actions/hello_world/run", """{"request_id": "r", "body": {}}""", caller), 201);
    }

    [Theory]
    [InlineData("POST", "/actions/hello_world", "", 405)]
    [InlineData("GET", "/actions/hello_world/run", "", 405)]
    [InlineData("POST", "/actions/hello_world/run", "not json", 400)]
    [InlineData("POST", "/actions/hello_world/run", "", 400)]
    [InlineData("POST", "/actions/hello_world/run", "[1]", 400)]
    [InlineData("GET", "/actions/hello_world/abc/nonsense", "", 404)]
    [InlineData("GET", "/actions/hello_world/abc/status", "", 404)]
    [InlineData("GET", "/actions/hello_world/abc", "", 404)]
    public async Task A_wrong_request_gets_the_services_error_body(string method, string path, string body, int status)
    {
        await using var host = new ProviderHost();

        FlowObject answer = Json(await Send(host, method, path, body), status);

        Assert.NotNull(((FlowObject)answer["error"]!)["code"]!.AsString());
        Assert.NotNull(((FlowObject)answer["error"]!)["detail"]!.AsString());
        Assert.True(Guid.TryParse(answer["debug_id"]!.AsString(), out _));
    }

    [Fact]
    public async Task Deeply_nested_json_is_refused()
    {
        await using var host = new ProviderHost();
        string deep = $$"""{"request_id": "r", "body": {"a": {{new string('[', 100_000)}}""";

        Json(await Send(host, "POST", "/actions/hello_world/run", deep), 400);
    }

    [Fact]
    public async Task Another_path_is_left_to_others()
    {
        await using var host = new ProviderHost();

        Assert.Null(await Send(host, "GET", "/flows"));
    }

    private static FlowObject Json(ServiceResponse? response, int status)
    {
        Assert.NotNull(response);
        string text = Encoding.UTF8.GetString(response.Body.Span);
        Assert.True(response.StatusCode == status, $"{response.StatusCode}: {text}");
        return (FlowObject)FlowValue.Parse(text);
    }

    private static Task<ServiceResponse?> Send(ProviderHost host, string method, string path, string body = "")
        => Send(host, method, path, body, s_caller);

    private static async Task<ServiceResponse?> Send(ProviderHost host, string method, string path, Caller? caller) => await Send(host, method, path, "", caller);

    private static async Task<ServiceResponse?> Send(ProviderHost host, string method, string path, string body, Caller? caller)
        => await host.Routes.TryHandleAsync(new ServiceRequest(
            method,
            new Uri("http://127.0.0.1:9000" + path),
            new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase),
            Encoding.UTF8.GetBytes(body))
        {
            Caller = caller,
        });
}
