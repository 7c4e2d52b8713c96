using System.Net;
using System.Net.Http.Headers;
using System.Text;
using CsCheck;
using Globus.Automate.Tests.Services;

namespace Globus.Automate.Tests.Hosting;

public sealed class FuzzTests
{
    private static readonly string[] s_steps =
    [
        "flows", "runs", "run", "validate", "validate_run", "dry-run", "batch", "registered_apis", "web_inputs", "respond", "log", "status", "cancel", "resume", "release", "definition",
        "v1", "v2", "queues", "messages", "oauth2", "token", "authorize", "revoke", "introspect", "userinfo", "api", "identities", "consents", "clients", "web", "auth-code", "session", "jwk.json",
        "actions", "hello_world", "transfer", "ls", "weboption", "option", "..", ".", "%2e%2e", "%", "%00", "*", "a b", "\u00e9", "{FLOW}", "{RUN}", "",
    ];

    private static readonly string[] s_queries =
    [
        "", "?", "?marker=x", "?marker=WyIiXQ", "?limit=-1", "?per_page=99999999999999999999", "?orderby=title", "?filter_roles=flow_owner", "?filter_role=x", "?filter_start_time=,",
        "?filter_completion_time=9999-99-99,", "?ids=x,y", "?usernames=%00", "?roles=admin", "?max_messages=0", "?client_id=a&redirect_uri=http://localhost:1/&response_type=code&scope=openid", "?=&&=&%zz=%zz",
    ];

    private static readonly string[] s_bodies =
    [
        "", "{}", "[]", "null", "1e999", "\"x\"", "{\"a\":", "{\"data\": {}}", "{\"data\": [{}]}", "{\"data\": {\"label\": 1}}", "{\"body\": {}}", "{\"body\": []}", "{\"body\": {}, \"label\": 5, \"tags\": [null]}",
        "{\"title\": \"t\", \"definition\": {}}", "{\"title\": \"t\", \"definition\": {\"StartAt\": \"A\", \"States\": {\"A\": 5}}}", "{\"definition\": {\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Pass\", \"End\": true}}}, \"input_schema\": {\"$ref\": \"#\"}}",
        "{\"filters\": {\"run_ids\": [\"x\"]}, \"set\": {\"status\": \"cancel\"}}", "{\"filters\": 5}", "{\"response\": {\"value\": {}}}", "{\"client\": {\"name\": \"x\"}}", "grant_type=client_credentials&scope=openid", "grant_type=refresh_token&client_id=%00",
        "grant_type=authorization_code&client_id=a&code=b", "token=x&client_id=y", "{\"name\": \"n\", \"subscription_id\": null, \"target\": {\"type\": \"openapi\", \"destination\": []}}", "{\"request_id\": \"r\", \"body\": {\"echo_string\": 5}}", "\u0000\u0001",
    ];

    [Fact]
    public async Task Whatever_is_asked_the_answer_is_no_fault_of_the_service()
    {
        await using var host = new LoopbackHarness();
        var client = new HttpClient(host.Globus.CreateHandler());
        (string flow, string run) = await PrepareAsync(host, client);
        string[] tokens = [.. new[] { LocalClient.FlowsAll, LocalClient.FlowScope(flow), "openid", LocalClient.QueuesScopes + "admin", LocalClient.QueuesScopes + "send", LocalClient.QueuesScopes + "receive", "https://auth.globus.org/scopes/actions.globus.org/hello_world" }.Select(scope => host.Globus.IssueToken(scope)), "nonsense", ""];
        Gen<Probe> probes = Gen.Select(
            OneOf("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "BREW"),
            Gen.OneOf(OneOf(s_steps).Array[0, 5].Select(static steps => "/" + string.Join('/', steps)), Gen.String[0, 30].Select(static text => "/" + text)),
            Gen.OneOf(OneOf(s_queries), Gen.String[0, 20].Select(static text => "?" + text)),
            OneOf(tokens),
            Gen.OneOf(OneOf(s_bodies), Gen.String[0, 100]),
            static (method, path, query, token, body) => new Probe(method, path, query, token, body));

        int loopbackEvery = 0;
        await probes.SampleAsync(
            async probe =>
            {
                string path = probe.Path.Replace("{FLOW}", flow, StringComparison.Ordinal).Replace("{RUN}", run, StringComparison.Ordinal);
                bool overLoopback = Interlocked.Increment(ref loopbackEvery) % 4 == 0;
                string origin = overLoopback ? host.Service.Url.AbsoluteUri.TrimEnd('/') : Array.IndexOf(tokens, probe.Token) % 2 == 0 ? LocalClient.FlowsUrl : "https://actions.globus.org";
                if (!Uri.TryCreate(origin + path + probe.Query, UriKind.Absolute, out Uri? url) || url.Authority != new Uri(origin).Authority)
                {
                    return;
                }

                using var request = new HttpRequestMessage(new HttpMethod(probe.Method), url);
                if (probe.Token.Length > 0)
                {
                    request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", probe.Token);
                }

                if (probe.Body.Length > 0 && probe.Method is not ("GET" or "HEAD" or "TRACE"))
                {
                    request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(probe.Body));
                }

                using HttpResponseMessage response = await (overLoopback ? host.Client : client).SendAsync(request);
                Assert.True((int)response.StatusCode < 500 || response.StatusCode == HttpStatusCode.NotImplemented, $"{probe} -> {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
            },
            iter: 4000,
            threads: 2);
        await host.AssertAliveAsync();
    }

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static async Task<(string Flow, string Run)> PrepareAsync(LoopbackHarness host, HttpClient client)
    {
        async Task<Answer> Post(string path, string body, string scope)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, LocalClient.FlowsUrl + path) { Content = new StringContent(body) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", host.Globus.IssueToken(scope));
            return await Answer.ReadAsync(await client.SendAsync(request));
        }

        string flow = (await Post("/flows", $$"""{"title": "F", "definition": {{LocalClient.LongFlow.ToJson()}}}""", LocalClient.FlowsAll)).Expect(201).Text("id");
        return (flow, (await Post($"/flows/{flow}/run", """{"body": {}}""", LocalClient.FlowScope(flow))).Expect(201).Text("run_id"));
    }

    private sealed record Probe(string Method, string Path, string Query, string Token, string Body);
}
