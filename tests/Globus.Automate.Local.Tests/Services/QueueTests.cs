using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local;
using Microsoft.Extensions.Time.Testing;

namespace Globus.Automate.Tests.Services;

public sealed class QueueTests
{
    private const string Queues = LocalClient.QueuesUrl + "/queues";
    private const string Admin = LocalClient.QueuesScopes + "admin";
    private const string Sending = LocalClient.QueuesScopes + "send";
    private const string Receiving = LocalClient.QueuesScopes + "receive";

    [Fact]
    public async Task A_message_comes_back_unless_it_is_deleted_in_time()
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-01-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
        await using var client = new LocalClient(new LocalGlobusOptions { TimeProvider = time });
        string queue = await CreateAsync(client, """{"label": "Q", "delivery_timeout": 60}""");
        await SendAsync(client, queue, ("one", "first"), ("two", "second"));

        FlowObject first = Assert.Single(await ReceiveAsync(client, queue));
        Assert.Equal("first", first["message_body"]!.AsString());
        Assert.Equal("second", Assert.Single(await ReceiveAsync(client, queue))["message_body"]!.AsString());
        Assert.Empty(await ReceiveAsync(client, queue, 10));

        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(["first", "second"], (await ReceiveAsync(client, queue, 10)).Select(static message => message["message_body"]!.AsString()));

        // The first receipt is good for the delivery timeout, though the message was received again.
        (await DeleteAsync(client, queue, first["receipt_handle"]!.AsString()!)).Expect(200);
        time.Advance(TimeSpan.FromSeconds(30));
        FlowObject again = Assert.Single(await ReceiveAsync(client, queue, 10));
        Assert.Equal("second", again["message_body"]!.AsString());
        Assert.Equal(FlowValue.From(3), again["receive_count"]);
        time.Advance(TimeSpan.FromSeconds(61));
        (await DeleteAsync(client, queue, again["receipt_handle"]!.AsString()!)).Expect(422);
        Assert.Single(await ReceiveAsync(client, queue, 10));
    }

    [Fact]
    public async Task Messages_come_back_to_their_places_and_deleted_ones_do_not()
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-01-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
        await using var client = new LocalClient(new LocalGlobusOptions { TimeProvider = time });
        string queue = await CreateAsync(client, """{"label": "Q", "visibility_timeout": 30}""");
        await SendAsync(client, queue, [.. Enumerable.Range(0, 40).Select(static i => ($"d{i}", $"{i:00}"))]);
        var received = new List<FlowObject>();
        for (int i = 0; i < 3; i++)
        {
            received.AddRange(await ReceiveAsync(client, queue, 10));
            time.Advance(TimeSpan.FromSeconds(5));
        }

        // Of 0 to 29, each third is deleted while nobody can see it; the others are back, in front of those that were never received.
        foreach (FlowObject message in received.Where(static (_, i) => i % 3 == 0))
        {
            (await DeleteAsync(client, queue, message["receipt_handle"]!.AsString()!)).Expect(200);
        }

        time.Advance(TimeSpan.FromSeconds(30));
        var rest = new List<string>();
        for (IReadOnlyList<FlowObject> page = await ReceiveAsync(client, queue, 10); page.Count > 0; page = await ReceiveAsync(client, queue, 10))
        {
            rest.AddRange(page.Select(static message => message["message_body"]!.AsString()!));
        }

        Assert.Equal(Enumerable.Range(0, 40).Where(static i => i >= 30 || i % 3 != 0).Select(static i => $"{i:00}"), rest);
    }

    [Fact]
    public async Task A_message_that_is_sent_twice_counts_once_for_five_minutes()
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-01-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
        await using var client = new LocalClient(new LocalGlobusOptions { TimeProvider = time });
        string queue = await CreateAsync(client, """{"label": "Q"}""");
        FlowObject sent = (await SendAsync(client, queue, ("same", "a")))[0];
        FlowObject repeated = (await SendAsync(client, queue, ("same", "a")))[0];
        Assert.Equal(sent["message_id"], repeated["message_id"]);
        Assert.Equal(FlowValue.True, repeated["duplicate"]);
        Assert.Single(await ReceiveAsync(client, queue, 10));
        time.Advance(TimeSpan.FromMinutes(5));
        await SendAsync(client, queue, ("same", "a"));
        Assert.Equal(2, (await ReceiveAsync(client, queue, 10)).Count);
    }

    [Fact]
    public async Task An_attempt_that_is_repeated_gives_the_same_messages()
    {
        await using var client = new LocalClient();
        string queue = await CreateAsync(client, """{"label": "Q"}""");
        await SendAsync(client, queue, ("1", "a"), ("2", "b"));
        FlowObject first = Assert.Single(await ReceiveAsync(client, queue, 1, "&receive_request_attempt_id=x"));
        FlowObject again = Assert.Single(await ReceiveAsync(client, queue, 1, "&receive_request_attempt_id=x"));
        Assert.Equal(first, again);
        Assert.Equal("b", Assert.Single(await ReceiveAsync(client, queue, 1, "&receive_request_attempt_id=y"))["message_body"]!.AsString());
    }

    [Fact]
    public async Task A_queue_is_described_changed_listed_by_role_and_deleted()
    {
        await using var client = new LocalClient();
        string bob = client.Globus.PrincipalOf("bob");
        string queue = await CreateAsync(client, $$"""{"label": "Q1", "senders": ["{{bob}}"], "receivers": []}""");
        FlowObject data = Data(await client.SendAsync("GET", $"{Queues}/{queue}", scope: Admin));
        Assert.Equal(FlowValue.From(60), data["delivery_timeout"]);
        Assert.Equal(FlowValue.From(30), data["visibility_timeout"]);

        FlowObject change = LocalClient.Json($$$"""{"data": {"id": "{{{queue}}}", "label": "Q2", "admins": ["{{{client.Globus.PrincipalOf("you")}}}"], "senders": ["{{{bob}}}"], "receivers": ["{{{bob}}}"], "delivery_timeout": 90, "visibility_timeout": 5}}""");
        data = Data((await client.SendAsync("PUT", $"{Queues}/{queue}", change, scope: Admin)).Expect(200));
        Assert.Equal("Q2", data["label"]!.AsString());
        Assert.Equal(FlowValue.From(5), data["visibility_timeout"]);

        async Task<int> Listed(string roles, string? user) => (await client.SendAsync("GET", $"{Queues}{roles}", user: user, scope: Admin)).Expect(200).List("data").Count;
        Assert.Equal(1, await Listed("", null));
        Assert.Equal(0, await Listed("?roles=admin", "bob"));
        Assert.Equal(1, await Listed("?roles=sender%2Creceiver", "bob"));
        (await client.SendAsync("GET", $"{Queues}?roles=king", scope: Admin)).Expect(400);

        (await client.SendAsync("GET", $"{Queues}/{queue}", user: "carol", scope: Admin)).Expect(404);
        (await client.SendAsync("DELETE", $"{Queues}/{queue}", user: "bob", scope: Admin)).Expect(403);
        (await client.SendAsync("DELETE", $"{Queues}/{queue}", scope: Admin)).Expect(204);
        (await client.SendAsync("GET", $"{Queues}/{queue}", scope: Admin)).Expect(404);
    }

    [Fact]
    public async Task Roles_and_scopes_decide_who_sends_and_receives()
    {
        await using var client = new LocalClient();
        string bob = client.Globus.PrincipalOf("bob");
        string queue = await CreateAsync(client, $$"""{"label": "Q", "senders": ["{{bob}}"], "receivers": []}""");
        FlowObject message = LocalClient.Json("""{"data": [{"message_body": "x"}]}""");
        (await client.SendAsync("POST", $"{Queues}/{queue}/messages", message, "bob", Sending)).Expect(200);
        (await client.SendAsync("POST", $"{Queues}/{queue}/messages", message, scope: Sending)).Expect(403);
        (await client.SendAsync("POST", $"{Queues}/{queue}/messages", message, "bob", Admin)).Expect(403);
        Assert.Equal("FORBIDDEN", (await client.SendAsync("GET", $"{Queues}/{queue}/messages", user: "bob", scope: Receiving)).Expect(403).Code);
        Assert.Equal("MISSING_SCOPE", (await client.SendAsync("GET", $"{Queues}/{queue}/messages", user: "bob", scope: Sending)).Expect(403).Code);
    }

    [Theory]
    [InlineData("POST", "", """{"label": "x"}""")]
    [InlineData("POST", "", """{"data": {}}""")]
    [InlineData("POST", "", """{"data": {"label": "x", "admins": ["bob"]}}""")]
    [InlineData("POST", "", """{"data": {"label": "x", "delivery_timeout": 0}}""")]
    [InlineData("PUT", "/{id}", """{"data": {"id": "other"}}""")]
    [InlineData("POST", "/{id}/messages", """{"data": {}}""")]
    [InlineData("POST", "/{id}/messages", """{"data": [{}]}""")]
    [InlineData("POST", "/{id}/messages", """{"data": [{"message_body": {"a": 1}}]}""")]
    [InlineData("DELETE", "/{id}/messages", """{"data": [{}]}""")]
    [InlineData("DELETE", "/{id}/messages", """{"data": [{"receipt_handle": "unknown"}]}""")]
    public async Task A_wrong_body_is_refused(string method, string path, string body)
    {
        await using var client = new LocalClient();
        string queue = await CreateAsync(client, """{"label": "Q"}""");
        string scope = path.Contains("messages", StringComparison.Ordinal) ? (method == "POST" ? Sending : Receiving) : Admin;
        Assert.Equal("UNPROCESSABLE_ENTITY", (await client.SendAsync(method, Queues + path.Replace("{id}", queue, StringComparison.Ordinal), LocalClient.Json(body), scope: scope)).Expect(422).Code);
        (await client.SendAsync("GET", $"{Queues}/{queue}/messages?max_messages=11", scope: Receiving)).Expect(400);
    }

    private static async Task<string> CreateAsync(LocalClient client, string data)
        => Data((await client.SendAsync("POST", Queues, FlowObject.Create(("data", LocalClient.Json(data))), scope: Admin)).Expect(201))["id"]!.AsString()!;

    private static FlowObject Data(Answer answer) => (FlowObject)answer.Object["data"]!;

    private static async Task<IReadOnlyList<FlowObject>> SendAsync(LocalClient client, string queue, params (string Id, string Body)[] messages)
    {
        FlowArray data = FlowArray.Create(messages.Select(static message => (FlowValue)FlowObject.Create(("deduplication_id", FlowValue.From(message.Id)), ("message_body", FlowValue.From(message.Body)))));
        return [.. (await client.SendAsync("POST", $"{Queues}/{queue}/messages", FlowObject.Create(("data", data)), scope: Sending)).Expect(200).List("data").Cast<FlowObject>()];
    }

    private static async Task<IReadOnlyList<FlowObject>> ReceiveAsync(LocalClient client, string queue, int maximum = 1, string more = "")
        => [.. (await client.SendAsync("GET", $"{Queues}/{queue}/messages?max_messages={maximum}{more}", scope: Receiving)).Expect(200).List("data").Cast<FlowObject>()];

    private static Task<Answer> DeleteAsync(LocalClient client, string queue, string receipt)
        => client.SendAsync("DELETE", $"{Queues}/{queue}/messages", LocalClient.Json($$"""{"data": [{"receipt_handle": "{{receipt}}"}]}"""), scope: Receiving);
}
