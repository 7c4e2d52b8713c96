using System.ComponentModel;
using System.Diagnostics;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Tests.Services;

namespace Globus.Automate.Tests.Hosting;

/// <summary>The whole life of a flow and a run, driven by a client that this project did not write.</summary>
public sealed class CurlTests
{
    [Fact]
    public async Task Curl_drives_a_flow_and_a_run_from_login_to_release()
    {
        await using var host = new LoopbackHarness();
        string url = host.Service.Url.AbsoluteUri.TrimEnd('/');
        async Task<string> TokenAsync(string scope)
            => Text(await CurlAsync(200, "-u", "local:local", "-d", "grant_type=client_credentials", "--data-urlencode", "scope=" + scope, url + "/v2/oauth2/token"), "access_token");

        string token = await TokenAsync(LocalClient.FlowsAll);
        string[] Json(string method, string path, string bearer, string? body = null)
            => ["-X", method, "-H", "Authorization: Bearer " + bearer, "-H", "Accept: application/json", .. body is null ? Array.Empty<string>() : ["-H", "Content-Type: application/json", "-d", body], url + path];

        FlowObject flow = FlowObject.Create(("title", FlowValue.From("Curl")), ("definition", LocalClient.HelloFlow), ("input_schema", LocalClient.Json("""{"type": "object", "required": ["name"]}""")));
        await CurlAsync(200, Json("POST", "/flows/validate", token, flow.ToJson()));
        string id = Text(await CurlAsync(201, Json("POST", "/flows", token, flow.ToJson())), "id");
        string flowToken = await TokenAsync(LocalClient.FlowScope(id));
        await CurlAsync(400, Json("POST", $"/flows/{id}/run", flowToken, """{"body": {}}"""));
        await CurlAsync(403, Json("POST", $"/flows/{id}/run", token, """{"body": {"name": "x"}}"""));
        string run = Text(await CurlAsync(201, Json("POST", $"/flows/{id}/run", flowToken, """{"body": {"name": "curl"}, "label": "by curl"}""")), "run_id");

        string status = "ACTIVE";
        for (int i = 0; i < 50 && status == "ACTIVE"; i++)
        {
            status = Text(await CurlAsync(200, Json("GET", "/runs/" + run, token)), "status");
        }

        Assert.Equal("SUCCEEDED", status);
        FlowObject log = await CurlAsync(200, Json("GET", $"/runs/{run}/log?limit=100", token));
        Assert.Equal(4, ((FlowArray)log["entries"]!).Count);
        await CurlAsync(200, Json("PUT", "/runs/" + run, token, """{"tags": ["seen"]}"""));
        await CurlAsync(200, Json("PUT", "/flows/" + id, token, """{"subtitle": "by curl"}"""));
        FlowObject listed = await CurlAsync(200, Json("GET", $"/runs?filter_flow_id={id}&filter_status=SUCCEEDED", token));
        Assert.Single((FlowArray)listed["runs"]!);
        await CurlAsync(200, Json("POST", $"/runs/{run}/release", token));
        await CurlAsync(404, Json("GET", "/runs/" + run, token));
        await CurlAsync(200, Json("DELETE", "/flows/" + id, token));
        await CurlAsync(401, Json("GET", "/flows", "wrong"));
        Assert.Equal("you@local", Text(await CurlAsync(200, Json("GET", "/v2/oauth2/userinfo", await TokenAsync("openid profile"))), "preferred_username"));
    }

    private static string Text(FlowObject answer, string name) => answer[name]!.AsString()!;

    private static async Task<FlowObject> CurlAsync(int status, params string[] arguments)
    {
        var start = new ProcessStartInfo("curl") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (string argument in (string[])["-sS", "--noproxy", "*", "--max-time", "20", "-w", "\n%{http_code}", .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        Process curl;
        try
        {
            curl = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Skip("curl is not installed.");
            throw;
        }

        using (curl)
        {
            Task<string> error = curl.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            string output = await curl.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await curl.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(curl.ExitCode == 0, await error);
            int end = output.LastIndexOf('\n');
            Assert.True(output[(end + 1)..] == status.ToString(System.Globalization.CultureInfo.InvariantCulture), $"{string.Join(' ', arguments)} -> {output}");
            return (FlowObject)FlowValue.Parse(output[..end]);
        }
    }
}
