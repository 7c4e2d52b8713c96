using System.Text;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Services;

namespace Globus.Automate.Local.Tests.Providers;

public sealed class WebOptionTests
{
    private const string Provider = "weboption/wait_for_option";

    private const string TwoOptions = """
        {"options": [
          {"name": "accept", "url_suffix": "run_accept", "completed_message": "You have accepted"},
          {"name": "reject", "url_suffix": "run_reject"}
        ]}
        """;

    private const string WithPage = """
        {
          "landing_page": {
            "url_suffix": "page", "header_background": "darkred", "header_icon_url": "https://example.org/i.png", "header_icon_link": "https://example.org/",
            "header_text": "Make a choice", "page_title": "The title", "preamble_text": "See https://example.org/a?b=1&c=2.\nThen choose.",
            "include_text_input_form": true, "text_input_form_prompt": "Why?", "display_options_as": "button"
          },
          "options": [
            {"name": "Yes", "description": "Allow it", "url_suffix": "yes", "completed_message": "Allowed"},
            {"name": "No", "description": "Reject it", "url_suffix": "no"}
          ]
        }
        """;

    [Fact]
    public async Task Any_request_to_an_options_url_selects_it_and_closes_all_urls()
    {
        await using var host = new ProviderHost();
        string id = ProviderHost.Id(await host.RunAsync(Provider, TwoOptions));
        Assert.Equal("ACTIVE", ProviderHost.Status(await host.StatusAsync(Provider, id)));
        Assert.Single(host.Providers.WebOptions.Pending);

        ServiceResponse answer = Get(host, "/weboption/option/run_accept");

        Assert.Equal(200, answer.StatusCode);
        Assert.Equal("You have accepted\n", Text(answer));
        FlowObject status = await host.StatusAsync(Provider, id);
        Assert.Equal("SUCCEEDED", ProviderHost.Status(status));
        Assert.Equal("accept", ProviderHost.Details(status)["name"]!.AsString());
        Assert.Equal("run_accept", ProviderHost.Details(status)["url_suffix"]!.AsString());
        Assert.Equal(404, Get(host, "/weboption/option/run_accept").StatusCode);
        Assert.Equal(404, Get(host, "/weboption/option/run_reject").StatusCode);
        Assert.Empty(host.Providers.WebOptions.Pending);
    }

    [Fact]
    public async Task The_urls_are_in_the_details_while_the_action_waits()
    {
        await using var host = new ProviderHost();
        host.Providers.WebOptions.BaseUrl = new Uri("http://127.0.0.1:9000/");

        FlowObject details = ProviderHost.Details((await host.RunAsync(Provider, WithPage)).Body);

        Assert.Equal("http://127.0.0.1:9000/weboption/landing_page/page", details["landing_page"]!.AsString());
        Assert.Equal("http://127.0.0.1:9000/weboption/option/yes", ((FlowObject)((FlowArray)details["options"]!)[0])["url"]!.AsString());
    }

    [Fact]
    public async Task The_page_shows_the_options_in_its_skin()
    {
        await using var host = new ProviderHost();
        await host.RunAsync(Provider, WithPage);

        ServiceResponse page = Get(host, "/weboption/landing_page/page");

        Assert.Equal(200, page.StatusCode);
        Assert.StartsWith("text/html", page.ContentType, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        string html = Text(page);
        Assert.Contains("<title>The title</title>", html, StringComparison.Ordinal);
        Assert.Contains("background: darkred", html, StringComparison.Ordinal);
        Assert.Contains("<img src=\"https://example.org/i.png\"", html, StringComparison.Ordinal);
        Assert.Contains("<a href=\"https://example.org/\">", html, StringComparison.Ordinal);
        Assert.Contains("<a href=\"https://example.org/a?b=1&amp;c=2\" rel=\"noopener noreferrer\">", html, StringComparison.Ordinal);
        Assert.Contains("formaction=\"../option/yes\">Yes</button>", html, StringComparison.Ordinal);
        Assert.Contains("Reject it", html, StringComparison.Ordinal);
        Assert.Contains("Why?", html, StringComparison.Ordinal);
        Assert.Contains("name=\"user_input\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_typed_into_the_form_is_in_the_details()
    {
        await using var host = new ProviderHost();
        string id = ProviderHost.Id(await host.RunAsync(Provider, WithPage));

        ServiceResponse answer = Send(host, "POST", "/weboption/option/no", "user_input=too+late+%26+l%C3%A4ngst", "application/x-www-form-urlencoded", accept: "text/html");

        Assert.Equal(200, answer.StatusCode);
        Assert.Contains("You have selected &#39;No&#39;.", Text(answer), StringComparison.Ordinal);
        FlowObject details = ProviderHost.Details(await host.StatusAsync(Provider, id));
        Assert.Equal("No", details["name"]!.AsString());
        Assert.Equal("too late & längst", ((FlowObject)details["parameters"]!)["user_input"]!.AsString());
        Assert.Equal(404, Get(host, "/weboption/landing_page/page").StatusCode);
    }

    [Fact]
    public async Task Query_and_body_are_kept_only_when_it_is_asked_for()
    {
        await using var host = new ProviderHost();
        string asked = ProviderHost.Id(await host.RunAsync(Provider, """{"options": [{"name": "a", "url_suffix": "a", "include_query_parameters": true, "include_body": true}]}"""));
        string plain = ProviderHost.Id(await host.RunAsync(Provider, """{"options": [{"name": "b", "url_suffix": "b"}]}"""));

        Send(host, "POST", "/weboption/option/a?x=1&y=two+words", """{"z": [1]}""", "application/json");
        Send(host, "POST", "/weboption/option/b?x=1", "body", "text/plain");

        FlowObject details = ProviderHost.Details(await host.StatusAsync(Provider, asked));
        Assert.Equal(FlowValue.Parse("""{"x": "1", "y": "two words"}"""), details["parameters"]);
        Assert.Equal(FlowValue.Parse("""{"z": [1]}"""), details["body"]);
        details = ProviderHost.Details(await host.StatusAsync(Provider, plain));
        Assert.Equal(FlowObject.Empty, details["parameters"]);
        Assert.False(details.ContainsKey("body"));
    }

    [Fact]
    public async Task A_protected_option_takes_only_those_it_is_for()
    {
        await using var host = new ProviderHost();
        string id = ProviderHost.Id(await host.RunAsync(Provider, $$"""{"options": [{"name": "a", "url_suffix": "a", "selectable_by": ["{{host.Alice.Principal}}"]}]}"""));

        Assert.Equal(401, Get(host, "/weboption/option/a").StatusCode);
        Assert.Equal(403, Send(host, "GET", "/weboption/option/a", caller: host.You).StatusCode);
        Assert.Equal("ACTIVE", ProviderHost.Status(await host.StatusAsync(Provider, id)));
        Assert.Equal(200, Send(host, "GET", "/weboption/option/a", caller: host.Alice).StatusCode);

        Assert.Equal(host.Alice.Principal, ProviderHost.Details(await host.StatusAsync(Provider, id))["selected_by"]!.AsString());
    }

    [Fact]
    public async Task Options_take_over_the_pages_protection_and_a_browser_is_sent_to_log_in()
    {
        await using var host = new ProviderHost();
        host.Providers.WebOptions.SignIn = static (request, scope) => new Uri($"https://auth.example/?to={Uri.EscapeDataString(request.Url.AbsolutePath)}&scope={Uri.EscapeDataString(scope)}");
        await host.RunAsync(Provider, $$"""
            {"landing_page": {"url_suffix": "p", "selectable_by": ["{{host.Alice.Principal}}"]}, "options": [{"name": "a", "url_suffix": "a"}]}
            """);

        ServiceResponse page = Get(host, "/weboption/landing_page/p");
        ServiceResponse option = Get(host, "/weboption/option/a");

        Assert.Equal(302, page.StatusCode);
        Assert.StartsWith("https://auth.example/?to=%2Fweboption%2Flanding_page%2Fp&scope=", page.Headers["Location"], StringComparison.Ordinal);
        Assert.Equal(302, option.StatusCode);
        Assert.Equal(200, Send(host, "GET", "/weboption/landing_page/p", caller: host.Alice).StatusCode);
        Assert.Equal(200, Send(host, "GET", "/weboption/option/a", caller: host.Alice).StatusCode);
    }

    [Fact]
    public async Task One_selection_wins()
    {
        await using var host = new ProviderHost();
        string id = ProviderHost.Id(await host.RunAsync(Provider, TwoOptions));

        ServiceResponse[] answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => Get(host, i % 2 == 0 ? "/weboption/option/run_accept" : "/weboption/option/run_reject"))));

        Assert.Single(answers, static answer => answer.StatusCode == 200);
        Assert.Equal("SUCCEEDED", ProviderHost.Status(await host.StatusAsync(Provider, id)));
    }

    [Fact]
    public async Task A_script_selects_without_a_request()
    {
        await using var host = new ProviderHost();
        string id = ProviderHost.Id(await host.RunAsync(Provider, TwoOptions));

        Assert.False(host.Providers.WebOptions.Select("other"));
        Assert.True(host.Providers.WebOptions.Select("run_reject", "because", host.Alice.Principal));
        Assert.False(host.Providers.WebOptions.Select("run_reject"));

        FlowObject details = ProviderHost.Details(await host.StatusAsync(Provider, id));
        Assert.Equal("because", ((FlowObject)details["parameters"]!)["user_input"]!.AsString());
        Assert.Equal(host.Alice.Principal, details["selected_by"]!.AsString());
    }

    [Fact]
    public async Task A_suffix_in_use_is_refused_and_free_again_after_cancel()
    {
        await using var host = new ProviderHost();
        string id = ProviderHost.Id(await host.RunAsync(Provider, TwoOptions));

        Assert.Equal(409, (await host.RunAsync(Provider, TwoOptions)).StatusCode);
        Assert.Equal(400, (await host.RunAsync(Provider, """{"options": [{"name": "a", "url_suffix": "x"}, {"name": "b", "url_suffix": "x"}]}""")).StatusCode);
        await host.Service.CancelAsync(host.Provider(Provider), host.You, id);

        Assert.Equal(404, Get(host, "/weboption/option/run_accept").StatusCode);
        Assert.Equal(202, (await host.RunAsync(Provider, TwoOptions)).StatusCode);
    }

    [Fact]
    public async Task Texts_of_the_flow_are_text_on_the_page()
    {
        await using var host = new ProviderHost();
        const string Evil = "<script>alert(1)</script>\\\"><img src=x onerror=y>";
        await host.RunAsync(Provider, $$"""
            {
              "landing_page": {"url_suffix": "p", "page_title": "{{Evil}}", "header_text": "{{Evil}}", "preamble_text": "{{Evil}}", "header_background": "red;}</style><script>",
                "header_icon_url": "javascript:alert(1)", "header_icon_link": "javascript:alert(1)", "include_text_input_form": true, "text_input_form_prompt": "{{Evil}}"},
              "options": [{"name": "{{Evil}}", "description": "{{Evil}}", "url_suffix": "a\"><script>", "completed_message": "{{Evil}}"}]
            }
            """);

        string page = Text(Get(host, "/weboption/landing_page/p"));
        string done = Text(Send(host, "GET", "/weboption/option/" + Uri.EscapeDataString("a\"><script>"), accept: "text/html"));

        foreach (string html in new[] { page, done })
        {
            Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("javascript:", html, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Contains("&lt;script&gt;", done, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/weboption/option/")]
    [InlineData("/weboption/option/none")]
    [InlineData("/weboption/landing_page/none")]
    [InlineData("/actions/weboption/option/none")]
    public async Task An_unknown_suffix_is_not_found(string path)
    {
        await using var host = new ProviderHost();

        Assert.Equal(404, Get(host, path).StatusCode);
    }

    [Fact]
    public async Task Another_path_is_left_to_others()
    {
        await using var host = new ProviderHost();

        Assert.Null(host.Providers.WebOptions.TryHandle(Request("GET", "/weboption/wait_for_option/run", "", null, null, null)));
        Assert.Null(host.Providers.WebOptions.TryHandle(Request("GET", "/flows", "", null, null, null)));
    }

    private static ServiceResponse Get(ProviderHost host, string path) => Send(host, "GET", path);

    private static ServiceResponse Send(ProviderHost host, string method, string path, string body = "", string? contentType = null, string? accept = null, Caller? caller = null)
    {
        ServiceResponse? response = host.Providers.WebOptions.TryHandle(Request(method, path, body, contentType, accept, caller));
        Assert.NotNull(response);
        return response;
    }

    private static ServiceRequest Request(string method, string path, string body, string? contentType, string? accept, Caller? caller)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (contentType is not null)
        {
            headers["Content-Type"] = contentType;
        }

        if (accept is not null)
        {
            headers["Accept"] = accept;
        }

        return new ServiceRequest(method, new Uri("http://127.0.0.1:9000" + path), headers, Encoding.UTF8.GetBytes(body)) { Caller = caller };
    }

    private static string Text(ServiceResponse response) => Encoding.UTF8.GetString(response.Body.Span);
}
