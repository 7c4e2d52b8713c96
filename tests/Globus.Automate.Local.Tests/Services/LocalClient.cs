using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local;

namespace Globus.Automate.Tests.Services;

/// <summary>A local Globus and people who send requests to it, as HTTP clients do.</summary>
internal sealed class LocalClient : IAsyncDisposable
{
    public const string FlowsAll = FlowsScopes + "all";
    public const string FlowsScopes = "https://auth.globus.org/scopes/eec9b274-0c81-4334-bdc2-54e90e689b9a/";
    public const string QueuesScopes = "https://auth.globus.org/scopes/3170bf0b-6789-4285-9aba-8b7875be7cbc/";
    public const string FlowsUrl = "https://flows.globus.org";
    public const string AuthUrl = "https://auth.globus.org";
    public const string QueuesUrl = "https://queues.api.globus.org/v1";

    public static readonly FlowObject PassFlow = Json("""{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}""");

    public static readonly FlowObject HelloFlow = Json("""
        {"StartAt": "Hello", "States": {"Hello": {"Type": "Action", "ActionUrl": "https://actions.globus.org/hello_world",
         "Parameters": {"echo_string.$": "$.name"}, "ResultPath": "$.Result", "End": true}}}
        """);

    /// <summary>A flow that goes on until it is cancelled.</summary>
    public static readonly FlowObject LongFlow = Json("""{"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 3600, "Next": "E"}, "E": {"Type": "Pass", "End": true}}}""");

    private readonly HttpClient _http;

    public LocalClient(LocalGlobusOptions? options = null)
    {
        Globus = new LocalGlobus(options);
        _http = new HttpClient(Globus.CreateHandler());
    }

    public LocalGlobus Globus { get; }

    public static FlowObject Json(string text) => (FlowObject)FlowValue.Parse(text);

    /// <summary>Sends a request as a user with a token for a scope; without a token where the scope is null.</summary>
    public async Task<Answer> SendAsync(string method, string url, FlowValue? body = null, string? user = null, string? scope = FlowsAll, string? token = null)
    {
        string whole = url.StartsWith('/') ? (url.StartsWith("/v2", StringComparison.Ordinal) ? AuthUrl : FlowsUrl) + url : url;
        using var request = new HttpRequestMessage(new HttpMethod(method), whole);
        token ??= scope is null ? null : Globus.IssueToken(scope, user);
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body.ToJson(), Encoding.UTF8, "application/json");
        }

        return await Answer.ReadAsync(await _http.SendAsync(request, TestContext.Current.CancellationToken));
    }

    public async Task<Answer> PostFormAsync(string url, (string Name, string Value)[] form, (string Id, string Secret)? basic = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, AuthUrl + url)
        {
            Content = new FormUrlEncodedContent(form.Select(static field => KeyValuePair.Create(field.Name, field.Value))),
        };
        if (basic is { } client)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{client.Id}:{client.Secret}")));
        }

        return await Answer.ReadAsync(await _http.SendAsync(request, TestContext.Current.CancellationToken));
    }

    /// <summary>Publishes a flow and gives its id.</summary>
    public async Task<string> PublishAsync(FlowObject definition, string title = "A flow", string? user = null, FlowObject? settings = null)
    {
        FlowObject body = (settings ?? FlowObject.Empty).With("title", FlowValue.From(title)).With("definition", definition);
        return (await SendAsync("POST", "/flows", body, user)).Expect(201).Text("id");
    }

    /// <summary>Starts a run and gives its id.</summary>
    public async Task<string> StartAsync(string flowId, FlowObject? input = null, string? user = null, FlowObject? settings = null)
    {
        FlowObject body = (settings ?? FlowObject.Empty).With("body", input ?? FlowObject.Empty);
        return (await SendAsync("POST", $"/flows/{flowId}/run", body, user, FlowScope(flowId))).Expect(201).Text("run_id");
    }

    /// <summary>Waits until a run has ended.</summary>
    public async Task<Answer> WaitAsync(string runId, string? user = null)
    {
        for (int attempt = 0; ; attempt++)
        {
            Answer run = (await SendAsync("GET", $"/runs/{runId}", user: user)).Expect(200);
            if (run.Text("status") is not "ACTIVE" || attempt == 500)
            {
                return run;
            }

            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    public static string FlowScope(string flowId) => $"https://auth.globus.org/scopes/{flowId}/flow_{flowId.Replace('-', '_')}_user";

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Globus.DisposeAsync();
    }
}

/// <summary>An answer with its JSON body.</summary>
internal sealed record Answer(HttpStatusCode Status, FlowValue Body, string Raw, HttpResponseMessage Response)
{
    public FlowObject Object => (FlowObject)Body;

    public FlowObject Error => (FlowObject)Object["error"]!;

    public string Code => Error["code"]!.AsString()!;

    public string Detail => Error["detail"]!.AsString()!;

    public static async Task<Answer> ReadAsync(HttpResponseMessage response)
    {
        string raw = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        bool isJson = response.Content.Headers.ContentType?.MediaType == "application/json" && raw.Length > 0;
        return new Answer(response.StatusCode, isJson ? FlowValue.Parse(raw) : FlowValue.Null, raw, response);
    }

    public Answer Expect(int status)
    {
        Assert.True((int)Status == status, $"{status} was expected, {(int)Status} came: {Raw}");
        return this;
    }

    public string Text(string name) => Object[name]?.AsString() ?? throw new InvalidOperationException($"No text '{name}' in {Raw}");

    public FlowArray List(string name) => (FlowArray)Object[name]!;

    public string[] Texts(string list, string name) => [.. List(list).Select(item => ((FlowObject)item)[name]!.AsString()!)];
}
