using System.Management.Automation;
using System.Net.Http.Headers;
using System.Text;
using Globus.Automate.Tests;

namespace Globus.Automate.PowerShell.Tests.Commands;

/// <summary>The cmdlets as a service account at a Globus on a port: real HTTP, real tokens.</summary>
[Collection(nameof(Session.SharedConnection))]
public sealed class LoopbackTests : IDisposable
{
    private static readonly string[] s_names = ["GLOBUS_SDK_SERVICE_URL_FLOWS", "GLOBUS_SDK_SERVICE_URL_AUTH", "GLOBUS_SDK_SERVICE_URL_QUEUES", "GLOBUS_AUTOMATE_TOKEN_STORE"];

    private readonly LocalSession _session = new();
    private readonly string _url;

    public LoopbackTests()
    {
        _session.Run("Stop-GlobusLocalService");
        PSObject service = _session.Invoke("Start-GlobusLocalService -DataPath $folder", ("folder", Path.Combine(_session.Folder, "service")))[0];
        _url = ((string)service.Dig("Url")!).TrimEnd('/');
        Environment.SetEnvironmentVariable(s_names[0], _url);
        Environment.SetEnvironmentVariable(s_names[1], _url);
        Environment.SetEnvironmentVariable(s_names[2], _url + "/v1");
        Environment.SetEnvironmentVariable(s_names[3], Path.Combine(_session.Folder, "tokens"));
        Connect((string)service.Dig("Settings.GLOBUS_CLI_CLIENT_ID")!, (string)service.Dig("Settings.GLOBUS_CLI_CLIENT_SECRET")!);
    }

    [Fact]
    public void Actions_run_by_their_names_and_by_the_urls_of_the_hosted_service()
    {
        PSObject[] actions = [.. _session.Invoke("'hello_world', 'https://actions.globus.org/hello_world' | ForEach-Object { Invoke-GlobusAction $_ @{ echo_string = 'over http' } -Wait }")];

        Assert.Equal(2, actions.Length);
        Assert.All(actions, action => Assert.Equal("over http", action.Dig("Details.hello")));
        Assert.All(actions, action => Assert.Equal(_url + "/actions/hello_world", action.Dig("ActionUrl")));
        Assert.Equal("Globus Transfer - List Directory Contents", _session.Invoke("Get-GlobusActionProvider https://transfer.actions.globus.org/ls")[0].Dig("Title"));
        Assert.True(_session.Invoke("Get-GlobusActionProvider").Count > 15);
    }

    [Fact]
    public void A_flow_is_an_action_there_too()
    {
        PSObject action = _session.Invoke("Publish-GlobusFlow -Title T @{ StartAt = 'A'; States = @{ A = @{ Type = 'Pass'; End = $true } } } | Invoke-GlobusAction -Body @{ n = 1 } -Label L -Wait")[0];
        Assert.Equal("SUCCEEDED", action.Dig("Status"));
    }

    [Fact]
    public void Queues_and_identities_work_over_http()
    {
        Assert.Equal("hello", _session.Invoke("$queue = New-GlobusQueue Jobs; 'hello' | Send-GlobusQueueMessage $queue.Id; $message = $queue | Receive-GlobusQueueMessage; $message.MessageBody")[0].ToString());
        _session.Invoke("$message | Remove-GlobusQueueMessage; $queue | Remove-GlobusQueue -Force");
        Assert.Equal(_session.Invoke("(Get-GlobusIdentity).Principal")[0].ToString(), _session.Invoke("(Get-GlobusContext).Principal")[0].ToString());
    }

    [Fact]
    public void The_client_of_scripts_is_the_person_who_is_there_from_the_start()
    {
        string you = _session.Invoke("(Get-GlobusContext).Principal")[0].ToString();
        Connect("local", "local");
        PSObject context = _session.Invoke("Get-GlobusContext")[0];
        Assert.Equal((you, "you@local"), (context.Dig("Principal"), context.Dig("Username")));
        PSObject queue = _session.Invoke("$queue = New-GlobusQueue Scripts; 'hello' | Send-GlobusQueueMessage $queue.Id; $queue")[0];
        Assert.Equal([you], ((object?[])queue.Dig("Admins")!).Select(static admin => admin!.ToString()));
        Assert.Equal("hello", _session.Invoke("($queue | Receive-GlobusQueueMessage).MessageBody")[0].ToString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_provider_elsewhere_gets_a_token_for_its_scope_or_for_the_one_that_the_state_names(bool isNamedByState)
    {
        const string scope = "https://auth.globus.org/scopes/5fac2e64-c734-4e6b-90ea-ff12ddbf9653/count";
        await using var provider = new LoopbackProvider(isNamedByState ? null : scope);
        string named = isNamedByState ? $"ActionScope = '{scope}'; " : string.Empty;
        PSObject result = _session.Invoke($"Test-GlobusFlowRun @{{ StartAt = 'C'; States = @{{ C = @{{ Type = 'Action'; ActionUrl = '{provider.Url}'; {named}Parameters = @{{}}; End = $true }} }} }} -AllowNetwork")[0];

        Assert.Equal("SUCCEEDED", result.Dig("Status"));
        string[] requests = [.. provider.Requests];
        Assert.Equal(isNamedByState ? 2 : 3, requests.Length);
        Assert.All(requests[^2..], static request => Assert.Matches("^(POST /actions/count/run|GET /actions/count/real-1/status) Bearer .{20,}$", request));
        if (!isNamedByState)
        {
            Assert.Equal("GET /actions/count -", requests[0]);
        }
    }

    [Fact]
    public async Task Registered_APIs_are_listed_and_looked_at()
    {
        string id = await RegisterAsync("Weather", "http://localhost/weather");
        await RegisterAsync("Aurora", "http://localhost/aurora");

        Assert.Equal(["Aurora", "Weather"], _session.Invoke("(Get-GlobusRegisteredApi -OrderBy 'name ASC').Name").Select(name => name.ToString()));
        Assert.Single(_session.Invoke("Get-GlobusRegisteredApi -First 1 -Role owner"));
        PSObject api = Assert.Single(_session.Invoke("Get-GlobusRegisteredApi $id", ("id", id)));
        Assert.Equal("Globus.Automate.RegisteredApi", api.TypeNames[0]);
        Assert.Equal("http://localhost/weather", api.Dig("Target.destination.url"));
        Assert.IsType<DateTimeOffset>(api.Properties["CreatedTimestamp"].Value);
        Assert.Equal(id, Assert.Single(_session.Invoke("(TabExpansion2 'Get-GlobusRegisteredApi -RegisteredApiId weath' 46).CompletionMatches")).Properties["CompletionText"].Value);
        Assert.StartsWith("RegisteredApiNotFound,", _session.Run("Get-GlobusRegisteredApi 00000000-0000-4000-8000-000000000000").SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _session.Run("Stop-GlobusLocalService; Disconnect-Globus");
        foreach (string name in s_names)
        {
            Environment.SetEnvironmentVariable(name, null);
        }

        _session.Dispose();
    }

    private void Connect(string clientId, string clientSecret)
    {
        var secret = new System.Security.SecureString();
        foreach (char c in clientSecret)
        {
            secret.AppendChar(c);
        }

        _session.Invoke("Connect-Globus -Credential $account", ("account", new PSCredential(clientId, secret)));
    }

    private async Task<string> RegisterAsync(string name, string url)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var ask = new HttpRequestMessage(HttpMethod.Post, _url + "/v2/oauth2/token")
        {
            Content = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("scope", "https://auth.globus.org/scopes/eec9b274-0c81-4334-bdc2-54e90e689b9a/all")]),
        };
        ask.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("local:local"u8));
        using HttpResponseMessage token = await http.SendAsync(ask, TestContext.Current.CancellationToken);
        token.EnsureSuccessStatusCode();
        using var granted = System.Text.Json.JsonDocument.Parse(await token.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        using var register = new HttpRequestMessage(HttpMethod.Post, _url + "/registered_apis")
        {
            Content = new StringContent(
                $$$"""{"name": "{{{name}}}", "subscription_id": "24bc4997-b483-4c25-a19c-64b0afc00743", "target": {"type": "openapi", "openapi_version": "3.1", "destination": {"method": "get", "url": "{{{url}}}"}, "specification": {"responses": {"200": {"description": "ok"} } } } }""",
                Encoding.UTF8,
                "application/json"),
        };
        register.Headers.Authorization = new AuthenticationHeaderValue("Bearer", granted.RootElement.GetProperty("access_token").GetString());
        using HttpResponseMessage answer = await http.SendAsync(register, TestContext.Current.CancellationToken);
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, text);
        return System.Text.Json.JsonDocument.Parse(text).RootElement.GetProperty("id").GetString()!;
    }
}
