using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Tests.Hosting;

/// <summary>curl at a local Globus: a client that this project did not write.</summary>
internal sealed partial class Curl(string url)
{
    public static string Text(FlowObject answer, string name) => answer[name]!.AsString()!;

    /// <summary>A token by client credentials, as scripts get theirs.</summary>
    public async Task<string> TokenAsync(string scope)
        => Text(await ExpectAsync(200, "-u", "local:local", "-d", "grant_type=client_credentials", "--data-urlencode", "scope=" + scope, url + "/v2/oauth2/token"), "access_token");

    /// <summary>The tokens of a login as some person: the consent page, its form, and the code with its verifier. One token for each resource server.</summary>
    public async Task<IReadOnlyDictionary<string, string>> LoginAsync(string person, params string[] scopes)
    {
        // RFC 7636, appendix B.
        const string challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        const string verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        const string redirect = "http://localhost:9/done";
        Reply page = await SendAsync("-G", "-d", "client_id=curl", "-d", "response_type=code", "-d", "state=s", "-d", "code_challenge_method=S256", "-d", "code_challenge=" + challenge,
            "--data-urlencode", "redirect_uri=" + redirect, "--data-urlencode", "scope=" + string.Join(' ', scopes), url + "/v2/oauth2/authorize");
        Assert.Equal(200, page.Status);
        Assert.Contains(scopes[0], WebUtility.HtmlDecode(page.Body), StringComparison.Ordinal);
        Reply agreed = await SendAsync("-H", "Origin: " + url, "-d", "decision=allow", "-d", "ticket=" + Ticket().Match(page.Body).Groups["value"].Value, "-d", "other=" + person, url + "/v2/oauth2/authorize");
        Assert.Equal(302, agreed.Status);
        Assert.StartsWith(redirect, agreed.Redirect, StringComparison.Ordinal);
        FlowObject tokens = await ExpectAsync(200, "-d", "grant_type=authorization_code", "-d", "client_id=curl", "-d", "code_verifier=" + verifier,
            "--data-urlencode", "redirect_uri=" + redirect, "-d", "code=" + Code().Match(agreed.Redirect).Groups["value"].Value, url + "/v2/oauth2/token");
        return ((FlowArray)tokens["other_tokens"]!).Cast<FlowObject>().Prepend(tokens).ToDictionary(static token => Text(token, "resource_server"), static token => Text(token, "access_token"), StringComparer.Ordinal);
    }

    /// <summary>Sends JSON with a token and expects a status.</summary>
    public Task<FlowObject> ExpectJsonAsync(int status, string method, string path, string token, string? body = null)
        => ExpectAsync(status, ["-X", method, "-H", "Authorization: Bearer " + token, "-H", "Accept: application/json", .. body is null ? Array.Empty<string>() : ["-H", "Content-Type: application/json", "-d", body], url + path]);

    /// <summary>Runs curl and expects a status and a JSON object; an empty one where there is no body.</summary>
    public static async Task<FlowObject> ExpectAsync(int status, params string[] arguments)
    {
        Reply reply = await SendAsync(arguments);
        Assert.True(reply.Status == status, $"{string.Join(' ', arguments)} -> {reply.Status} {reply.Body}");
        return reply.Body.Length == 0 ? FlowObject.Empty : (FlowObject)FlowValue.Parse(reply.Body);
    }

    private static async Task<Reply> SendAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("curl") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (string argument in (string[])["-sS", "--noproxy", "*", "--max-time", "60", "-w", "\n%{http_code} %{redirect_url}", .. arguments])
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
            string[] facts = output[(end + 1)..].Split(' ', 2);
            return new Reply(int.Parse(facts[0], CultureInfo.InvariantCulture), output[..end], facts[1]);
        }
    }

    [GeneratedRegex("name=\"ticket\" value=\"(?<value>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Ticket();

    [GeneratedRegex("[?&]code=(?<value>[^&]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();

    private sealed record Reply(int Status, string Body, string Redirect);
}
