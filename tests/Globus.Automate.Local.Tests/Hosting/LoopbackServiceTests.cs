using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local;
using Globus.Automate.Local.Hosting;
using Globus.Automate.Tests.Services;

namespace Globus.Automate.Tests.Hosting;

public sealed class LoopbackServiceTests
{
    [Fact]
    public async Task Every_service_answers_at_its_own_paths_on_the_one_port()
    {
        await using var host = new LoopbackHarness();
        foreach ((string path, string scope) in new[]
        {
            ("/flows", LocalClient.FlowsAll),
            ("/runs", LocalClient.FlowsAll),
            ("/registered_apis", LocalClient.FlowsAll),
            ("/web_inputs", LocalClient.FlowsAll),
            ("/v1/queues", LocalClient.QueuesScopes + "admin"),
            ("/v2/oauth2/userinfo", "openid"),
            ("/v2/api/identities?usernames=you@local", "openid"),
            ("/.well-known/openid-configuration", "openid"),
            ("/actions/hello_world", "openid"),
            ("/actions/transfer/transfer", "openid"),
            ("/transfer/ls", "openid"),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", host.Globus.IssueToken(scope));
            using HttpResponseMessage response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.True(response.StatusCode == HttpStatusCode.OK, path);
            Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
            Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        }
    }

    [Theory]
    [InlineData("GET /flows HTTP/1.1\r\nHost: evil.example\r\n\r\n", "421")]
    [InlineData("GET /flows HTTP/1.1\r\nHost: localhost.evil.example:{port}\r\n\r\n", "421")]
    [InlineData("GET /flows HTTP/1.1\r\nHost: localhost\r\n\r\n", "421")]
    [InlineData("GET /flows HTTP/1.1\r\nHost: localhost:1\r\n\r\n", "421")]
    [InlineData("GET /flows HTTP/1.1\r\n\r\n", "400")]
    [InlineData("GET /flows HTTP/1.0\r\n\r\n", "421")]
    [InlineData("GET http://evil.example/flows HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n", "400")]
    [InlineData("GET http://localhost:{port}@evil.example/flows HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n", "400")]
    public async Task A_request_for_another_host_is_refused(string request, string status)
    {
        await using var host = new LoopbackHarness();
        string answer = await host.SendRawAsync(request.Replace("{port}", host.Service.Url.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));
        Assert.StartsWith("HTTP/1.1 " + status, answer, StringComparison.Ordinal);
        Assert.DoesNotContain("\"flows\"", answer, StringComparison.Ordinal);
        await host.AssertAliveAsync();
    }

    [Theory]
    [InlineData("GET", "/flows", "Origin", "https://evil.example", 403)]
    [InlineData("POST", "/v2/oauth2/token", "Origin", "https://evil.example", 403)]
    [InlineData("POST", "/v2/oauth2/token", "Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("POST", "/v2/oauth2/authorize", "Origin", "null", 403)]
    [InlineData("OPTIONS", "/flows", "Origin", "https://evil.example", 403)]
    [InlineData("GET", "/flows", "Sec-Fetch-Site", "same-site", 403)]
    [InlineData("GET", "/flows", "Sec-Fetch-Site", "none", 401)]
    [InlineData("GET", "/flows", "Sec-Fetch-Site", "same-origin", 401)]
    [InlineData("GET", "/v2/oauth2/authorize", "Sec-Fetch-Site", "cross-site", 400)]
    [InlineData("GET", "/weboption/option/none", "Sec-Fetch-Site", "cross-site", 404)]
    public async Task A_browser_on_another_site_reaches_only_pages(string method, string path, string header, string value, int status)
    {
        await using var host = new LoopbackHarness();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.TryAddWithoutValidation(header, value);
        using HttpResponseMessage response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task The_own_origin_may_send_its_form()
    {
        await using var host = new LoopbackHarness();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v2/oauth2/authorize") { Content = new FormUrlEncodedContent([]) };
        request.Headers.Add("Origin", "http://" + host.Authority);
        using HttpResponseMessage response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("too old", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense\r\n\r\n", 400)]
    [InlineData("GET\r\n\r\n", 400)]
    [InlineData("GET /flows HTTP/9.9\r\nHost: localhost:{port}\r\n\r\n", 505)]
    [InlineData("G\u00e9T /flows HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n", 400)]
    [InlineData("GET /flows\u00e9 HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n", 400)]
    [InlineData("GET /%zz%00 HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n", 404)]
    [InlineData("GET flows HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n", 400)]
    [InlineData("GET //evil.example/flows HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n", 404)]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n", 404)]
    [InlineData("GET /jwk.json HTTP/1.1\r\nHost: localhost:{port}\r\nHost: localhost:{port}\r\n\r\n", 400)]
    [InlineData("POST /v2/oauth2/token HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Length: -5\r\n\r\n", 400)]
    [InlineData("POST /v2/oauth2/token HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Length: 5x\r\n\r\nabcde", 400)]
    [InlineData("POST /v2/oauth2/token HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef", 400)]
    [InlineData("POST /v2/oauth2/token HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400)]
    [InlineData("POST /v2/oauth2/token HTTP/1.1\r\nHost: localhost:{port}\r\nTransfer-Encoding: gzip\r\n\r\n", 501)]
    [InlineData("POST /v2/oauth2/token HTTP/1.1\r\nHost: localhost:{port}\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\nabc\r\n", 400)]
    [InlineData("POST /v2/oauth2/token HTTP/1.1\r\nHost: localhost:{port}\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n", 400)]
    [InlineData("POST /v2/oauth2/token HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n", 401)]
    [InlineData("GET /flows HTTP/1.1\r\nHost: localhost:{port}\r\nNo colon here\r\n\r\n", 400)]
    [InlineData("GET /flows HTTP/1.1\r\nHost: localhost:{port}\r\nSpace : x\r\n\r\n", 400)]
    [InlineData("GET /flows HTTP/1.1\r\nHost: localhost:{port}\r\nX: a\r\n folded\r\n\r\n", 400)]
    [InlineData("GET /flows HTTP/1.1\r\nHost: localhost:{port}\r\nX: a\u0000b\r\n\r\n", 400)]
    [InlineData("GET /flows HTTP/1.1\r\nHost: localhost:{port}\r\nAuthorization: Basic !!!\r\n\r\n", 401)]
    [InlineData("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001", 400)]
    public async Task Malformed_HTTP_is_refused_in_the_services_shape_and_never_ends_the_service(string request, int status)
    {
        await using var host = new LoopbackHarness();
        string port = host.Service.Url.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        string answer = await host.SendRawAsync(request.Replace("{port}", port, StringComparison.Ordinal));
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains("\"error\":", answer, StringComparison.Ordinal);
        await host.AssertAliveAsync();
    }

    [Fact]
    public async Task Requests_in_chunks_after_leave_and_one_behind_the_other_are_answered()
    {
        await using var host = new LoopbackHarness();
        string port = host.Service.Url.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        const string form = "grant_type=client_credentials&client_id=local&client_secret=local&scope=openid";
        string chunked = $"POST /v2/oauth2/token HTTP/1.1\r\nHost: localhost:{port}\r\nTransfer-Encoding: chunked\r\n\r\n10;x=y\r\n{form[..16]}\r\n{form.Length - 16:x}\r\n{form[16..]}\r\n0\r\nTrailer: x\r\n\r\n";
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", await host.SendRawAsync(chunked), StringComparison.Ordinal);

        string expecting = $"POST /v2/oauth2/token HTTP/1.1\r\nHost: localhost:{port}\r\nExpect: 100-continue\r\nContent-Length: {form.Length}\r\n\r\n{form}";
        Assert.StartsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n", await host.SendRawAsync(expecting), StringComparison.Ordinal);

        string one = $"GET /flows HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n";
        string both = await host.SendRawAsync(one + one.Replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n", StringComparison.Ordinal), wholeConnection: true);
        Assert.Equal(3, both.Split("HTTP/1.1 401").Length);
        Assert.Contains("Connection: keep-alive", both, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("[1,2")]
    [InlineData("{\"definition\": \"\\ud800\"}")]
    [InlineData("{\"a\": 1}{\"b\": 2}")]
    [InlineData("\u0000")]
    public async Task Malformed_JSON_is_a_bad_request(string body)
    {
        await using var host = new LoopbackHarness();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/flows") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", host.Globus.IssueToken(LocalClient.FlowsAll));
        using HttpResponseMessage response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Answer answer = (await Answer.ReadAsync(response)).Expect(400);
        Assert.Equal("BAD_REQUEST", answer.Code);
    }

    [Fact]
    public async Task Deep_JSON_and_endless_numbers_are_bad_requests_at_once()
    {
        await using var host = new LoopbackHarness();
        foreach (string body in new[] { new string('[', 100_000), "{\"a\": " + new string('9', 5_000_000) + "}" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/flows") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", host.Globus.IssueToken(LocalClient.FlowsAll));
            using HttpResponseMessage response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
            (await Answer.ReadAsync(response)).Expect(400);
        }
    }

    [Fact]
    public async Task A_body_over_the_bound_is_refused_whether_announced_or_not()
    {
        await using var host = new LoopbackHarness(new LoopbackServiceOptions { MaximumBody = 100_000 });
        string port = host.Service.Url.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        string announced = await host.SendRawAsync($"POST /v2/oauth2/token HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Length: 100001\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 413", announced, StringComparison.Ordinal);
        string chunk = "8000\r\n" + new string('x', 0x8000) + "\r\n";
        string chunked = await host.SendRawAsync($"POST /v2/oauth2/token HTTP/1.1\r\nHost: localhost:{port}\r\nTransfer-Encoding: chunked\r\n\r\n{string.Concat(Enumerable.Repeat(chunk, 4))}0\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 413", chunked, StringComparison.Ordinal);
        string headers = await host.SendRawAsync($"GET /flows HTTP/1.1\r\nHost: localhost:{port}\r\nX-Long: {new string('x', 40_000)}\r\n\r\n");
        Assert.True(headers.Length == 0 || headers.StartsWith("HTTP/1.1 4", StringComparison.Ordinal), headers);
        await host.AssertAliveAsync();
    }

    [Fact]
    public async Task A_body_that_does_not_come_ends_with_its_time_and_frees_its_place()
    {
        await using var host = new LoopbackHarness(new LoopbackServiceOptions { RequestTimeout = TimeSpan.FromMilliseconds(300), MaximumConnections = 1 });
        string port = host.Service.Url.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        Task<string> slow = host.SendRawAsync($"POST /v2/oauth2/token HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Length: 10\r\n\r\nabc", TimeSpan.FromSeconds(5));
        await Task.Delay(100, TestContext.Current.CancellationToken);
        string busy = await host.SendRawAsync($"GET /jwk.json HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 503", busy, StringComparison.Ordinal);
        Assert.Contains("Retry-After: 1", busy, StringComparison.Ordinal);
        Assert.Equal(string.Empty, await slow);
        await Task.Delay(50, TestContext.Current.CancellationToken);
        await host.AssertAliveAsync();
    }

    [Fact]
    public async Task HEAD_OPTIONS_and_wrong_methods_are_answered_by_the_routes()
    {
        await using var host = new LoopbackHarness();
        async Task<HttpResponseMessage> Send(string method, string path)
        {
            var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", host.Globus.IssueToken(LocalClient.FlowsAll));
            return await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        }

        using HttpResponseMessage head = await Send("HEAD", "/flows");
        using HttpResponseMessage get = await Send("GET", "/flows");
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(get.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        using HttpResponseMessage options = await Send("OPTIONS", "/flows/validate");
        Assert.Equal(HttpStatusCode.NoContent, options.StatusCode);
        Assert.Contains("POST", options.Content.Headers.Allow);
        using HttpResponseMessage wrong = await Send("PATCH", "/runs");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, wrong.StatusCode);
        Assert.Equal(["GET", "HEAD", "OPTIONS"], wrong.Content.Headers.Allow);
        using HttpResponseMessage nothing = await Send("GET", "/no/such/thing");
        Assert.Equal(HttpStatusCode.NotFound, nothing.StatusCode);
    }

    [Fact]
    public async Task It_listens_on_loopback_alone_and_stops_gracefully()
    {
        var host = new LoopbackHarness();
        int port = host.Service.Url.Port;
        Assert.Equal("localhost", host.Service.Url.Host);
        IPAddress[] others = [.. (await Dns.GetHostAddressesAsync(Dns.GetHostName(), TestContext.Current.CancellationToken)).Where(static address => !IPAddress.IsLoopback(address) && address.AddressFamily == AddressFamily.InterNetwork)];
        foreach (IPAddress address in others)
        {
            using var socket = new TcpClient();
            await Assert.ThrowsAnyAsync<SocketException>(() => socket.ConnectAsync(address, port, TestContext.Current.CancellationToken).AsTask());
        }

        Assert.Throws<InvalidOperationException>(() => LoopbackService.Start(host.Globus, new LoopbackServiceOptions { Port = port }));
        await host.Service.StopAsync();
        Assert.False(host.Service.IsListening);
        await host.Service.StopAsync();
        await using (LoopbackService again = LoopbackService.Start(host.Globus, new LoopbackServiceOptions { Port = port }))
        {
            Assert.True(again.IsListening);
        }

        await host.DisposeAsync();
    }

    [Fact]
    public async Task The_settings_for_other_clients_point_here()
    {
        await using var host = new LoopbackHarness();
        var settings = host.Service.GetEnvironmentSettings().ToDictionary(static setting => setting.Key, static setting => setting.Value, StringComparer.Ordinal);
        string url = host.Service.Url.AbsoluteUri.TrimEnd('/');
        Assert.Equal(url, settings["GLOBUS_SDK_SERVICE_URL_FLOWS"]);
        Assert.Equal(url, settings["GLOBUS_SDK_SERVICE_URL_AUTH"]);
        Assert.Equal(url, settings["GLOBUS_AUTOMATE_FLOWS_ENDPOINT"]);

        using var form = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("scope", LocalClient.FlowsAll)]);
        using var request = new HttpRequestMessage(HttpMethod.Post, settings["GLOBUS_SDK_SERVICE_URL_AUTH"] + "/v2/oauth2/token") { Content = form };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{settings["GLOBUS_CLI_CLIENT_ID"]}:{settings["GLOBUS_CLI_CLIENT_SECRET"]}")));
        (await Answer.ReadAsync(await host.Client.SendAsync(request, TestContext.Current.CancellationToken))).Expect(200);
    }

    [Fact]
    public async Task Someone_logs_in_for_a_page_of_an_action_and_comes_back_to_it()
    {
        await using var host = new LoopbackHarness(globus: new LocalGlobusOptions { AutoConsent = true });
        string scope = LocalClient.FlowsAll;
        async Task<Answer> Post(string path, FlowObject body, string wanted)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body.ToJson(), Encoding.UTF8, "application/json") };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", host.Globus.IssueToken(wanted));
            return await Answer.ReadAsync(await host.Client.SendAsync(request, TestContext.Current.CancellationToken));
        }

        FlowObject definition = LocalClient.Json($$$"""
            {"StartAt": "Ask", "States": {"Ask": {"Type": "Action", "ActionUrl": "https://actions.globus.org/weboption/wait_for_option", "WaitTime": 600,
             "Parameters": {"options": [{"name": "ok", "description": "Fine", "url_suffix": "say-ok", "completed_message": "Thanks", "selectable_by": ["{{{host.Globus.PrincipalOf("you")}}}"]}]},
             "ResultPath": "$.Choice", "End": true} } }
            """);
        string flow = (await Post("/flows", FlowObject.Create(("title", FlowValue.From("Ask")), ("definition", definition)), scope)).Expect(201).Text("id");
        string run = (await Post($"/flows/{flow}/run", LocalClient.Json("""{"body": {}}"""), LocalClient.FlowScope(flow))).Expect(201).Text("run_id");

        HttpResponseMessage page = await host.Client.GetAsync(new Uri("/weboption/option/say-ok", UriKind.Relative), TestContext.Current.CancellationToken);
        for (int i = 0; i < 100 && page.StatusCode == HttpStatusCode.NotFound; i++)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
            page = await host.Client.GetAsync(new Uri("/weboption/option/say-ok", UriKind.Relative), TestContext.Current.CancellationToken);
        }

        Assert.True((int)page.StatusCode is 302 or 303, await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        HttpResponseMessage callback = await host.Client.GetAsync(page.Headers.Location, TestContext.Current.CancellationToken);
        HttpResponseMessage back = await host.Client.GetAsync(callback.Headers.Location, TestContext.Current.CancellationToken);
        Assert.Equal("/weboption/option/say-ok", back.Headers.Location!.AbsolutePath);
        HttpResponseMessage done = await host.Client.GetAsync(back.Headers.Location, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.GetAsync(back.Headers.Location, TestContext.Current.CancellationToken)).StatusCode);
        Assert.NotEmpty(run);

        // The cookie opens pages, and nothing else.
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.Client.GetAsync(new Uri("/flows", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
    }
}
