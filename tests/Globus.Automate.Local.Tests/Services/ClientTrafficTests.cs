using System.Globalization;
using System.Text.RegularExpressions;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Tests.Services;

/// <summary>
/// The requests of the existing Python clients, as they were recorded against a server with canned answers, sent to the local Globus: each is
/// answered as it was then, but for those whose reason the canned answers did not look at.
/// </summary>
public sealed partial class ClientTrafficTests
{
    private const string RecordedFlow = "24bc4997-b483-4c25-a19c-64b0afc00743";
    private const string RecordedRun = "36ad9f9a-ad29-488f-beb4-c22ab729643a";
    private const string RecordedOtherRun = "1ac71e00-0000-4000-8000-000000000001";
    private const string RecordedQueue = "5f8a3d0e-1111-4222-8333-444455556666";

    [Theory]
    [InlineData("traffic-globus-automate.md", 100)]
    [InlineData("traffic-globus-cli.md", 60)]
    public async Task Requests_of_existing_clients_are_answered_as_recorded(string recording, int atLeast)
    {
        string file = Path.Combine(Corpus.Path(), "..", "reference", recording);
        Assert.SkipUnless(File.Exists(file), "The recordings are not beside this checkout.");
        await using var client = new LocalClient();
        string queue = await CreateQueueAsync(client);
        var faults = new List<string>();
        int count = 0;
        foreach (Recorded recorded in Read(await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken)).Where(static recorded => !recorded.IsCanned))
        {
            string flow = await client.PublishAsync(LocalClient.LongFlow);
            string run = await client.StartAsync(flow);
            if (recorded.Path.EndsWith("/release", StringComparison.Ordinal))
            {
                (await client.SendAsync("POST", $"/runs/{run}/cancel")).Expect(202);
            }

            string Real(string text) => text
                .Replace(RecordedFlow, flow, StringComparison.Ordinal)
                .Replace(RecordedFlow.Replace('-', '_'), flow.Replace('-', '_'), StringComparison.Ordinal)
                .Replace(RecordedRun, run, StringComparison.Ordinal)
                .Replace(RecordedOtherRun, run, StringComparison.Ordinal)
                .Replace(RecordedQueue, queue, StringComparison.Ordinal)
                .Replace("<random uuid4>", "eec9b274-0c81-4334-bdc2-54e90e689b9a", StringComparison.Ordinal);
            Answer answer = await SendAsync(client, recorded, Real, flow);
            count++;
            bool isAsRecorded = recorded.Status / 100 == 2 ? (int)answer.Status / 100 == 2 : recorded.Status is 403 ? (int)answer.Status is 403 or 404 : (int)answer.Status == recorded.Status;
            if (!isAsRecorded)
            {
                faults.Add($"{recorded.Method} {recorded.Path}: {recorded.Status} recorded, {(int)answer.Status} {answer.Raw}");
            }
        }

        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
        Assert.True(count >= atLeast, $"Only {count} requests were found in the recording.");
    }

    private static async Task<string> CreateQueueAsync(LocalClient client)
    {
        Answer answer = await client.SendAsync("POST", LocalClient.QueuesUrl + "/queues", LocalClient.Json("""{"data": {"label": "Q"}}"""), scope: LocalClient.QueuesScopes + "admin");
        return ((FlowObject)answer.Expect(201).Object["data"]!)["id"]!.AsString()!;
    }

    private static async Task<Answer> SendAsync(LocalClient client, Recorded recorded, Func<string, string> real, string flow)
    {
        string path = real(recorded.Path);
        FlowValue? body = recorded.Body is null ? null : FlowValue.Parse(real(recorded.Body));
        if (recorded.Credential.StartsWith("Basic", StringComparison.Ordinal))
        {
            return await client.PostFormAsync(path, [.. ((FlowObject)body!).Select(static field => (field.Key, ((FlowArray)field.Value)[0].AsString()!))], ("local", "local"));
        }

        string url = path.StartsWith("/v1", StringComparison.Ordinal) ? LocalClient.QueuesUrl + path[3..]
            : path.StartsWith("/ap/hello", StringComparison.Ordinal) ? "https://actions.globus.org/hello_world" + path["/ap/hello".Length..]
            : path;
        return await client.SendAsync(recorded.Method, url, body, scope: ScopeOf(recorded.Credential, flow));
    }

    /// <summary>The scope of the token that a recorded request carried.</summary>
    private static string? ScopeOf(string credential, string flow)
    {
        string name = credential.Contains('<', StringComparison.Ordinal) ? credential[(credential.IndexOf('<', StringComparison.Ordinal) + 1)..^1] : string.Empty;
        name = name.StartsWith("fake-access-", StringComparison.Ordinal) ? name["fake-access-".Length..] : name;
        return name switch
        {
            "" => null,
            "flows.globus.org" => LocalClient.FlowsAll,
            "auth.globus.org" or "openid" => "openid",
            _ when name.StartsWith("FLOWS/", StringComparison.Ordinal) => LocalClient.FlowsScopes + name[6..],
            _ when name.StartsWith("QUEUES/", StringComparison.Ordinal) => LocalClient.QueuesScopes + name[7..],
            _ when name.StartsWith(RecordedFlow, StringComparison.Ordinal) => LocalClient.FlowScope(flow),
            _ when name.StartsWith("auth.globus.org:", StringComparison.Ordinal) => "urn:globus:auth:scope:" + name,
            _ => "https://auth.globus.org/scopes/" + name,
        };
    }

    private static IEnumerable<Recorded> Read(string[] lines)
    {
        for (int i = 0; i < lines.Length; i++)
        {
            if (Request().Match(lines[i]) is not { Success: true } match)
            {
                continue;
            }

            string? body = null;
            if (i + 1 < lines.Length && lines[i + 1].Trim() == "```json")
            {
                body = string.Join('\n', lines.Skip(i + 2).TakeWhile(static line => line.Trim() != "```"));
            }

            yield return new Recorded(
                match.Groups["method"].Value,
                match.Groups["path"].Value,
                int.Parse(match.Groups["status"].Value, CultureInfo.InvariantCulture),
                match.Groups["credential"].Value,
                body);
        }
    }

    [GeneratedRegex(@"^- \*\*(?<method>\w+) (?<path>\S+)\*\* -> (?<status>\d+)\s+\[(?<credential>.*)\]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Request();

    private sealed record Recorded(string Method, string Path, int Status, string Credential, string? Body)
    {
        /// <summary>
        /// Whether the answer of that time was to something that a Globus would have looked at: markers of its own, actions of its own, a definition
        /// without an end, an owner and an identity that are not there, and a queue whose lists leave out the caller.
        /// </summary>
        public bool IsCanned => Path.Contains("pagination_token=M", StringComparison.Ordinal)
            || Path.Contains("/hello-1/", StringComparison.Ordinal)
            || Path.StartsWith("/ap/hello/1ac71e00", StringComparison.Ordinal)
            || Path.Contains("/11111111-2222-4333-8444-555555555555/", StringComparison.Ordinal)
            || (Method == "DELETE" && Path.StartsWith("/v1/", StringComparison.Ordinal))
            || Body?.Contains("\"flow_owner\"", StringComparison.Ordinal) is true
            || Body?.Replace(" ", string.Empty, StringComparison.Ordinal).Replace("\n", string.Empty, StringComparison.Ordinal).Contains("""{"Type":"Pass"}""", StringComparison.Ordinal) is true && Status == 201
            || (Method == "PUT" && Path.StartsWith("/v1/", StringComparison.Ordinal));
    }
}
